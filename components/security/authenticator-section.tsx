"use client";
import { useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { AuthenticatorOffer, Factors } from "@/lib/factors/factors-view";
import type { Action } from "@/lib/web/action-state";
import { AppStep } from "./app-step";
import { ChangeDialog, type StepUp } from "./change-dialog";
import { Section } from "./section";

interface AuthenticatorActions {
  setUp: Action<AuthenticatorOffer>;
  confirm: Action<null>;
  remove: Action<null>;
}

interface AuthenticatorSectionProps {
  factors: Factors;
  actions: AuthenticatorActions;
  stepUp: StepUp;
}

export function AuthenticatorSection({ factors, actions, stepUp }: AuthenticatorSectionProps) {
  const { hasAuthenticator, isTwoStepOn, mobile } = factors;
  const [asked, setAsked] = useState<"set-up" | "remove" | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const shared = { onClose: () => setAsked(null), stepUp } as const;
  const focusAfter = () => button.current;
  const isOnlyFactor = hasAuthenticator && isTwoStepOn && !mobile;
  return (
    <Section
      title="Authenticator app"
      aside={hasAuthenticator ? <Badge tone="ok">In use</Badge> : null}
      actions={
        <>
          <Button ref={button} onClick={() => setAsked("set-up")}>
            {hasAuthenticator ? "Set up another app" : "Set up authenticator app"}
          </Button>
          {hasAuthenticator ? (
            <Button look="quiet-danger" disabled={isOnlyFactor} onClick={() => setAsked("remove")}>
              Remove authenticator app
            </Button>
          ) : null}
        </>
      }
    >
      <p>
        {hasAuthenticator
          ? "Codes come off your app. They need no network, and no operator can give them away."
          : "An app on your phone makes the codes: with no network, and out of reach of a stolen number."}
        {isOnlyFactor
          ? " It is your only second step, so it can be removed once 2-step verification is off."
          : null}
      </p>
      <ChangeDialog
        {...shared}
        open={asked === "set-up"}
        title="Set up authenticator app"
        description={
          hasAuthenticator
            ? "The new app takes the place of the one you use now."
            : "Have the app ready on your phone, as in Google Authenticator, 1Password or Aegis."
        }
        confirm="Continue"
        confirms="It confirms: set up an authenticator app."
        action={actions.setUp}
        focusAfter={focusAfter}
        result={{
          title: "Scan the QR code",
          description: "Scan it with your app, then enter the code that the app shows.",
          render: (offer, close) => (
            <AppStep offer={offer} confirm={actions.confirm} onClose={close} />
          ),
        }}
      />
      <ChangeDialog
        {...shared}
        open={asked === "remove"}
        title="Remove authenticator app"
        description={
          mobile
            ? `Codes will be sent to ${mobile} by SMS instead.`
            : "You will have no second step any more."
        }
        confirm="Remove app"
        isDanger
        confirms="It confirms: remove your authenticator app."
        action={actions.remove}
        focusAfter={focusAfter}
      />
    </Section>
  );
}
