/** Who has yet to turn on the 2-step verification that the owner wants can do that, and nothing else (D1). */
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { merchants } from "@/db/schema/people";
import { expect, test } from "@/e2e/fixtures";
import { aCaller } from "@/e2e/wire/caller";
import { fieldsFor, type KnownAction, knownActions, publicActions } from "@/e2e/wire/known-actions";
import { countKeys } from "@/e2e/wire/snapshot";

/** They lead to 2-step verification, or away. */
const open: readonly KnownAction[] = [
  ...publicActions,
  "confirmAuthenticatorAction",
  "confirmMobileAction",
  "logOutAction",
  "logOutOtherSessionsAction",
  "logOutSessionAction",
  "remakeRecoveryCodesAction",
  "removeAuthenticatorAction",
  "requestCodeAction",
  "sendMobileCodeAction",
  "setUpAuthenticatorAction",
  "stayLoggedInAction",
  "switchMerchantAction",
  "switchModeAction",
  "turnOffTwoStepAction",
  "turnOnTwoStepAction",
];

test("pages lead to the security page, and actions are refused, whatever the role", async () => {
  for (const role of ["owner", "viewer"] as const) {
    const caller = await aCaller({ role, mobile: true, otp: true });
    const { merchantId } = caller.member;
    await db()
      .update(merchants)
      .set({ isTwoStepRequired: true })
      .where(eq(merchants.id, merchantId));
    for (const path of ["/account-settings", "/account-settings/api-keys"]) {
      const { status, headers } = await caller.get(path);
      expect([status, headers.location], path).toEqual([307, "/account-settings/security"]);
    }
    expect((await caller.get("/account-settings/security")).body).toContain("requires 2-step");
    for (const action of knownActions.filter((known) => !open.includes(known))) {
      const { state } = await caller.call(action, fieldsFor(action));
      expect(state, action).toMatchObject({ status: "refused", code: "two_step_required" });
    }
    // A code for the way to 2-step verification is sent; one for a key or the team is not.
    const asked = await caller.call("requestCodeAction", { purpose: "two-step" });
    expect(asked.state).toMatchObject({ status: "done" });
    const guarded: Record<string, string>[] = [
      { purpose: "generate", mode: "test" },
      { purpose: "team-two-step" },
    ];
    for (const fields of guarded) {
      const { state } = await caller.call("requestCodeAction", fields);
      const code = role === "owner" ? "two_step_required" : "forbidden";
      expect(state).toMatchObject({ status: "refused", code });
    }
    expect(await countKeys(caller.member)).toBe(0);
    const stayed = await caller.call("switchModeAction", { mode: "live" });
    expect(stayed.state).toMatchObject({ status: "done" });
  }
});
