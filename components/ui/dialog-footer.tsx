import type { ReactNode } from "react";

/** The dialog's buttons. On a phone they have the full width, with the main one on top. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <div className="mt-6 first:mt-1 flex flex-col-reverse gap-2 sm:flex-row sm:items-center sm:justify-end">
      {children}
    </div>
  );
}
