import type { ReactNode } from "react";
import { Alert } from "./alert";
import type { Trouble } from "./call-action";
import { Incident } from "./incident";

interface TroubleAlertProps {
  trouble: Trouble | null;
  fields?: readonly string[];
  /** A sentence before the error, about what it means here. */
  lead?: string;
  className?: string;
}

/** Says what went wrong with an action and what to do. Errors that a field shows itself are left out. */
export function TroubleAlert({ trouble, fields = [], lead, className }: TroubleAlertProps) {
  const words = trouble && wordsFor(trouble, fields);
  if (!words) return null;
  return (
    <Alert className={className}>
      {lead} {words}
    </Alert>
  );
}

function wordsFor(trouble: Trouble, shownByFields: readonly string[]): ReactNode {
  switch (trouble.status) {
    case "refused":
      return trouble.message;
    case "invalid":
      return Object.entries(trouble.fields)
        .filter(([name]) => !shownByFields.includes(name))
        .map(([, message]) => message)
        .join(" ");
    case "failed":
      return (
        <>
          Something went wrong on our side. Try again; if it stays, tell support the incident id.{" "}
          <Incident id={trouble.incident} />
        </>
      );
    case "unreached":
      return "No answer from the server. Check your connection and try again: nothing is done twice.";
  }
}
