/** The mails about a key's end and age (DESIGN §2.10). */
import { describe, expect, test } from "vitest";
import { orgUrl } from "@/lib/orgs/org-url";
import { orgs } from "@/lib/orgs/orgs";
import { messageFacts, ofKey } from "@/lib/testing/message-facts";
import { composeMail, composeSms } from "./compose";
import type { Messages } from "./kinds";

const kinds = Object.keys(messageFacts) as (keyof Messages)[];
const createdAt = new Date("2026-11-22T05:12:00.000Z");
const rest = { merchantId: "mer_1", createdAt };

describe.each(Object.values(orgs))("$name", (org) => {
  const mailOf = (kind: keyof Messages, facts: object = messageFacts[kind]) =>
    composeMail({ ...rest, orgId: org.id, kind, facts: facts as Record<string, string> });

  test("only a mail about a key's end says so in its subject, and it leads to the key's own page", () => {
    for (const kind of kinds) {
      const { subject, text } = mailOf(kind);
      expect(/expire/i.test(subject), kind).toBe(kind === "key-expiring");
      if (kind !== "key-expiring" && kind !== "key-old") continue;
      expect(text).toContain(`Key Id: ${ofKey.keyId}\n`);
      expect(text).toContain(`${orgUrl(org)}/account-settings/api-keys/${ofKey.keyId}\n`);
    }
  });

  test.each([
    ["30", "expires in 30 days"],
    ["1", "expires in 1 day"],
    ["0", "expires now"],
  ])("with %s days left it %s, in the mail and in the SMS", (days, says) => {
    const facts = { ...messageFacts["key-expiring"], mode: "live", days };
    const { subject, text } = mailOf("key-expiring", facts);
    expect(subject).toBe(`Your Live API key ${says} on ${org.name}`);
    const at = org.id === "curlec" ? "1:12 pm MYT" : "10:42 am IST";
    const when = `${days === "0" ? "expired" : "expires"} on 29 November 2026 at ${at}.`;
    expect(text).toContain(when);
    expect(text).toContain(
      `\n${days === "0" ? "Expired" : "Expires"}: 29 November 2026 at ${at}\n`,
    );
    expect(composeSms({ ...rest, orgId: org.id, kind: "key-expiring", facts })).toBe(
      `Your Live API key ending in 0abc ${says} on ${org.name}. It ${when} Regenerate it in the dashboard.`,
    );
  });
});
