/** What is known of the secrets of processes: enough to tell two apart, and nothing that helps to find one (D28). */
import { sql } from "drizzle-orm";
import { check, pgTable, pgView, primaryKey, text } from "drizzle-orm/pg-core";
import { at } from "./people";
import { bytea } from "./sessions";

export const secretFingerprints = pgTable(
  "secret_fingerprints",
  {
    /** The variable's name. */
    ring: text("ring").notNull(),
    id: text("id").notNull(),
    /** HMAC-SHA-256 of a constant under the secret. */
    fingerprint: bytea("fingerprint").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "secret_fingerprints_pk", columns: [t.ring, t.id] }),
    check("secret_fingerprints_length", sql`octet_length(${t.fingerprint}) = 32`),
    check("secret_fingerprints_id", sql`${t.id} ~ '^[a-z0-9]{1,16}$'`),
  ],
);

/** Secrets that have made something that still counts: a living key, a password, a sealed secret, an unused code. */
export const secretsInUse = pgView("secrets_in_use", {
  ring: text("ring").notNull(),
  id: text("id").notNull(),
}).existing();
