/** New random secrets in the form that the configuration needs. */
import { randomBytes } from "node:crypto";

const secret = () => randomBytes(32).toString("base64");

export function makeSecrets() {
  return {
    NEXTAUTH_SECRET: secret(),
    KEY_PEPPERS: `k1:${secret()}`,
    PASSWORD_PEPPERS: `p1:${secret()}`,
    OTP_PEPPER: secret(),
  };
}

/** For the heads of the audit trail. */
export function makeSigningKeys(): string {
  return `a1:${secret()}`;
}

/** A password that needs no escaping in a database address. */
export function makePassword(): string {
  return randomBytes(24).toString("base64url");
}
