"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { NotMeDone, NotMeView } from "@/lib/users/not-me-view";
import type { Action } from "@/lib/web/action-state";
import { NotMeResult } from "./not-me-result";
import { WhatHappened } from "./what-happened";

interface NotMeFormProps {
  view: NotMeView;
  token: string;
  supportEmail: string;
  confirm: Action<NotMeDone>;
}

/** Says what pressing the button will do, and has the button; afterwards says what was done, and what to do next. */
export function NotMeForm({ view, token, supportEmail, confirm }: NotMeFormProps) {
  const { answer, pending, formAction, onSubmit } = useFormAction(confirm);
  const heading = useRef<HTMLHeadingElement>(null);
  const done = answer?.status === "done" ? answer.data : null;

  useEffect(() => {
    if (done) heading.current?.focus();
  }, [done]);

  if (done) return <NotMeResult done={done} supportEmail={supportEmail} headingRef={heading} />;
  return (
    <form action={formAction} onSubmit={onSubmit} className="grid gap-4">
      <h1 className="font-semibold text-title tracking-tight">Was this not you?</h1>
      <TroubleAlert trouble={troubleOf(answer)} fields={[]} />
      <WhatHappened view={view} />
      <p>If you did not expect this, press the button. It does this at once:</p>
      <ul className="grid list-disc gap-1.5 pl-5">
        {view.restores ? (
          <li className="wrap-anywhere">
            The email for logging in is <strong className="font-semibold">{view.restores}</strong>{" "}
            again.
          </li>
        ) : null}
        <li className="wrap-anywhere">
          All sessions of <strong className="font-semibold">{view.name}</strong> end, on every
          device.
        </li>
        <li className="wrap-anywhere">
          The password no longer works: the next login needs a new one.
          {view.restores ? " A link to choose it comes to that address." : null}
        </li>
        {view.key && view.freezes ? (
          <li>
            The {view.key.mode === "live" ? "Live" : "Test"} key{" "}
            <code className="wrap-anywhere font-mono text-13">{view.key.keyId}</code> is frozen:
            requests with it are refused.
          </li>
        ) : null}
      </ul>
      <input type="hidden" name="token" value={token} />
      <Button type="submit" look="danger" pending={pending} className="mt-1 w-full">
        This wasn't me
      </Button>
      <p className="text-13 text-muted">If it was you, close this page: nothing has changed.</p>
    </form>
  );
}
