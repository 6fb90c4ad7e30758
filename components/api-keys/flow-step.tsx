"use client";
import { CodeStep } from "@/components/step-up/code-step";
import { lockOf } from "@/components/step-up/lock-of";
import { LockedStep } from "@/components/step-up/locked-step";
import { MobileStep } from "@/components/step-up/mobile-step";
import { Button } from "@/components/ui/button";
import { type Flow, latestRow } from "./flow";
import { resendCode, sendMobileCode, submitFlow, takeCode } from "./flow-moves";
import { MadeBeforeStep } from "./made-before-step";
import { ProvenStep } from "./proven-step";
import { RevealStep } from "./reveal-step";
import { StartStep } from "./start-step";
import type { useKeyFlow } from "./use-key-flow";

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
  keyFlow: ReturnType<typeof useKeyFlow>;
  org: PanelOrg;
}

/** What stands in the dialog at each step, and what its buttons do. */
export function FlowStep({ flow, keyFlow, org }: FlowStepProps) {
  const { working, trouble, view, stage, run, change, end } = keyFlow;
  const { step } = flow;
  const pending = working !== null;
  const cancel = (
    <Button
      onClick={end}
      disabled={pending}
      data-autofocus={step.at === "start" && flow.kind === "deactivate" ? true : undefined}
    >
      Cancel
    </Button>
  );
  const shared = { pending, trouble, cancel };

  function submit(of: Flow) {
    change(of);
    run("submit", () => submitFlow(stage, of));
  }

  function send(mobile: FormData) {
    const of = { ...flow, mobile };
    change(of);
    run("send-code", () => sendMobileCode(stage, of));
  }

  function verify(form: FormData) {
    const proof = { challengeId: `${form.get("challengeId")}`, code: `${form.get("code")}` };
    run("submit", () => takeCode(stage, flow, proof));
  }

  const locked = lockOf(trouble);
  if (locked) return <LockedStep words={locked} onClose={end} />;
  switch (step.at) {
    case "start":
      return (
        <StartStep
          {...shared}
          flow={flow}
          row={latestRow(flow, view)}
          readAt={view.readAt}
          deactivate={org.deactivate}
          graceEnds={view.graceEnds}
          onContinue={(choice) => submit({ ...flow, choice })}
        />
      );
    case "mobile":
      return (
        <MobileStep
          {...shared}
          {...org}
          mobile={`${flow.mobile?.get("mobile") ?? ""}`}
          onSend={send}
        />
      );
    case "code":
      return (
        <CodeStep
          {...shared}
          sent={step.sent}
          pending={working && (working === "submit" ? "verify" : "resend")}
          onVerify={verify}
          aside={
            step.proves === "mobile" ? (
              <Button
                look="quiet"
                size="sm"
                className="-mt-2 -ml-2 justify-self-start"
                onClick={() => change({ ...flow, step: { at: "mobile" } })}
              >
                Use another number
              </Button>
            ) : null
          }
          onResend={(by) => run("send-code", () => resendCode(stage, flow, by))}
        />
      );
    case "proven":
      return <ProvenStep {...shared} onContinue={() => submit(flow)} />;
    case "made-before":
      return <MadeBeforeStep onClose={end} />;
    case "reveal":
      return <RevealStep minted={step.minted} oldKeyNote={step.oldKeyNote} onSaved={end} />;
  }
}
