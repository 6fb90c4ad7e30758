"use client";
import { WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";

function subscribe(onChange: () => void) {
  window.addEventListener("online", onChange);
  window.addEventListener("offline", onChange);
  return () => {
    window.removeEventListener("online", onChange);
    window.removeEventListener("offline", onChange);
  };
}

/** Says that the page may be out of date, as soon as the browser knows that it is offline. */
export function OfflineBar() {
  const isOnline = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  return (
    <div role="status">
      {isOnline ? null : (
        <p className="flex items-start gap-2 bg-ink px-4 py-1.5 text-13 text-panel nav:px-8">
          <WifiOff aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
          You are offline. What you see may be out of date, and nothing can be changed meanwhile.
        </p>
      )}
    </div>
  );
}
