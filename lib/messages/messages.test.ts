import { describe, expect, test } from "vitest";
import { linkToken } from "@/lib/core/link-token";
import { orgUrl } from "@/lib/orgs/org-url";
import { orgs } from "@/lib/orgs/orgs";
import { messageFacts as facts, ofKey, ofPerson } from "@/lib/testing/message-facts";
import { composeMail, composeSms, messageKinds } from "./compose";
import { html } from "./html";
import type { Messages } from "./kinds";

const kinds = Object.keys(facts) as (keyof Messages)[];
const createdAt = new Date("2026-11-22T05:12:00.000Z");
const isLetter = (kind: string) =>
  [
    "signup-confirm",
    "signup-exists",
    "invitation",
    "password-reset",
    "password-after-restore",
    "email-confirm",
  ].includes(kind);

function mailOf(orgId: keyof typeof orgs, kind: keyof Messages, given: object = facts[kind]) {
  const all = given as Record<string, string>;
  return composeMail({ orgId, merchantId: "mer_1", kind, facts: all, createdAt });
}

test("every kind has its words", () => {
  expect([...messageKinds].sort()).toEqual([...kinds].sort());
});

describe.each(Object.values(orgs))("$name", (org) => {
  test.each(kinds)("%s: whole sentences, the brand's own links, its date and zone", (kind) => {
    const { subject, text, html: page } = mailOf(org.id, kind);
    for (const part of [subject, text, page]) {
      expect(part).not.toMatch(/undefined|null|\[object|NaN|Invalid/);
    }
    expect(subject).toMatch(/^[A-Z2]/);
    expect(subject.length).toBeLessThan(100);
    expect(text).toContain(org.supportEmail);
    const links = [...text.matchAll(/https?:\/\/\S+/g), ...page.matchAll(/(?<=href=")[^"]+/g)];
    const ours = links.map(([url]) => url).filter((url) => !url.startsWith("https://shop.test"));
    expect(ours.length).toBeGreaterThan(0);
    for (const url of ours) expect(url.startsWith(`${orgUrl(org)}/`), url).toBe(true);
    expect(page).not.toMatch(/<img|<script|src=|url\(/i);
    if (!isLetter(kind)) expect(text).toContain(org.id === "curlec" ? "MYT" : "IST");
    for (const other of Object.values(orgs)) {
      if (other.id !== org.id) expect(text + page).not.toContain(other.name);
    }
  });

  test("a notice says what happened, when, by whom, and how to say that it wasn't you", () => {
    const given = { ...facts["key-regenerated"], notMeId: "nml_1" };
    const { text, html: page } = mailOf(org.id, "key-regenerated", given);
    expect(text).toContain(`Key Id: ${ofKey.keyId}`);
    expect(text).toContain("By: Asha Rao");
    expect(text).toMatch(/When: 22 November 2026 at (10:42 am IST|1:12 pm MYT)/);
    expect(text).toContain("This wasn't me?");
    expect(page).toContain("This wasn&#39;t me</a>");
    expect(text).toContain(org.wording.deactivate);
    const token = /\/not-me\?token=(\S+)/.exec(text)?.[1] ?? "";
    expect(token).toBe(linkToken("not-me", "nml_1"));
    expect(text).toContain(`freezes the key ${ofKey.keyId}. It works once, until 29 November 2026`);
  });

  test("the mail to an old address has one link, which gives the address back", () => {
    const given = { ...facts["email-changed"], restores: "old@acme.test", notMeId: "nml_1" };
    const { text } = mailOf(org.id, "email-changed", given);
    expect(text.match(/https?:\S+/g)).toEqual([
      `${orgUrl(org)}/not-me?token=${linkToken("not-me", "nml_1")}`,
    ]);
    expect(text).toContain("the email for logging in is old@acme.test again");
    expect(text).toContain("It works once, until 29 November 2026");
  });

  test("every security notice has that link where its reader was given one; letters never have it", () => {
    for (const kind of kinds) {
      const given = { ...facts[kind], notMeId: "nml_1" };
      expect(mailOf(org.id, kind, given).text.includes("/not-me?token="), kind).toBe(
        !isLetter(kind),
      );
      expect(mailOf(org.id, kind).text, kind).not.toContain("/not-me");
    }
  });

  test("an SMS of any notice is one line without a link", () => {
    for (const kind of kinds.filter((each) => !isLetter(each))) {
      const given = facts[kind] as Record<string, string>;
      const sms = composeSms({ orgId: org.id, merchantId: null, kind, facts: given, createdAt });
      expect(sms, kind).not.toMatch(/\n|https?:|undefined/);
      expect(sms.length, kind).toBeLessThan(200);
    }
  });
});

describe("text that strangers wrote (W-19)", () => {
  const evil = `"><script>alert(1)</script>\r\nBcc: all@evil.test {{x}} https://evil.test`;

  test("is plain text on one line everywhere, and never a header", () => {
    for (const kind of kinds) {
      const given = Object.fromEntries(
        Object.entries(facts[kind]).map(([name, value]) =>
          ["mode", "life", "oldKeyEnds", "isRequired"].includes(name)
            ? [name, value]
            : [name, evil],
        ),
      );
      const { subject, html: page } = mailOf("razorpay", kind, given);
      expect(page, kind).not.toContain("<script");
      expect(page, kind).not.toContain('"><s');
      expect(subject, kind).not.toMatch(/[\r\n]/);
    }
  });

  test("a fact cannot look like another one, and an invitation links only to us", () => {
    const who = "Neha\nBy: Somebody else";
    expect(mailOf("razorpay", "two-step-off", { ...ofPerson, who }).text).toContain(
      "Who: Neha By: Somebody else\n",
    );
    const shop = { ...facts.invitation, merchant: "Win at https://evil.test/now" };
    const { text } = mailOf("razorpay", "invitation", shop);
    expect(text).not.toContain("https://evil");
    expect(text).not.toContain("evil.test");
  });

  test("a mail to a stranger's address contains no words of the person who signed up with it", () => {
    for (const kind of ["signup-confirm", "signup-exists"] as const) {
      const {
        subject,
        text,
        html: page,
      } = mailOf("axis", kind, { ...facts[kind], name: "BuyNow" });
      expect(subject + text + page).not.toContain("BuyNow");
    }
  });

  test("the template tag escapes inserted text, and only that", () => {
    expect(html`<p title="${'"<&'}">${[html`<b>${"<"}</b>`]}</p>`.text).toBe(
      `<p title="&quot;&lt;&amp;"><b>&lt;</b></p>`,
    );
  });
});
