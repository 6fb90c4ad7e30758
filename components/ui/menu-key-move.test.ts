import { describe, expect, test } from "vitest";
import { menuKeyMove } from "./menu-key-move";

const labels = ["Change role", "Reset 2-step verification", "Remove"];

describe("keys in the menu of a row", () => {
  test.each([
    ["ArrowDown", 0, 1],
    ["ArrowDown", 2, 0],
    ["ArrowUp", 0, 2],
    ["ArrowUp", 2, 1],
    ["Home", 2, 0],
    ["End", 0, 2],
    ["r", 0, 1],
    ["R", 1, 2],
    ["r", 2, 1],
    ["c", 0, 0],
    ["x", 0, null],
    ["Enter", 0, null],
    [" ", 0, null],
    ["Tab", 1, null],
  ] as const)("%s at item %i leads to %s", (key, at, next) => {
    expect(menuKeyMove(key, at, labels)).toBe(next);
  });

  test("a menu without items leads nowhere", () => {
    expect(menuKeyMove("ArrowDown", 0, [])).toBeNull();
  });
});
