/**
 * Processes that wait for a link in a mail: sign-ups, invitations, password resets, new email addresses. Links are
 * stored as hashes.
 */
import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Role } from "@/lib/core/roles";
import type { OrgId } from "@/lib/orgs/org";
import { at, merchants, users } from "./people";
import { bytea } from "./sessions";

/** A sign-up whose address is not confirmed yet. Neither user nor merchant exists before that. */
export const signups = pgTable(
  "signups",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    businessName: text("business_name").notNull(),
    passwordHash: text("password_hash").notNull(),
    /** SHA-256 of the link's token. */
    tokenHash: bytea("token_hash").notNull().unique(),
    /** SHA-256 of a cookie of the browser that signed up. In that browser the link is enough. */
    browserHash: bytea("browser_hash").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
  },
  (t) => [
    index("signups_email").on(t.orgId, t.email),
    index("signups_expiry").on(t.expiresAt),
    check(
      "signups_email_is_normal",
      sql`${t.email} = lower(btrim(${t.email})) and ${t.email} <> ''`,
    ),
  ],
);

export const invitations = pgTable(
  "invitations",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    merchantId: text("merchant_id").notNull(),
    email: text("email").notNull(),
    role: text("role").$type<Role>().notNull(),
    invitedBy: text("invited_by").notNull(),
    tokenHash: bytea("token_hash").notNull().unique(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    acceptedAt: at("accepted_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [
    uniqueIndex("invitations_one_open")
      .on(t.orgId, t.merchantId, t.email)
      .where(sql`${t.acceptedAt} is null and ${t.revokedAt} is null`),
    index("invitations_end").on(sql`coalesce(${t.acceptedAt}, ${t.revokedAt}, ${t.expiresAt})`),
    foreignKey({
      name: "invitations_merchant",
      columns: [t.orgId, t.merchantId],
      foreignColumns: [merchants.orgId, merchants.id],
    }),
    foreignKey({
      name: "invitations_inviter_of_same_org",
      columns: [t.orgId, t.invitedBy],
      foreignColumns: [users.orgId, users.id],
    }),
    check("invitations_role", sql`${t.role} in ('owner','admin','manager','operations','viewer')`),
    check(
      "invitations_email_is_normal",
      sql`${t.email} = lower(btrim(${t.email})) and ${t.email} <> ''`,
    ),
  ],
);

export const passwordResets = pgTable(
  "password_resets",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    userId: text("user_id").notNull(),
    tokenHash: bytea("token_hash").notNull().unique(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
  },
  (t) => [
    index("password_resets_user").on(t.orgId, t.userId, t.createdAt),
    index("password_resets_expiry").on(t.expiresAt),
    foreignKey({
      name: "password_resets_user_of_same_org",
      columns: [t.orgId, t.userId],
      foreignColumns: [users.orgId, users.id],
    }),
  ],
);

/** A new address takes effect when its link is opened; until then the old one stays. */
export const emailChanges = pgTable(
  "email_changes",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    userId: text("user_id").notNull(),
    email: text("email").notNull(),
    tokenHash: bytea("token_hash").notNull().unique(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
  },
  (t) => [
    index("email_changes_user").on(t.orgId, t.userId, t.createdAt),
    index("email_changes_expiry").on(t.expiresAt),
    foreignKey({
      name: "email_changes_user_of_same_org",
      columns: [t.orgId, t.userId],
      foreignColumns: [users.orgId, users.id],
    }),
    check(
      "email_changes_email_is_normal",
      sql`${t.email} = lower(btrim(${t.email})) and ${t.email} <> ''`,
    ),
  ],
);

/**
 * "This wasn't me": a link for one reader of one notice. It works once, and only while its reader is the user concerned
 * or an owner.
 */
export const notMeLinks = pgTable(
  "not_me_links",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    readerId: text("reader_id").notNull(),
    /** Who made the change that the notice reports. */
    actorId: text("actor_id").notNull(),
    /** Whom the change is about; null: a rule of the whole merchant. */
    concernedId: text("concerned_id"),
    merchantId: text("merchant_id"),
    keyId: text("key_id"),
    /** The notice's kind: what happened. */
    kind: text("kind").notNull(),
    tokenHash: bytea("token_hash").notNull().unique(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
    /** The address that the press gives back to the user concerned: the link went to it when it was changed. */
    restoresEmail: text("restores_email"),
    /** Set when the reader's link of an earlier change of their address was pressed: this one went to a later address. */
    voidedAt: at("voided_at"),
  },
  (t) => [
    index("not_me_links_expiry").on(t.expiresAt),
    index("not_me_links_of_reader").on(t.orgId, t.readerId, t.createdAt),
    check(
      "not_me_links_restores_readers_own",
      sql`${t.restoresEmail} is null or ${t.readerId} = ${t.concernedId}`,
    ),
    check("not_me_links_void_or_used", sql`${t.voidedAt} is null or ${t.usedAt} is null`),
    foreignKey({
      name: "not_me_links_reader",
      columns: [t.orgId, t.readerId],
      foreignColumns: [users.orgId, users.id],
    }),
    foreignKey({
      name: "not_me_links_actor",
      columns: [t.orgId, t.actorId],
      foreignColumns: [users.orgId, users.id],
    }),
    foreignKey({
      name: "not_me_links_concerned",
      columns: [t.orgId, t.concernedId],
      foreignColumns: [users.orgId, users.id],
    }),
    foreignKey({
      name: "not_me_links_merchant",
      columns: [t.orgId, t.merchantId],
      foreignColumns: [merchants.orgId, merchants.id],
    }),
  ],
);
