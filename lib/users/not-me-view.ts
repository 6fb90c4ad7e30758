/** What the page "This wasn't me" may know. */
import type { Mode } from "@/lib/core/mode";

interface NotMeKey {
  keyId: string;
  mode: Mode;
}

/** What a press of the button would do. */
export interface NotMeView {
  name: string;
  /** The key that it would freeze; null where there is none that still works. */
  key: NotMeKey | null;
}

export interface NotMeDone {
  name: string;
  /** The key that is frozen now. */
  key: NotMeKey | null;
}
