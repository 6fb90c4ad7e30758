"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useTransition } from "react";
import { callAction } from "@/components/ui/call-action";
import type { Mode } from "@/lib/core/mode";
import type { Action } from "@/lib/web/action-state";

interface ModeLinkProps {
  href: string;
  /** The mode that the page must show; null: any. */
  to: Mode | null;
  mode: Mode;
  switchMode: Action<null>;
  className?: string;
  children: ReactNode;
}

/** A link to a page of one mode. If the dashboard shows the other mode, it is switched first. */
export function ModeLink({ href, to, mode, switchMode, className, children }: ModeLinkProps) {
  const router = useRouter();
  const [, startTransition] = useTransition();

  function open(event: MouseEvent) {
    const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0);
    if (to === null || to === mode || !isPlain) return;
    event.preventDefault();
    startTransition(async () => {
      const form = new FormData();
      form.set("mode", to);
      await callAction(switchMode, form);
      router.push(href);
    });
  }

  return (
    <Link href={href} prefetch={false} onClick={open} className={className ?? ""}>
      {children}
    </Link>
  );
}
