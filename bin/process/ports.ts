/** Ports of 127.0.0.1. A port that is free now may be taken a moment later: starting a server on it can still fail. */
import { type AddressInfo, connect, createServer, type Server } from "node:net";

export async function findFreePort(): Promise<number> {
  const probe = createServer();
  const port = await listen(probe);
  await new Promise((done) => probe.close(done));
  return port;
}

export async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    await listen(probe, port);
    await new Promise((done) => probe.close(done));
    return port > 0;
  } catch {
    return false;
  }
}

/** Starts the server on 127.0.0.1 and returns its port; 0 takes a free one. */
export function listen(server: Server, port = 0): Promise<number> {
  return new Promise((done, fail) => {
    server.once("error", fail).listen(port, "127.0.0.1", () => {
      server.off("error", fail);
      done((server.address() as AddressInfo).port);
    });
  });
}

/** Closes the server and, of an HTTP server, whatever is still connected. */
export function close(server: Server & { closeAllConnections?(): void }): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections?.();
  });
}

/** Whether something accepts connections there. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket
      .once("error", () => done(false))
      .once("connect", () => {
        socket.destroy();
        done(true);
      });
  });
}
