import { unstable_rethrow } from "next/navigation";
import type { Action, ActionState } from "@/lib/web/action-state";

/** There was no answer: offline, a proxy's error page, or a deployment in between. */
interface Unreached {
  status: "unreached";
}

export type Answer<T> = ActionState<T> | Unreached;

/** An answer that must be shown to the user. */
export type Trouble = Exclude<Answer<never>, { status: "done" | "step-up" }>;

/**
 * Calls a server action directly. A lost connection becomes an answer; a redirect stays a redirect. The form names the
 * merchant that the page shows, because another tab may have switched the session. When a form is sent again, it keeps
 * the merchant it named first.
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
