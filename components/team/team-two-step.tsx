"use client";
import clsx from "clsx";
import { useId } from "react";

interface TeamTwoStepProps {
  isRequired: boolean;
  isOwnOn: boolean;
  /** Missing for who may only look. */
  onSwitch?: (() => void) | undefined;
}

/** The owner's switch. It asks first, so it turns only when the server has done it. */
export function TeamTwoStep({ isRequired, isOwnOn, onSwitch }: TeamTwoStepProps) {
  const id = useId();
  const isBlocked = !isRequired && !isOwnOn;
  return (
    <section className="mt-8 flex items-start gap-4 rounded-xl border border-line bg-panel p-4 shadow-low">
      <div className="min-w-0 flex-1">
        <h2 id={id} className="font-medium">
          Require 2-step verification for the whole team
        </h2>
        <p id={`${id}-hint`} className="text-13 text-muted">
          {isRequired
            ? "Members who have it off can do nothing until they have turned it on."
            : "Each member may choose."}
          {isBlocked && onSwitch ? " Turn on your own 2-step verification first." : null}
        </p>
      </div>
      {onSwitch ? (
        <button
          type="button"
          role="switch"
          aria-checked={isRequired}
          aria-labelledby={id}
          aria-describedby={`${id}-hint`}
          disabled={isBlocked}
          onClick={onSwitch}
          className={clsx(
            "relative mt-0.5 h-6 w-10 shrink-0 rounded-full border transition-colors disabled:opacity-50 pointer-coarse:my-2.5",
            isRequired ? "border-transparent bg-accent" : "border-edge bg-sunken",
          )}
        >
          <span
            aria-hidden
            className={clsx(
              "absolute top-[3px] size-4 rounded-full border transition-[left] forced-colors:bg-[ButtonText]",
              isRequired
                ? "left-[19px] border-transparent bg-accent-ink"
                : "left-[3px] border-edge bg-panel",
            )}
          />
        </button>
      ) : (
        <p className="font-medium">{isRequired ? "On" : "Off"}</p>
      )}
    </section>
  );
}
