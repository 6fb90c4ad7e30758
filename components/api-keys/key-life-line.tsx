"use client";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { MomentText } from "@/components/ui/moment-text";
import type { KeyChange, KeysView } from "@/lib/api-keys/keys-view";
import { type KeyLifeActions, KeyLifeDialog } from "./key-life-dialog";

interface KeyLifeLineProps {
  view: KeysView;
  org: { dialCode: string; countryName: string };
  actions: KeyLifeActions;
  onChanged: (change: KeyChange) => void;
}

/** What keys get that are made now, and the button that changes it. */
export function KeyLifeLine({ view, org, actions, onChanged }: KeyLifeLineProps) {
  const [opened, setOpened] = useState<Pick<KeysView, "mode" | "life"> | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { mode, life } = view;
  const canChange = life.offered.some((offered) => offered.life !== life.chosen);
  // Generating starts without a dialog, so it is said here when the new key will end.
  const isFirst = view.current === null && view.blocked === null;

  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-1 text-13 text-muted">
      <p>
        <span>{life.sentence}</span>
        {isFirst && life.ends ? (
          <>
            {" "}
            A key made now expires on <MomentText at={life.ends} />.
          </>
        ) : null}
      </p>
      {canChange ? (
        <Button ref={button} look="quiet" size="sm" onClick={() => setOpened({ mode, life })}>
          Change key life
        </Button>
      ) : null}
      <KeyLifeDialog
        opened={opened}
        org={org}
        actions={actions}
        onChanged={onChanged}
        onClose={() => setOpened(null)}
        focusAfter={() => button.current}
      />
    </div>
  );
}
