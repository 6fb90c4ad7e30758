"use client";
import { useEffect, useRef } from "react";
import { lockOf } from "@/components/step-up/lock-of";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { fieldError } from "@/components/ui/field-error";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";
import { LoginLocked } from "./login-locked";
import { OtherWay } from "./other-way";
import { StartOver } from "./start-over";

interface LoginRecoveryProps {
  recover: Action<null>;
  startOver: Action<null>;
}

/** The second step of a login for users who have neither phone nor app at hand. */
export function LoginRecovery({ recover, startOver }: LoginRecoveryProps) {
  const { answer, pending, formAction, onSubmit } = useFormAction(recover);
  const form = useRef<HTMLFormElement>(null);
  const trouble = troubleOf(answer);
  const locked = lockOf(trouble);
  const isWrong = trouble?.status === "refused" && trouble.code === "wrong_code";

  useEffect(() => {
    if (trouble) form.current?.querySelector<HTMLInputElement>("[name=code]")?.select();
  }, [trouble]);

  if (locked) return <LoginLocked words={locked} startOver={startOver} />;
  return (
    <>
      <h1 className="font-semibold text-title tracking-tight">Enter a recovery code</h1>
      <p className="mt-1 mb-5 text-muted">
        One of the ten you saved when you turned on 2-step verification. Each works once.
      </p>
      <form ref={form} action={formAction} onSubmit={onSubmit} noValidate className="grid gap-4">
        {isWrong ? null : <TroubleAlert trouble={trouble} fields={["code"]} />}
        <Field
          label="Recovery code"
          name="code"
          className="font-mono"
          placeholder="abcde-fghjk"
          autoComplete="off"
          enterKeyHint="go"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={64}
          autoFocus
          error={isWrong ? trouble.message : fieldError(trouble, "code")}
        />
        <Button type="submit" look="primary" pending={pending} className="w-full">
          Log in
        </Button>
      </form>
      <StartOver startOver={startOver}>
        <OtherWay href="/login">Use a one-time password</OtherWay>
      </StartOver>
    </>
  );
}
