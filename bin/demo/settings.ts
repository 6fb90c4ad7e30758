/** What the demo is configured with: by whoever starts it, and by what it remembers between starts. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { isFree } from "@/bin/process/ports";
import { makeSecrets } from "@/lib/testing/secrets";

export function refuseForeignSettings(): void {
  const { NODE_ENV, DATABASE_URL } = process.env;
  if (NODE_ENV !== "production" && !DATABASE_URL) return;
  throw new Error(
    `The demo uses a database of its own and is not for production: unset ${DATABASE_URL ? "DATABASE_URL" : "NODE_ENV"}.`,
  );
}

/** A port that is free; throws a sentence that names the variable. */
export async function readPort(name: string, fallback: number): Promise<number> {
  const port = Number(process.env[name] || fallback);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${name} must be a port number.`);
  }
  if (!(await isFree(port))) throw new Error(`Port ${port} is in use: set ${name} to a free one.`);
  return port;
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
  const { DEMO_DATABASE: database, ...env } = values;
  if (!database) throw new Error(`${path} is damaged: delete it, and the demo starts afresh.`);
  return { database, env };
}
