CREATE TABLE "key_lives" (
	"org_id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"mode" text NOT NULL,
	"life" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "key_lives_org_id_merchant_id_mode_pk" PRIMARY KEY("org_id","merchant_id","mode"),
	CONSTRAINT "key_lives_mode" CHECK ("key_lives"."mode" in ('test','live')),
	CONSTRAINT "key_lives_life" CHECK ("key_lives"."life" in ('never','90-days','180-days','1-year'))
);
--> statement-breakpoint
ALTER TABLE "otp_challenges" DROP CONSTRAINT "otp_challenges_purpose";--> statement-breakpoint
ALTER TABLE "otp_challenges" DROP CONSTRAINT "otp_challenges_bound";--> statement-breakpoint
ALTER TABLE "otp_challenges" DROP CONSTRAINT "otp_challenges_subject";--> statement-breakpoint
ALTER TABLE "key_lives" ADD CONSTRAINT "key_lives_merchant_of_same_org" FOREIGN KEY ("org_id","merchant_id") REFERENCES "public"."merchants"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_purpose" CHECK ("otp_challenges"."purpose" in ('login','verify-mobile','generate','regenerate','deactivate','extend','change-life','two-step',
        'authenticator','recovery-codes','change-mobile','change-email','grant-owner','grant-key-access','demote-owner','own-role','reset-two-step',
        'team-two-step'));--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_bound" CHECK (("otp_challenges"."purpose" in ('generate','regenerate','deactivate','extend','change-life')) = ("otp_challenges"."mode" is not null)
        and ("otp_challenges"."purpose" in ('regenerate','deactivate','extend')) = ("otp_challenges"."key_id" is not null));--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_subject" CHECK (("otp_challenges"."subject" is null or "otp_challenges"."purpose" in ('grant-owner','grant-key-access','demote-owner','reset-two-step','change-mobile','change-life'))
        and ("otp_challenges"."purpose" <> 'change-life' or "otp_challenges"."subject" in ('never','90-days','180-days','1-year')) is true);