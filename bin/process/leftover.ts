/** Remembers a server across starts, so that one whose starter was killed does not keep its port. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { isHeld, markOf } from "./file-lock";
import { stopProcess } from "./is-alive";

/** Ends the server of an earlier start if it still runs. Call it under the lock of the starter. */
export async function endLeftover(path: string): Promise<void> {
  let mark = "";
  try {
    mark = readFileSync(path, "utf8");
  } catch {
    return;
  }
  if (isHeld(mark)) await stopProcess(Number(mark.split(" ")[0]));
  rmSync(path, { force: true });
}

export function rememberServer(path: string, pid: number): void {
  writeFileSync(path, markOf(pid));
}
