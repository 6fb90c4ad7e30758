"use client";
import { FlaskConical } from "lucide-react";
import { type ReactNode, useOptimistic, useState, useTransition } from "react";
import { callAction, type Trouble } from "@/components/ui/call-action";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import type { Mode } from "@/lib/core/mode";
import type { Action } from "@/lib/web/action-state";
import { ModeSwitch } from "./mode-switch";
import { OfflineBar } from "./offline-bar";

interface RibbonProps {
  mode: Mode;
  switchMode: Action<null>;
  children: ReactNode;
}

const names = { test: "Test Mode", live: "Live Mode" } as const;

/**
 * The bar at the top of every page: breadcrumbs and mode. A switch of mode shows at once, and is undone if it is
 * refused.
 */
export function Ribbon({ mode, switchMode, children }: RibbonProps) {
  const [shown, show] = useOptimistic(mode);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [pending, startTransition] = useTransition();

  function change(to: Mode) {
    setTrouble(null);
    startTransition(async () => {
      show(to);
      const form = new FormData();
      form.set("mode", to);
      setTrouble(troubleOf(await callAction(switchMode, form)));
    });
  }

  return (
    <header data-switching={pending} className="sticky top-0 z-20">
      <div className="flex min-h-14 pointer-coarse:min-h-16 items-center gap-3 border-line border-b bg-panel px-4 nav:px-8">
        {children}
        <div className="ml-auto">
          <ModeSwitch mode={shown} onSwitch={change} />
        </div>
      </div>
      {shown === "test" ? (
        <p className="flex items-start gap-2 border-warn-line border-b bg-warn-soft px-4 py-1.5 text-13 text-warn nav:px-8">
          <FlaskConical aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
          Test Mode is a simulation. Your customers cannot make payments in it.
        </p>
      ) : null}
      <OfflineBar />
      {trouble ? (
        <div className="border-line border-b bg-panel px-4 py-2 nav:px-8">
          <TroubleAlert trouble={trouble} lead={`You are still in ${names[mode]}.`} />
        </div>
      ) : null}
    </header>
  );
}
