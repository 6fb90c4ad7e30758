import { expect, test } from "vitest";
import { enterRequest } from "@/lib/core/request";
import { composeMail } from "@/lib/messages/compose";
import { orgUrl } from "@/lib/orgs/org-url";
import { requestReset } from "@/lib/passwords/request-reset";
import { messagesFor } from "@/lib/testing/outbox";
import { aMember, testClient } from "@/lib/testing/people";

/** Where the letter leads that somebody asks for at this host. */
async function originOfLetter(host: string): Promise<string> {
  const { email, org, merchantId } = await aMember({ hasPassword: true });
  enterRequest({ id: "inc_test", host, peer: "" });
  await requestReset(org, { email }, testClient);
  const [message] = await messagesFor(email);
  if (!message) throw new Error("no letter");
  const { kind, facts, createdAt } = message;
  const { text } = composeMail({ orgId: org.id, merchantId, kind, facts, createdAt });
  return new URL(/https?:\S+/.exec(text)?.[0] ?? "").origin;
}

test("links lead to the host that the person used, if it is the brand's; to the first for any other (W-8)", async () => {
  const first = orgUrl({ id: "razorpay" });
  expect(await originOfLetter("localhost:4000")).toBe(
    first.replace("razorpay.localhost", "localhost"),
  );
  for (const host of ["razorpay.localhost", "evil.example", "curlec.localhost", ""])
    expect(await originOfLetter(host), host).toBe(first);
});

test("a host that is the brand's no longer when the mail is sent is not led to", async () => {
  const message = { orgId: "razorpay", merchantId: null, kind: "password-reset" } as const;
  const facts = { resetId: "rst_1", name: "Asha", host: "gone.example" };
  const { text } = composeMail({ ...message, facts, createdAt: new Date() });
  expect(text).not.toContain("gone.example");
  expect(text).toContain(orgUrl({ id: "razorpay" }));
});
