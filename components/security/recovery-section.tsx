"use client";
import { useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { Factors } from "@/lib/factors/factors-view";
import type { Action } from "@/lib/web/action-state";
import { ChangeDialog, type StepUp } from "./change-dialog";
import { CodesStep } from "./codes-step";
import { Section } from "./section";

interface RecoverySectionProps {
  factors: Factors;
  account: { brand: string; email: string };
  remake: Action<string[]>;
  stepUp: StepUp;
}

const few = 3;

export function RecoverySection({ factors, account, remake, stepUp }: RecoverySectionProps) {
  const { isTwoStepOn, recoveryCodesLeft: left } = factors;
  const [isAsked, setIsAsked] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Section
      title="Recovery codes"
      actions={
        isTwoStepOn ? (
          <Button ref={button} onClick={() => setIsAsked(true)}>
            Make new codes
          </Button>
        ) : null
      }
    >
      {isTwoStepOn ? (
        <>
          <p>
            They let you log in without your phone, each once. {left} of 10{" "}
            {left === 1 ? "is" : "are"} left.
          </p>
          {left <= few ? (
            <Alert tone="warn">
              {left === 0 ? "No code is left." : "Few codes are left."} Make new ones while you can
              log in.
            </Alert>
          ) : null}
        </>
      ) : (
        <p>
          They let you log in without your phone. You get ten when you turn on 2-step verification.
        </p>
      )}
      <ChangeDialog
        open={isAsked}
        onClose={() => setIsAsked(false)}
        title="Make new recovery codes"
        description="The old codes stop working at once."
        confirm="Make new codes"
        confirms="It confirms: make new recovery codes."
        action={remake}
        stepUp={stepUp}
        focusAfter={() => button.current}
        result={{
          title: "Save your recovery codes",
          description: "The old ones are void. This is the only time these are shown.",
          isKept: true,
          render: (codes, close) => <CodesStep codes={codes} account={account} onSaved={close} />,
        }}
      />
    </Section>
  );
}
