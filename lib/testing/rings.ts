/** Secrets of this process changed for a while, as a restart with another configuration changes them. */
import { randomBytes } from "node:crypto";
import { type Env, env, parseEnv } from "@/lib/core/env";

export const ringNames = [
  "NEXTAUTH_SECRET",
  "KEY_PEPPERS",
  "PASSWORD_PEPPERS",
  "OTP_PEPPER",
  "SEALING_KEYS",
] as const;

export function aSecret(): string {
  return randomBytes(32).toString("base64");
}

/** Runs `work` with these values in the place of the process's own, and puts those back. */
export async function withSecrets<T>(
  values: Partial<Record<(typeof ringNames)[number], string>>,
  work: () => Promise<T>,
): Promise<T> {
  const own: Env = { ...env() };
  Object.assign(env(), pick(parseEnv({ ...process.env, ...values })));
  try {
    return await work();
  } finally {
    Object.assign(env(), pick(own));
  }
}

function pick({ NEXTAUTH_SECRET, KEY_PEPPERS, PASSWORD_PEPPERS, OTP_PEPPER, SEALING_KEYS }: Env) {
  return { NEXTAUTH_SECRET, KEY_PEPPERS, PASSWORD_PEPPERS, OTP_PEPPER, SEALING_KEYS };
}
