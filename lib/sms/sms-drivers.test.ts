/** Each driver's request, byte by byte, sent to a gateway of the test. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { aGateway, asTwilio, closeGateways, twilioSid } from "@/lib/testing/gateways";

const text = "123456 is your Razorpay OTP & more.\n\n@razorpay.localhost #123456";
const sms = {
  org: "razorpay",
  purpose: "otp",
  to: "+919876543210",
  text,
  sender: "RZRPAY",
  reference: "otc_1",
} as const;
const template = "1107160000000000001";
const original = { ...process.env };

afterEach(() => {
  closeGateways();
  for (const name of Object.keys(process.env)) if (!(name in original)) delete process.env[name];
  Object.assign(process.env, original);
  vi.resetModules();
});

async function sending(env: Record<string, string>) {
  vi.resetModules();
  Object.assign(process.env, env);
  const { sendSms } = await import("./sms-gateway");
  return sendSms;
}

const msg91 = (url: string) => ({
  SMS_DRIVER: "msg91",
  SMS_GATEWAY_URL: `${url}/api/v2/sendsms`,
  SMS_MSG91_AUTH_KEY: "0123456789abcdefKEY",
  SMS_DLT_TEMPLATES: `razorpay:otp=${template}`,
});

describe("twilio", () => {
  test("one form post with basic authentication, from the brand's sender name", async () => {
    const { seen, url } = await aGateway({ status: 201, body: "{}" });
    expect(await (await sending(asTwilio(url)))(sms)).toBe("sent");
    expect(seen).toHaveLength(1);
    expect(seen[0]?.line).toBe(`POST /2010-04-01/Accounts/${twilioSid}/Messages.json`);
    expect(seen[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from(`${twilioSid}:a-token-of-sixteen`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(seen[0]?.body).toBe(
      "To=%2B919876543210&From=RZRPAY&Body=123456+is+your+Razorpay+OTP+%26+more.%0A%0A%40razorpay.localhost+%23123456",
    );
  });

  test("from a messaging service, where one is configured", async () => {
    const { seen, url } = await aGateway({ status: 201 });
    const from = `MG${"ab".repeat(16)}`;
    await (await sending({ ...asTwilio(url), SMS_TWILIO_FROM: from }))(sms);
    expect(seen[0]?.body).toContain(`&MessagingServiceSid=${from}&`);
  });

  test("a call that failed halfway is not repeated, because there are no references", async () => {
    const { seen, url } = await aGateway({ status: 500 });
    expect(await (await sending(asTwilio(url)))(sms)).toBe("unknown");
    expect(seen).toHaveLength(1);
  });
});

describe("msg91", () => {
  test("one JSON post with the key, the sender and the template's id (DLT)", async () => {
    const { seen, url } = await aGateway({ status: 200, body: '{"type":"success"}' });
    expect(await (await sending(msg91(url)))(sms)).toBe("sent");
    expect(seen).toHaveLength(1);
    expect(seen[0]?.line).toBe("POST /api/v2/sendsms");
    expect(seen[0]?.headers).toMatchObject({
      authkey: "0123456789abcdefKEY",
      "content-type": "application/json",
    });
    expect(seen[0]?.body).toBe(
      JSON.stringify({
        sender: "RZRPAY",
        route: "4",
        country: "91",
        sms: [{ message: text, to: ["919876543210"] }],
        DLT_TE_ID: template,
      }),
    );
  });

  test("no template outside India; text beyond ASCII is sent as Unicode", async () => {
    const { seen, url } = await aGateway({ status: 200, body: '{"type":"success"}' });
    const abroad = { ...sms, org: "curlec", to: "+60123456789", text: "key …abc" } as const;
    await (await sending(msg91(url)))(abroad);
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
      sender: "RZRPAY",
      route: "4",
      country: "0",
      sms: [{ message: "key …abc", to: ["60123456789"] }],
      unicode: "1",
    });
  });

  test.each([
    ['{"type":"error","message":"template id missing"}', "refused"],
    ["<html>all well</html>", "unknown"],
  ])("200 with %s is %s", async (body, outcome) => {
    const { url } = await aGateway({ status: 200, body });
    expect(await (await sending(msg91(url)))(sms)).toBe(outcome);
  });

  test("the start requires both templates of every Indian brand", async () => {
    await sending(msg91("http://127.0.0.1:9"));
    const { checkDltTemplates, readDltTemplates } = await import("./dlt-templates");
    expect(checkDltTemplates).toThrow(/SMS_DLT_TEMPLATES has no razorpay:notice/);
    expect(() => readDltTemplates("nobody:otp=1107160000000000001")).toThrow(/SMS_DLT_TEMPLATES/);
  });
});

test("a reminder has its own template, or that of a notice where there is none (DLT)", async () => {
  const idOf = async (setting: string) => {
    await sending({ ...msg91("http://127.0.0.1:9"), SMS_DLT_TEMPLATES: setting });
    const { dltTemplateOf } = await import("./dlt-templates");
    return dltTemplateOf("razorpay", "reminder");
  };
  const notice = "razorpay:notice=1107160000000000002";
  expect(await idOf("razorpay:otp=1107160000000000001")).toBeNull();
  expect(await idOf(notice)).toBe("1107160000000000002");
  expect(await idOf(`${notice},razorpay:reminder=1107160000000000003`)).toBe("1107160000000000003");
});

describe("http by templates", () => {
  test("GET with everything in the address, as Kannel needs it", async () => {
    const { seen, url } = await aGateway({ status: 202 });
    const SMS_GATEWAY_URL = `${url}/cgi-bin/sendsms?username=u&to={{to}}&text={{text}}&from={{sender}}`;
    const send = await sending({ SMS_DRIVER: "http", SMS_GATEWAY_URL, SMS_HTTP_METHOD: "GET" });
    expect(await send(sms)).toBe("sent");
    expect(seen[0]).toMatchObject({
      line: `GET /cgi-bin/sendsms?username=u&to=%2B919876543210&text=${encodeURIComponent(text)}&from=RZRPAY`,
      body: "",
    });
  });

  test("a form, its values encoded, with the template's id", async () => {
    const { seen, url } = await aGateway({ status: 200 });
    const send = await sending({
      SMS_DRIVER: "http",
      SMS_GATEWAY_URL: url,
      SMS_HTTP_BODY_TYPE: "form",
      SMS_HTTP_BODY: "to={{to}}&msg={{text}}&dlt={{template}}",
      SMS_DLT_TEMPLATES: `razorpay:otp=${template}`,
    });
    await send(sms);
    expect(seen[0]?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(seen[0]?.body).toBe(
      `to=%2B919876543210&msg=${encodeURIComponent(text)}&dlt=${template}`,
    );
  });
});

test("a gateway that redirects is not followed: nobody else is told number and code (W-14)", async () => {
  const elsewhere = await aGateway({ status: 200, body: '{"type":"success"}' });
  const headers = { location: `${elsewhere.url}/taken` };
  const redirects = [301, 302, 303, 307, 308].map((status) => ({ status, headers }));
  // Each is asked twice: nothing was sent.
  const { seen, url } = await aGateway(...redirects.flatMap((answer) => [answer, answer]));
  const own = { SMS_DRIVER: "http", SMS_HTTP_METHOD: "GET" };
  const sendSms = await sending({ ...own, SMS_GATEWAY_URL: `${url}/send?to={{to}}&text={{text}}` });
  for (const { status } of redirects) expect(await sendSms(sms), `${status}`).toBe("refused");
  expect(await (await sending(asTwilio(url)))(sms)).toBe("refused");
  expect(seen).toHaveLength(12);
  expect(elsewhere.seen).toEqual([]);
});
