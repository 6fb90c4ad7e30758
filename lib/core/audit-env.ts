/** Settings for the copy of the audit trail's heads that leaves the host (SECURITY G-5, G-8). */
import { z } from "zod";
import { ring } from "./env-fields";
import { isLoopback } from "./loopback";
import type { Complain } from "./mistakes";

export const auditFields = {
  AUDIT_SIGNING_KEYS: ring.optional(),
  AUDIT_SINK_URL: z
    .string()
    .refine(isSink, "must be file:///an/absolute/path or an https:// address")
    .optional(),
  AUDIT_SINK_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, "must have 16 characters or more")
    .optional(),
  AUDIT_SINK_ENTRIES: z.enum(["1"], { error: 'must be "1" or not set' }).optional(),
};

type AuditEnv = z.output<z.ZodObject<typeof auditFields>>;

/** Either heads are shipped, and then signed, or nothing is. */
export function checkAudit(env: Partial<AuditEnv>, complain: Complain): void {
  if (env.AUDIT_SINK_URL && !env.AUDIT_SIGNING_KEYS)
    complain("AUDIT_SIGNING_KEYS", "is missing; what goes to AUDIT_SINK_URL is signed");
  if (env.AUDIT_SIGNING_KEYS && !env.AUDIT_SINK_URL)
    complain("AUDIT_SINK_URL", "is missing; AUDIT_SIGNING_KEYS sign what goes there");
  if (env.AUDIT_SINK_ENTRIES && !env.AUDIT_SINK_URL)
    complain("AUDIT_SINK_URL", "is missing; AUDIT_SINK_ENTRIES go there");
}

/** Plain HTTP never leaves this machine. */
function isSink(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  if (url.protocol === "file:") return /^file:\/\/\/./.test(value);
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}
