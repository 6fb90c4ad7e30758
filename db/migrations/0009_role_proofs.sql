ALTER TABLE "otp_challenges" DROP CONSTRAINT "otp_challenges_purpose";--> statement-breakpoint
ALTER TABLE "otp_challenges" DROP CONSTRAINT "otp_challenges_subject";--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_purpose" CHECK ("otp_challenges"."purpose" in ('login','verify-mobile','generate','regenerate','deactivate','extend','two-step',
        'authenticator','recovery-codes','change-mobile','change-email','grant-owner','grant-key-access','demote-owner','own-role','reset-two-step',
        'team-two-step'));--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_subject" CHECK ("otp_challenges"."subject" is null or "otp_challenges"."purpose" in ('grant-owner','grant-key-access','demote-owner','reset-two-step','change-mobile'));