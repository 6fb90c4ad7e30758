/** Runs the operator's command as it is built, against the stack, in a process of its own. */
import { join } from "node:path";
import { commandFile } from "@/bin/build/build";
import { type Ran, runTool } from "@/bin/process/run-tool";

/**
 * Nothing of the test's own environment but the stack's configuration, with the dashboard's database: its role's rights
 * are enough for every command. `env` overrides it.
 */
export function keydesk(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const script = join(process.env.KEYDESK_E2E_BUILD ?? "", commandFile);
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const { DATABASE_URL } = JSON.parse(process.env.KEYDESK_E2E_CONFIG ?? "");
  return runTool(process.execPath, [script, ...args], {
    env: { ...inherited, DATABASE_URL, KEYDESK_OPERATOR: "rita", ...env },
    output: "return",
  });
}
