import type { FailureCause } from "@/db/schema/usage";
import { describeAgo } from "@/lib/core/ago";
import type { Mode } from "@/lib/core/mode";

/** Why an attempt was refused, in a sentence that says what to fix. */
export function describeFailure(
  failure: { cause: FailureCause; deactivatesAt: Date | null; expiresAt: Date | null },
  mode: Mode,
  now: Date,
): string {
  const ago = (end: Date | null) => (end ? describeAgo(now.getTime() - end.getTime()) : "before");
  switch (failure.cause) {
    case "whitespace":
      return "The secret has a trailing space, or there is another space or line break around it or the Key Id.";
    case "malformed":
      return "The secret is incomplete or has a typo.";
    case "wrong_secret":
      return "The secret is not this key's. It may be that of an earlier key.";
    case "wrong_mode":
      return mode === "test"
        ? "A Test key was used on a Live gateway."
        : "A Live key was used on a Test gateway.";
    case "deactivated":
      return `This key was deactivated ${ago(failure.deactivatesAt)}.`;
    case "expired":
      return `This key expired ${ago(failure.expiresAt)}.`;
    case "frozen":
      return "This key is frozen.";
  }
}
