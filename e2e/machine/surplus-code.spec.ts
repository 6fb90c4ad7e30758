/** A code belongs to the action that asked for it; where none is ever asked for, it is an unknown field (C-5). */
import { expect, test } from "@/e2e/fixtures";
import type { Field } from "@/e2e/wire/call-action";
import { aCaller } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { snapshotOf } from "@/e2e/wire/snapshot";

const guess: Field[] = [
  ["challengeId", "otc_none"],
  ["code", "000000"],
];

for (const action of [
  "logOutAction",
  "logOutOtherSessionsAction",
  "logOutSessionAction",
  "stayLoggedInAction",
  "switchMerchantAction",
  "switchModeAction",
] as const) {
  test(`${action} with a code is invalid and changes nothing`, async () => {
    const caller = await aCaller({ mobile: true, otp: true });
    const before = await snapshotOf(caller.member);
    const fields = Object.entries(fieldsFor(action)) as Field[];
    const { state } = await caller.call(action, [...fields, ...guess]);
    expect(state).toMatchObject({ status: "invalid" });
    expect(await snapshotOf(caller.member)).toBe(before);
  });
}
