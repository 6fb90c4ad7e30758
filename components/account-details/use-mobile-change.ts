"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useSteppedAction } from "@/components/step-up/use-stepped-action";
import { type Answer, callAction, type Trouble } from "@/components/ui/call-action";
import { troubleOf } from "@/components/ui/trouble-of";
import { useWork } from "@/components/ui/use-work";
import type { SentCode } from "@/lib/otp/sent-code";
import type { AccountActions } from "./account-actions";

interface NewNumber {
  sent: SentCode | null;
  trouble: Trouble | null;
}

const nothing: NewNumber = { sent: null, trouble: null };

function nextOf(answer: Answer<SentCode>, sent: SentCode | null): NewNumber {
  if (answer.status === "done") return { sent: answer.data, trouble: null };
  return answer.status === "step-up" ? nothing : { sent, trouble: troubleOf(answer) };
}

/**
 * Changing a mobile takes three steps: the number and the password (`stepped.submit`), a proof of the old factor if
 * needed (`stepped.step`), and the code to the new number (`sent`). For a first number there is no old factor to prove.
 */
export function useMobileChange(actions: AccountActions, isFirst: boolean, onDone: () => void) {
  const [{ sent, trouble }, setNumber] = useState(nothing);
  const typed = useRef<FormData | null>(null);
  const { working, run } = useWork();
  const router = useRouter();
  const start = isFirst ? actions.sendMobileCode : actions.startMobileChange;
  const confirm = isFirst ? actions.confirmMobile : actions.confirmMobileChange;
  const stepped = useSteppedAction(actions);

  function submit(form: FormData) {
    const onDone = (code: SentCode) => setNumber({ sent: code, trouble: null });
    stepped.submit({ action: start, form, onDone });
  }

  /** Forgets everything, including the form with the password. */
  function end() {
    typed.current = null;
    setNumber(nothing);
    stepped.end();
  }

  return {
    stepped,
    sent,
    trouble,
    working,
    end,
    typedMobile: () => `${typed.current?.get("mobile") ?? ""}`,
    submit(form: FormData) {
      typed.current = form;
      submit(form);
    },
    verify(proof: FormData) {
      setNumber({ sent, trouble: null });
      run("submit", async () => {
        const answer = await callAction(confirm, proof);
        if (answer.status !== "done") return setNumber({ sent, trouble: troubleOf(answer) });
        end();
        onDone();
        router.refresh();
      });
    },
    resend() {
      const form = typed.current;
      if (!form) return;
      setNumber({ sent, trouble: null });
      run("send-code", async () => {
        const answer = await callAction(start, form);
        setNumber(nextOf(answer, sent));
        // The proof of the old factor has expired meanwhile, so it is asked for again.
        if (answer.status === "step-up") submit(form);
      });
    },
  };
}

export type MobileChange = ReturnType<typeof useMobileChange>;
