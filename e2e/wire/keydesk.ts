/** Runs the operator's command as it is built, against the stack, in a process of its own. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { commandFile } from "@/bin/build/build";

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Nothing of the test's own environment but the stack's configuration; `env` overrides it. */
export function keydesk(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const script = join(process.env.KEYDESK_E2E_BUILD ?? "", commandFile);
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...inherited, KEYDESK_OPERATOR: "rita", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ran = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk) => (ran.stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk) => (ran.stderr += chunk));
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done({ code: code ?? -1, ...ran }));
  });
}
