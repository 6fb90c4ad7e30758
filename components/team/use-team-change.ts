"use client";
import { useState } from "react";
import type { StepUpActions } from "@/components/step-up/stepped-moves";
import { useSteppedAction } from "@/components/step-up/use-stepped-action";
import type { Role } from "@/lib/core/roles";
import { type Change, type TeamActions, wordsFor } from "./change";

interface TeamChangeOptions {
  merchantName: string;
  actions: TeamActions;
  stepUp: StepUpActions;
}

interface Draft {
  email: string;
  role: Role;
}

const blank: Draft = { email: "", role: "viewer" };

/** The change whose dialog is open, its step-up, and the notice about the last change. */
export function useTeamChange({ merchantName, actions, stepUp }: TeamChangeOptions) {
  // Kept when its dialog closes, so that the text does not change while the dialog fades out.
  const [change, setChange] = useState<Change>({ kind: "invite" });
  const [isOpen, setIsOpen] = useState(false);
  const [draft, setDraft] = useState<Draft>(blank);
  const [notice, setNotice] = useState<string | null>(null);
  const stepped = useSteppedAction(stepUp);

  return {
    change,
    isOpen,
    notice,
    /** What was typed, kept while a code is asked for. */
    draft,
    setDraft,
    stepped,
    submit(form: FormData) {
      const onDone = () => {
        setIsOpen(false);
        setNotice(wordsFor(change, merchantName).done);
      };
      stepped.submit({ action: actions[change.kind], form, onDone });
    },
    open(next: Change) {
      stepped.end();
      setNotice(null);
      setChange(next);
      setDraft(next.kind === "role" ? { ...blank, role: next.member.role } : blank);
      setIsOpen(true);
    },
    close() {
      setIsOpen(false);
      stepped.end();
    },
  };
}

export type TeamChange = ReturnType<typeof useTeamChange>;
