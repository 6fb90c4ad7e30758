import type { Cleanups } from "@/bin/process/cleanups";
import { findFreePort } from "@/bin/process/ports";
import { type Server, type ServerName, type ServerOptions, startServer } from "@/bin/stack/servers";

/** A server that a test stops and starts again on the same port; started on return. */
export async function startRestartable(
  { add }: Cleanups,
  name: ServerName,
  options: Omit<ServerOptions, "port">,
) {
  const port = await findFreePort();
  const start = () => startServer(name, { ...options, port });
  const restartable = {
    port,
    /** Null while it is stopped. */
    server: (await start()) as Server | null,
    async start() {
      this.server = await start();
    },
    /** SIGTERM, until the process is gone. */
    async stop() {
      await this.server?.stop();
      this.server = null;
    },
  };
  add(() => restartable.stop());
  return restartable;
}
