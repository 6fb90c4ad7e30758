"use client";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";

interface MerchantSwitchProps {
  merchant: { id: string };
  memberships: readonly { id: string; name: string }[];
  /** Must refresh the page when done, so that it shows the other merchant. */
  switchMerchant: Action<null>;
}

/**
 * For members of several merchants. Choosing changes nothing until the button is pressed, because arrow keys change a
 * select by accident.
 */
export function MerchantSwitch({ merchant, memberships, switchMerchant }: MerchantSwitchProps) {
  const id = useId();
  const { answer, pending, formAction, onSubmit } = useFormAction(switchMerchant);
  return (
    <form action={formAction} onSubmit={onSubmit} className="mb-2 grid gap-1.5">
      <label htmlFor={id} className="justify-self-start font-medium">
        Merchant
      </label>
      <div className="flex gap-1.5">
        <select
          id={id}
          name="to"
          defaultValue={merchant.id}
          className="input min-h-8! min-w-0 flex-1 py-1! pr-1! pl-2! font-semibold pointer-coarse:min-h-11!"
        >
          {memberships.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <Button type="submit" size="sm" pending={pending}>
          Switch
        </Button>
      </div>
      <TroubleAlert trouble={troubleOf(answer)} />
    </form>
  );
}
