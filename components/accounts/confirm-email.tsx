"use client";
import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";
import { AuthHeading } from "./auth-heading";

interface ConfirmEmailProps {
  token: string;
  email: string;
  confirm: Action<null>;
}

export function ConfirmEmail({ token, email, confirm }: ConfirmEmailProps) {
  const { answer, pending, formAction, onSubmit } = useFormAction(confirm);

  if (answer?.status === "done") {
    return (
      <div className="grid gap-3">
        <AuthHeading isNew>Your email is changed</AuthHeading>
        <p>
          From now on you log in with <b className="font-semibold wrap-anywhere">{email}</b>. We
          told your old address too.
        </p>
        <TextLink href="/" className="justify-self-start">
          Go to the dashboard
        </TextLink>
      </div>
    );
  }
  return (
    <form action={formAction} onSubmit={onSubmit} noValidate className="grid gap-4">
      <AuthHeading>Confirm your new email</AuthHeading>
      <p>
        <b className="font-semibold wrap-anywhere">{email}</b> becomes the email that you log in
        with.
      </p>
      <TroubleAlert trouble={troubleOf(answer)} />
      <input type="hidden" name="token" value={token} />
      <Button type="submit" look="primary" pending={pending} className="w-full">
        Confirm email
      </Button>
      <p className="border-line border-t pt-4 text-center text-13 text-muted">
        You did not ask for this? Close this page: nothing changes.
      </p>
    </form>
  );
}
