import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { waitingFor } from "@/lib/testing/outbox";
import { aMember } from "@/lib/testing/people";
import { aColleague } from "@/lib/testing/team";
import { operatorsTrail } from "@/lib/testing/trail";
import { addOwner } from "./add-owner";
import { disableUser } from "./disable-user";
import { operatorOf } from "./operator";
import { showMerchant } from "./show-merchant";

const operator = operatorOf("otto", "staff");
const someEmail = () => `o-${randomUUID()}@tests.test`;
const kindsFor = async (email: string) => (await waitingFor(email)).map(({ kind }) => kind);
const already = { code: "already_so" };

describe("one more owner", () => {
  test("who is new gets a link to set a password; the other owners are told", async () => {
    const owner = await aMember();
    const email = someEmail();
    const added = await addOwner(operator, owner.email, { email, name: "Aina" });
    expect(added).toMatchObject({ merchantId: owner.merchantId, isLinkSent: true });
    const { members } = await showMerchant(owner.merchantId);
    expect(members.filter(({ role }) => role === "owner").map((one) => one.email)).toEqual(
      expect.arrayContaining([owner.email, email]),
    );
    expect((await kindsFor(email)).sort()).toEqual(["member-joined", "password-reset"]);
    expect(await kindsFor(owner.email)).toEqual(["member-joined"]);
    const [entry, ...others] = await operatorsTrail(owner.merchantId);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      event: "member.owner_added",
      detail: { operator: "otto", owner: added.ownerId, before: "no member" },
    });
  });

  test("who is a member already is raised, with the same name and password", async () => {
    const owner = await aMember();
    const viewer = await aColleague(owner, { hasPassword: true, role: "viewer" });
    const asked = { email: viewer.email, name: "Somebody Else" };
    expect(await addOwner(operator, owner.merchantId, asked)).toMatchObject({ isLinkSent: false });
    const { members } = await showMerchant(owner.merchantId);
    expect(members.find(({ email }) => email === viewer.email)).toMatchObject({
      role: "owner",
      name: viewer.name,
    });
    for (const { email } of [owner, viewer])
      expect(await kindsFor(email)).toEqual(["role-changed"]);
    const again = addOwner(operator, owner.merchantId, asked);
    await expect(again).rejects.toMatchObject(already);
  });

  test("is nobody of another brand, and nobody who is disabled", async () => {
    const owner = await aMember();
    const elsewhere = await aMember({ org: "axis", hasPassword: true });
    const disabled = await aMember();
    await disableUser(operator, disabled.email);
    const name = "Somebody";
    const added = await addOwner(operator, owner.merchantId, { email: elsewhere.email, name });
    expect(added.ownerId).not.toBe(elsewhere.userId);
    const refused = addOwner(operator, owner.merchantId, { email: disabled.email, name });
    await expect(refused).rejects.toMatchObject(already);
  });
});
