/** What a key's own page may know: never a secret, never its hash (SECURITY K-6). */
import type { FlowView, ShownKey } from "./keys-view";

export interface KeyPageView extends FlowView {
  key: ShownKey;
  /** The key before it in this mode; null: it was the first. */
  replaces: string | null;
  /** The key that came after it; null: none has. */
  replacedBy: string | null;
  /** If an operator has frozen the merchant's keys: the address to contact. Null: they are not frozen. */
  frozenContact: string | null;
}
