import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDetails } from "./website-details";
import { readPageUrl, readWebsiteUrl } from "./website-url";

describe("a website's address", () => {
  test.each([
    ["https://shop.test", "https://shop.test"],
    ["https://shop.test/", "https://shop.test"],
    ["  Shop.Example ", "https://shop.example"],
    ["http://shop.test:80/a?b=c#d", "http://shop.test/a?b=c"],
    ["https://SHOP.test/Ab/", "https://shop.test/Ab/"],
    ["shop.co.in/store", "https://shop.co.in/store"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
  ])("%j is kept as %j", (typed, kept) => {
    expect(readWebsiteUrl(typed)).toBe(kept);
    // Normalizing it again changes nothing.
    expect(readWebsiteUrl(kept)).toBe(kept);
  });

  test.each([
    "",
    "https://",
    "shop",
    "localhost",
    "http://localhost:3000",
    "https://a.localhost",
    "https://printer.local",
    "https://db.internal",
    "https://router.lan",
    "http://127.0.0.1",
    "http://2130706433",
    "http://0x7f.1",
    "http://0177.0.0.1",
    "http://[::1]",
    "http://[::ffff:10.0.0.1]",
    "https://169.254.169.254/latest/meta-data",
    "https://user@shop.test",
    "https://user:pw@shop.test",
    "https://shop.test:8443",
    "ftp://shop.test",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "javascript://shop.test/%0aalert(1)",
    "data:text/html,x",
    "https://shop .test",
    "https://shop.test/\u0000",
    "https://sh\top.test",
    "https://-shop.test",
    "https://shop_1.test",
    "https://shop..test",
    "https://shop.test.",
    "https://shop.123",
    `https://shop.test/${"a".repeat(500)}`,
  ])("%j is refused", (typed) => {
    expect(readWebsiteUrl(typed)).toBeNull();
  });

  test("whatever is typed, the result has a public name, and normalizing it again changes nothing", () => {
    const hosts = fc.oneof(fc.domain(), fc.ipV4(), fc.webAuthority(), fc.string());
    const typed = fc.oneof(
      fc.string(),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc
        .tuple(fc.constantFrom("", "http://", "https://", "//", "x:"), hosts)
        .map((all) => all.join("")),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const kept = readWebsiteUrl(text);
        if (kept === null) return;
        const { protocol, hostname, port, username, hash } = new URL(kept);
        expect(protocol).toMatch(/^https?:$/);
        expect([port, username, hash]).toEqual(["", "", ""]);
        expect(hostname).toMatch(/^([a-z\d-]+\.)+[a-z\d-]*[a-z-][a-z\d-]*$/);
        expect(readWebsiteUrl(kept)).toBe(kept);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the pages a reviewer looks for", () => {
  const site = "http://shop.test/store";
  test.each([
    ["/contact", "http://shop.test/contact"],
    ["https://policies.example/privacy", "https://policies.example/privacy"],
    ["shop.test/terms", "https://shop.test/terms"],
    ["/../etc", "http://shop.test/etc"],
    ["//evil.test/x", null],
    ["/\\evil.test", null],
    ["contact", null],
  ])("%j is kept as %j: a path stays on the website", (typed, kept) => {
    expect(readPageUrl(typed, site)).toBe(kept);
  });

  test("each wrong field is named, and empty pages are allowed", () => {
    const typed = {
      url: site,
      contactUrl: " ",
      termsUrl: "x",
      privacyUrl: "/p",
      refundUrl: "localhost",
    };
    const page = expect.stringMatching(/path on your website/);
    expect(readDetails(typed)).toEqual({ wrong: { termsUrl: page, refundUrl: page } });
    expect(readDetails({ ...typed, url: "" })).toEqual({ wrong: { url: expect.any(String) } });
    expect(readDetails({ ...typed, termsUrl: "", refundUrl: "" })).toEqual({
      details: {
        url: site,
        contactUrl: "",
        termsUrl: "",
        privacyUrl: "http://shop.test/p",
        refundUrl: "",
      },
    });
  });
});
