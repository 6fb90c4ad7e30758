CREATE TABLE "members" (
	"org_id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_org_id_merchant_id_user_id_pk" PRIMARY KEY("org_id","merchant_id","user_id"),
	CONSTRAINT "members_role" CHECK ("members"."role" in ('owner','admin','manager','operations','viewer'))
);
--> statement-breakpoint
CREATE TABLE "merchants" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "merchants_org_id_id" UNIQUE("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"mobile" text,
	"mobile_verified_at" timestamp with time zone,
	"is_two_step_on" boolean DEFAULT false NOT NULL,
	"disabled_at" timestamp with time zone,
	"failed_passwords" integer DEFAULT 0 NOT NULL,
	"password_retry_at" timestamp with time zone,
	"wrong_codes" integer DEFAULT 0 NOT NULL,
	"codes_locked_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_org_id_id" UNIQUE("org_id","id"),
	CONSTRAINT "users_email_is_normal" CHECK ("users"."email" = lower(btrim("users"."email")) and "users"."email" <> ''),
	CONSTRAINT "users_mobile_is_verified" CHECK (("users"."mobile" is null) = ("users"."mobile_verified_at" is null)),
	CONSTRAINT "users_mobile_is_e164" CHECK ("users"."mobile" ~ '^\+[1-9][0-9]{6,14}$'),
	CONSTRAINT "users_two_step_needs_mobile" CHECK (not "users"."is_two_step_on" or "users"."mobile" is not null),
	CONSTRAINT "users_counters" CHECK ("users"."failed_passwords" >= 0 and "users"."wrong_codes" >= 0)
);
--> statement-breakpoint
CREATE TABLE "websites" (
	"org_id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"url" text NOT NULL,
	"submitted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"verified_at" timestamp with time zone,
	CONSTRAINT "websites_org_id_merchant_id_pk" PRIMARY KEY("org_id","merchant_id")
);
--> statement-breakpoint
CREATE TABLE "otp_challenges" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"user_id" text NOT NULL,
	"session_id" text,
	"pending_login_id" text,
	"purpose" text NOT NULL,
	"mode" text,
	"key_id" text,
	"mobile" text NOT NULL,
	"code_hash" "bytea",
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"unsent_at" timestamp with time zone,
	"voided_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	"consumed_at" timestamp with time zone,
	CONSTRAINT "otp_challenges_one_holder" CHECK (num_nonnulls("otp_challenges"."session_id", "otp_challenges"."pending_login_id") = 1),
	CONSTRAINT "otp_challenges_login_is_pending" CHECK (("otp_challenges"."purpose" = 'login') = ("otp_challenges"."pending_login_id" is not null)),
	CONSTRAINT "otp_challenges_purpose" CHECK ("otp_challenges"."purpose" in ('login','verify-mobile','generate','regenerate','deactivate','extend')),
	CONSTRAINT "otp_challenges_bound" CHECK (("otp_challenges"."purpose" in ('login','verify-mobile')) = ("otp_challenges"."mode" is null)
        and ("otp_challenges"."purpose" in ('login','verify-mobile','generate')) = ("otp_challenges"."key_id" is null)),
	CONSTRAINT "otp_challenges_attempts" CHECK ("otp_challenges"."attempts" between 0 and 5),
	CONSTRAINT "otp_challenges_consumed_is_confirmed" CHECK ("otp_challenges"."consumed_at" is null or "otp_challenges"."confirmed_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "pending_logins" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"user_id" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "pending_logins_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "pending_logins_org_id_id" UNIQUE("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"user_id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"sid_hash" "bytea" NOT NULL,
	"mode" text DEFAULT 'test' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"otp_at" timestamp with time zone,
	"otp_mobile" text,
	"revoked_at" timestamp with time zone,
	"address" text NOT NULL,
	"user_agent" text NOT NULL,
	CONSTRAINT "sessions_sid_hash_unique" UNIQUE("sid_hash"),
	CONSTRAINT "sessions_org_id_id" UNIQUE("org_id","id"),
	CONSTRAINT "sessions_mode" CHECK ("sessions"."mode" in ('test','live')),
	CONSTRAINT "sessions_otp" CHECK (("sessions"."otp_at" is null) = ("sessions"."otp_mobile" is null))
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"mode" text NOT NULL,
	"key_id" text NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"pepper_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp with time zone,
	"replaced_at" timestamp with time zone,
	"deactivates_at" timestamp with time zone,
	"request_id" text NOT NULL,
	CONSTRAINT "api_keys_key_id" UNIQUE("key_id"),
	CONSTRAINT "api_keys_request" UNIQUE("org_id","merchant_id","mode","request_id"),
	CONSTRAINT "api_keys_mode" CHECK ("api_keys"."mode" in ('test','live')),
	CONSTRAINT "api_keys_key_id_form" CHECK ("api_keys"."key_id" ~ ('^[a-z]{3}_' || "api_keys"."mode" || '_[0-9A-Za-z]{14}$')),
	CONSTRAINT "api_keys_secret_hash_length" CHECK (octet_length("api_keys"."secret_hash") = 32),
	CONSTRAINT "api_keys_replaced_ends" CHECK (("api_keys"."replaced_at" is null) = ("api_keys"."deactivates_at" is null)),
	CONSTRAINT "api_keys_grace" CHECK ("api_keys"."deactivates_at" between "api_keys"."replaced_at" and "api_keys"."replaced_at" + interval '168 hours'),
	CONSTRAINT "api_keys_expiry" CHECK ("api_keys"."expires_at" > "api_keys"."created_at")
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"org_id" text NOT NULL,
	"merchant_id" text,
	"user_id" text,
	"session_id" text,
	"event" text NOT NULL,
	"outcome" text NOT NULL,
	"mode" text,
	"key_id" text,
	"address" text NOT NULL,
	"user_agent" text NOT NULL,
	"host" text NOT NULL,
	"request_id" text NOT NULL,
	"detail" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"chain" text DEFAULT '' NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	"hash" "bytea" DEFAULT ''::bytea NOT NULL,
	CONSTRAINT "audit_events_chain_seq" UNIQUE("chain","seq"),
	CONSTRAINT "audit_events_outcome" CHECK ("audit_events"."outcome" in ('ok','refused'))
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_merchant" FOREIGN KEY ("org_id","merchant_id") REFERENCES "public"."merchants"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_of_same_org" FOREIGN KEY ("org_id","user_id") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "websites" ADD CONSTRAINT "websites_merchant" FOREIGN KEY ("org_id","merchant_id") REFERENCES "public"."merchants"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_user_of_same_org" FOREIGN KEY ("org_id","user_id") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_session" FOREIGN KEY ("org_id","session_id") REFERENCES "public"."sessions"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_pending_login" FOREIGN KEY ("org_id","pending_login_id") REFERENCES "public"."pending_logins"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_logins" ADD CONSTRAINT "pending_logins_user" FOREIGN KEY ("org_id","user_id") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_member" FOREIGN KEY ("org_id","merchant_id","user_id") REFERENCES "public"."members"("org_id","merchant_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_merchant_of_same_org" FOREIGN KEY ("org_id","merchant_id") REFERENCES "public"."merchants"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_creator_of_same_org" FOREIGN KEY ("org_id","created_by") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "members_user" ON "members" USING btree ("org_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_org_id_email" ON "users" USING btree ("org_id","email");--> statement-breakpoint
CREATE INDEX "otp_challenges_org" ON "otp_challenges" USING btree ("org_id","created_at");--> statement-breakpoint
CREATE INDEX "otp_challenges_user" ON "otp_challenges" USING btree ("org_id","user_id","created_at");--> statement-breakpoint
CREATE INDEX "otp_challenges_mobile" ON "otp_challenges" USING btree ("org_id","mobile","created_at");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("org_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_one_current" ON "api_keys" USING btree ("org_id","merchant_id","mode") WHERE "api_keys"."replaced_at" is null;--> statement-breakpoint
CREATE INDEX "api_keys_merchant" ON "api_keys" USING btree ("org_id","merchant_id","mode","created_at");--> statement-breakpoint
CREATE INDEX "audit_events_merchant" ON "audit_events" USING btree ("org_id","merchant_id","id");