import { unstable_rethrow } from "next/navigation";
import type { Action, ActionState } from "@/lib/web/action-state";

/** No answer came: offline, a proxy's error page, or a deployment in between. */
interface Unreached {
  status: "unreached";
}

export type Answer<T> = ActionState<T> | Unreached;

/** An answer that a person has to read. */
export type Trouble = Exclude<Answer<never>, { status: "done" | "step-up" }>;

/**
 * Calls a server action by hand: a lost connection becomes an answer, a redirect stays a redirect. The form says which
 * merchant the page shows, since another tab may have switched the session meanwhile; sent again, it says what it said.
 */
export async function callAction<T>(action: Action<T>, form: FormData): Promise<Answer<T>> {
  const shown = document.querySelector<HTMLElement>("[data-merchant]")?.dataset.merchant;
  if (shown !== undefined && !form.has("merchant")) form.set("merchant", shown);
  try {
    return await action(null, form);
  } catch (error) {
    unstable_rethrow(error);
    return { status: "unreached" };
  }
}
