import { describe, expect, test } from "vitest";
import { apiUrlsAt, readApiUrls } from "./api-url";

describe("ORG_API_URLS", () => {
  test("gives each brand its address, without a trailing slash", () => {
    const urls = readApiUrls("razorpay=https://api.a.example/;curlec=http://127.0.0.1:3100");
    expect([...urls]).toEqual([
      ["razorpay", "https://api.a.example"],
      ["curlec", "http://127.0.0.1:3100"],
    ]);
    expect(readApiUrls("").size).toBe(0);
    expect(readApiUrls(apiUrlsAt("http://[::1]:3100")).size).toBe(3);
  });

  test.each([
    "nobody=https://a.example",
    "razorpay",
    "razorpay=",
    "razorpay=ftp://a.example",
    "razorpay=https://a.example/$(id)",
    "razorpay=https://a.example; rm",
    "razorpay=https://a.example' x",
    "__proto__=https://a.example",
  ])("refuses %j with a sentence that names it: it would be pasted into a shell", (setting) => {
    expect(() => readApiUrls(setting)).toThrow(/^ORG_API_URLS /);
  });
});
