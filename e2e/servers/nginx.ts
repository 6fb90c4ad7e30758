/** Debian's nginx with the very file of deploy/nginx, in which only the addresses are replaced. */
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { needTool } from "@/bin/check/system-tools";
import { freePort, stopProcess } from "@/bin/stack/servers";
import { isAlive } from "@/db/embedded/postmaster";

export interface Nginx {
  port: number;
  url: string;
  pid: number;
  stop(): Promise<void>;
}

interface NginxOptions {
  /** Ports of the two authorizers; nothing needs to listen there. */
  authorizers: [number, number];
  /** Port of the API. */
  api: number;
}

/** Returns once it listens. Two workers, as in production, so that what must be shared between them is. */
export async function startNginx(o: NginxOptions): Promise<Nginx> {
  const port = await freePort();
  const folder = resolve(".data/nginx", `${port}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "keydesk.conf"), withPorts(port, o));
  writeFileSync(join(folder, "nginx.conf"), mainFile(folder));
  const errorLog = join(folder, "error.log");
  const log = openSync(errorLog, "a", 0o600);
  const args = ["-p", folder, "-e", errorLog, "-c", join(folder, "nginx.conf")];
  const child = spawn(needTool("nginx"), args, { detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  const { pid } = child;
  if (!pid) throw new Error("nginx could not be started.");
  const end = () => child.kill();
  process.once("exit", end);
  const stop = async () => {
    await stopProcess(pid);
    process.off("exit", end);
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + 10_000;
  while (!(await listens(port))) {
    if (Date.now() > deadline || !isAlive(pid)) {
      const said = readFileSync(errorLog, "utf8");
      await stop();
      throw new Error(`nginx did not start: ${said}`);
    }
    await sleep(20);
  }
  return { port, url: `http://127.0.0.1:${port}`, pid, stop };
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

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
    socket.once("close", () => socket.destroy());
    socket.once("connect", () => socket.destroy());
  });
}
