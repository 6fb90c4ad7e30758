import { describe, expect, test } from "vitest";
import { notMeExpiry, notMeToken, readNotMeToken } from "./not-me-token";

describe("the token of the link This wasn't me", () => {
  const facts = {
    orgId: "razorpay",
    userId: "usr_1",
    expiresAt: notMeExpiry(new Date("2026-11-22T05:12:00.000Z")),
  } as const;

  test("is accepted by its own brand only, and a forged one by none", () => {
    const token = notMeToken(facts);
    expect(readNotMeToken("razorpay", token)).toMatchObject(facts);
    expect(readNotMeToken("curlec", token)).toBeNull();
    const [body = "", mac = ""] = token.split(".");
    const forged = Buffer.from(
      Buffer.from(body, "base64url").toString().replace("usr_1", "usr_2"),
    ).toString("base64url");
    for (const wrong of [
      "",
      ".",
      token.slice(1),
      `${forged}.${mac}`,
      `${body}.`,
      `${token}.x`,
      "x".repeat(5000),
    ]) {
      expect(readNotMeToken("razorpay", wrong), wrong.slice(0, 80)).toBeNull();
    }
  });
});
