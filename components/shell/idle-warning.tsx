"use client";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { Action } from "@/lib/web/action-state";
import { type Left, type SessionEnds, type Watch, watchSession } from "./session-watch";

// Loaded when it is needed, because that is rare.
const IdleDialog = lazy(() => import("./idle-dialog"));

interface IdleWarningProps {
  ends: SessionEnds;
  stay: Action<SessionEnds>;
  logOut: Action<null>;
}

/** Two minutes before an idle session ends, warns and offers to keep it with one key press (S-15). */
export function IdleWarning({ ends, stay, logOut }: IdleWarningProps) {
  const [left, setLeft] = useState<Left | null>(null);
  const watch = useRef<Watch | null>(null);

  useEffect(() => {
    const started = watchSession(ends, setLeft);
    watch.current = started;
    return started.stop;
  }, [ends]);

  if (!left) return null;
  return (
    <Suspense fallback={null}>
      <IdleDialog
        left={left}
        stay={stay}
        logOut={logOut}
        onStayed={(newer) => watch.current?.update(newer)}
      />
    </Suspense>
  );
}
