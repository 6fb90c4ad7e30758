import type { ReactNode } from "react";
import { AgoText } from "@/components/ui/ago-text";
import { Badge } from "@/components/ui/badge";
import { KeyId } from "@/components/ui/key-id";
import { MomentText } from "@/components/ui/moment-text";
import type { Mode } from "@/lib/core/mode";
import { modeNames } from "@/lib/core/mode";
import { counted } from "@/lib/core/numbers";
import type { HomeKey } from "@/lib/home/home-view";
import type { Action } from "@/lib/web/action-state";
import { ModeLink } from "./mode-link";

interface ModeCardProps {
  of: Mode;
  apiKey: HomeKey | null;
  readAt: string;
  mode: Mode;
  switchMode: Action<null>;
}

/** From how many days ahead an end is announced (DESIGN §2.10). */
const announceDays = 30;

/** The current key of one mode, with a link to the mode's page. */
export function ModeCard({ of, apiKey, readAt, ...opening }: ModeCardProps) {
  return (
    <article
      aria-labelledby={`${of}-key`}
      className="flex flex-col rounded-xl border border-line bg-panel p-4 shadow-low"
    >
      <div className="flex items-center justify-between gap-3">
        <h3 id={`${of}-key`} className="font-semibold">
          {modeNames[of]} key
        </h3>
        <Status apiKey={apiKey} />
      </div>
      {apiKey ? (
        <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
          <Fact name="Key Id">
            <KeyId>{apiKey.keyId}</KeyId>
          </Fact>
          <Fact name="Created">
            <MomentText at={apiKey.created} />
          </Fact>
          <Fact name="Expiry">{apiKey.expiry ? <MomentText at={apiKey.expiry} /> : "Never"}</Fact>
          <Fact name="Last used">
            {apiKey.lastUse ? <AgoText at={apiKey.lastUse.at} readAt={readAt} /> : "Never"}
          </Fact>
          <Fact name="Last 24 hours">{counted(apiKey.requests, "request")}</Fact>
        </dl>
      ) : (
        <p className="mt-3 text-muted">
          {of === "test"
            ? "No key yet. With a Test key you try your whole integration."
            : "No key yet. With a Live key you accept payments from customers."}
        </p>
      )}
      <p className="mt-auto pt-4">
        <ModeLink
          href="/account-settings/api-keys"
          to={of}
          {...opening}
          className="font-medium text-accent-text hover:underline"
        >
          Open {modeNames[of]} keys
        </ModeLink>
      </p>
    </article>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-13 text-muted leading-6">{name}</dt>
      <dd className="wrap-anywhere min-w-0">{children}</dd>
    </>
  );
}

function Status({ apiKey }: { apiKey: HomeKey | null }) {
  if (!apiKey) return <Badge tone="calm">No key</Badge>;
  if (apiKey.status === "expired") return <Badge tone="bad">Expired</Badge>;
  if (apiKey.status === "frozen") return <Badge tone="bad">Frozen</Badge>;
  const { daysLeft } = apiKey;
  if (daysLeft !== null && daysLeft <= announceDays)
    return <Badge tone="warn">Expires in {daysLeft === 1 ? "1 day" : `${daysLeft} days`}</Badge>;
  return <Badge tone="ok">Active</Badge>;
}
