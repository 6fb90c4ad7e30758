"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { elapsedSince } from "@/components/ui/use-elapsed";

const staleMs = 60_000;

export interface Refresh {
  now: () => void;
  /** Refreshes if the list is older than a minute. */
  ifStale: () => void;
  isRefreshing: boolean;
  /** A refresh was requested and has finished. */
  isDone: boolean;
}

/**
 * Refreshes the page when asked, and when the user comes back to its tab after more than a minute, so that a key's
 * traffic is not hours old. Does not refresh by itself while `isBusy`: if the session had ended, the redirect would
 * close an open dialog.
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
