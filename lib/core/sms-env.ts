/**
 * Settings of the SMS gateways: one gateway, and optionally a fallback (SMS_FALLBACK_…) that is used when the first
 * fails.
 */
import { z } from "zod";
import { isLoopback } from "./loopback";
import type { Complain } from "./mistakes";

const drivers = ["inbox", "http", "twilio", "msg91"] as const;
export type SmsDriver = (typeof drivers)[number];

const driver = z.enum(drivers, { error: 'must be "http", "twilio", "msg91" or "inbox"' });

const headers = z
  .string()
  .default("{}")
  .transform((text, context) => {
    const found = parseHeaders(text);
    if (found) return found;
    context.addIssue("must be a JSON object of header names and values");
    return z.NEVER;
  });

const gatewayFields = {
  /**
   * For the http driver it may contain {{to}}, {{text}} and so on. The twilio and msg91 drivers have a fixed address.
   */
  GATEWAY_URL: z
    .url({ error: "must be the gateway's http(s) address", protocol: /^https?$/ })
    .optional(),
  HTTP_METHOD: z.enum(["POST", "GET"], { error: 'must be "POST" or "GET"' }).default("POST"),
  HTTP_HEADERS: headers,
  HTTP_BODY_TYPE: z.enum(["json", "form"], { error: 'must be "json" or "form"' }).default("json"),
  HTTP_BODY: z
    .string()
    .default('{"to":{{to}},"text":{{text}},"sender":{{sender}},"reference":{{reference}}}'),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/, "must be AC and 32 hexadecimal digits")
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().min(16, "is too short").optional(),
  /** A number or a messaging service id ("MG…"). Without it the brand's sender name is used. */
  TWILIO_FROM: z
    .string()
    .regex(/^(\+\d{7,15}|MG[0-9a-f]{32})$/, "must be a number with + or a messaging service's id")
    .optional(),
  MSG91_AUTH_KEY: z
    .string()
    .regex(/^\w{16,64}$/, "must be 16 to 64 letters and digits")
    .optional(),
  MSG91_ROUTE: z
    .string()
    .regex(/^\d{1,4}$/, "must be a number")
    .default("4"),
};

type Prefixed<P extends string, F> = { [K in keyof F & string as `${P}${K}`]: F[K] };

function prefixed<P extends string, F extends object>(prefix: P, fields: F): Prefixed<P, F> {
  const named = Object.entries(fields).map(([name, field]) => [`${prefix}${name}`, field]);
  return Object.fromEntries(named) as Prefixed<P, F>;
}

export const smsFields = {
  ...prefixed("SMS_", { DRIVER: driver, ...gatewayFields }),
  ...prefixed("SMS_FALLBACK_", { DRIVER: driver.optional(), ...gatewayFields }),
  SMS_DLT_TEMPLATES: z.string().default(""),
  /** Asked before each code whether the number's SIM was changed lately (O-18). Not set: nobody is asked. */
  SMS_SIM_SWAP_URL: z
    .url({ error: "must be the service's http(s) address", protocol: /^https?$/ })
    .optional(),
  SMS_SIM_SWAP_HEADERS: headers,
  SMS_SIM_SWAP_BODY: z
    .string()
    .default('{"phoneNumber":{{to}},"maxAge":240}')
    .refine(isFilledJson, "must be JSON; {{to}} stands without quotes"),
};

const smsSchema = z.object(smsFields);
type SmsEnv = z.output<typeof smsSchema>;
const prefixes = ["SMS_", "SMS_FALLBACK_"] as const;
type SmsPrefix = (typeof prefixes)[number];

/** One gateway's settings, named without their prefix. */
export type SmsGateway = {
  [K in keyof typeof gatewayFields]: z.output<(typeof gatewayFields)[K]>;
} & { DRIVER: SmsDriver };

/** The configured gateways, in the order in which they are tried. */
export function smsGateways(env: Partial<SmsEnv>): SmsGateway[] {
  return prefixes.map((prefix) => gatewayOf(env, prefix)).filter((gateway) => gateway !== null);
}

function gatewayOf(env: Partial<SmsEnv>, prefix: SmsPrefix): SmsGateway | null {
  const driver = env[`${prefix}DRIVER`];
  if (!driver) return null;
  const names = Object.keys(gatewayFields) as (keyof typeof gatewayFields)[];
  const settings = Object.fromEntries(names.map((name) => [name, env[`${prefix}${name}`]]));
  return { ...settings, DRIVER: driver } as SmsGateway;
}

const needed: Record<SmsDriver, readonly (keyof typeof gatewayFields)[]> = {
  inbox: ["GATEWAY_URL"],
  http: ["GATEWAY_URL"],
  twilio: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"],
  msg91: ["MSG91_AUTH_KEY"],
};

/** Calls `complain` for each setting that a chosen driver needs and does not have, or that does not suit it. */
export function checkSms(env: Partial<SmsEnv>, complain: Complain): void {
  for (const prefix of prefixes) {
    const gateway = gatewayOf(env, prefix);
    if (!gateway) continue;
    const { DRIVER, GATEWAY_URL } = gateway;
    for (const name of needed[DRIVER]) {
      if (gateway[name] === undefined)
        complain(`${prefix}${name}`, `is missing; the ${DRIVER} driver needs it`);
    }
    if (DRIVER === "inbox" && GATEWAY_URL && !isLoopback(new URL(GATEWAY_URL).hostname)) {
      complain(
        `${prefix}GATEWAY_URL`,
        "must be a loopback address with the inbox driver, which is for the demo and tests",
      );
    }
    if (DRIVER === "http" && !isBody(gateway))
      complain(`${prefix}HTTP_BODY`, "must be JSON; {{to}} and the like stand without quotes");
  }
}

/** Whether it is JSON with strings in the places of what is to be filled in, if it is to be JSON. */
function isBody({ HTTP_METHOD, HTTP_BODY_TYPE, HTTP_BODY }: SmsGateway): boolean {
  if (HTTP_METHOD === "GET" || HTTP_BODY_TYPE !== "json" || HTTP_BODY === undefined) return true;
  return isFilledJson(HTTP_BODY);
}

function isFilledJson(template: string): boolean {
  try {
    JSON.parse(template.replace(/\{\{\w+\}\}/g, '""'));
    return true;
  } catch {
    return false;
  }
}

function parseHeaders(text: string): Record<string, string> | undefined {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
