/** The role that serves: a login of its own in it, and the product running with its rights. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { makeLogin } from "@/db/login";
import { makePassword } from "./secrets";

let url: Promise<string> | undefined;

/** The test worker's database for a login in the serving role. */
export function servingRoleUrl(): Promise<string> {
  const login = { name: `dashboard_${randomBytes(6).toString("hex")}`, password: makePassword() };
  url ??= makeLogin(process.env.DATABASE_URL ?? "", "keydesk_dashboard", login);
  return url;
}

/** Runs `work` while everything that asks for the process's pool gets one of the serving role. */
export async function asServingRole<T>(work: () => Promise<T>): Promise<T> {
  const holder = globalThis as { keydeskPool?: pg.Pool | undefined };
  const usual = holder.keydeskPool;
  const serving = new pg.Pool({ connectionString: await servingRoleUrl(), max: 4 });
  holder.keydeskPool = serving;
  try {
    return await work();
  } finally {
    holder.keydeskPool = usual;
    // The operator's command ends the pool that it finds.
    if (!serving.ended) await serving.end();
  }
}
