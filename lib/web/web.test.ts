import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { clientAddress } from "@/lib/core/client-address";
import { findOrgByHost, indexHosts } from "@/lib/orgs/find-org";
import { readForm } from "./read-form";
import { isSameOrigin } from "./same-origin";

const host = "razorpay.localhost:3000";
const from = (headers: Record<string, string>) => isSameOrigin(new Headers({ host, ...headers }));

describe("same origin (W-1)", () => {
  test("our own page passes, with or without fetch metadata", () => {
    expect(from({ "sec-fetch-site": "same-origin", origin: `http://${host}` })).toBe(true);
    expect(from({ origin: `https://${host}` })).toBe(true);
    expect(from({ "sec-fetch-site": "same-origin" })).toBe(true);
  });

  test.each<Record<string, string>>([
    {},
    { origin: "null" },
    { origin: "http://evil.example" },
    { origin: "http://curlec.localhost:3000" },
    { origin: "http://razorpay.localhost" },
    { origin: `http://${host}.evil.example` },
    { origin: `http://${host}/path` },
    { "sec-fetch-site": "same-site", origin: `http://${host}` },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "none" },
    { origin: "http://evil.example", "x-forwarded-host": "evil.example" },
  ])("%o is refused", (headers) => {
    expect(from(headers)).toBe(false);
  });
});

describe("the client's address (W-10)", () => {
  test("is read from the right, past exactly the trusted proxies; what a client wrote is ignored", () => {
    expect(clientAddress("6.6.6.6, 203.0.113.7", 1)).toBe("203.0.113.7");
    expect(clientAddress("6.6.6.6, 203.0.113.7, 10.0.0.2", 2)).toBe("203.0.113.7");
    expect(clientAddress("6.6.6.6", 0)).toBe("direct");
    expect(clientAddress(null, 1)).toBe("unknown");
    expect(clientAddress("203.0.113.7", 2)).toBe("unknown");
    expect(clientAddress("<script>", 1)).toBe("unknown");
  });

  test("in IPv6 is the /64 that one customer has (L-10)", () => {
    expect(clientAddress("2001:db8:1:2:aaaa::1", 1)).toBe("2001:db8:1:2::/64");
    expect(clientAddress("2001:0DB8:1:2:bbbb:cccc:dddd:eeee", 1)).toBe("2001:db8:1:2::/64");
    expect(clientAddress("::ffff:203.0.113.7", 1)).toBe("203.0.113.7");
    expect(clientAddress("::1", 1)).toBe("0:0:0:0::/64");
  });
});

describe("hosts (DESIGN §3)", () => {
  test("belong to their brand, whatever the port and the case; all others to none (W-8)", () => {
    expect(findOrgByHost("localhost:3000")?.id).toBe("razorpay");
    expect(findOrgByHost("CURLEC.localhost")?.id).toBe("curlec");
    for (const wrong of [
      null,
      "",
      "evil.example",
      "razorpay.localhost.evil",
      "razorpay.localhost:x",
      "a,b",
      "127.0.0.1",
    ]) {
      expect(findOrgByHost(wrong)).toBeNull();
    }
  });

  test("can be changed for a deployment, each given to one brand only", () => {
    const index = indexHosts("razorpay=pay.example, dash.example;axis=bank.example");
    expect(index.get("dash.example")?.id).toBe("razorpay");
    expect(index.has("localhost")).toBe(false);
    expect(index.get("curlec.localhost")?.id).toBe("curlec");
    expect(() => indexHosts("stripe=x.example")).toThrow(/ORG_HOSTS/);
    expect(() => indexHosts("razorpay=x.example;axis=x.example")).toThrow(/ORG_HOSTS/);
  });
});

describe("a form (C-5, D14)", () => {
  const schema = z.strictObject({
    mode: z.enum(["test", "live"], "Choose a mode."),
    note: z.string().max(5, "Too long.").optional(),
  });
  const read = (form: unknown) => readForm(schema, form);
  const form = (...entries: [string, string | Blob][]) => {
    const data = new FormData();
    for (const [name, value] of entries) data.append(name, value as string);
    return data;
  };

  test("passes with its own fields, ignoring those that React adds", async () => {
    expect(read(form(["mode", "live"], ["$ACTION_KEY", "k"]))).toEqual({ input: { mode: "live" } });
  });

  test("names the wrong field, and never what was sent", async () => {
    expect(read(form(["mode", "prod"], ["note", "much too long"]))).toEqual({
      fields: { mode: "Choose a mode.", note: "Too long." },
    });
  });

  test.each([
    ["an unknown field", form(["mode", "test"], ["merchantId", "mer_other"])],
    ["a repeated field", form(["mode", "test"], ["mode", "live"])],
    ["a file", form(["mode", new Blob(["x"])])],
    ["a prototype's name", form(["mode", "test"], ["__proto__", "x"])],
    ["no form at all", null],
    ["a number", 7],
    ["a plain object", { mode: "test" }],
  ])("%s is invalid, not an exception", async (_title, value) => {
    expect(read(value)).toHaveProperty("fields");
  });

  test("of any shape never throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (value) => {
        expect(read(value)).toHaveProperty("fields");
      }),
    );
  });
});
