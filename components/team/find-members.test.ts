import { describe, expect, test } from "vitest";
import type { MemberRow } from "@/lib/team/team-view";
import { findMembers } from "./find-members";

const member = (name: string, email: string, role: MemberRow["role"]) =>
  ({ name, email, role }) as MemberRow;

const team = [
  member("Asha Rao", "asha@acme.test", "owner"),
  member("José García", "jg@acme.test", "admin"),
  member("Neha Iyer", "neha@acme.test", "viewer"),
  member("Ravi Admin", "ravi@acme.test", "viewer"),
];

describe("searching the team", () => {
  test.each([
    ["", 4],
    ["   ", 4],
    ["ASHA", 1],
    ["jose", 1],
    ["garcía", 1],
    ["acme.test", 4],
    ["viewer", 2],
    ["neha viewer", 1],
    ["viewer neha", 1],
    ["admin", 2],
    ["nobody", 0],
    [".*", 0],
  ])("%j finds %i people by name, email and role, without case and accents", (typed, count) => {
    expect(findMembers(team, typed)).toHaveLength(count);
  });
});
