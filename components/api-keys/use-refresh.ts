"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { elapsedSince } from "@/components/ui/use-elapsed";

const staleMs = 60_000;

export interface Refresh {
  now: () => void;
  /** If the list is older than a minute. */
  ifStale: () => void;
  isRefreshing: boolean;
  /** It was asked for on this page, and the answer is here. */
  isDone: boolean;
}

/**
 * Reads the page again, by hand or when somebody comes back to it: what is known of a key's traffic must not
 * be of this morning. Never by itself while `isBusy`: an ended session would lead away from an open dialog.
 */
export function useRefresh(readAt: string, isBusy: boolean): Refresh {
  const router = useRouter();
  const [isRefreshing, startRefresh] = useTransition();
  const [isAsked, setIsAsked] = useState(false);

  useEffect(() => {
    if (isBusy) return;
    const look = () => {
      if (document.visibilityState !== "visible" || elapsedSince(readAt) < staleMs) return;
      startRefresh(() => router.refresh());
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [readAt, isBusy, router]);

  function now() {
    setIsAsked(true);
    startRefresh(() => router.refresh());
  }

  return {
    now,
    ifStale() {
      if (elapsedSince(readAt) >= staleMs) now();
    },
    isRefreshing,
    isDone: isAsked && !isRefreshing,
  };
}
