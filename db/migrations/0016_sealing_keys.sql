ALTER TABLE "authenticators" ADD COLUMN "sealing_key_id" text DEFAULT 'otp:0' NOT NULL;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD COLUMN "sealing_key_id" text DEFAULT 'otp:0' NOT NULL;--> statement-breakpoint
CREATE INDEX "authenticators_sealing_key" ON "authenticators" USING btree ("sealing_key_id");--> statement-breakpoint
CREATE INDEX "recovery_codes_sealing_key" ON "recovery_codes" USING btree ("sealing_key_id") WHERE "recovery_codes"."used_at" is null;