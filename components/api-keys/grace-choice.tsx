import { Alert } from "@/components/ui/alert";
import { ChoiceCards } from "@/components/ui/choice-cards";
import { MomentText } from "@/components/ui/moment-text";
import type { KeyStatus } from "@/lib/api-keys/keys-view";
import type { Moment } from "@/lib/orgs/moment";
import type { GraceChoice as Choice } from "./flow";
import { capitalised } from "./words";

interface GraceChoiceProps {
  /** Of the old key. */
  status: KeyStatus | undefined;
  /** "deactivate", as the brand writes it. */
  deactivate: string;
  graceEnds: Moment;
  choice: Choice;
  onChoose: (choice: Choice) => void;
}

/** When the old key shall end. One that has expired leaves nothing to choose. */
export function GraceChoice({ status, deactivate, graceEnds, choice, onChoose }: GraceChoiceProps) {
  if (status === "expired")
    return (
      <Alert tone="info">
        The old key has expired: requests with it are refused. The new key works at once.
      </Alert>
    );
  const isFrozen = status === "frozen";
  return (
    <>
      {isFrozen ? (
        <Alert tone="info" className="mb-4">
          The old key is frozen. It is refused already, whichever you choose.
        </Alert>
      ) : null}
      <ChoiceCards
        label={`${capitalised(deactivate)} the old key`}
        name="choice"
        value={choice}
        onChange={onChoose}
        choices={[
          {
            value: "in-24-hours",
            label: "In 24 hours",
            consequence: isFrozen
              ? "The old key stays refused. The new key works at once."
              : bothUntil(graceEnds),
          },
          {
            value: "now",
            label: "Immediately",
            consequence: isFrozen
              ? "The same here: the old key stays refused."
              : "Requests with the old key fail at once. Choose this if it has leaked.",
          },
        ]}
      />
    </>
  );
}

const bothUntil = (end: Moment) => (
  <>
    Both keys work until <MomentText at={end} />. Time to update your servers.
  </>
);
