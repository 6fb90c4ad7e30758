/** Browsers that users have logged in with. */
import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, text, unique } from "drizzle-orm/pg-core";
import type { OrgId } from "@/lib/orgs/org";
import { at, users } from "./people";

/**
 * A browser in which this user has logged in before. It holds a signed cookie with the row's id, and its wrong passwords
 * are counted here instead of at the user, so that nobody else's tries are in its way (L-9).
 */
export const knownDevices = pgTable(
  "known_devices",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    userId: text("user_id").notNull(),
    failedPasswords: integer("failed_passwords").notNull().default(0),
    passwordRetryAt: at("password_retry_at"),
    createdAt: at("created_at").notNull().defaultNow(),
    /** When this user last logged in with it. */
    usedAt: at("used_at").notNull().defaultNow(),
  },
  (t) => [
    unique("known_devices_org_id_id").on(t.orgId, t.id),
    index("known_devices_user").on(t.orgId, t.userId),
    index("known_devices_used").on(t.usedAt),
    foreignKey({
      name: "known_devices_user_of_same_org",
      columns: [t.orgId, t.userId],
      foreignColumns: [users.orgId, users.id],
    }),
    check("known_devices_counter", sql`${t.failedPasswords} >= 0`),
  ],
);
