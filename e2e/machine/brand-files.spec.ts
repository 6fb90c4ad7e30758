/** What machines ask a site for, at every brand's hosts: the same rules for robots, each brand's own icon and contact. */
import { expect, test } from "@/e2e/fixtures";
import { hostOf, send } from "@/e2e/wire/raw-request";
import { orgs } from "@/lib/orgs/orgs";
import { securityHeaders } from "@/lib/web/security-headers";

const dayMs = 24 * 3_600_000;
const asked = [
  "/robots.txt",
  "/icon.svg",
  "/.well-known/security.txt",
  "/.well-known/change-password",
];

for (const org of Object.values(orgs)) {
  for (const name of org.hosts) {
    const get = (path: string) => send({ path, host: hostOf(name) });

    test(`${name}: nothing of it is for a search engine`, async () => {
      const { status, headers, body } = await get("/robots.txt");
      expect({ status, type: headers["content-type"] }).toEqual({
        status: 200,
        type: "text/plain; charset=UTF-8",
      });
      expect(body).toMatch(/^User-agent: \*\nDisallow: \/$/m);
    });

    test(`${name}: the page names ${org.name}'s icon and colours, and the icon is its own`, async () => {
      const { body } = await get("/login");
      expect(body).toContain('<link rel="icon" href="/icon.svg" type="image/svg+xml"/>');
      for (const theme of ["light", "dark"] as const) {
        const media = `media="(prefers-color-scheme: ${theme})"`;
        const colour = `content="${org.accent[theme]}"`;
        expect(body).toContain(`<meta name="theme-color" ${colour} ${media}/>`);
      }
      const icon = await get("/icon.svg");
      expect(icon.headers["content-type"]).toBe("image/svg+xml");
      expect(icon.body).toContain(`fill="${org.accent.light}"`);
      expect(icon.body).toContain(`>${org.name[0]}</text>`);
    });

    test(`${name}: whoever finds a hole is told whom to write to (RFC 9116)`, async () => {
      const { status, headers, body } = await get("/.well-known/security.txt");
      expect({ status, type: headers["content-type"] }).toEqual({
        status: 200,
        type: "text/plain; charset=utf-8",
      });
      const fields = new Map(
        body
          .trimEnd()
          .split("\n")
          .map((line) => line.split(/: (.*)/s) as [string, string]),
      );
      expect(fields.get("Contact")).toBe(`mailto:${org.securityEmail}`);
      expect(fields.get("Preferred-Languages")).toBe("en");
      expect(fields.get("Canonical")).toBe(
        `http://${hostOf(org.hosts[0] ?? "")}/.well-known/security.txt`,
      );
      const aheadMs = Date.parse(fields.get("Expires") ?? "") - Date.now();
      expect(aheadMs).toBeGreaterThan(30 * dayMs);
      expect(aheadMs).toBeLessThan(365 * dayMs);
    });

    test(`${name}: a password manager finds the page where the password is changed`, async () => {
      const { status, headers } = await get("/.well-known/change-password");
      expect([302, 303, 307]).toContain(status);
      expect(headers.location).toBe("/account-settings/account-details");
      // What the same document has managers probe first: a server that says 200 to anything cannot be trusted.
      const probe =
        "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
      expect((await get(probe)).status).toBe(404);
    });
  }
}

test("each answer has the security headers, and an address of no brand gets 421 (W-4, W-8)", async () => {
  for (const path of asked) {
    expect((await send({ path })).headers, path).toMatchObject(securityHeaders());
    const foreign = await send({ path, host: "evil.test" });
    expect(foreign.status, path).toBe(421);
    expect(foreign.headers, path).toMatchObject(securityHeaders());
  }
});

test("the change of the password is reached from there, for somebody who is logged in", async ({
  person,
}) => {
  const owner = await person({});
  await owner.opens("/.well-known/change-password");
  await expect(owner.page).toHaveURL(/\/account-settings\/account-details$/);
  await expect(owner.page.getByRole("button", { name: "Change password" })).toBeVisible();
});
