/** Neither a login nor any other redirect leads where the request says (S-10). */
import { expect, test } from "@/e2e/fixtures";
import { type ActionAnswer, callAction } from "@/e2e/wire/call-action";
import { aCaller, Caller } from "@/e2e/wire/caller";
import { hostOf, send, sendBytes } from "@/e2e/wire/raw-request";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aMember, testPassword } from "@/lib/testing/people";

const evil = "evil.test";
const payloads = [
  `//${evil}`,
  `///${evil}`,
  `/\\${evil}`,
  `\\\\${evil}`,
  `/\t/${evil}`,
  `\n//${evil}`,
  ` //${evil}`,
  `/.//${evil}`,
  `/..//${evil}`,
  `https:${evil}`,
  `https:/${evil}`,
  `https://${evil}`,
  `HTTPS://${evil}`,
  `https://razorpay.localhost@${evil}`,
  `https://razorpay.localhost.${evil}`,
  `https://${evil}#razorpay.localhost`,
  `https://${evil}?razorpay.localhost`,
  `https://${evil}\\@razorpay.localhost`,
  `javascript:alert("${evil}")`,
  `java\tscript:alert("${evil}")`,
  `data:text/html,${evil}`,
  `%2f%2f${evil}`,
  `%5c%5c${evil}`,
  `https://${evil.replace(".", "\u3002")}`,
];
const names = ["callbackUrl", "redirect", "redirectTo", "next", "returnTo", "url", "from", "to"];

/** Everything by which a request can ask to be led somewhere, each with a payload of its own if there are several. */
function askingFor(...wanted: string[]) {
  const quoted = (index: number) => encodeURIComponent(wanted[index % wanted.length] ?? "");
  const query = names.map((name, index) => `${name}=${quoted(index)}`).join("&");
  const cookieNames = ["next-auth", "__Secure-next-auth", "__Host-next-auth"];
  const cookie = cookieNames.map((name, at) => `${name}.callback-url=${quoted(at)}`).join("; ");
  return { path: `/login?${query}`, cookie, headers: { referer: `https://${evil}/` } };
}

const cookieOf = ({ setCookies }: ActionAnswer) => setCookies.at(-1)?.split(";")[0] ?? "";

test("after a login everybody is at the first page, whatever of 24 payloads is in query, cookies and referer (S-10)", async () => {
  test.slow();
  const member = await aMember({ hasPassword: true });
  const fields = { email: member.email, password: testPassword };
  for (let round = 0; round < 8; round++) {
    // Each login has eight of them, and after eight logins each has stood in three places.
    const asking = askingFor(...names.map((_, index) => payloads[(round * 3 + index) % 24] ?? ""));
    const page = await send({ path: asking.path, headers: { cookie: asking.cookie } });
    expect([page.status, page.headers.location], asking.path).toEqual([200, undefined]);
    const links = [...page.body.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, to]) => to);
    expect(
      links.filter((to) => /evil/.test(`${to}`)),
      asking.path,
    ).toEqual([]);
    const { location, state } = await callAction({ action: "logInAction", fields, ...asking });
    expect([location, state], asking.path).toEqual(["/", null]);
  }
});

test("a form that names where to go is refused, and the second step leads to the first page as well (S-10, C-5)", async () => {
  const member = await aMember({ hasPassword: true, mobile: true, isTwoStepOn: true });
  const fields = { email: member.email, password: testPassword };
  const asking = askingFor(`//${evil}`);
  for (const name of names) {
    const extra = await callAction({
      action: "logInAction",
      fields: { ...fields, [name]: `//${evil}` },
      ...asking,
    });
    expect(extra.state, name).toMatchObject({ status: "invalid" });
  }
  const asked = await callAction({ action: "logInAction", fields, ...asking });
  const { challengeId } = (asked.state as unknown as { data: { challengeId: string } }).data;
  const done = await callAction({
    action: "verifyLoginAction",
    fields: { challengeId, code: await latestCode(member.mobile ?? "") },
    path: asking.path,
    cookie: `${cookieOf(asked)}; ${asking.cookie}`,
  });
  expect(done.location).toBe("/");
});

test("whoever is logged in, or is not, is led within the brand's own address whatever the path says", async () => {
  const owner = await aCaller();
  const origin = `http://${hostOf(owner.brandHost)}`;
  const nobody = new Caller(owner.member, "");
  for (const payload of payloads) {
    const { path, cookie } = askingFor(payload);
    const quoted = payload.replace(/[^!-~]|["\\]/g, encodeURIComponent);
    const raw = payload.startsWith("/") || payload.startsWith("%") ? quoted : `/${quoted}`;
    const paths = [path, path.replace("/login", "/"), raw, `${raw}/`, `/account-settings${raw}/`];
    for (const to of paths) {
      for (const caller of [owner, nobody]) {
        const more = `${caller.cookie}${caller.cookie && "; "}${cookie}`;
        const { headers } = await caller.get(to, { headers: { cookie: more } });
        if (!headers.location) continue;
        expect(
          new URL(headers.location, `${origin}/login`).origin,
          `${to} -> ${headers.location}`,
        ).toBe(origin);
      }
    }
    const line = `GET /${payload.replace(/\s/g, "")}/ HTTP/1.1\r\nHost: ${hostOf(owner.brandHost)}`;
    const answer = await sendBytes(`${line}\r\nConnection: close\r\n\r\n`);
    const location = /^location: (.*)$/im.exec(answer)?.[1]?.trim();
    if (location)
      expect(new URL(location, `${origin}/login`).origin, `${line}: ${location}`).toBe(origin);
  }
});
