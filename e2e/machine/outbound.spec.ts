/** No request makes a process of ours open a connection to an address that the request names (W-14). */
import { createServer } from "node:net";
import { close, listen } from "@/bin/process/ports";
import { expect, test } from "@/e2e/fixtures";
import { ask } from "@/e2e/wire/ask";
import { callAction } from "@/e2e/wire/call-action";
import { aCaller } from "@/e2e/wire/caller";
import { expectAlive } from "@/e2e/wire/expect-no-fault";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { hostOf, send, sendBytes, sharedPort } from "@/e2e/wire/raw-request";

/** Headers by which Next, proxies and others were made to fetch something, in one version or another. */
const leading = [
  "x-forwarded-host",
  "forwarded",
  "x-middleware-rewrite",
  "x-middleware-next",
  "x-middleware-subrequest",
  "x-nextjs-rewrite",
  "x-nextjs-redirect",
  "x-invoke-path",
  "x-matched-path",
  "x-rewrite-url",
  "x-original-url",
  "next-url",
  "x-action-redirect",
  "location",
  "destination",
  "x-real-ip",
];

test("not from a request line, a header, a form or a report: whoever listens there hears nothing (W-14)", async () => {
  test.slow();
  const heard: string[] = [];
  const server = createServer((socket) => {
    heard.push("a connection");
    socket.destroy();
  });
  const port = await listen(server);
  const there = `http://127.0.0.1:${port}/canary`;
  const good = hostOf("razorpay.localhost");
  // An allowed name with the listener's port: Next fetches the page to which an action redirects by itself.
  const bent = `razorpay.localhost:${port}`;

  const upgrade =
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n";
  const end = "Connection: close\r\n\r\n";
  const lines = [`GET ${there}`, `GET //127.0.0.1:${port}/`, `CONNECT 127.0.0.1:${port}`];
  const requests = lines.flatMap((line) =>
    [good, `127.0.0.1:${port}`, bent].flatMap((host) =>
      [end, upgrade].map((last) => `${line} HTTP/1.1\r\nHost: ${host}\r\n${last}`),
    ),
  );
  await Promise.all(requests.map((bytes) => sendBytes(bytes).catch(() => "")));
  const owner = await aCaller({ mobile: true, otp: true });
  for (const name of leading) {
    const values = [there, `127.0.0.1:${port}`, `host=127.0.0.1:${port}`, bent];
    const paths = ["/login", "/account-settings/api-keys", "/_next/data/x/login.json"];
    const asked = values.flatMap((value) => [
      ...paths.map((path) => owner.get(path, { headers: { [name]: value } })),
      callAction({ action: "startOverAction", headers: { [name]: value } }),
    ]);
    await Promise.all(asked);
  }
  await ask(process.env.KEYDESK_E2E_AUTHORIZER ?? "", null, { path: `/authorize?u=${there}` });
  const shared = sharedPort();
  const bentHeaders = { host: bent, origin: `http://${bent}` };
  for (const action of ["startOverAction", "logOutAction"])
    await callAction({ action, headers: bentHeaders, cookie: owner.cookie, port: shared });
  for (const path of [
    `/_next/image?url=${encodeURIComponent(there)}&w=64&q=75`,
    `/login?url=${there}`,
  ])
    await send({ path });
  const report = { "csp-report": { "document-uri": there, "blocked-uri": there } };
  await send({ method: "POST", path: "/api/csp-report", body: JSON.stringify(report) });
  const another = await aCaller();
  const website = fieldsFor("submitWebsiteAction");
  for (const url of [there, "https://localtest.me", "https://shop.test"]) {
    await another.call("submitWebsiteAction", { ...website, url, contactUrl: there });
    await another.call("submitWebsiteAction", { ...website, url });
  }
  await another.call("inviteMemberAction", { email: `a@127.0.0.1:${port}`, role: "viewer" });
  await expectAlive();
  expect(heard).toEqual([]);
  // Whoever is asked does hear it.
  await fetch(there).catch(() => undefined);
  await close(server);
  expect(heard).toContain("a connection");
});
