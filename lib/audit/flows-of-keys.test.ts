/** What is done with keys and websites leaves exactly these entries, in this order (G-1). */
import { expect, test } from "vitest";
import { changeKeyLife } from "@/lib/api-keys/change-key-life";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { extendKey } from "@/lib/api-keys/extend-key";
import { listKeys } from "@/lib/api-keys/list-keys";
import { deactivateLeakedKey } from "@/lib/operator/deactivate-leaked-key";
import { freezeKey, unfreezeKey } from "@/lib/operator/freeze-key";
import { operatorOf } from "@/lib/operator/operator";
import { inviteMember } from "@/lib/team/invite-member";
import { anEmail, entriesOf, type Flow, inside, refused } from "@/lib/testing/flows";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { findWebsite } from "@/lib/websites/find-website";
import { reviewWebsite } from "@/lib/websites/review-website";
import { submitWebsite } from "@/lib/websites/submit-website";

const operator = operatorOf("otto", "staff");

const flows: [name: string, run: Flow, entries: string[]][] = [
  [
    "a key's whole life",
    async () => {
      const { member, actor } = await inside();
      const first = await aKey(actor);
      const second = await aReplacement(actor, first, "in-24-hours");
      const {
        retiring: [row],
      } = await listKeys(actor, "test");
      await extendKey(actor, {
        mode: "test",
        keyId: first.keyId,
        until: new Date(row?.extendsTo?.iso ?? 0),
      });
      await deactivateKey(actor, { mode: "test", keyId: first.keyId });
      for (let n = 0; n < 2; n++) await changeKeyLife(actor, { mode: "test", life: "90-days" });
      await freezeKey(operator, second.keyId);
      await unfreezeKey(operator, second.keyId);
      await deactivateLeakedKey(operator, second.keyId);
      return member;
    },
    [
      "session.created",
      "key.generated",
      "key.regenerated",
      "key.extended",
      "key.deactivated",
      "key.life_changed",
      "key.frozen",
      "key.unfrozen",
      "key.marked_leaked",
      "key.deactivated",
    ],
  ],
  [
    "what a role does not allow",
    async () => {
      const { member, actor } = await inside({ role: "viewer" });
      const { withAuditedDenial } = await import("./record-denial");
      await refused(
        withAuditedDenial(actor, () => inviteMember(actor, { email: anEmail(), role: "viewer" })),
      );
      return member;
    },
    ["session.created", "access.denied!"],
  ],
  [
    "a website, refused and approved",
    async () => {
      const { member, actor } = await inside({ isWebsiteVerified: false });
      const paths = { contactUrl: "", termsUrl: "", privacyUrl: "", refundUrl: "" };
      for (const verdict of [
        { isInOrder: false, reason: "No terms." },
        { isInOrder: true },
      ] as const) {
        await submitWebsite(actor, { url: `https://shop.test/${verdict.isInOrder}`, ...paths });
        const { submittedAt = new Date() } = (await findWebsite(actor)) ?? {};
        await reviewWebsite(operator, {
          orgId: member.org.id,
          merchantId: member.merchantId,
          submittedAt,
          verdict,
        });
      }
      return member;
    },
    [
      "session.created",
      "website.submitted",
      "website.refused",
      "website.submitted",
      "website.approved",
    ],
  ],
];

test.each(flows)("%s leaves exactly its entries (G-1)", async (_, run, entries) => {
  expect(await entriesOf(run)).toEqual(entries);
});
