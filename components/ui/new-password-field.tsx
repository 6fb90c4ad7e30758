"use client";
import clsx from "clsx";
import { useState } from "react";
import { PasswordField, type PasswordFieldProps } from "./password-field";
import { type Strength, strengthBars, strengthOf, strengthWords } from "./password-strength";

interface NewPasswordFieldProps extends Omit<PasswordFieldProps, "hint" | "autoComplete"> {
  minLength: number;
}

/** A field for a new password, with its rules and a strength meter. */
export function NewPasswordField({ minLength, ...field }: NewPasswordFieldProps) {
  const [strength, setStrength] = useState<Strength>("none");
  return (
    <div className="grid gap-2">
      <PasswordField
        {...field}
        autoComplete="new-password"
        hint={`At least ${minLength} characters. A few words that do not belong together are easy to keep in mind.`}
        onChange={(event) => setStrength(strengthOf(event.currentTarget.value, minLength))}
      />
      <div className="flex min-h-5 items-center gap-2.5">
        <div aria-hidden className="flex w-28 shrink-0 gap-1">
          {[1, 2, 3, 4].map((bar) => (
            <span
              key={bar}
              className={clsx(
                "h-1 flex-1 rounded-full",
                bar <= strengthBars[strength] ? toneOf(strength) : "bg-line",
              )}
            />
          ))}
        </div>
        {/* Changes only with the level: a screen reader hears a few words, not every key. */}
        <p aria-live="polite" className="text-13 text-muted">
          <span className="sr-only">{strength === "none" ? "" : "Password strength: "}</span>
          {strengthWords[strength]}
        </p>
      </div>
    </div>
  );
}

function toneOf(strength: Strength): string {
  if (strength === "short" || strength === "weak") return "bg-bad";
  return strength === "fair" ? "bg-warn" : "bg-ok";
}
