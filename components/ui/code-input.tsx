"use client";
import type { FormEvent, Ref } from "react";
import { Field } from "./field";

const codeLength = 6;

function keepDigits(event: FormEvent<HTMLInputElement>) {
  const input = event.currentTarget;
  const digits = input.value.replace(/\D/g, "").slice(0, codeLength);
  if (digits !== input.value) input.value = digits;
}

/** One input for the whole code, so that phones can fill it in and "123 456" can be pasted. */
export function CodeInput({
  error,
  ref,
}: {
  error?: string | undefined;
  ref?: Ref<HTMLInputElement>;
}) {
  return (
    <Field
      ref={ref}
      label="One-time password"
      name="code"
      className="input-code"
      inputMode="numeric"
      autoComplete="one-time-code"
      enterKeyHint="go"
      // Longer than a code, so that spaces and dashes in a pasted code do not cut off digits.
      maxLength={codeLength * 3}
      onInput={keepDigits}
      error={error}
      spellCheck={false}
      data-autofocus
    />
  );
}
