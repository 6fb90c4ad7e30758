"use client";
import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";

interface SelectFieldProps<Value extends string> {
  label: string;
  name: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
  hint?: ReactNode;
  error?: string | undefined;
  "data-autofocus"?: boolean;
}

/** A labelled native select, with the meaning of the chosen option under it. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, name, options, value, onChange, hint, error } = props;
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="justify-self-start text-13 font-medium">
        {label}
      </label>
      <select
        id={id}
        name={name}
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options.find((option) => option.value === currentTarget.value);
          if (chosen) onChange(chosen.value);
        }}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        data-autofocus={props["data-autofocus"]}
        className="input"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {error ? (
        <p id={`${id}-error`} role="alert" className="flex items-center gap-1.5 text-13 text-bad">
          <CircleAlert aria-hidden className="size-3.5 shrink-0" />
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} aria-live="polite" className="text-13 text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
