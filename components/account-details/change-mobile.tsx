"use client";
import { useRef, useState } from "react";
import { MobileStep } from "@/components/step-up/mobile-step";
import { StepUpDialog } from "@/components/step-up/step-up-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { AccountView } from "@/lib/users/account-view";
import type { AccountActions, AccountOrg } from "./account-actions";
import { DetailRow } from "./detail-row";
import { NewNumberDialog } from "./new-number-dialog";
import { useMobileChange } from "./use-mobile-change";

interface ChangeMobileProps {
  account: AccountView;
  org: AccountOrg;
  actions: AccountActions;
}

const leads = {
  first: "Codes for important changes are sent to it.",
  another:
    "First you prove the one you have, then the new one. Other devices are logged out, and the old number is told.",
};

export function ChangeMobile({ account, org, actions }: ChangeMobileProps) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const focusAfter = () => opener.current;
  // A user with an authenticator app must prove the app, even to add a first mobile.
  const isFirst = account.mobile === null && !account.hasAuthenticator;
  const change = useMobileChange(actions, isFirst, () => setOpen(false));
  const { stepped, sent } = change;
  const label = account.mobile === null ? "Add mobile number" : "Change mobile number";

  function close() {
    setOpen(false);
    change.end();
  }

  return (
    <DetailRow
      label="Mobile number"
      value={account.mobile ?? "None"}
      note={account.mobile ? "Verified. Your codes are sent to it." : undefined}
    >
      <Button ref={opener} size="sm" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog
        open={isOpen && stepped.step === null && sent === null}
        title={label}
        description={account.mobile === null ? leads.first : leads.another}
        locked={stepped.pending}
        step="number"
        onClose={close}
        focusAfter={focusAfter}
      >
        <MobileStep
          {...org}
          pending={stepped.pending}
          trouble={stepped.trouble}
          mobile={change.typedMobile()}
          onSend={change.submit}
          cancel={
            <Button onClick={close} disabled={stepped.pending}>
              Cancel
            </Button>
          }
        />
      </Dialog>
      <StepUpDialog
        stepped={{ ...stepped, end: close }}
        purpose="It proves the number or app you have now. The new number comes next."
        org={org}
        focusAfter={focusAfter}
      />
      <NewNumberDialog change={change} onClose={close} focusAfter={focusAfter} />
    </DetailRow>
  );
}
