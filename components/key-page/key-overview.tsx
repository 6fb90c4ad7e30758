import type { ReactNode } from "react";
import { AgoFrom } from "@/components/api-keys/ago-from";
import { KeyLink } from "@/components/api-keys/key-link";
import { MomentText } from "@/components/ui/moment-text";
import type { KeyPageView } from "@/lib/api-keys/key-page-view";
import { modeNames } from "@/lib/core/mode";
import { KeyStatusText } from "./key-status-text";
import { Section } from "./section";

/** What the key is, how it ends, and its place between the keys before and after it. */
export function KeyOverview({ view }: { view: KeyPageView }) {
  const { key, mode, readAt, replaces, replacedBy } = view;
  return (
    <Section title="Overview">
      <dl className="grid gap-x-8 gap-y-4 p-4 sm:grid-cols-2 lg:grid-cols-3">
        <Fact name="Status">
          <KeyStatusText row={key} readAt={readAt} />
        </Fact>
        <Fact name="Mode">{modeNames[mode]} Mode</Fact>
        <Fact name="Created">
          <MomentText at={key.created} />
          <span className="wrap-anywhere block text-13 text-muted">by {key.createdBy}</span>
        </Fact>
        <Fact name="Expiry">{key.expiry ? <MomentText at={key.expiry} /> : "Never"}</Fact>
        <Fact name="Last used">
          {key.lastUse ? <AgoFrom {...key.lastUse} readAt={readAt} /> : "Never"}
        </Fact>
        <Fact name="Replaced">
          {replaces ? (
            <KeyLink keyId={replaces} />
          ) : (
            `None: it was the first ${modeNames[mode]} key`
          )}
        </Fact>
        <Fact name="Replaced by">
          {replacedBy ? <KeyLink keyId={replacedBy} /> : "Not replaced"}
        </Fact>
      </dl>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-13 text-muted">{name}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}
