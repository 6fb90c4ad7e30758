"use client";
import { Button } from "@/components/ui/button";
import { type Flow, latestRow } from "./flow";
import { MadeBeforeStep } from "./made-before-step";
import { RevealStep } from "./reveal-step";
import { StartStep } from "./start-step";
import type { KeyFlow } from "./use-key-flow";

export interface PanelOrg {
  id: string;
  name: string;
  /** "deactivate", as the brand writes it. */
  deactivate: string;
  dialCode: string;
  countryName: string;
}

interface FlowStepProps {
  flow: Flow;
  keyFlow: KeyFlow;
  org: PanelOrg;
}

/** The dialog's content at each of the flow's own steps, and what its buttons do. */
export function FlowStep({ flow, keyFlow, org }: FlowStepProps) {
  const { stepped, view, submit, end } = keyFlow;
  const { step } = flow;
  switch (step.at) {
    case "start":
      return (
        <StartStep
          pending={stepped.pending}
          trouble={stepped.trouble}
          cancel={
            <Button
              onClick={end}
              disabled={stepped.pending}
              data-autofocus={flow.kind === "deactivate" ? true : undefined}
            >
              Cancel
            </Button>
          }
          flow={flow}
          row={latestRow(flow, view)}
          view={view}
          deactivate={org.deactivate}
          onContinue={(choice) => submit({ ...flow, choice })}
        />
      );
    case "made-before":
      return <MadeBeforeStep onClose={end} />;
    case "reveal":
      return <RevealStep minted={step.minted} oldKeyNote={step.oldKeyNote} onSaved={end} />;
  }
}
