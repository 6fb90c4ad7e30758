/** Runs a program that ends by itself. */
import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync } from "node:fs";
import { text } from "node:stream/consumers";
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
  const said = [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : ""));
  const [code, why] = await once(child, "close").then(
    ([status]): [number, string] => [status ?? -1, ""],
    (error): [number, string] => [-1, error.message],
  );
  const [stdout = "", stderr = ""] = await Promise.all(said);
  return { code, stdout, stderr: stderr + why };
}
