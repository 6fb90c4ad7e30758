/** Debian's nginx with the very file of deploy/nginx, in which only the addresses are replaced. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { needTool } from "@/bin/check/system-tools";
import { startTogether } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort, isListening } from "@/bin/process/ports";
import { startProcess } from "@/bin/process/start-process";

export interface Nginx {
  port: number;
  url: string;
  pid: number;
  stop(): Promise<void>;
}

interface NginxOptions {
  /** Ports of the two authorizers; nothing needs to listen there. */
  authorizers: readonly [number, number];
  /** Port of the API. */
  api: number;
}

/** Returns once it listens. Two workers, as in production, so that what must be shared between them is. */
export function startNginx(o: NginxOptions): Promise<Nginx> {
  return startTogether(async (cleanups) => {
    const port = await findFreePort();
    const { folder, remove } = makeOwnFolder("nginx");
    cleanups.add(remove);
    writeFileSync(join(folder, "keydesk.conf"), withPorts(port, o));
    writeFileSync(join(folder, "nginx.conf"), mainFile(folder));
    const logFile = join(folder, "error.log");
    const starting = startProcess({
      name: "nginx",
      command: needTool("nginx"),
      args: ["-p", folder, "-e", logFile, "-c", join(folder, "nginx.conf")],
      env: process.env,
      logFile,
      isReady: () => isListening(port),
    });
    const { pid } = await cleanups.keep(starting);
    return { port, url: `http://127.0.0.1:${port}`, pid };
  });
}

function withPorts(port: number, o: NginxOptions): string {
  const [first, second] = o.authorizers;
  const ports = [
    [3100, first],
    [3101, second],
    [8080, o.api],
    [8443, port],
  ] as const;
  let text = readFileSync("deploy/nginx/keydesk.conf", "utf8");
  for (const [written, real] of ports) {
    const address = `127.0.0.1:${written}`;
    if (!text.includes(address)) throw new Error(`The file does not name ${address}.`);
    text = text.replaceAll(address, `127.0.0.1:#${real}`);
  }
  return text.replaceAll(":#", ":");
}

function mainFile(folder: string): string {
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join("\n  ");
  // As root, workers would become a user who cannot enter this folder.
  return `${process.getuid?.() === 0 ? "user root;" : ""}
daemon off;
worker_processes 2;
pid ${join(folder, "nginx.pid")};
events { worker_connections 512; }
http {
  access_log ${join(folder, "access.log")};
  ${places}
  include ${join(folder, "keydesk.conf")};
}
`;
}
