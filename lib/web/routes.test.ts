import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { routeOf } from "./routes";

describe("routes, as metrics name them", () => {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" });
  const found = files
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
    .map((file) => `/${dirname(file)}`.replace(/\/\([^)]*\)|\/\.$/g, "") || "/");

  test.each(found)("%s is one of them", (route) => {
    expect(routeOf(route)).toBe(route);
    expect(routeOf(`${route}?token=x`)).toBe(route);
  });

  test("static files are one route, and what somebody made up is none", () => {
    expect(found.length).toBeGreaterThan(15);
    expect(routeOf("/_next/static/chunks/a1b2.js")).toBe("/_next/static");
    expect(routeOf("/api/auth/session")).toBe("/api/auth/[...nextauth]");
    for (const made of ["/login/", "/Login", "//", "", "*", "/users/usr_1", "http://x/login"])
      expect(routeOf(made), made).toBe("other");
  });
});
