import { linkTokenField } from "./fields";

/** The token of the link that a page was opened with; null for anything that cannot be one. */
export function readLinkToken(query: { token?: string | string[] | undefined }): string | null {
  return linkTokenField.safeParse(query.token).data ?? null;
}
