-- A proof for another mobile number names that number, so that it stands for no other one (O-3, O-13).
ALTER TABLE "otp_challenges" DROP CONSTRAINT "otp_challenges_subject";--> statement-breakpoint
ALTER TABLE "otp_challenges" ADD CONSTRAINT "otp_challenges_subject" CHECK ("otp_challenges"."subject" is null or "otp_challenges"."purpose" in ('grant-owner','reset-two-step','change-mobile'));
