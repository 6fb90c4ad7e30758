"use client";
import clsx from "clsx";
import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import { KeyId } from "@/components/ui/key-id";
import { useElapsed } from "@/components/ui/use-elapsed";
import type { KeyRow, KeysView } from "@/lib/api-keys/keys-view";
import { verdictOn } from "./verdict";
import { tailOf } from "./words";

const tones = {
  ok: { icon: CircleCheck, box: "bg-ok-soft", mark: "text-ok" },
  warn: { icon: TriangleAlert, box: "bg-warn-soft", mark: "text-warn" },
  info: { icon: Info, box: "bg-sunken", mark: "text-muted" },
} as const;

/** One line for each retiring key: whether it can be stopped, or why not yet. */
export function RetiringVerdict({ row, view }: { row: KeyRow; view: KeysView }) {
  const { tone, text } = verdictOn(row, view, useElapsed(view.readAt));
  const { icon: Icon, box, mark } = tones[tone];
  return (
    <li className={clsx("flex gap-2.5 px-4 py-3 text-13", box)}>
      <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", mark)} />
      <p className="min-w-0 flex-1">
        {view.retiring.length > 1 ? (
          <>
            <KeyId>{tailOf(row)}</KeyId>{" "}
          </>
        ) : null}
        <span className="font-medium">{text}</span>
      </p>
    </li>
  );
}
