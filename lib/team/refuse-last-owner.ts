import { teamRefusal } from "./refusals";

/**
 * Turns the error of the trigger `members_last_owner` into `last_owner`. The trigger also decides between parallel
 * changes (C-8).
 */
export async function refuseLastOwner<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if ((cause as { constraint?: string }).constraint === "members_last_owner")
      throw teamRefusal("last_owner");
    throw error;
  }
}
