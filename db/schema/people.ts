/** Merchants, users, members with their roles, and websites. */
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Role } from "@/lib/core/roles";
import type { OrgId } from "@/lib/orgs/org";

export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const merchants = pgTable(
  "merchants",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    name: text("name").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Set by an operator: none of the merchant's keys may pass until the freeze is lifted (`api_keys.frozen_at`). */
    frozenAt: at("frozen_at"),
    /** The merchant requires 2-step verification of every member. A member without it can only turn it on (D1). */
    isTwoStepRequired: boolean("is_two_step_required").notNull().default(false),
  },
  (t) => [unique("merchants_org_id_id").on(t.orgId, t.id)],
);

export const users = pgTable(
  "users",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    /** Trimmed and lower-cased; unique within the brand. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    passwordHash: text("password_hash"),
    /** E.164. Set only by verifying it, so a number here is a verified one. */
    mobile: text("mobile"),
    mobileVerifiedAt: at("mobile_verified_at"),
    isTwoStepOn: boolean("is_two_step_on").notNull().default(false),
    /** The confirmed authenticator app, if there is one (O-17). */
    authenticatorId: text("authenticator_id"),
    disabledAt: at("disabled_at"),
    /** Counted up by whatever ends this user's sessions: a login that began before it opens nothing (S-8). */
    loginEpoch: integer("login_epoch").notNull().default(0),
    /** Wrong passwords in a row, at login and wherever a password is asked again (L-9, O-21). */
    failedPasswords: integer("failed_passwords").notNull().default(0),
    passwordRetryAt: at("password_retry_at"),
    /** Wrong codes in a row, over all challenges and sessions (O-6, O-7, D11). */
    wrongCodes: integer("wrong_codes").notNull().default(0),
    codesLockedUntil: at("codes_locked_until"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    unique("users_org_id_id").on(t.orgId, t.id),
    uniqueIndex("users_org_id_email").on(t.orgId, t.email),
    // The pepper's id in `hmac384:<id>:<bcrypt>` (secrets_in_use).
    index("users_password_pepper").on(sql`split_part(${t.passwordHash}, ':', 2)`),
    check("users_email_is_normal", sql`${t.email} = lower(btrim(${t.email})) and ${t.email} <> ''`),
    check("users_mobile_is_verified", sql`(${t.mobile} is null) = (${t.mobileVerifiedAt} is null)`),
    check("users_mobile_is_e164", sql`${t.mobile} ~ '^\\+[1-9][0-9]{6,14}$'`),
    check(
      "users_two_step_needs_factor",
      sql`not ${t.isTwoStepOn} or ${t.mobile} is not null or ${t.authenticatorId} is not null`,
    ),
    check("users_counters", sql`${t.failedPasswords} >= 0 and ${t.wrongCodes} >= 0`),
  ],
);

export const members = pgTable(
  "members",
  {
    orgId: text("org_id").$type<OrgId>().notNull(),
    merchantId: text("merchant_id").notNull(),
    userId: text("user_id").notNull(),
    role: text("role").$type<Role>().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.merchantId, t.userId] }),
    index("members_user").on(t.orgId, t.userId),
    foreignKey({
      name: "members_merchant",
      columns: [t.orgId, t.merchantId],
      foreignColumns: [merchants.orgId, merchants.id],
    }),
    foreignKey({
      name: "members_user_of_same_org",
      columns: [t.orgId, t.userId],
      foreignColumns: [users.orgId, users.id],
    }),
    check("members_role", sql`${t.role} in ('owner','admin','manager','operations','viewer')`),
  ],
);

export type WebsiteState = "under_review" | "verified" | "refused";

export const websites = pgTable(
  "websites",
  {
    orgId: text("org_id").$type<OrgId>().notNull(),
    merchantId: text("merchant_id").notNull(),
    url: text("url").notNull(),
    /** The pages that a reviewer looks at; "" if the merchant named none. */
    contactUrl: text("contact_url").notNull().default(""),
    termsUrl: text("terms_url").notNull().default(""),
    privacyUrl: text("privacy_url").notNull().default(""),
    refundUrl: text("refund_url").notNull().default(""),
    state: text("state").$type<WebsiteState>().notNull().default("under_review"),
    submittedAt: at("submitted_at").notNull().defaultNow(),
    /** When it was last approved. Stays while an edit is under review. */
    verifiedAt: at("verified_at"),
    /** When the last review was made, whatever its result, and by which operator. */
    reviewedAt: at("reviewed_at"),
    reviewedBy: text("reviewed_by"),
    /** What the merchant must change, as the reviewer wrote it. */
    refusalReason: text("refusal_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.merchantId] }),
    foreignKey({
      name: "websites_merchant",
      columns: [t.orgId, t.merchantId],
      foreignColumns: [merchants.orgId, merchants.id],
    }),
    check("websites_state", sql`${t.state} in ('under_review','verified','refused')`),
    check("websites_verified_when", sql`${t.state} <> 'verified' or ${t.verifiedAt} is not null`),
    check("websites_refused_why", sql`(${t.state} = 'refused') = (${t.refusalReason} is not null)`),
  ],
);
