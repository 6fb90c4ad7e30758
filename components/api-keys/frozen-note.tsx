import { Alert } from "@/components/ui/alert";

/** Shown above the list while a key in it is frozen: what that means, and what to do. */
export function FrozenNote() {
  return (
    <Alert tone="warn" className="mt-4">
      <strong className="font-semibold">A key is frozen: requests with it are refused.</strong>{" "}
      Regenerate the key to get a new one. If the new one is frozen too, or you do not know why,
      contact support.
    </Alert>
  );
}
