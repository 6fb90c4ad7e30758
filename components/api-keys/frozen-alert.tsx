import { Alert } from "@/components/ui/alert";

/** Shown when an operator has frozen all of the merchant's keys: says that they do not work, and whom to contact. */
export function FrozenAlert({ contact }: { contact: string | null }) {
  if (contact === null) return null;
  return (
    <Alert tone="warn" className="mb-4">
      <strong className="font-medium">Your keys are frozen.</strong> Every request with them is
      refused, in Test and in Live, and no new key can be made. Write to{" "}
      <a href={`mailto:${contact}`} className="font-medium underline underline-offset-2">
        {contact}
      </a>
      .
    </Alert>
  );
}
