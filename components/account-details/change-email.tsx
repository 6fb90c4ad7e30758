"use client";
import { useRef, useState } from "react";
import { StepUpDialog } from "@/components/step-up/step-up-dialog";
import { useSteppedAction } from "@/components/step-up/use-stepped-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogFooter } from "@/components/ui/dialog-footer";
import type { AccountView } from "@/lib/users/account-view";
import type { AccountActions, AccountOrg } from "./account-actions";
import { DetailRow } from "./detail-row";
import { EmailForm } from "./email-form";

interface ChangeEmailProps {
  account: AccountView;
  org: AccountOrg;
  actions: AccountActions;
}

export function ChangeEmail({ account, org, actions }: ChangeEmailProps) {
  const [shown, setShown] = useState<"form" | "sent" | null>(null);
  const [email, setEmail] = useState("");
  const opener = useRef<HTMLButtonElement>(null);
  const focusAfter = () => opener.current;
  const stepped = useSteppedAction(actions);

  function close() {
    setShown(null);
    stepped.end();
  }

  function submit(form: FormData) {
    setEmail(`${form.get("email")}`.trim());
    stepped.submit({ action: actions.requestEmailChange, form, onDone: () => setShown("sent") });
  }

  const waits = account.newEmail && `Waits for the link sent to ${account.newEmail}.`;
  return (
    <DetailRow label="Email" value={account.email} note={waits}>
      <Button ref={opener} size="sm" onClick={() => setShown("form")}>
        Change email
      </Button>
      <Dialog
        open={shown !== null && stepped.step === null}
        title={shown === "sent" ? "Check your email" : "Change email"}
        description={
          shown === "sent"
            ? `We wrote to ${email}. Open the link in the mail within 24 hours; until then ${account.email} stays your email.`
            : "It becomes the email you log in with, once you open the link that we send to it."
        }
        locked={stepped.pending}
        step={shown ?? ""}
        onClose={close}
        focusAfter={focusAfter}
      >
        {shown === "sent" ? (
          <DialogFooter>
            <Button look="primary" onClick={close} data-autofocus>
              Done
            </Button>
          </DialogFooter>
        ) : (
          <EmailForm
            email={email}
            pending={stepped.pending}
            trouble={stepped.trouble}
            onSubmit={submit}
            onCancel={close}
          />
        )}
      </Dialog>
      <StepUpDialog
        stepped={{ ...stepped, end: close }}
        purpose={`It confirms: change your email to ${email}.`}
        org={org}
        focusAfter={focusAfter}
      />
    </DetailRow>
  );
}
