"use client";
import { Button } from "@/components/ui/button";
import { AuthHeading } from "./auth-heading";
import { TypedEmailLink } from "./typed-email";

interface CheckEmailProps {
  /** The address that was entered; "" if the form was sent without JavaScript. */
  email: string;
  /** A sentence about the mail's link and how long it works. */
  what: string;
  onAgain: () => void;
}

/** Shown whether or not the address has an account (L-7). */
export function CheckEmail({ email, what, onAgain }: CheckEmailProps) {
  return (
    <div className="grid gap-3">
      <AuthHeading isNew>Check your email</AuthHeading>
      <p>
        We wrote to {email ? <b className="font-semibold wrap-anywhere">{email}</b> : "you"}. {what}
      </p>
      <p className="text-muted">
        Nothing there after a few minutes? Look into the spam folder, and check that the address is
        right.
      </p>
      <Button onClick={onAgain} className="mt-2 w-full">
        Use another email
      </Button>
      <TypedEmailLink href="/login" email={email} className="justify-self-center">
        Log in
      </TypedEmailLink>
    </div>
  );
}
