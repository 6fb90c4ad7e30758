CREATE TABLE "audit_failures" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_failures_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"org_id" text NOT NULL,
	"event" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"failures" bigint NOT NULL,
	"in_full" bigint NOT NULL,
	CONSTRAINT "audit_failures_in_full" CHECK ("audit_failures"."in_full" between 0 and "audit_failures"."failures")
);
--> statement-breakpoint
CREATE INDEX "audit_failures_hour" ON "audit_failures" USING btree ("hour","org_id","event");
--> statement-breakpoint
-- Counts one failure that names no merchant (D31). True: it may be written in full as well, and the brand's chain is
-- this transaction's. That are the first 50 of an hour, then the 64th, the 128th and so on, so that a flood can neither
-- fill the trail nor hide what comes after its first minutes. Never waits: a row that somebody holds is left to them,
-- and while the brand's chain is somebody else's, nothing is written in full.
CREATE FUNCTION count_failure(brand text, what text) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  this_hour timestamptz := date_trunc('hour', clock_timestamp(), 'UTC');
  counted bigint;
  written bigint;
  is_in_full boolean := false;
BEGIN
  IF pg_try_advisory_xact_lock(hashtextextended('audit ' || brand, 0)) THEN
    SELECT coalesce(sum(failures), 0) + 1, coalesce(sum(in_full), 0) INTO counted, written
      FROM audit_failures WHERE hour = this_hour AND org_id = brand AND event = what;
    is_in_full := written < 50 OR counted >= 64 * power(2, written - 50);
  END IF;
  UPDATE audit_failures SET failures = failures + 1, in_full = in_full + is_in_full::int
    WHERE id = (SELECT id FROM audit_failures WHERE hour = this_hour AND org_id = brand AND event = what
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED);
  IF NOT FOUND THEN
    INSERT INTO audit_failures (org_id, event, hour, failures, in_full)
      VALUES (brand, what, this_hour, 1, is_in_full::int);
  END IF;
  RETURN is_in_full;
END
$$;
--> statement-breakpoint
-- A chain for each merchant; for each user, of what names a user and no merchant; and for each brand, of the rest. What
-- anybody can cause who knows no password is counted, and only some of it written.
CREATE OR REPLACE FUNCTION audit_events_append() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  previous_seq bigint;
  previous_hash bytea;
BEGIN
  IF NEW.merchant_id IS NULL AND (NEW.user_id IS NULL AND NEW.outcome = 'refused'
     OR NEW.event IN ('login.failed', 'signup.requested', 'password.reset_requested')) THEN
    NEW.chain := NEW.org_id;
    IF NOT count_failure(NEW.org_id, NEW.event) THEN
      RETURN NULL;
    END IF;
  ELSE
    NEW.chain := coalesce(NEW.merchant_id, NEW.user_id, NEW.org_id);
    -- Taken last in every transaction, so it queues but never deadlocks.
    PERFORM pg_advisory_xact_lock(hashtextextended('audit ' || NEW.chain, 0));
  END IF;
  SELECT seq, hash INTO previous_seq, previous_hash
    FROM audit_events WHERE chain = NEW.chain ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(previous_seq, 0) + 1;
  NEW.at := clock_timestamp();
  NEW.hash := audit_event_hash(coalesce(previous_hash, ''::bytea), NEW);
  RETURN NEW;
END
$$;
