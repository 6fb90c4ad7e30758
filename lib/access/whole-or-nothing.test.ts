/** A change whose process dies between any two of its statements has happened whole or not at all (R-2). */
import { randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { changeKeyLife } from "@/lib/api-keys/change-key-life";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { extendKey } from "@/lib/api-keys/extend-key";
import { generateKey } from "@/lib/api-keys/generate-key";
import { listKeys } from "@/lib/api-keys/list-keys";
import { endOtherSessions } from "@/lib/sessions/end-other-sessions";
import { switchMerchant } from "@/lib/sessions/switch-merchant";
import { changeRole } from "@/lib/team/change-role";
import { inviteMember } from "@/lib/team/invite-member";
import { removeMember } from "@/lib/team/remove-member";
import { requireTwoStep } from "@/lib/team/require-two-step";
import { cutAt, mend } from "@/lib/testing/cut";
import { anEmail, inside } from "@/lib/testing/flows";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { notMeLinkIn } from "@/lib/testing/not-me";
import { aMember, aSession, testClient } from "@/lib/testing/people";
import { aColleague, alsoAt } from "@/lib/testing/team";
import { confirmNotMe } from "@/lib/users/not-me";
import { submitWebsite } from "@/lib/websites/submit-website";

afterEach(mend);

/** Made ready anew for each cut: the change, and the parts of it that must be there together. */
type Prepare = () => Promise<{ change(): Promise<unknown>; parts: SQL[]; merchantId: string }>;

const mode = "test";
const entry = (merchantId: string, event: string) =>
  sql`exists (select from audit_events where merchant_id = ${merchantId} and event = ${event})`;
const notice = (merchantId: string, kind: string) =>
  sql`exists (select from outbox where merchant_id = ${merchantId} and kind = ${kind})`;

const changes: Record<string, Prepare> = {
  "generating a key": async () => {
    const { actor, member } = await inside();
    const { merchantId } = member;
    const made = sql`exists (select from api_keys where merchant_id = ${merchantId})`;
    const parts = [made, entry(merchantId, "key.generated"), notice(merchantId, "key-generated")];
    return {
      change: () => generateKey(actor, { mode, requestId: randomUUID() }),
      parts,
      merchantId,
    };
  },
  "deactivating a key": async () => {
    const { actor, member } = await inside();
    const { merchantId } = member;
    const key = await aKey(actor);
    const { keyId } = key;
    await aReplacement(actor, key, "in-24-hours");
    const ended = sql`exists (select from api_keys where key_id = ${keyId} and deactivates_at <= now())`;
    const parts = [
      ended,
      entry(merchantId, "key.deactivated"),
      notice(merchantId, "key-deactivated"),
    ];
    return { change: () => deactivateKey(actor, { mode, keyId }), parts, merchantId };
  },
  "keeping a key": async () => {
    const { actor, member } = await inside();
    const { merchantId } = member;
    const key = await aKey(actor);
    const { keyId } = key;
    await aReplacement(actor, key, "in-24-hours");
    const until = new Date((await listKeys(actor, mode)).retiring[0]?.extendsTo?.iso ?? 0);
    const kept = sql`exists (select from api_keys where key_id = ${keyId} and deactivates_at > now() + interval '25 hours')`;
    const parts = [kept, entry(merchantId, "key.extended"), notice(merchantId, "key-extended")];
    return { change: () => extendKey(actor, { mode, keyId, until }), parts, merchantId };
  },
  "changing the key life": async () => {
    const { actor, member } = await inside();
    const { merchantId } = member;
    const changed = sql`exists (select from key_lives where merchant_id = ${merchantId} and life = '90-days')`;
    const parts = [
      changed,
      entry(merchantId, "key.life_changed"),
      notice(merchantId, "key-life-changed"),
    ];
    return { change: () => changeKeyLife(actor, { mode, life: "90-days" }), parts, merchantId };
  },
  "changing a role": async () => {
    const { actor, member } = await inside();
    const { merchantId } = member;
    const { userId } = await aColleague(member);
    const changed = sql`exists (select from members where merchant_id = ${merchantId} and user_id = ${userId} and role = 'admin')`;
    const parts = [changed, entry(merchantId, "member.role_changed")];
    return { change: () => changeRole(actor, { userId, role: "admin" }), parts, merchantId };
  },
  "removing a member": async () => {
    const { actor, member } = await inside();
    const { merchantId } = member;
    const { userId } = await aColleague(member);
    const gone = sql`not exists (select from members where merchant_id = ${merchantId} and user_id = ${userId})`;
    const parts = [gone, entry(merchantId, "member.removed"), notice(merchantId, "member-removed")];
    return { change: () => removeMember(actor, { userId }), parts, merchantId };
  },
  "inviting somebody": async () => {
    const { actor, member } = await inside();
    const { merchantId } = member;
    const invited = sql`exists (select from invitations where merchant_id = ${merchantId})`;
    const parts = [invited, entry(merchantId, "member.invited"), notice(merchantId, "invitation")];
    return {
      change: () => inviteMember(actor, { email: anEmail(), role: "viewer" }),
      parts,
      merchantId,
    };
  },
  "requiring 2-step verification": async () => {
    const { actor, member } = await inside({ isTwoStepOn: true });
    const { merchantId } = member;
    const required = sql`exists (select from merchants where id = ${merchantId} and is_two_step_required)`;
    const parts = [required, entry(merchantId, "team.two_step_required")];
    return { change: () => requireTwoStep(actor, { isRequired: true }), parts, merchantId };
  },
  "submitting a website": async () => {
    const { actor, member } = await inside({ isWebsiteVerified: false });
    const { merchantId } = member;
    const submitted = sql`exists (select from websites where merchant_id = ${merchantId})`;
    const parts = [submitted, entry(merchantId, "website.submitted")];
    const paths = { contactUrl: "", termsUrl: "", privacyUrl: "", refundUrl: "" };
    return {
      change: () => submitWebsite(actor, { url: "https://shop.test", ...paths }),
      parts,
      merchantId,
    };
  },
  "ending the other sessions": async () => {
    const { actor, member } = await inside();
    const { merchantId, userId } = member;
    await aSession(member);
    const ended = sql`(select count(*) from sessions where user_id = ${userId} and revoked_at is not null) = 1`;
    return {
      change: () => endOtherSessions(actor),
      parts: [ended, entry(merchantId, "session.ended")],
      merchantId,
    };
  },
  "going over to another merchant": async () => {
    const { actor, member } = await inside();
    const { merchantId } = await alsoAt(member, (await aMember()).merchantId);
    const there = sql`exists (select from sessions where id = ${actor.session.id} and merchant_id = ${merchantId})`;
    const parts = [there, entry(merchantId, "merchant.switched")];
    return { change: () => switchMerchant(actor, merchantId), parts, merchantId };
  },
  "This wasn't me": async () => {
    const { actor, member } = await inside();
    const { merchantId, org, userId, email } = member;
    const { keyId } = await aReplacement(actor, await aKey(actor), "now");
    const token = (await notMeLinkIn(email, "key-regenerated")) ?? "";
    const parts = [
      sql`exists (select from not_me_links where merchant_id = ${merchantId} and used_at is not null)`,
      sql`exists (select from api_keys where key_id = ${keyId} and frozen_at is not null)`,
      sql`not exists (select from sessions where user_id = ${userId} and revoked_at is null)`,
      entry(merchantId, "not_me.confirmed"),
      entry(merchantId, "key.frozen"),
      notice(merchantId, "key-frozen"),
    ];
    return { change: () => confirmNotMe(org, token, testClient), parts, merchantId };
  },
};

test.each(Object.entries(changes))(
  "%s, cut at each of its statements: all of its parts are there or none (R-2)",
  async (_, prepare) => {
    const outcomes = new Set<string>();
    for (let nth = 1; nth < 60; nth++) {
      const { change, parts } = await prepare();
      const seen = cutAt(nth, "before it is sent");
      const isDone = await change().then(
        () => true,
        () => false,
      );
      mend();
      const { rows } = await db().execute<{ parts: boolean[] }>(
        sql`select array[${sql.join(parts, sql`, `)}] as parts`,
      );
      const found = rows[0]?.parts ?? [];
      expect(found).toHaveLength(parts.length);
      expect(new Set(found).size, `statement ${nth}: ${found}`).toBe(1);
      outcomes.add(`${isDone} ${found[0]}`);
      if (nth > seen.count) break;
    }
    expect([...outcomes].sort()).toEqual(["false false", "true true"]);
  },
);
