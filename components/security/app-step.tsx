"use client";
import { type FormEvent, useId, useState } from "react";
import { lockOf } from "@/components/step-up/lock-of";
import { LockedStep } from "@/components/step-up/locked-step";
import { Button } from "@/components/ui/button";
import { CodeInput } from "@/components/ui/code-input";
import { CopyButton } from "@/components/ui/copy-button";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { fieldError } from "@/components/ui/field-error";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { AuthenticatorOffer, QrDrawing } from "@/lib/factors/factors-view";
import type { Action } from "@/lib/web/action-state";

interface AppStepProps {
  offer: AuthenticatorOffer;
  confirm: Action<null>;
  onClose: () => void;
}

/** "JBSW Y3DP …": in groups of four, for typing into an app. */
const inFours = (secret: string) => secret.match(/.{1,4}/g)?.join(" ") ?? secret;

/** Shows the secret as a QR code and as text. It takes effect once a code from the app is entered. */
export function AppStep({ offer, confirm, onClose }: AppStepProps) {
  const { answer, pending, submit } = useFormAction(confirm, onClose);
  const [tooShort, setTooShort] = useState(false);
  const trouble = troubleOf(answer);
  const locked = lockOf(trouble);
  const isWrong = trouble?.status === "refused" && trouble.code === "wrong_code";
  const id = useId();

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const isComplete = `${form.get("code")}`.length === 6;
    setTooShort(!isComplete);
    if (isComplete) submit(form);
  }

  if (locked) return <LockedStep words={locked} onClose={onClose} />;
  return (
    <form onSubmit={send} noValidate>
      <div className="grid justify-items-center gap-4">
        <QrCode qr={offer.qr} />
        <div className="grid w-full gap-1">
          <p className="text-13 text-muted">No camera? Type this key into the app:</p>
          <div className="flex items-center justify-between gap-3 rounded-xl border border-line bg-sunken px-3 py-2">
            <code id={id} translate="no" className="min-w-0 font-mono text-13 wrap-anywhere">
              {inFours(offer.secret)}
            </code>
            <CopyButton label="Copy key" text={offer.secret} selects={id} />
          </div>
        </div>
      </div>
      <div className="mt-4 grid gap-4">
        {isWrong ? null : <TroubleAlert trouble={trouble} fields={["code"]} />}
        <CodeInput
          error={
            tooShort
              ? "Enter the 6 digits of the code."
              : isWrong
                ? trouble.message
                : fieldError(trouble, "code")
          }
        />
      </div>
      <DialogFooter>
        <Button onClick={onClose} disabled={pending}>
          Cancel
        </Button>
        <Button type="submit" look="primary" pending={pending}>
          Verify
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Black on white in the dark theme too, because cameras expect that. */
function QrCode({ qr: { size, path } }: { qr: QrDrawing }) {
  return (
    <svg
      role="img"
      aria-label="QR code for your authenticator app"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-48 rounded-xl border border-line forced-color-adjust-none"
    >
      <path fill="#ffffff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000000" d={path} />
    </svg>
  );
}
