/** Debian's Caddy with the very file of deploy/caddy, in which only the addresses are replaced. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { needTool } from "@/bin/check/system-tools";
import { startTogether } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort, isListening } from "@/bin/process/ports";
import { startProcess } from "@/bin/process/start-process";
import { gatewayPorts, type Listening, readDeployFile } from "./deploy-file";

/** Returns once it listens. `site` replaces the lines that say where, as the file's comment tells people to. */
export function startCaddy(
  authorizers: readonly [Listening, Listening],
  api: Listening,
  site = (port: number) => `http://:${port} {\n\tbind 127.0.0.1`,
) {
  return startTogether(async (cleanups) => {
    const port = await findFreePort();
    const { folder, remove } = makeOwnFolder("caddy");
    cleanups.add(remove);
    const config = join(folder, "Caddyfile");
    const text = readDeployFile("caddy/Caddyfile", [
      ...gatewayPorts(authorizers, api),
      ["http://:8443 {\n\tbind 127.0.0.1", site(port)],
    ]);
    writeFileSync(config, text);
    const starting = startProcess({
      name: "Caddy",
      command: needTool("caddy"),
      args: ["run", "--config", config, "--adapter", "caddyfile"],
      // It keeps certificates and its last configuration in these.
      env: { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      logFile: join(folder, "log"),
      isReady: () => isListening(port),
    });
    const { pid } = await cleanups.keep(starting);
    return { port, pid };
  });
}
