/** Second factors beside the mobile: authenticator apps and recovery codes. */
import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, pgTable, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import type { OrgId } from "@/lib/orgs/org";
import { at, users } from "./people";
import { bytea } from "./sessions";

/** The id of the secret that sealed the row (lib/core/sealing-keys.ts). The default is what sealed before there were ids. */
const sealingKeyId = () => text("sealing_key_id").notNull().default("otp:0");

export const authenticators = pgTable(
  "authenticators",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    userId: text("user_id").notNull(),
    /** The shared secret, sealed with AES-256-GCM under a key that the database does not hold. */
    sealedSecret: bytea("sealed_secret").notNull(),
    sealingKeyId: sealingKeyId(),
    /** The time step of the last accepted code. That code and older ones are refused (O-10, M6). */
    lastStep: bigint("last_step", { mode: "number" }).notNull().default(0),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Null until a code has proved that the app has the secret. */
    confirmedAt: at("confirmed_at"),
  },
  (t) => [
    unique("authenticators_org_id_id").on(t.orgId, t.id),
    uniqueIndex("authenticators_one_confirmed")
      .on(t.orgId, t.userId)
      .where(sql`${t.confirmedAt} is not null`),
    uniqueIndex("authenticators_one_waiting")
      .on(t.orgId, t.userId)
      .where(sql`${t.confirmedAt} is null`),
    foreignKey({
      name: "authenticators_user_of_same_org",
      columns: [t.orgId, t.userId],
      foreignColumns: [users.orgId, users.id],
    }),
    index("authenticators_sealing_key").on(t.sealingKeyId),
  ],
);

/** Made ten at a time. Each works once, as the second step of a login. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    userId: text("user_id").notNull(),
    /** HMAC-SHA-256(sealing key, user id ‖ code). */
    codeHash: bytea("code_hash").notNull(),
    sealingKeyId: sealingKeyId(),
    createdAt: at("created_at").notNull().defaultNow(),
    usedAt: at("used_at"),
  },
  (t) => [
    unique("recovery_codes_hash").on(t.orgId, t.userId, t.codeHash),
    index("recovery_codes_user").on(t.orgId, t.userId),
    index("recovery_codes_sealing_key").on(t.sealingKeyId).where(sql`${t.usedAt} is null`),
    foreignKey({
      name: "recovery_codes_user_of_same_org",
      columns: [t.orgId, t.userId],
      foreignColumns: [users.orgId, users.id],
    }),
  ],
);
