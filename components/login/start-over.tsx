"use client";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";

interface StartOverProps {
  startOver: Action<null>;
  onStartedOver?: (() => void) | undefined;
  /** A link to another kind of second step, shown above the button. */
  children?: ReactNode;
}

/** Shown under every second step of a login: goes back to the first step. */
export function StartOver({ startOver, onStartedOver, children }: StartOverProps) {
  const { answer, pending, formAction, onSubmit } = useFormAction(startOver, onStartedOver);
  return (
    <form
      action={formAction}
      onSubmit={onSubmit}
      className="mt-4 grid gap-1 border-line border-t pt-4"
    >
      <TroubleAlert trouble={troubleOf(answer)} className="mb-2" />
      {children}
      <Button type="submit" look="quiet" pending={pending}>
        Use another account
      </Button>
    </form>
  );
}
