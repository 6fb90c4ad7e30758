"use client";
import { LogOut as LogOutIcon } from "lucide-react";
import { Button } from "@/components/ui/button";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";

export function LogOut({ logOut }: { logOut: Action<null> }) {
  const { answer, pending, formAction, onSubmit } = useFormAction(logOut);
  return (
    <form action={formAction} onSubmit={onSubmit} className="grid gap-2">
      <TroubleAlert trouble={troubleOf(answer)} />
      <Button
        type="submit"
        icon={LogOutIcon}
        pending={pending}
        size="sm"
        className="justify-self-start px-2.5"
      >
        Log out
      </Button>
    </form>
  );
}
