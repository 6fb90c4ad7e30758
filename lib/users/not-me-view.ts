/** What the page "This wasn't me" may know. */
import type { Mode } from "@/lib/core/mode";

interface NotMeKey {
  keyId: string;
  mode: Mode;
}

/** What pressing the button would do. */
export interface NotMeView {
  name: string;
  /** The key that would be frozen; null if there is none that still works. */
  key: NotMeKey | null;
}

export interface NotMeDone {
  name: string;
  /** The key that is now frozen. */
  key: NotMeKey | null;
}
