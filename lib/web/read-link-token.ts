import { linkTokenField } from "./fields";

/** The token in a page's address; null if it is missing or malformed. */
export function readLinkToken(query: { token?: string | string[] | undefined }): string | null {
  return linkTokenField.safeParse(query.token).data ?? null;
}
