import clsx from "clsx";
import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";

export interface FieldProps extends Omit<ComponentProps<"input">, "prefix"> {
  label: string;
  name: string;
  /** What browsers and password managers fill in; "off" for what nobody has stored. */
  autoComplete: string;
  /** What the phone's keyboard writes on its Enter key. */
  enterKeyHint: "next" | "go" | "send" | "done";
  hint?: ReactNode;
  error?: string | undefined;
  /** Shown before the value without being part of it, such as a country code. */
  before?: string;
  /** A button at the end of the field. */
  after?: ReactNode;
}

/**
 * A labelled input. Its hint and error are linked to it for screen readers, and an error is announced when it appears.
 */
export function Field({ label, hint, error, before, after, className, ...input }: FieldProps) {
  const id = useId();
  const described = [before && `${id}-before`, error && `${id}-error`, hint && `${id}-hint`];
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="justify-self-start text-13 font-medium">
        {label}
      </label>
      <div className="relative flex">
        {before ? (
          <span
            id={`${id}-before`}
            className="grid place-items-center rounded-l-lg border border-edge border-r-0 bg-sunken px-3 text-muted"
          >
            {before}
          </span>
        ) : null}
        <input
          {...input}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={described.filter(Boolean).join(" ") || undefined}
          className={clsx("input", before && "rounded-l-none!", after && "pr-11!", className)}
        />
        {after ? (
          <div className="absolute inset-y-0 right-1 grid place-items-center">{after}</div>
        ) : null}
      </div>
      {error ? (
        <p id={`${id}-error`} role="alert" className="flex items-center gap-1.5 text-13 text-bad">
          <CircleAlert aria-hidden className="size-3.5 shrink-0" />
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-13 text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
