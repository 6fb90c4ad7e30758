/** What the demo is configured with: by whoever starts it, and by what it remembers between starts. */
import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { isFree } from "@/bin/process/ports";
import { type Complain, complainOf } from "@/lib/core/mistakes";
import { indexHosts } from "@/lib/orgs/find-org";
import { makeSecrets, makeSigningKeys } from "@/lib/testing/secrets";

export function refuseForeignSettings(): void {
  const { NODE_ENV, DATABASE_URL } = process.env;
  if (NODE_ENV !== "production" && !DATABASE_URL) return;
  throw new Error(
    `The demo uses a database of its own and is not for production: unset ${DATABASE_URL ? "DATABASE_URL" : "NODE_ENV"}.`,
  );
}

/** What its starter may choose. Throws every mistake at once, a sentence each, with the variable's name. */
export async function readSettings() {
  const mistakes: string[] = [];
  const port = async (name: string, fallback: number) => {
    const given = readPort(name, mistakes) ?? fallback;
    if (!(await isFree(given)))
      mistakes.push(`Port ${given} is in use: set ${name} to a free one.`);
    return given;
  };
  const settings = {
    dashboard: await port("DASHBOARD_PORT", 3000),
    authorizer: await port("AUTHORIZER_PORT", 3100),
    inbox: await port("INBOX_PORT", 3200),
    /** Undefined: whatever is free. Its server may be running there since an earlier start. */
    postgres: readPort("POSTGRES_PORT", mistakes),
    orgHosts: process.env.ORG_HOSTS ?? "",
  };
  const complain: Complain = (name, words) => mistakes.push(`${name} ${words}.`);
  complainOf(complain, () => indexHosts(settings.orgHosts));
  if (mistakes.length > 0) throw new Error(mistakes.join(" "));
  return settings;
}

function readPort(name: string, mistakes: string[]): number | undefined {
  const given = process.env[name];
  if (!given) return undefined;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  mistakes.push(`${name} must be a port number.`);
  return undefined;
}

/**
 * The same secrets at every start, random ones at the first, in a file that only its owner can read. The database's
 * name belongs to them: data that outlives them (see db/embedded/binaries) is not read with others.
 */
export function readDemoSecrets(path: string): { database: string; env: Record<string, string> } {
  if (!existsSync(path)) {
    const values = { DEMO_DATABASE: `keydesk_${randomBytes(4).toString("hex")}`, ...makeSecrets() };
    const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(path, lines.join(""), { mode: 0o600, flag: "wx" });
  }
  const values = parseEnv(readFileSync(path, "utf8")) as Record<string, string>;
  // A demo of an earlier build had none.
  if (!values.AUDIT_SIGNING_KEYS) {
    values.AUDIT_SIGNING_KEYS = makeSigningKeys();
    appendFileSync(path, `AUDIT_SIGNING_KEYS=${values.AUDIT_SIGNING_KEYS}\n`);
  }
  const { DEMO_DATABASE: database, ...env } = values;
  if (!database) throw new Error(`${path} is damaged: delete it, and the demo starts afresh.`);
  return { database, env };
}
