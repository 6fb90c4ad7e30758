"use client";
import { useId } from "react";
import { Switch } from "@/components/ui/switch";

const title = "Require 2-step verification for the whole team";

interface TeamTwoStepProps {
  isRequired: boolean;
  isOwnOn: boolean;
  /** Undefined if the user may only look. */
  onSwitch?: (() => void) | undefined;
}

/** The owner's switch. A dialog asks first, so the switch moves only when the server has made the change. */
export function TeamTwoStep({ isRequired, isOwnOn, onSwitch }: TeamTwoStepProps) {
  const id = useId();
  const isBlocked = !isRequired && !isOwnOn;
  return (
    <section className="mt-8 flex items-start gap-4 rounded-xl border border-line bg-panel p-4 shadow-low">
      <div className="min-w-0 flex-1">
        <h2 className="font-medium">{title}</h2>
        <p id={`${id}-hint`} className="text-13 text-muted">
          {isRequired
            ? "Members who have it off can do nothing until they have turned it on."
            : "Each member may choose."}
          {isBlocked && onSwitch ? " Turn on your own 2-step verification first." : null}
        </p>
      </div>
      {onSwitch ? (
        <Switch
          label={title}
          on={isRequired}
          disabled={isBlocked}
          aria-describedby={`${id}-hint`}
          onClick={onSwitch}
        />
      ) : (
        <p className="font-medium">{isRequired ? "On" : "Off"}</p>
      )}
    </section>
  );
}
