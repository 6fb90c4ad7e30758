import { MomentText } from "@/components/ui/moment-text";
import type { KeyLifeView } from "@/lib/api-keys/keys-view";

/** When the key will end that is about to be made. */
export function NewKeyEnd({ life }: { life: KeyLifeView }) {
  return (
    <p className="mt-4 text-13 text-muted">
      {life.ends ? (
        <>
          The new key expires on <MomentText at={life.ends} />.
        </>
      ) : (
        "The new key never expires."
      )}
    </p>
  );
}
