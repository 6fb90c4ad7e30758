ALTER TABLE "api_keys" ADD COLUMN "age_told_days" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "api_keys_age" ON "api_keys" USING btree ("age_told_days","created_at") WHERE "api_keys"."mode" = 'live' and "api_keys"."expires_at" is null and "api_keys"."replaced_at" is null and "api_keys"."frozen_at" is null and "api_keys"."age_told_days" < 365;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_age_told" CHECK ("api_keys"."age_told_days" in (0, 90, 365));
--> statement-breakpoint
GRANT UPDATE (age_told_days) ON api_keys TO keydesk_dashboard;
--> statement-breakpoint
-- A day is 24 hours, also for a connection whose zone changes its clocks. A key that has not ended always has a time to
-- be looked at: a worker of an older build, which knows no reminder at the end, would set none after the last day.
CREATE OR REPLACE FUNCTION api_keys_plan_reminder() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR (NEW.created_at, NEW.expires_at) IS DISTINCT FROM (OLD.created_at, OLD.expires_at) THEN
    NEW.remind_at := NEW.expires_at - interval '720 hours';
  ELSIF NEW.remind_at IS NULL AND NEW.expires_at > clock_timestamp() THEN
    NEW.remind_at := NEW.expires_at;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- Nothing about the keys changes here, so authorizers need not be told of each.
ALTER TABLE api_keys DISABLE TRIGGER api_keys_tell;
--> statement-breakpoint
UPDATE api_keys SET remind_at = expires_at WHERE remind_at IS NULL AND replaced_at IS NULL AND expires_at > now();
--> statement-breakpoint
ALTER TABLE api_keys ENABLE TRIGGER api_keys_tell;
