"use client";
import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { Trouble } from "@/components/ui/call-action";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { TroubleAlert } from "@/components/ui/trouble-alert";

interface ProvenStepProps {
  pending: boolean;
  trouble: Trouble | null;
  onContinue: () => void;
  cancel: ReactNode;
}

/** Shown after the mobile is verified, until the action has answered. It stays only if the action fails. */
export function ProvenStep({ pending, trouble, onContinue, cancel }: ProvenStepProps) {
  return (
    <>
      <div className="grid gap-3">
        <TroubleAlert trouble={trouble} />
        <Alert tone="ok">Your mobile number is verified.</Alert>
      </div>
      <DialogFooter>
        {cancel}
        <Button look="primary" pending={pending} onClick={onContinue} data-autofocus>
          Continue
        </Button>
      </DialogFooter>
    </>
  );
}
