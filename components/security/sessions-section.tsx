"use client";
import { useRef } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { MomentText } from "@/components/ui/moment-text";
import { RowMenu } from "@/components/ui/row-menu";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Moment } from "@/lib/orgs/moment";
import type { Action } from "@/lib/web/action-state";
import { Section } from "./section";

interface SessionRow {
  id: string;
  device: string;
  address: string;
  seen: Moment;
  isThis: boolean;
}

interface SessionsSectionProps {
  sessions: readonly SessionRow[];
  logOutOthers: Action<number>;
  logOutOne: Action<null>;
}

/** Where the user is logged in, with buttons to end those sessions (S-8). */
export function SessionsSection({ sessions, logOutOthers, logOutOne }: SessionsSectionProps) {
  const others = useFormAction(logOutOthers);
  const one = useFormAction(logOutOne);
  const list = useRef<HTMLUListElement>(null);
  const ended = others.answer?.status === "done" ? others.answer.data : null;
  const hasOthers = sessions.some(({ isThis }) => !isThis);

  function end(sessionId: string) {
    const form = new FormData();
    form.set("sessionId", sessionId);
    one.submit(form);
    // The row will disappear with the focused button.
    list.current?.focus();
  }

  return (
    <Section
      title="Where you are logged in"
      actions={
        hasOthers ? (
          <form onSubmit={others.onSubmit}>
            <Button type="submit" pending={others.pending}>
              Log out other sessions
            </Button>
          </form>
        ) : null
      }
    >
      <p>Do you not know one of these? Log it out and change your password.</p>
      <TroubleAlert trouble={troubleOf(others.answer) ?? troubleOf(one.answer)} />
      <p role="status" className="empty:hidden">
        {ended === null
          ? null
          : `Logged out ${ended} other ${ended === 1 ? "session" : "sessions"}.`}
      </p>
      <ul
        ref={list}
        tabIndex={-1}
        aria-label="Sessions"
        className="-mx-1 divide-y divide-line text-ink outline-none"
      >
        {sessions.map((session) => (
          <li key={session.id} className="flex items-start gap-x-3 px-1 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {session.device}
                {session.isThis ? <Badge tone="ok">This device</Badge> : null}
              </p>
              <p className="wrap-anywhere text-13 text-muted">
                {session.address}, last seen <MomentText at={session.seen} />
              </p>
            </div>
            {session.isThis ? null : (
              <RowMenu
                name={session.device}
                items={[{ label: "Log out", danger: true, onChoose: () => end(session.id) }]}
                pending={one.pending}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
