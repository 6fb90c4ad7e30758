/** Debian's nginx with the very files of deploy/nginx, in which only addresses and places are replaced. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { needTool } from "@/bin/check/system-tools";
import { type Cleanups, startTogether } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort, isListening } from "@/bin/process/ports";
import { startProcess } from "@/bin/process/start-process";
import { gatewayPorts, type Listening, readDeployFile } from "./deploy-file";

/** Returns once it listens. `listen` and `more` replace lines of the file, as its comments tell people to. */
export function startNginx(
  authorizers: readonly [Listening, Listening],
  api: Listening,
  listen = (port: number) => `listen 127.0.0.1:${port} default_server;`,
  more: [written: string, here: string][] = [],
) {
  return startTogether(async (cleanups) => {
    const port = await findFreePort();
    const text = readDeployFile("nginx/keydesk.conf", [
      ...gatewayPorts(authorizers, api),
      ["listen 127.0.0.1:8443 default_server;", listen(port)],
      ...more,
    ]);
    const { pid } = await runNginx(cleanups, port, () => text);
    return { port, pid };
  });
}

/** Runs it with this text in the http block. Two workers, as in production, so that what must be shared between them is. */
export async function runNginx(
  cleanups: Cleanups,
  port: number,
  textIn: (folder: string) => string,
) {
  const { folder, remove } = makeOwnFolder("nginx");
  cleanups.add(remove);
  writeFileSync(join(folder, "keydesk.conf"), textIn(folder));
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
  return { pid, folder, logFile };
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
events { worker_connections 2048; }
http {
  access_log ${join(folder, "access.log")};
  ${places}
  include ${join(folder, "keydesk.conf")};
}
`;
}
