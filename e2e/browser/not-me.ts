import { expect } from "playwright/test";
import { callAction } from "@/e2e/wire/call-action";
import { send } from "@/e2e/wire/raw-request";
import { latestMail, linkIn } from "@/lib/testing/inbox/read-inbox";

/** Opens the link of the newest mail about this and presses its button; returns the link's token. */
export async function pressNotMe(address: string, subject: RegExp): Promise<string> {
  const link = new URL(linkIn(await latestMail(address, subject), "/not-me?"));
  const token = link.searchParams.get("token") ?? "";
  expect((await send({ path: link.pathname + link.search })).status).toBe(200);
  const done = await callAction({ action: "confirmNotMeAction", fields: { token } });
  expect(done.state).toMatchObject({ status: "done" });
  return token;
}
