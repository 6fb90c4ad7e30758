"use client";
import clsx from "clsx";
import { Button } from "@/components/ui/button";
import { useElapsed } from "@/components/ui/use-elapsed";
import type { SentCode } from "@/lib/otp/sent-code";

interface ResendButtonProps {
  sent: SentCode;
  pending: boolean;
  onResend: (by?: "sms") => void;
  className?: string;
}

const clock = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, "0")}`;

/**
 * "Resend OTP in 0:24", then "Resend OTP". For an app's code: "Send an SMS instead", if the user has a mobile. The
 * server enforces the waiting time; this only shows it.
 */
export function ResendButton({ sent, pending, onResend, className }: ResendButtonProps) {
  const isApp = sent.method === "app";
  const elapsed = useElapsed(`${sent.challengeId} ${sent.resendInSeconds}`);
  const left = Math.max(0, Math.ceil(sent.resendInSeconds - elapsed / 1000));
  if (isApp && !sent.canTextInstead) return null;
  return (
    <Button
      look="quiet"
      className={clsx("disabled:text-muted disabled:opacity-100", className)}
      disabled={left > 0}
      pending={pending}
      onClick={() => onResend(isApp ? "sms" : undefined)}
    >
      {isApp ? "Send an SMS instead" : left > 0 ? `Resend OTP in ${clock(left)}` : "Resend OTP"}
    </Button>
  );
}
