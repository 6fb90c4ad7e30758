"use client";
import { type ReactNode, useId } from "react";

interface Choice<Value extends string> {
  value: Value;
  label: string;
  consequence: ReactNode;
}

interface ChoiceCardsProps<Value extends string> {
  label: string;
  name: string;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

/** A radio group whose options say what they lead to. Native radios, so arrow keys and forms work. */
export function ChoiceCards<Value extends string>(props: ChoiceCardsProps<Value>) {
  const { label, name, choices, value, onChange } = props;
  const id = useId();
  return (
    <div role="radiogroup" aria-labelledby={id} className="grid gap-2">
      <p id={id} className="mb-0.5 text-13 font-medium">
        {label}
      </p>
      {choices.map((choice) => (
        <div
          key={choice.value}
          className="relative flex gap-3 rounded-xl border border-line p-3.5 transition-colors hover:border-edge has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          {/* The input covers its card, so that the whole card can be pressed. */}
          <input
            type="radio"
            id={`${id}-${choice.value}`}
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            aria-describedby={`${id}-${choice.value}-consequence`}
            data-autofocus={choice.value === value || undefined}
            className="peer absolute inset-0 size-full cursor-pointer opacity-0"
          />
          <span
            aria-hidden
            className="mt-0.5 size-4 shrink-0 rounded-full border-[1.5px] border-edge bg-panel peer-checked:border-5 peer-checked:border-accent"
          />
          <div>
            <label htmlFor={`${id}-${choice.value}`} className="font-medium">
              {choice.label}
            </label>
            <p id={`${id}-${choice.value}-consequence`} className="text-13 text-muted">
              {choice.consequence}
            </p>
          </div>
        </div>
      ))}
    </div>
  );
}
