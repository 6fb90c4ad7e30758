/**
 * The configuration of dashboard, worker and operator's command as a whole: what `lib/core/env` knows by itself, and
 * what only the rooms know that a variable is for. Every program reads it first (SECURITY C-10).
 */
import { type Env, parseEnv } from "@/lib/core/env";
import { port } from "@/lib/core/env-fields";
import {
  describeListenTrouble,
  findListenTrouble,
  type ListenVariables,
} from "@/lib/core/listen-trouble";
import { complainOf } from "@/lib/core/mistakes";
import type { Rule, Source } from "@/lib/core/read-fields";
import { readApiUrls } from "@/lib/orgs/api-url";
import { indexHosts } from "@/lib/orgs/find-org";
import { readOrgUrls } from "@/lib/orgs/org-url";
import { checkDltTemplates } from "@/lib/sms/dlt-templates";

export type MailEnv = Env & { SMTP_URL: string };

/** Rules that need to know the brands. */
const rules: Rule<Env>[] = [
  (env, complain) => {
    const hosts = env.ORG_HOSTS ?? "";
    complainOf(complain, () => indexHosts(hosts));
    complainOf(complain, () => readOrgUrls("", env.DASHBOARD_ORIGIN ?? ""));
    complainOf(complain, () => readApiUrls(env.ORG_API_URLS ?? ""));
    complainOf(complain, () => checkDltTemplates(env));
  },
];

/** Throws `Misconfigured` with a sentence for each wrong variable, never with a value. `more` are a program's own rules. */
export function readConfiguration(source: Source, more: readonly Rule<Env>[] = []): Env {
  return parseEnv(source, [...rules, ...more]);
}

/**
 * The same for the dashboard, with the places where it will listen: Next reads PORT and HOSTNAME itself, and tells what
 * is wrong with them too late and with a stack.
 */
export async function readDashboardConfiguration(source: Source): Promise<Env> {
  const page = { PORT: source.PORT || "3000", HOSTNAME: source.HOSTNAME || "0.0.0.0" };
  const mistakes = [
    await findPlaceMistake(page.PORT, page.HOSTNAME, { port: "PORT", host: "HOSTNAME" }),
    await findPlaceMistake(source.DASHBOARD_METRICS_PORT, source.METRICS_HOST || "127.0.0.1", {
      port: "DASHBOARD_METRICS_PORT",
      host: "METRICS_HOST",
    }),
  ];
  const wantsPlaces: Rule<Env> = (_, complain) => {
    for (const mistake of mistakes) if (mistake) complain(...mistake);
  };
  return readConfiguration(source, [wantsPlaces]);
}

async function findPlaceMistake(given: string | undefined, host: string, names: ListenVariables) {
  if (!given) return null;
  const wanted = port.safeParse(given);
  if (!wanted.success)
    return [names.port, wanted.error.issues[0]?.message ?? "is no port"] as const;
  const trouble = await findListenTrouble(wanted.data, host);
  return trouble ? describeListenTrouble(trouble, names) : null;
}

/** The same for the worker, which sends mail and so must know where it goes. */
export function readWorkerConfiguration(source: Source): MailEnv {
  const wantsMail: Rule<Env> = (env, complain) => {
    if (!env.SMTP_URL) complain("SMTP_URL", "is missing; it is where mail goes");
  };
  return readConfiguration(source, [wantsMail]) as MailEnv;
}
