import { Alert } from "./alert";
import type { Trouble } from "./call-action";
import { Incident } from "./incident";

/** What went wrong with an action and what to do. Errors that a field shows itself are left out. */
export function TroubleAlert({ trouble, fields = [] }: { trouble: Trouble | null; fields?: string[] }) {
  if (!trouble) return null;
  switch (trouble.status) {
    case "refused":
      return <Alert>{trouble.message}</Alert>;
    case "invalid": {
      const rest = Object.entries(trouble.fields).filter(([name]) => !fields.includes(name));
      return rest.length ? <Alert>{rest.map(([, message]) => message).join(" ")}</Alert> : null;
    }
    case "failed":
      return (
        <Alert>
          <p>Something went wrong on our side. Try again; if it stays, tell support this id.</p>
          <Incident id={trouble.incident} />
        </Alert>
      );
    case "unreached":
      return (
        <Alert>
          No answer from the server. Check your connection and try again: nothing is done twice.
        </Alert>
      );
  }
}
