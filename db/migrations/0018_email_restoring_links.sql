ALTER TABLE "not_me_links" ADD COLUMN "restores_email" text;--> statement-breakpoint
ALTER TABLE "not_me_links" ADD COLUMN "voided_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "not_me_links_of_reader" ON "not_me_links" USING btree ("org_id","reader_id","created_at");--> statement-breakpoint
ALTER TABLE "not_me_links" ADD CONSTRAINT "not_me_links_restores_readers_own" CHECK ("not_me_links"."restores_email" is null or "not_me_links"."reader_id" = "not_me_links"."concerned_id");--> statement-breakpoint
ALTER TABLE "not_me_links" ADD CONSTRAINT "not_me_links_void_or_used" CHECK ("not_me_links"."voided_at" is null or "not_me_links"."used_at" is null);