"use client";
import { useEffect } from "react";

/**
 * While mounted, the browser's back (button or gesture) stays on this page: it only takes away an entry
 * of the same address that was put on top of the history, and that is put back.
 */
export function useBackLock() {
  useEffect(() => {
    const stay = () => window.history.pushState(null, "", window.location.href);
    stay();
    window.addEventListener("popstate", stay);
    return () => window.removeEventListener("popstate", stay);
  }, []);
}
