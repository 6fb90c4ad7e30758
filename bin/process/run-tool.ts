/** Runs a program that ends by itself. */
import { type SpawnOptions, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { endWithStarter, openLog } from "./start-process";

interface ToolOptions extends Pick<SpawnOptions, "cwd" | "env"> {
  /** Where its output goes: into this file, back to the caller, or (default) to the terminal as it comes. */
  output?: { file: string } | "return" | "show";
}

export interface Ran {
  /** 0: it succeeded. -1: it could not be started, or a signal ended it. */
  code: number;
  stdout: string;
  stderr: string;
}

/** It is ended when its starter exits: a build that goes on, say, would disturb the next one. */
export async function runTool(command: string, args: string[], o: ToolOptions = {}): Promise<Ran> {
  const { output = "show", ...options } = o;
  const file = typeof output === "object" ? openLog(output.file) : undefined;
  const to = file ?? (output === "return" ? "pipe" : "inherit");
  const child = spawn(command, args, { ...options, stdio: ["ignore", to, to] });
  if (file !== undefined) closeSync(file);
  endWithStarter(child);
  const said = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (chunk) => (said.stdout += chunk));
  child.stderr?.setEncoding("utf8").on("data", (chunk) => (said.stderr += chunk));
  const code = await new Promise<number>((done) => {
    child.once("error", (error) => {
      said.stderr += error.message;
      done(-1);
    });
    child.once("close", (status) => done(status ?? -1));
  });
  return { code, ...said };
}
