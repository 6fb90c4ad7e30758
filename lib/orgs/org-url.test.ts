import { describe, expect, test } from "vitest";
import { orgUrl, readOrgUrls } from "./org-url";

describe("where links in mails lead", () => {
  test("is each brand's first host in the configured origin", () => {
    expect([...readOrgUrls("razorpay=a.example,b.example", "https://*")]).toEqual([
      ["razorpay", "https://a.example"],
      ["curlec", "https://curlec.localhost"],
      ["axis", "https://axis.localhost"],
    ]);
    expect(readOrgUrls("", "http://*:3000").get("axis")).toBe("http://axis.localhost:3000");
  });

  test("is the host that was used, if it is one of the brand's, and never another (W-8)", () => {
    const razorpay = { id: "razorpay" } as const;
    const port = /:\d+$/.exec(orgUrl(razorpay))?.[0] ?? "";
    const first = `http://razorpay.localhost${port}`;
    expect(orgUrl(razorpay)).toBe(first);
    for (const used of ["localhost", "localhost:3000", "LOCALHOST"])
      expect(orgUrl(razorpay, used)).toBe(`http://localhost${port}`);
    for (const used of [
      ...[
        "evil.example",
        "curlec.localhost",
        "",
        "localhost:80@evil.example",
        "localhost.evil.test",
      ],
      ...["localhost/evil", "//evil.example", "localhost\r\nevil", "localhost:port", "[::1]"],
    ])
      expect(orgUrl(razorpay, used), used).toBe(first);
  });

  test.each(["", "https://evil.example", "https://*/path", "ftp://*", "https://*.example"])(
    "refuses %j with a sentence that names it",
    (origin) => {
      expect(() => readOrgUrls("", origin)).toThrow(/^DASHBOARD_ORIGIN /);
    },
  );
});
