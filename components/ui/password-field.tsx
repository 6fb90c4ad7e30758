"use client";
import { ArrowBigUp, Eye, EyeOff } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, useState } from "react";
import { UsernameField } from "./account";
import { Field, type FieldProps } from "./field";

export interface PasswordFieldProps extends FieldProps {
  /** The account that the password is of. Not given: the logged-in person's; null: its field stands in the form. */
  account?: string | null | undefined;
}

/**
 * A password field with a button that shows what was typed, and a word when Caps Lock is on. Beside it is whose password
 * it is, for password managers.
 */
export function PasswordField({ account, ...props }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const [isCapsLock, setCapsLock] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  const look = (event: KeyboardEvent | MouseEvent) =>
    setCapsLock(event.getModifierState("CapsLock"));
  const toggle = (
    <button
      type="button"
      aria-label={shown ? "Hide what was typed" : "Show what was typed"}
      onClick={() => setShown(!shown)}
      className="grid size-8 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
    >
      <Icon aria-hidden className="size-4" strokeWidth={1.75} />
    </button>
  );
  return (
    <div>
      {account === null ? null : <UsernameField email={account} />}
      <Field
        autoCapitalize="none"
        spellCheck={false}
        {...props}
        type={shown ? "text" : "password"}
        after={toggle}
        onKeyDown={look}
        onKeyUp={look}
        onMouseDown={look}
        onBlur={() => setCapsLock(false)}
      />
      <p role="status" className="mt-1.5 flex items-center gap-1.5 text-13 text-warn empty:hidden">
        {isCapsLock ? (
          <>
            <ArrowBigUp aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
            Caps Lock is on.
          </>
        ) : null}
      </p>
    </div>
  );
}
