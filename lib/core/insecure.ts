/**
 * What production refuses because others could read or answer it: traffic beyond this machine without TLS, and hosts
 * that are nobody's. ALLOW_INSECURE permits one by name.
 */
import { z } from "zod";
import { isLoopback } from "./loopback";
import type { Complain } from "./mistakes";

/** What each name permits. */
const kinds = {
  smtp: "mail, with links that log people in, may travel unencrypted",
  sms: "codes and numbers may travel to the SMS gateway unencrypted",
  database: "everything may travel to and from PostgreSQL unencrypted",
  authorizer: "gateways may send API keys to the authorizer unencrypted",
  localhost: "a brand may live at a host that is nobody's, such as localhost",
};
export type Insecure = keyof typeof kinds;

const names = Object.keys(kinds) as Insecure[];
const isName = (name: string): name is Insecure => names.some((known) => known === name);

export const insecureFields = {
  NODE_ENV: z.string().optional(),
  ALLOW_INSECURE: z
    .string()
    .default("")
    .transform((list, context): readonly Insecure[] => {
      const given = list
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean);
      const known = given.filter(isName);
      if (known.length < given.length)
        context.addIssue(`must name some of ${names.join(", ")}; nothing else can be permitted`);
      return known;
    }),
};

export type Permissions = Partial<z.output<z.ZodObject<typeof insecureFields>>>;

/** A sentence for each thing that is permitted, to be said at every start. */
export function insecureWarnings({ ALLOW_INSECURE = [] }: Permissions): string[] {
  return ALLOW_INSECURE.map((name) => `ALLOW_INSECURE permits ${name}: ${kinds[name]}.`);
}

/** Whether production must refuse this. */
export function isRefused({ NODE_ENV, ALLOW_INSECURE = [] }: Permissions, name: Insecure): boolean {
  return NODE_ENV === "production" && !ALLOW_INSECURE.includes(name);
}

const orPermit = (name: Insecure) => `or permit it with ALLOW_INSECURE=${name}`;

interface Addresses extends Permissions {
  SMTP_URL?: string | undefined;
  SMS_GATEWAY_URL?: string | undefined;
  SMS_FALLBACK_GATEWAY_URL?: string | undefined;
  SMS_SIM_SWAP_URL?: string | undefined;
}

/** Mail and SMS that leave this machine want TLS. */
export function checkSenders(env: Addresses, complain: Complain): void {
  if (env.SMTP_URL && isRefused(env, "smtp") && !isSafeMail(new URL(env.SMTP_URL)))
    complain(
      "SMTP_URL",
      `leads beyond this machine without TLS: use smtps://, or smtp:// with ?requireTLS=true, ${orPermit("smtp")}`,
    );
  for (const name of ["SMS_GATEWAY_URL", "SMS_FALLBACK_GATEWAY_URL", "SMS_SIM_SWAP_URL"] as const) {
    const url = env[name];
    if (url && isRefused(env, "sms") && !isSafeWeb(new URL(url)))
      complain(name, `leads beyond this machine without TLS: use https://, ${orPermit("sms")}`);
  }
}

/** So does PostgreSQL. `name` is the variable that holds the address. */
export function checkDatabase(
  env: Permissions,
  [name, address]: [string, string | undefined],
  complain: Complain,
): void {
  if (address && isRefused(env, "database") && !isSafeDatabase(address))
    complain(
      name,
      `leads beyond this machine without TLS: add sslmode=verify-full, ${orPermit("database")}`,
    );
}

const off = ["false", "0"];

function isSafeMail(url: URL): boolean {
  if (isLoopback(url.hostname)) return true;
  const { searchParams } = url;
  const isEncrypted =
    url.protocol === "smtps:" || ["true", "1"].includes(searchParams.get("requireTLS") ?? "");
  return isEncrypted && !off.includes(searchParams.get("tls.rejectUnauthorized") ?? "");
}

function isSafeWeb(url: URL): boolean {
  return url.protocol === "https:" || isLoopback(url.hostname);
}

/** As pg reads it: `host` may stand behind the question mark, a path is a socket, and the last of several counts. */
function isSafeDatabase(address: string): boolean {
  const url = new URL(address.replace("@/", "@localhost/"));
  const setting = (name: string) => url.searchParams.getAll(name).at(-1);
  const host = setting("host") || decodeURIComponent(url.hostname) || "localhost";
  if (host.startsWith("/") || isLoopback(host)) return true;
  const mode = setting("sslmode");
  if (setting("uselibpqcompat") === "true") return mode === "verify-ca" || mode === "verify-full";
  if (mode !== undefined) return ["require", "verify-ca", "verify-full"].includes(mode);
  return ["true", "1"].includes(setting("ssl") ?? "");
}
