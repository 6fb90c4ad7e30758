import { findDemo } from "@/bin/demo/place";
import { env } from "@/lib/core/env";

/**
 * The dashboard's configuration, or that of the demo which runs in this folder: said out loud, and never in production.
 * Throws one sentence a variable that is missing or wrong.
 */
export function configure(): void {
  const { DATABASE_URL, NODE_ENV } = process.env;
  const demo = !DATABASE_URL && NODE_ENV !== "production" ? findDemo() : null;
  if (demo) {
    Object.assign(process.env, demo);
    process.stderr.write("Using the demo's database.\n");
  }
  env();
}
