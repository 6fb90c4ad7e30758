-- What chores look along (decision 0045). Tables that people wait for come last, so that they are locked briefly.
CREATE INDEX "otp_challenges_expiry" ON "otp_challenges" USING btree ("expires_at");
--> statement-breakpoint
CREATE INDEX "otp_challenges_of_session" ON "otp_challenges" USING btree ("org_id","session_id") WHERE "otp_challenges"."session_id" is not null;
--> statement-breakpoint
CREATE INDEX "otp_challenges_of_pending_login" ON "otp_challenges" USING btree ("org_id","pending_login_id") WHERE "otp_challenges"."pending_login_id" is not null;
--> statement-breakpoint
CREATE INDEX "pending_logins_expiry" ON "pending_logins" USING btree ("expires_at");
--> statement-breakpoint
CREATE INDEX "key_failures_hour" ON "key_failures" USING btree ("hour");
--> statement-breakpoint
CREATE INDEX "key_usage_hour" ON "key_usage" USING btree ("hour");
--> statement-breakpoint
CREATE INDEX "usage_writers_at" ON "usage_writers" USING btree ("at");
--> statement-breakpoint
CREATE INDEX "rate_limits_window" ON "rate_limits" USING btree ("window_start");
--> statement-breakpoint
CREATE INDEX "email_changes_expiry" ON "email_changes" USING btree ("expires_at");
--> statement-breakpoint
CREATE INDEX "invitations_end" ON "invitations" USING btree (coalesce("accepted_at", "revoked_at", "expires_at"));
--> statement-breakpoint
CREATE INDEX "password_resets_expiry" ON "password_resets" USING btree ("expires_at");
--> statement-breakpoint
CREATE INDEX "signups_expiry" ON "signups" USING btree ("expires_at");
--> statement-breakpoint
CREATE INDEX "outbox_sent" ON "outbox" USING btree ("sent_at") WHERE "outbox"."sent_at" is not null;
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "superseded_at" timestamp with time zone;
--> statement-breakpoint
-- A session that is not the user's newest may go one day. Set here, so that an older build sets it too.
CREATE FUNCTION sessions_supersede() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE sessions SET superseded_at = now() WHERE org_id = NEW.org_id AND user_id = NEW.user_id
    AND superseded_at IS NULL AND created_at <= NEW.created_at AND id <> NEW.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER sessions_supersede AFTER INSERT ON sessions
  FOR EACH ROW EXECUTE FUNCTION sessions_supersede();
--> statement-breakpoint
UPDATE sessions SET superseded_at = now() WHERE EXISTS (SELECT FROM sessions later
  WHERE later.org_id = sessions.org_id AND later.user_id = sessions.user_id AND later.created_at > sessions.created_at);
--> statement-breakpoint
CREATE INDEX "sessions_superseded" ON "sessions" USING btree ("created_at") WHERE "sessions"."superseded_at" is not null;
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "remind_at" timestamp with time zone;
--> statement-breakpoint
-- The first reminder is sent 30 days ahead; a key with a shorter life is looked at once too early, and the worker then
-- says when to look again.
CREATE FUNCTION api_keys_plan_reminder() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR (NEW.created_at, NEW.expires_at) IS DISTINCT FROM (OLD.created_at, OLD.expires_at) THEN
    NEW.remind_at := NEW.expires_at - interval '30 days';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER api_keys_plan_reminder BEFORE INSERT OR UPDATE ON api_keys
  FOR EACH ROW EXECUTE FUNCTION api_keys_plan_reminder();
--> statement-breakpoint
-- Nothing about the keys changes here, so authorizers need not be told of each.
ALTER TABLE api_keys DISABLE TRIGGER api_keys_tell;
--> statement-breakpoint
UPDATE api_keys SET remind_at = expires_at - interval '30 days' WHERE replaced_at IS NULL AND expires_at > now();
--> statement-breakpoint
ALTER TABLE api_keys ENABLE TRIGGER api_keys_tell;
--> statement-breakpoint
CREATE INDEX "api_keys_remind" ON "api_keys" USING btree ("remind_at") WHERE "api_keys"."remind_at" is not null and "api_keys"."replaced_at" is null and "api_keys"."frozen_at" is null;
--> statement-breakpoint
GRANT UPDATE (remind_at) ON api_keys TO keydesk_dashboard;
