/** Debian's nginx with the very file of deploy/nginx, in which only the addresses are replaced. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { needTool } from "@/bin/check/system-tools";
import { startTogether } from "@/bin/process/cleanups";
import { sendBytes } from "@/bin/process/http";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort, isListening } from "@/bin/process/ports";
import { startProcess } from "@/bin/process/start-process";

/** The one 401 (DESIGN §5). */
export const unauthorized =
  '{"error":{"code":"BAD_REQUEST_ERROR","description":"Authentication failed","source":"business","step":"authentication","reason":"invalid_api_key","metadata":{}}}';

/** Sends these bytes; nginx says nothing more after 400 ms, also where it keeps the connection open. */
export function exchange(bytes: string, port: number): Promise<string> {
  return sendBytes(bytes, port, 400);
}

interface Listening {
  port: number;
}

/** Returns once it listens. Two workers, as in production, so that what must be shared between them is. */
export function startNginx(authorizers: readonly [Listening, Listening], api: Listening) {
  return startTogether(async (cleanups) => {
    const port = await findFreePort();
    const { folder, remove } = makeOwnFolder("nginx");
    cleanups.add(remove);
    const [first, second] = authorizers;
    const ports = { 3100: first.port, 3101: second.port, 8080: api.port, 8443: port };
    writeFileSync(join(folder, "keydesk.conf"), withPorts(ports));
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
    await cleanups.keep(starting);
    return { port, url: `http://127.0.0.1:${port}` };
  });
}

function withPorts(ports: Record<string, number>): string {
  const text = readFileSync("deploy/nginx/keydesk.conf", "utf8");
  for (const written of Object.keys(ports))
    if (!text.includes(`127.0.0.1:${written}`))
      throw new Error(`The file does not name ${written}.`);
  return text.replace(/(?<=127\.0\.0\.1:)\d+/g, (written) => `${ports[written] ?? written}`);
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
