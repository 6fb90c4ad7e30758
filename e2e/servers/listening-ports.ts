/** What Linux knows of a program's open ports, whatever its configuration says. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const listening = "0A";

/** The TCP ports on which this process listens, on any address, each once. */
export function listeningPorts(pid: number): number[] {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  const own = new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]));
  const rows = ["tcp", "tcp6"].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, "utf8").trim().split("\n").slice(1),
  );
  const ports = rows.flatMap((row) => {
    const [, local = "", , state, , , , , , inode] = row.trim().split(/\s+/);
    const isOwn = state === listening && own.has(inode);
    return isOwn ? [Number.parseInt(local.split(":")[1] ?? "", 16)] : [];
  });
  return [...new Set(ports)];
}
