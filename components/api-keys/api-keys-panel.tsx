"use client";
import { useRef } from "react";
import { PageHead } from "@/components/shell/page-head";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import type { KeysView } from "@/lib/api-keys/keys-view";
import { modeNames } from "@/lib/core/mode";
import type { ProgramLanguage } from "@/lib/core/program-languages";
import { FailedAttempts } from "./failed-attempts";
import { startsAtOnce } from "./flow";
import { FlowDialog } from "./flow-dialog";
import type { PanelOrg } from "./flow-step";
import { FrozenAlert } from "./frozen-alert";
import { FrozenNote } from "./frozen-note";
import { KeepSafe } from "./keep-safe";
import type { KeyLifeActions } from "./key-life-dialog";
import { KeyLifeLine } from "./key-life-line";
import { KeysTable } from "./keys-table";
import { NoKey } from "./no-key";
import { PastKeys } from "./past-keys";
import { TrafficPanel } from "./traffic-panel";
import { useFreshView } from "./use-fresh-view";
import { type KeyActions, useKeyFlow } from "./use-key-flow";
import { UseYourKey } from "./use-your-key";

interface ApiKeysPanelProps {
  view: KeysView;
  org: PanelOrg;
  /** Of "Use your key". */
  language: ProgramLanguage;
  actions: KeyActions & KeyLifeActions;
}

const ledes = {
  test: "These keys let your server call the API.",
  live: "These keys let your server accept payments.",
} as const;

/**
 * The API Keys page: one mode's list, and at most one open flow. The list may be refreshed at any time; an open dialog
 * stays, with the mode and key for which it was opened.
 */
export function ApiKeysPanel({ view: served, org, language, actions }: ApiKeysPanelProps) {
  const [view, setAnswered] = useFreshView(served);
  const keyFlow = useKeyFlow(view, setAnswered, actions);
  const { flow, stepped, notice, open, submit } = keyFlow;
  const { trouble } = stepped;
  const heading = useRef<HTMLHeadingElement>(null);
  const { current } = view;
  const rows = current ? [current, ...view.retiring] : view.retiring;
  // Generating and extending start without a dialog, so their errors are shown on the page.
  const isAtOnce = flow !== null && startsAtOnce(flow) && stepped.step === null;
  const starting = isAtOnce && flow.mode === view.mode ? flow : null;
  const generating = starting?.kind === "generate" ? starting : null;

  function generate() {
    // Pressed again after a lost answer, it sends the same request id, so it cannot make a second key.
    submit(generating ?? open("generate", null));
  }

  return (
    <>
      <PageHead
        title="API Keys"
        headingRef={heading}
        lede={ledes[view.mode]}
        action={
          current ? (
            <Button look="primary" onClick={() => open("regenerate", current)}>
              Regenerate Key
            </Button>
          ) : null
        }
      />
      <FrozenAlert contact={view.frozenContact} />
      {starting?.kind === "extend" || (generating && current) ? (
        <TroubleAlert trouble={trouble} className="mb-4" />
      ) : null}
      <div role="status">
        {notice ? (
          <Alert tone="ok" className="mb-4">
            {notice}
          </Alert>
        ) : null}
      </div>
      {current ? null : (
        <NoKey
          view={view}
          action={
            <>
              {generating ? <TroubleAlert trouble={trouble} /> : null}
              <Button
                look="primary"
                pending={generating !== null && stepped.pending}
                onClick={generate}
              >
                Generate Key
              </Button>
            </>
          }
        />
      )}
      {view.frozenContact === null && rows.some((row) => row.status === "frozen") ? (
        <FrozenNote />
      ) : null}
      {rows.length > 0 ? (
        <section className="mt-4 overflow-hidden rounded-xl border border-line bg-panel shadow-low">
          <KeysTable
            caption={`${modeNames[view.mode]} keys`}
            rows={rows}
            readAt={view.readAt}
            actions={{
              onDeactivate: (row) => open("deactivate", row),
              onExtend: (row) => submit(open("extend", row)),
            }}
          />
        </section>
      ) : null}
      <KeyLifeLine view={view} org={org} actions={actions} onChanged={keyFlow.show} />
      <FailedAttempts view={view} />
      {view.retiring.length > 0 ? <TrafficPanel view={view} refresh={keyFlow.refresh} /> : null}
      {view.past.length > 0 ? <PastKeys rows={view.past} readAt={view.readAt} /> : null}
      {view.use ? <UseYourKey use={view.use} language={language} /> : null}
      <KeepSafe mode={view.mode} />
      <FlowDialog keyFlow={keyFlow} org={org} focusAfter={() => heading.current} />
    </>
  );
}
