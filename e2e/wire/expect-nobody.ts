/** What somebody who is not logged in gets: from pages, from the session's endpoint and from actions. */
import { expect } from "playwright/test";
import type { Caller } from "./caller";
import { fieldsFor, keyActions } from "./known-actions";
import { countKeys } from "./snapshot";

const pages = ["", "/api-keys", "/account-details"].map((page) => `/account-settings${page}`);

/** Nobody is logged in with this cookie: pages lead to the login, the session is empty, actions change nothing. */
export async function expectNobody(caller: Caller, headers: Record<string, string> = {}) {
  for (const path of pages) {
    const { status, headers: got } = await caller.get(path, { headers });
    expect([status, got.location], path).toEqual([307, "/login"]);
  }
  const session = await caller.get("/api/auth/session", { headers });
  expect([session.status, session.body]).toEqual([200, "{}"]);
  const fields = fieldsFor("generateKeyAction");
  for (const action of [...keyActions, "switchModeAction"]) {
    const answer = await caller.call(action, fields, { headers });
    expect([answer.location, answer.state], action).toEqual(["/login", null]);
  }
  expect(await countKeys(caller.member)).toBe(0);
}
