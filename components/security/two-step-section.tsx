"use client";
import { useId, useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Switch } from "@/components/ui/switch";
import type { Factors } from "@/lib/factors/factors-view";
import type { Action } from "@/lib/web/action-state";
import { ChangeDialog, type StepUp } from "./change-dialog";
import { CodesStep } from "./codes-step";
import { Section } from "./section";

interface TwoStepActions {
  turnOn: Action<string[]>;
  turnOff: Action<null>;
}

interface TwoStepSectionProps {
  factors: Factors;
  account: { brand: string; email: string };
  actions: TwoStepActions;
  stepUp: StepUp;
}

/** The switch, what it does, and a warning about codes by SMS (O-17). */
export function TwoStepSection({ factors, account, actions, stepUp }: TwoStepSectionProps) {
  const { isTwoStepOn, isEnforced } = factors;
  const [asked, setAsked] = useState<"on" | "off" | null>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const id = useId();
  const isFixed = isTwoStepOn && isEnforced;
  const shared = { onClose: () => setAsked(null), stepUp } as const;
  const focusAfter = () => toggle.current;
  return (
    <Section
      title="2-step verification"
      aside={
        <Switch
          ref={toggle}
          label="2-step verification"
          on={isTwoStepOn}
          disabled={isFixed}
          aria-describedby={`${id}-state`}
          onClick={() => setAsked(isTwoStepOn ? "off" : "on")}
        />
      }
    >
      <p id={`${id}-state`}>
        {isTwoStepOn
          ? `On. After your password, we ask for ${whereFrom(factors)}.`
          : "Off. Whoever learns your password can log in as you. On, every login asks for a code too."}
        {isFixed ? " Your team requires it, so it cannot be turned off." : null}
      </p>
      {factors.hasAuthenticator ? null : (
        <Alert tone="info">
          Codes by SMS can be stolen: a fraudster who talks your operator into a new SIM (a SIM
          swap) gets them in your place. An authenticator app is safer.
        </Alert>
      )}
      <ChangeDialog
        {...shared}
        open={asked === "on"}
        title="Turn on 2-step verification"
        description="From the next login on, we ask for a code after your password."
        confirm="Turn on"
        confirms="It confirms: turn 2-step verification on."
        action={actions.turnOn}
        focusAfter={focusAfter}
        result={{
          title: "Save your recovery codes",
          description:
            "2-step verification is on. These let you in without your phone. This is the only time they are shown.",
          isKept: true,
          render: (codes, close) => <CodesStep codes={codes} account={account} onSaved={close} />,
        }}
      />
      <ChangeDialog
        {...shared}
        open={asked === "off"}
        title="Turn off 2-step verification"
        description="From the next login on, your password alone is enough. Your recovery codes stop working."
        confirm="Turn off"
        isDanger
        confirms="It confirms: turn 2-step verification off."
        action={actions.turnOff}
        focusAfter={focusAfter}
      />
    </Section>
  );
}

function whereFrom({ hasAuthenticator, mobile }: Factors): string {
  if (!hasAuthenticator) return `a code sent to ${mobile ?? "your mobile"} by SMS`;
  const app = "a code from your authenticator app";
  return mobile ? `${app}, or one sent to ${mobile}` : app;
}
