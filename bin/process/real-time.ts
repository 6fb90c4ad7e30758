/** Real-time priority, as the README advises for an authorizer beside a dashboard. Needs Linux, and root or the right. */
import { execFileSync } from "node:child_process";

/** Lets all threads of a process run before everything ordinary. False: it may not, and nothing has changed. */
export function makeRealTime(pid: number): boolean {
  return setPolicy(["--rr", "--pid", "1", `${pid}`]);
}

export function makeOrdinary(pid: number): void {
  setPolicy(["--other", "--pid", "0", `${pid}`]);
}

function setPolicy(args: string[]): boolean {
  try {
    execFileSync("chrt", ["--all-tasks", ...args], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
