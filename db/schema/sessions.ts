/** Sessions, pending logins, and the codes that were requested. */
import { sql } from "drizzle-orm";
import {
  check,
  customType,
  foreignKey,
  index,
  integer,
  pgTable,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { Mode } from "@/lib/core/mode";
import type { KeyAction, OrgId, SecurityAction } from "@/lib/orgs/org";
import { at, members, users } from "./people";

export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

export type Purpose = "login" | "verify-mobile" | KeyAction | SecurityAction;

/** How a user gets a code: by SMS, or from an authenticator app (O-17). */
export type CodeMethod = "sms" | "app";

export const sessions = pgTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    userId: text("user_id").notNull(),
    merchantId: text("merchant_id").notNull(),
    /** SHA-256 of the random id in the cookie. Replaced when the session's rights grow (S-6, D21). */
    sidHash: bytea("sid_hash").notNull().unique(),
    mode: text("mode").$type<Mode>().notNull().default("test"),
    createdAt: at("created_at").notNull().defaultNow(),
    seenAt: at("seen_at").notNull().defaultNow(),
    /**
     * When an OTP covered this session (D4, D10), and what it proved: the mobile it was sent to, the authenticator app,
     * or a recovery code. If the user's mobile or app changes, the cover ends.
     */
    otpAt: at("otp_at"),
    otpMobile: text("otp_mobile"),
    otpAuthenticatorId: text("otp_authenticator_id"),
    otpRecoveryCodeId: text("otp_recovery_code_id"),
    revokedAt: at("revoked_at"),
    /** When the user opened a newer one; null on the newest. A trigger sets it, for clean-up. */
    supersededAt: at("superseded_at"),
    address: text("address").notNull(),
    userAgent: text("user_agent").notNull(),
  },
  (t) => [
    unique("sessions_org_id_id").on(t.orgId, t.id),
    index("sessions_user").on(t.orgId, t.userId),
    index("sessions_superseded").on(t.createdAt).where(sql`${t.supersededAt} is not null`),
    foreignKey({
      name: "sessions_member",
      columns: [t.orgId, t.merchantId, t.userId],
      foreignColumns: [members.orgId, members.merchantId, members.userId],
    }).onDelete("cascade"),
    check("sessions_mode", sql`${t.mode} in ('test','live')`),
    check(
      "sessions_otp",
      sql`num_nonnulls(${t.otpMobile}, ${t.otpAuthenticatorId}, ${t.otpRecoveryCodeId}) = num_nonnulls(${t.otpAt})`,
    ),
  ],
);

/**
 * A login whose password was right and whose code is still missing. It is no session; only the OTP step uses it (L-13).
 */
export const pendingLogins = pgTable(
  "pending_logins",
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
    unique("pending_logins_org_id_id").on(t.orgId, t.id),
    index("pending_logins_expiry").on(t.expiresAt),
    foreignKey({
      name: "pending_logins_user",
      columns: [t.orgId, t.userId],
      foreignColumns: [users.orgId, users.id],
    }),
  ],
);

/** One requested code, bound to user, session (or pending login), purpose, mode and key (O-3). */
export const otpChallenges = pgTable(
  "otp_challenges",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    userId: text("user_id").notNull(),
    sessionId: text("session_id"),
    pendingLoginId: text("pending_login_id"),
    purpose: text("purpose").$type<Purpose>().notNull(),
    mode: text("mode").$type<Mode>(),
    keyId: text("key_id"),
    /** What a security change is about: another member's user id, an invited address, the new mobile number, or the chosen key life (O-3). */
    subject: text("subject"),
    method: text("method").$type<CodeMethod>().notNull().default("sms"),
    /** The number it was sent to, E.164. Confirming reads it from here, never from the request (O-12). */
    mobile: text("mobile"),
    /** The authenticator app that shows it. */
    authenticatorId: text("authenticator_id"),
    /** HMAC-SHA-256(pepper, id ‖ code), deleted after use (O-11). */
    codeHash: bytea("code_hash"),
    attempts: integer("attempts").notNull().default(0),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    sentAt: at("sent_at"),
    /** Set if the gateway certainly refused it: the SMS does not count against the limits (O-20). */
    unsentAt: at("unsent_at"),
    voidedAt: at("voided_at"),
    confirmedAt: at("confirmed_at"),
    consumedAt: at("consumed_at"),
  },
  (t) => [
    index("otp_challenges_org").on(t.orgId, t.createdAt),
    index("otp_challenges_user").on(t.orgId, t.userId, t.createdAt),
    index("otp_challenges_mobile").on(t.orgId, t.mobile, t.createdAt),
    index("otp_challenges_expiry").on(t.expiresAt),
    // For the foreign keys: a session or login that is deleted looks for its codes.
    index("otp_challenges_of_session")
      .on(t.orgId, t.sessionId)
      .where(sql`${t.sessionId} is not null`),
    index("otp_challenges_of_pending_login")
      .on(t.orgId, t.pendingLoginId)
      .where(sql`${t.pendingLoginId} is not null`),
    foreignKey({
      name: "otp_challenges_user_of_same_org",
      columns: [t.orgId, t.userId],
      foreignColumns: [users.orgId, users.id],
    }),
    foreignKey({
      name: "otp_challenges_session",
      columns: [t.orgId, t.sessionId],
      foreignColumns: [sessions.orgId, sessions.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "otp_challenges_pending_login",
      columns: [t.orgId, t.pendingLoginId],
      foreignColumns: [pendingLogins.orgId, pendingLogins.id],
    }),
    check("otp_challenges_one_holder", sql`num_nonnulls(${t.sessionId}, ${t.pendingLoginId}) = 1`),
    check(
      "otp_challenges_login_is_pending",
      sql`(${t.purpose} = 'login') = (${t.pendingLoginId} is not null)`,
    ),
    check(
      "otp_challenges_purpose",
      sql`${t.purpose} in ('login','verify-mobile','generate','regenerate','deactivate','extend','change-life','two-step',
        'authenticator','recovery-codes','change-mobile','change-email','grant-owner','grant-key-access','demote-owner','own-role','reset-two-step',
        'team-two-step')`,
    ),
    check(
      "otp_challenges_bound",
      sql`(${t.purpose} in ('generate','regenerate','deactivate','extend','change-life')) = (${t.mode} is not null)
        and (${t.purpose} in ('regenerate','deactivate','extend')) = (${t.keyId} is not null)`,
    ),
    check(
      "otp_challenges_subject",
      sql`(${t.subject} is null or ${t.purpose} in ('grant-owner','grant-key-access','demote-owner','reset-two-step','change-mobile','change-life'))
        and (${t.purpose} <> 'change-life' or ${t.subject} in ('never','90-days','180-days','1-year')) is true`,
    ),
    check(
      "otp_challenges_method",
      sql`(${t.method} = 'sms' and ${t.mobile} is not null and ${t.authenticatorId} is null)
        or (${t.method} = 'app' and ${t.mobile} is null and ${t.authenticatorId} is not null and ${t.codeHash} is null)`,
    ),
    check("otp_challenges_attempts", sql`${t.attempts} between 0 and 5`),
    check(
      "otp_challenges_consumed_is_confirmed",
      sql`${t.consumedAt} is null or ${t.confirmedAt} is not null`,
    ),
  ],
);
