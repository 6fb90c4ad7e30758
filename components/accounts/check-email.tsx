"use client";
import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { AuthHeading } from "./auth-heading";

interface CheckEmailProps {
  /** As typed here; unknown where the form was sent without JavaScript. */
  email: string;
  /** What the mail has, and for how long. */
  what: string;
  onAgain: () => void;
}

/** The same for everybody, whoever has an account (L-7). */
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
      <TextLink href="/login" className="justify-self-center">
        Log in
      </TextLink>
    </div>
  );
}
