import { describe, expect, test } from "vitest";
import type { InvitationRow, MemberRow } from "@/lib/team/team-view";
import { aMoment } from "@/lib/testing/views";
import { type Change, fieldsOf, purposeOf, wordsFor } from "./change";

const member: MemberRow = {
  userId: "user-1",
  name: "Asha",
  email: "asha@shop.example",
  role: "manager",
  isYou: false,
  isTwoStepOn: true,
  lastLogin: null,
  isLocked: false,
  isDisabled: false,
  isHelpedHere: true,
};
const you: MemberRow = { ...member, isYou: true };
const invitation: InvitationRow = {
  id: "invitation-1",
  email: "ravi@shop.example",
  role: "viewer",
  invitedBy: "Asha",
  expires: aMoment(60),
  isExpired: false,
};

const changes: Change[] = [
  { kind: "invite" },
  ...(["role", "remove", "unlock", "reset"] as const).map((kind) => ({ kind, member })),
  ...(["withdraw", "resend"] as const).map((kind) => ({ kind, invitation })),
  { kind: "two-step", isRequired: true },
  { kind: "two-step", isRequired: false },
];

describe("the texts of the team's dialogs", () => {
  test.each(changes)(
    "$kind: names whom it is about, in what it asks and in what it did",
    (change) => {
      const { title, says, done } = wordsFor(change, "Chai & Co");
      if ("member" in change) {
        expect(title).toContain("Asha");
        expect(done).toContain("Asha");
      }
      if ("invitation" in change) expect(says).toContain("ravi@shop.example");
      for (const sentence of [says, done]) expect(sentence).toMatch(/\w\.$/);
    },
  );

  test("a change that takes something away has a danger button", () => {
    const dangerous = changes.filter((change) => wordsFor(change, "Chai & Co").look === "danger");
    expect(dangerous).toEqual([
      { kind: "remove", member },
      { kind: "reset", member },
      { kind: "withdraw", invitation },
      { kind: "two-step", isRequired: false },
    ]);
  });

  test("leaving is not called removing, and says what the user loses at this merchant", () => {
    expect(wordsFor({ kind: "remove", member: you }, "Chai & Co")).toMatchObject({
      title: "Leave Chai & Co?",
      button: "Leave",
      says: expect.stringMatching(/^You lose access at once/),
    });
    expect(wordsFor({ kind: "remove", member }, "Chai & Co")).toMatchObject({
      title: "Remove Asha?",
      button: "Remove member",
      says: expect.stringContaining("lose access to Chai & Co at once"),
    });
  });
});

describe("what a code confirms", () => {
  test.each([
    [{ kind: "invite" }, "It confirms that you let somebody use your API keys."],
    [{ kind: "role", member }, "It confirms the new role of Asha."],
    [{ kind: "role", member: you }, "It confirms your own new role."],
    [{ kind: "remove", member: you }, "It confirms that you leave."],
    [{ kind: "remove", member }, "It confirms that you remove Asha."],
    [{ kind: "reset", member }, "It confirms the reset for Asha."],
    [{ kind: "two-step", isRequired: true }, "It confirms the new rule for your team."],
  ] as [Change, string][])("of %j", (change, words) => {
    expect(purposeOf(change)).toBe(words);
  });
});

test("the form names the member or invitation concerned, and nothing more", () => {
  expect(changes.map(fieldsOf)).toEqual([
    {},
    ...Array(4).fill({ userId: "user-1" }),
    ...Array(2).fill({ invitationId: "invitation-1" }),
    { isRequired: "yes" },
    { isRequired: "no" },
  ]);
});
