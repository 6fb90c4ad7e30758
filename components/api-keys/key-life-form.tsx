"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Trouble } from "@/components/ui/call-action";
import { ChoiceCards } from "@/components/ui/choice-cards";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import type { KeysView } from "@/lib/api-keys/keys-view";
import type { KeyLife } from "@/lib/orgs/org";

interface KeyLifeFormProps {
  life: KeysView["life"];
  pending: boolean;
  trouble: Trouble | null;
  onSave: (life: KeyLife) => void;
  onCancel: () => void;
}

/** The choice of `KeyLifeDialog`: what the brand offers, and where each leads. */
export function KeyLifeForm({ life, pending, trouble, onSave, onCancel }: KeyLifeFormProps) {
  const first = life.offered[0]?.life ?? life.chosen;
  const isOffered = life.offered.some((one) => one.life === life.chosen);
  const [choice, setChoice] = useState<KeyLife>(isOffered ? life.chosen : first);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onSave(choice);
  }

  return (
    <form onSubmit={submit}>
      <TroubleAlert trouble={trouble} className="mb-4" />
      <ChoiceCards
        label="How long new keys live"
        name="life"
        value={choice}
        onChange={setChoice}
        choices={life.offered.map(({ life: value, name, ends }) => ({
          value,
          label: name,
          consequence: ends ? (
            <>
              A key made now expires on <span className="whitespace-nowrap">{ends.date}</span>.
            </>
          ) : (
            "Keys work until you replace them."
          ),
        }))}
      />
      <DialogFooter>
        <Button onClick={onCancel} disabled={pending}>
          Cancel
        </Button>
        <Button type="submit" look="primary" pending={pending}>
          Save
        </Button>
      </DialogFooter>
    </form>
  );
}
