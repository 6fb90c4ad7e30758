/** What the demo must remember between starts, in a file that only its owner can read. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeSecrets } from "@/lib/testing/secrets";

export interface DemoSecrets {
  /** Belongs to these secrets: data that outlives them (see db/embedded/binaries) is not read with others. */
  database: string;
  env: Record<string, string>;
}

/** The same secrets at every start; random ones at the first. */
export function readDemoSecrets(path: string): DemoSecrets {
  if (!existsSync(path)) {
    const values = { DEMO_DATABASE: `keydesk_${randomBytes(4).toString("hex")}`, ...makeSecrets() };
    const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, lines.join(""), { mode: 0o600, flag: "wx" });
  }
  const { DEMO_DATABASE: database, ...env } = Object.fromEntries(
    readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line.includes("="))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  if (!database) throw new Error(`${path} is damaged: delete it, and the demo starts afresh.`);
  return { database, env };
}
