/** Changing the key life: with which proof, and once (DESIGN §2.10, O-3). */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { modeNames } from "@/lib/core/mode";
import type { KeyLife } from "@/lib/orgs/org";
import { requestCode } from "@/lib/step-up/request-code";
import { takeProof } from "@/lib/step-up/take-proof";
import { keyLifeTarget } from "@/lib/step-up/target";
import { latestCode, messagesTo } from "@/lib/testing/inbox/read-inbox";
import { actorOf, aMember, anActor, aSession } from "@/lib/testing/people";
import { changeKeyLife } from "./change-key-life";

describe("changing it asks for a code, in both modes", () => {
  async function anUncovered() {
    const member = await aMember({ mobile: true });
    return { member, actor: await actorOf(member, await aSession(member)) };
  }

  test.each(["test", "live"] as const)(
    "%s: a code that was asked for 90 days grants nothing else",
    async (mode) => {
      const { member, actor } = await anUncovered();
      const change = (as: Actor, life: KeyLife, of = mode) =>
        changeKeyLife(as, { mode: of, life }).then(
          () => "done",
          (error) => error.code ?? error.need,
        );
      expect(await change(actor, "90-days")).toBe("otp");
      const { challengeId } = await requestCode(actor, keyLifeTarget(mode, "90-days"));
      expect((await messagesTo(member.mobile ?? ""))[0]?.body).toContain(
        `OTP to let new ${modeNames[mode]} keys live 90 days.`,
      );
      const code = await latestCode(member.mobile ?? "");
      const proving = await takeProof(actor, { challengeId, code });
      expect(await change(proving, "1-year")).toBe("code_expired");
      expect(await change(proving, "90-days", mode === "test" ? "live" : "test")).toBe(
        "code_expired",
      );
      expect(await change(proving, "90-days")).toBe("done");
      // The same press again does nothing; the code is used up for any other.
      expect(await change(proving, "90-days")).toBe("done");
      expect(await change(proving, "180-days")).toBe("code_expired");
    },
  );

  test("ten presses at once make one change", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    await Promise.all(
      Array.from({ length: 10 }, () => changeKeyLife(actor, { mode: "test", life: "90-days" })),
    );
    const { rows } = await db().execute(
      sql`select from audit_events where merchant_id = ${actor.merchant.id} and event = 'key.life_changed'`,
    );
    expect(rows).toHaveLength(1);
  });
});
