"use client";
import { useEffect } from "react";

/**
 * While mounted, the browser's back button or gesture stays on this page. An extra history entry with the same address
 * is pushed; going back removes only that entry, and it is pushed again.
 */
export function useBackLock() {
  useEffect(() => {
    const stay = () => window.history.pushState(null, "", window.location.href);
    stay();
    window.addEventListener("popstate", stay);
    return () => window.removeEventListener("popstate", stay);
  }, []);
}
