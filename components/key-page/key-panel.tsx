"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { startsAtOnce } from "@/components/api-keys/flow";
import { FlowDialog } from "@/components/api-keys/flow-dialog";
import type { PanelOrg } from "@/components/api-keys/flow-step";
import { FrozenAlert } from "@/components/api-keys/frozen-alert";
import { FrozenNote } from "@/components/api-keys/frozen-note";
import { type KeyActions, useKeyFlow } from "@/components/api-keys/use-key-flow";
import { Alert } from "@/components/ui/alert";
import { TextLink } from "@/components/ui/text-link";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import type { KeyPageView } from "@/lib/api-keys/key-page-view";
import { keysPath } from "@/lib/core/key-path";
import type { Mode } from "@/lib/core/mode";
import { KeyButtons } from "./key-buttons";
import { KeyHead } from "./key-head";

interface KeyPanelProps {
  view: KeyPageView;
  /** The mode that the ribbon shows. */
  shownMode: Mode;
  org: PanelOrg;
  actions: KeyActions;
  /** The sections, rendered on the server. */
  children: ReactNode;
}

/** A key's page: its Key Id, what can be done with it, in the list's own dialogs, and its sections. */
export function KeyPanel({ view, shownMode, org, actions, children }: KeyPanelProps) {
  const [answeredAt, setAnsweredAt] = useState(view.readAt);
  const keyFlow = useKeyFlow(view, (answered) => setAnsweredAt(answered.readAt), actions);
  const { flow, stepped, notice, refresh } = keyFlow;
  const heading = useRef<HTMLHeadingElement>(null);
  const isOutdated = flow === null && Date.parse(answeredAt) > Date.parse(view.readAt);
  // The page shows what an action has changed; a dialog with a new secret is closed first.
  useRefreshOnce(isOutdated ? answeredAt : null, refresh.now);
  const isExtending = flow !== null && startsAtOnce(flow) && stepped.step === null;

  return (
    <>
      <TextLink href={keysPath} className="mb-2 inline-block sm:hidden">
        API Keys
      </TextLink>
      <KeyHead
        view={view}
        shownMode={shownMode}
        headingRef={heading}
        action={<KeyButtons view={view} keyFlow={keyFlow} />}
      />
      <FrozenAlert contact={view.frozenContact} />
      {view.frozenContact === null && view.key.status === "frozen" ? <FrozenNote /> : null}
      {isExtending ? <TroubleAlert trouble={stepped.trouble} className="mb-4" /> : null}
      <div role="status">
        {notice ? (
          <Alert tone="ok" className="mb-4">
            {notice}
          </Alert>
        ) : null}
      </div>
      {children}
      <FlowDialog keyFlow={keyFlow} org={org} focusAfter={() => heading.current} />
    </>
  );
}

/** Refreshes once for each reason. */
function useRefreshOnce(reason: string | null, refresh: () => void) {
  const done = useRef<string | null>(null);
  useEffect(() => {
    if (reason === null || done.current === reason) return;
    done.current = reason;
    refresh();
  }, [reason, refresh]);
}
