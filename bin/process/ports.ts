/** Ports of 127.0.0.1. A port that is free now may be taken a moment later: starting a server on it can still fail. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";

export async function findFreePort(): Promise<number> {
  const probe = createServer();
  const port = await listen(probe);
  await close(probe);
  return port;
}

export async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    await listen(probe, port);
    await close(probe);
    return port > 0;
  } catch {
    return false;
  }
}

/** Starts the server on 127.0.0.1 and returns its port; 0 takes a free one. */
export async function listen(server: Server, port = 0): Promise<number> {
  await once(server.listen(port, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

/** Closes the server and, of an HTTP server, whatever is still connected. */
export function close(server: Server & { closeAllConnections?(): void }): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections?.();
  });
}

/** Whether something accepts connections there. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const isOpen = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isOpen;
}
