"use client";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";
import type { Left, SessionEnds } from "./session-watch";

interface IdleDialogProps {
  left: Left;
  stay: Action<SessionEnds>;
  logOut: Action<null>;
  onStayed: (ends: SessionEnds) => void;
}

const clock = (ms: number) => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, "0")}`;
};

/**
 * The countdown, and a button that keeps the session. The end after 12 hours cannot be moved, so for that it only
 * warns.
 */
export default function IdleDialog({ left, stay, logOut, onStayed }: IdleDialogProps) {
  const [isPutAside, setIsPutAside] = useState(false);
  const staying = useFormAction(stay, onStayed);
  const leaving = useFormAction(logOut);
  const countdown = <Countdown left={left} />;

  function goOn() {
    if (left.isFinal) setIsPutAside(true);
    else staying.submit(new FormData());
  }

  return (
    <Dialog
      open={!isPutAside}
      role="alertdialog"
      title="You will be logged out soon"
      description={
        left.isFinal ? (
          <p>
            A session lasts 12 hours at most, and this one ends in {countdown}. Finish what you are
            doing, then log in again.
          </p>
        ) : (
          <p>
            Nothing was done here for a while. For your security you will be logged out in{" "}
            {countdown}.
          </p>
        )
      }
      step="warning"
      onClose={goOn}
      focusAfter={() => document.getElementById("content")}
    >
      <TroubleAlert trouble={troubleOf(staying.answer) ?? troubleOf(leaving.answer)} />
      <DialogFooter>
        <form onSubmit={leaving.onSubmit} className="grid">
          <Button type="submit" pending={leaving.pending}>
            Log out
          </Button>
        </form>
        <Button look="primary" pending={staying.pending} onClick={goOn} data-autofocus>
          {left.isFinal ? "Go on until then" : "Stay logged in"}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function Countdown({ left }: { left: Left }) {
  const [shown, setShown] = useState(left.ms);

  useEffect(() => {
    const start = performance.now();
    const tick = () => setShown(left.ms - (performance.now() - start));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [left]);

  return (
    <strong role="timer" className="font-semibold text-ink">
      {clock(shown)}
    </strong>
  );
}
