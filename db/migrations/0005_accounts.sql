CREATE TABLE "email_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"user_id" text NOT NULL,
	"email" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "email_changes_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "email_changes_email_is_normal" CHECK ("email_changes"."email" = lower(btrim("email_changes"."email")) and "email_changes"."email" <> '')
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"invited_by" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitations_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "invitations_role" CHECK ("invitations"."role" in ('owner','admin','manager','operations','viewer')),
	CONSTRAINT "invitations_email_is_normal" CHECK ("invitations"."email" = lower(btrim("invitations"."email")) and "invitations"."email" <> '')
);
--> statement-breakpoint
CREATE TABLE "password_resets" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"user_id" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "password_resets_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "signups" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"business_name" text NOT NULL,
	"password_hash" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"browser_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "signups_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "signups_email_is_normal" CHECK ("signups"."email" = lower(btrim("signups"."email")) and "signups"."email" <> '')
);
--> statement-breakpoint
CREATE TABLE "authenticators" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"user_id" text NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"last_step" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "authenticators_org_id_id" UNIQUE("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"user_id" text NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_codes_hash" UNIQUE("org_id","user_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "key_reminders" (
	"org_id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"key_id" text NOT NULL,
	"days_before" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "key_reminders_pkey" PRIMARY KEY("key_id","days_before")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"merchant_id" text,
	"user_id" text,
	"channel" text NOT NULL,
	"recipient" text NOT NULL,
	"kind" text NOT NULL,
	"facts" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"available_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"leased_until" timestamp with time zone,
	"lease_id" text,
	"sent_at" timestamp with time zone,
	"given_up_at" timestamp with time zone,
	"last_error" text,
	CONSTRAINT "outbox_channel" CHECK ("outbox"."channel" in ('email','sms')),
	CONSTRAINT "outbox_one_end" CHECK (num_nonnulls("outbox"."sent_at", "outbox"."given_up_at") <= 1),
	CONSTRAINT "outbox_attempts" CHECK ("outbox"."attempts" >= 0)
);
--> statement-breakpoint
ALTER TABLE "users" DROP CONSTRAINT "users_two_step_needs_mobile";--> statement-breakpoint
ALTER TABLE "otp_challenges" DROP CONSTRAINT "otp_challenges_purpose";--> statement-breakpoint
ALTER TABLE "otp_challenges" DROP CONSTRAINT "otp_challenges_bound";--> statement-breakpoint
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_otp";--> statement-breakpoint
ALTER TABLE "key_failures" DROP CONSTRAINT "key_failures_cause";--> statement-breakpoint
ALTER TABLE "otp_challenges" ALTER COLUMN "mobile" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "merchants" ADD COLUMN "frozen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "merchants" ADD COLUMN "is_two_step_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "authenticator_id" text;--> statement-breakpoint
ALTER TABLE "websites" ADD COLUMN "contact_url" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "websites" ADD COLUMN "terms_url" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "websites" ADD COLUMN "privacy_url" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "websites" ADD COLUMN "refund_url" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "websites" ADD COLUMN "state" text DEFAULT 'under_review' NOT NULL;--> statement-breakpoint
ALTER TABLE "websites" ADD COLUMN "reviewed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "websites" ADD COLUMN "reviewed_by" text;--> statement-breakpoint
ALTER TABLE "websites" ADD COLUMN "refusal_reason" text;--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD COLUMN "method" text DEFAULT 'sms' NOT NULL;--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD COLUMN "authenticator_id" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "otp_authenticator_id" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "otp_recovery_code_id" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "frozen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "key_usage" ADD COLUMN "frozen" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_user_of_same_org" FOREIGN KEY ("org_id","user_id") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_merchant" FOREIGN KEY ("org_id","merchant_id") REFERENCES "public"."merchants"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_inviter_of_same_org" FOREIGN KEY ("org_id","invited_by") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_user_of_same_org" FOREIGN KEY ("org_id","user_id") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authenticators" ADD CONSTRAINT "authenticators_user_of_same_org" FOREIGN KEY ("org_id","user_id") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_of_same_org" FOREIGN KEY ("org_id","user_id") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_reminders" ADD CONSTRAINT "key_reminders_key_of_same_merchant" FOREIGN KEY ("org_id","merchant_id","key_id") REFERENCES "public"."api_keys"("org_id","merchant_id","key_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "email_changes_user" ON "email_changes" USING btree ("org_id","user_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_one_open" ON "invitations" USING btree ("org_id","merchant_id","email") WHERE "invitations"."accepted_at" is null and "invitations"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "password_resets_user" ON "password_resets" USING btree ("org_id","user_id","created_at");--> statement-breakpoint
CREATE INDEX "signups_email" ON "signups" USING btree ("org_id","email");--> statement-breakpoint
CREATE UNIQUE INDEX "authenticators_one_confirmed" ON "authenticators" USING btree ("org_id","user_id") WHERE "authenticators"."confirmed_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "authenticators_one_waiting" ON "authenticators" USING btree ("org_id","user_id") WHERE "authenticators"."confirmed_at" is null;--> statement-breakpoint
CREATE INDEX "recovery_codes_user" ON "recovery_codes" USING btree ("org_id","user_id");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("available_at") WHERE "outbox"."sent_at" is null and "outbox"."given_up_at" is null;--> statement-breakpoint
CREATE INDEX "outbox_org" ON "outbox" USING btree ("org_id","created_at");--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_two_step_needs_factor" CHECK (not "users"."is_two_step_on" or "users"."mobile" is not null or "users"."authenticator_id" is not null);--> statement-breakpoint
-- What was found in order before there were states stays so.
UPDATE "websites" SET "state" = 'verified', "reviewed_at" = "verified_at" WHERE "verified_at" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "websites" ADD CONSTRAINT "websites_state" CHECK ("websites"."state" in ('under_review','verified','refused'));--> statement-breakpoint
ALTER TABLE "websites" ADD CONSTRAINT "websites_verified_when" CHECK ("websites"."state" <> 'verified' or "websites"."verified_at" is not null);--> statement-breakpoint
ALTER TABLE "websites" ADD CONSTRAINT "websites_refused_why" CHECK (("websites"."state" = 'refused') = ("websites"."refusal_reason" is not null));--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_subject" CHECK ("otp_challenges"."subject" is null or "otp_challenges"."purpose" in ('grant-owner','reset-two-step'));--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_method" CHECK (("otp_challenges"."method" = 'sms' and "otp_challenges"."mobile" is not null and "otp_challenges"."authenticator_id" is null)
        or ("otp_challenges"."method" = 'app' and "otp_challenges"."mobile" is null and "otp_challenges"."authenticator_id" is not null and "otp_challenges"."code_hash" is null));--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_purpose" CHECK ("otp_challenges"."purpose" in ('login','verify-mobile','generate','regenerate','deactivate','extend','two-step',
        'authenticator','recovery-codes','change-mobile','change-email','grant-owner','own-role','reset-two-step',
        'team-two-step'));--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_bound" CHECK (("otp_challenges"."purpose" in ('generate','regenerate','deactivate','extend')) = ("otp_challenges"."mode" is not null)
        and ("otp_challenges"."purpose" in ('regenerate','deactivate','extend')) = ("otp_challenges"."key_id" is not null));--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_otp" CHECK (num_nonnulls("sessions"."otp_mobile", "sessions"."otp_authenticator_id", "sessions"."otp_recovery_code_id") = num_nonnulls("sessions"."otp_at"));--> statement-breakpoint
ALTER TABLE "key_failures" ADD CONSTRAINT "key_failures_cause" CHECK ("key_failures"."cause" in ('whitespace','malformed','wrong_secret','wrong_mode','deactivated','expired','frozen'));