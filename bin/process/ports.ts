/** Ports of 127.0.0.1. An answer is true at that moment only: whoever binds later copes with a loss. */
import { createServer } from "node:net";

export async function findFreePort(): Promise<number> {
  const port = await listenOnce(0);
  if (!port) throw new Error("This machine has no free port.");
  return port;
}

export async function isFree(port: number): Promise<boolean> {
  return port > 0 && (await listenOnce(port)) !== null;
}

function listenOnce(port: number): Promise<number | null> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(null));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(address && typeof address === "object" ? address.port : null));
    });
  });
}
