/**
 * The configuration of dashboard, worker and operator's command as a whole: what `lib/core/env` knows by itself, and
 * what only the rooms know that a variable is for. Every program reads it first (SECURITY C-10).
 */
import { type Env, isProduction, parseEnv } from "@/lib/core/env";
import { port } from "@/lib/core/env-fields";
import { isRefused } from "@/lib/core/insecure";
import { makePlaceRule } from "@/lib/core/listen-trouble";
import { complainOf, Mistake } from "@/lib/core/mistakes";
import type { Rule, Source } from "@/lib/core/read-fields";
import { readApiUrls } from "@/lib/orgs/api-url";
import { indexHosts } from "@/lib/orgs/find-org";
import type { Org } from "@/lib/orgs/org";
import { readOrgUrls } from "@/lib/orgs/org-url";
import { checkDltTemplates } from "@/lib/sms/dlt-templates";

export type MailEnv = Env & { SMTP_URL: string };

/** Rules that need to know the brands. */
const rules: Rule<Env>[] = [
  (env, complain) => {
    const hosts = env.ORG_HOSTS ?? "";
    complainOf(complain, () => checkHosts(env, indexHosts(hosts)));
    complainOf(complain, () => readOrgUrls("", env.DASHBOARD_ORIGIN ?? ""));
    complainOf(complain, () => readApiUrls(env.ORG_API_URLS ?? ""));
    complainOf(complain, () => checkDltTemplates(env));
  },
];

/** In production a name that every browser takes for its own machine is nobody's address. */
function checkHosts(env: Partial<Env>, hosts: Map<string, Org>): void {
  if (!isProduction(env) || !isRefused(env, "localhost")) return;
  const local = [...hosts].filter(([host]) => /(^|\.)localhost$/.test(host));
  const brands = [...new Set(local.map(([, { id }]) => id))];
  if (brands.length > 0)
    throw new Mistake(
      "ORG_HOSTS",
      `leaves ${brands.join(", ")} at localhost: give each brand its host, or none (${brands[0]}=), or permit it with ALLOW_INSECURE=localhost`,
    );
}

/** Throws `Misconfigured` with a sentence for each wrong variable, never with a value. `more` are a program's own rules. */
export function readConfiguration(source: Source, more: readonly Rule<Env>[] = []): Env {
  return parseEnv(source, [...rules, ...more]);
}

/**
 * The same for the dashboard, with the places where it will listen: Next reads PORT and HOSTNAME itself, and tells what
 * is wrong with them too late and with a stack.
 */
export async function readDashboardConfiguration(source: Source): Promise<Env> {
  const given = port.safeParse(source.PORT || "3000");
  const wantsPort: Rule<Env> = (_, complain) => {
    if (!given.success) complain("PORT", given.error.issues[0]?.message ?? "is no port");
  };
  const places = await makePlaceRule(source, [
    { port: "PORT", host: "HOSTNAME", usual: { port: "3000", host: "0.0.0.0" } },
    { port: "DASHBOARD_METRICS_PORT", ...metricsHost },
  ]);
  return readConfiguration(source, [wantsPort, places]);
}

const metricsHost = { host: "METRICS_HOST", usual: { host: "127.0.0.1" } };

/** The same for the worker, which sends mail and so must know where it goes. */
export async function readWorkerConfiguration(source: Source): Promise<MailEnv> {
  const wantsMail: Rule<Env> = (env, complain) => {
    if (!env.SMTP_URL) complain("SMTP_URL", "is missing; it is where mail goes");
  };
  const places = await makePlaceRule(source, [
    { port: "WORKER_PORT", usual: { host: "127.0.0.1" } },
    { port: "WORKER_METRICS_PORT", ...metricsHost },
  ]);
  return readConfiguration(source, [wantsMail, places]) as MailEnv;
}
