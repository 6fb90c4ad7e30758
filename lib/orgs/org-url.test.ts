import { describe, expect, test } from "vitest";
import { readOrgUrls } from "./org-url";

describe("where links in mails lead", () => {
  test("is each brand's first host in the configured origin", () => {
    expect([...readOrgUrls("razorpay=a.example,b.example", "https://*")]).toEqual([
      ["razorpay", "https://a.example"],
      ["curlec", "https://curlec.localhost"],
      ["axis", "https://axis.localhost"],
    ]);
    expect(readOrgUrls("", "http://*:3000").get("axis")).toBe("http://axis.localhost:3000");
  });

  test.each(["", "https://evil.example", "https://*/path", "ftp://*", "https://*.example"])(
    "refuses %j with a sentence that names it",
    (origin) => {
      expect(() => readOrgUrls("", origin)).toThrow(/^DASHBOARD_ORIGIN /);
    },
  );
});
