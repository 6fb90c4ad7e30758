/** What somebody who is not logged in gets: from pages, from the session's endpoint and from actions. */
import { expect } from "playwright/test";
import { callAction } from "./call-action";
import type { Caller } from "./caller";
import { fieldsFor, keyActions } from "./known-actions";
import { hostOf, send } from "./raw-request";
import { countKeys } from "./snapshot";

const pages = ["", "/api-keys", "/account-details"].map((page) => `/account-settings${page}`);

/** Nobody is logged in with this cookie: pages lead to the login, the session is empty, actions change nothing. */
export async function expectNobody(
  { member, cookie }: Caller,
  headers: Record<string, string> = {},
) {
  const host = hostOf(member.org.hosts[0] ?? "");
  const sent = { ...(cookie ? { cookie } : {}), ...headers };
  for (const path of pages) {
    const { status, headers: got } = await send({ path, host, headers: sent });
    expect([status, got.location], path).toEqual([307, "/login"]);
  }
  const session = await send({ path: "/api/auth/session", host, headers: sent });
  expect([session.status, session.body]).toEqual([200, "{}"]);
  const fields = fieldsFor("generateKeyAction");
  for (const action of [...keyActions, "switchModeAction"]) {
    const answer = await callAction({ action, fields, cookie, headers });
    expect([answer.location, answer.state], action).toEqual(["/login", null]);
  }
  expect(await countKeys(member)).toBe(0);
}
