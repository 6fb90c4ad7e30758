/** What the demo takes from the environment of whoever starts it, and what it does not. */
import { isFree } from "@/bin/process/ports";

export function refuseForeignSettings(): void {
  for (const name of ["NODE_ENV", "DATABASE_URL"]) {
    const value = process.env[name];
    if (name === "NODE_ENV" ? value === "production" : value) {
      throw new Error(
        `The demo uses a database of its own and is not for production: unset ${name}.`,
      );
    }
  }
}

/** A port that is free; throws a sentence that names the variable. */
export async function readPort(name: string, fallback: number): Promise<number> {
  const port = Number(process.env[name] || fallback);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${name} must be a port number.`);
  }
  if (!(await isFree(port))) throw new Error(`Port ${port} is in use: set ${name} to a free one.`);
  return port;
}
