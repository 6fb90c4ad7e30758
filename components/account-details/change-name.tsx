"use client";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { Field } from "@/components/ui/field";
import { fieldError } from "@/components/ui/field-error";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";
import { DetailRow } from "./detail-row";

interface ChangeNameProps {
  name: string;
  changeName: Action<null>;
}

export function ChangeName({ name, changeName }: ChangeNameProps) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(false);
  const { answer, pending, formAction, onSubmit, forget } = useFormAction(changeName, close);
  const trouble = troubleOf(answer);

  function open() {
    forget();
    setOpen(true);
  }

  return (
    <DetailRow label="Name" value={name}>
      <Button ref={opener} size="sm" onClick={open}>
        Change name
      </Button>
      <Dialog
        open={isOpen}
        title="Change name"
        description="Your team sees it beside what you do."
        locked={pending}
        step="name"
        onClose={close}
        focusAfter={() => opener.current}
      >
        <form action={formAction} onSubmit={onSubmit} noValidate>
          <div className="grid gap-4">
            <TroubleAlert trouble={trouble} fields={["name"]} />
            <Field
              label="Your name"
              name="name"
              autoComplete="name"
              enterKeyHint="done"
              defaultValue={name}
              error={fieldError(trouble, "name")}
              data-autofocus
            />
          </div>
          <DialogFooter>
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" look="primary" pending={pending}>
              Save name
            </Button>
          </DialogFooter>
        </form>
      </Dialog>
    </DetailRow>
  );
}
