/** What the page "This wasn't me" may know. */
import type { Mode } from "@/lib/core/mode";
import type { Moment } from "@/lib/orgs/moment";

interface NotMeKey {
  keyId: string;
  mode: Mode;
}

export interface NotMeView {
  /**
   * "open": the button may be pressed. "not-yours": the reader is neither the user concerned nor an owner any more.
   * "void": a link of an earlier change of the address was pressed. "taken": the address that it would give back belongs
   * to another account.
   */
  state: "open" | "used" | "too-old" | "not-yours" | "void" | "taken";
  /** What the mail told of: "A key was regenerated". */
  event: string;
  happened: Moment;
  /** Who made the change. */
  name: string;
  /** The key concerned. */
  key: NotMeKey | null;
  /** Whether pressing the button would freeze that key: it still works. */
  freezes: boolean;
  /** The address that pressing the button makes the user's again; null: it changes none. */
  restores: string | null;
}

export interface NotMeDone {
  name: string;
  /** The key that is now frozen. */
  key: NotMeKey | null;
  /** The address that is now the user's again, and was sent a link to choose a password. */
  restored: string | null;
}
