CREATE TABLE "audit_heads" (
	"chain" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"waiting_since" timestamp with time zone,
	"shipped_seq" bigint DEFAULT 0 NOT NULL,
	"shipped_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "audit_heads_waiting" ON "audit_heads" USING btree ("waiting_since") WHERE "audit_heads"."waiting_since" is not null;--> statement-breakpoint
CREATE INDEX "audit_heads_shipped" ON "audit_heads" USING btree ("shipped_at");
--> statement-breakpoint
INSERT INTO audit_heads (chain, seq, waiting_since) SELECT chain, max(seq), now() FROM audit_events GROUP BY chain;
--> statement-breakpoint
-- The serving role reads it; only the trail's trigger and the function below write it.
REVOKE INSERT, UPDATE, DELETE ON audit_heads FROM keydesk_dashboard;
--> statement-breakpoint
-- As in the migration before, and notes that the chain has grown, with the owner's rights.
CREATE OR REPLACE FUNCTION audit_events_append() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
  INSERT INTO audit_heads AS h (chain, seq, waiting_since) VALUES (NEW.chain, NEW.seq, NEW.at)
    ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq,
      waiting_since = coalesce(h.waiting_since, excluded.waiting_since);
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- Notes what the sink has of some chains: [{chain, seq}]. Returns how many it noted: a chain that somebody is adding to
-- is left out, to be shipped once more, so that nobody waits for anybody.
CREATE FUNCTION mark_heads_shipped(shipped jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  marked integer;
BEGIN
  WITH free AS MATERIALIZED (
    SELECT h.chain, s.seq FROM audit_heads h JOIN jsonb_to_recordset(shipped) AS s(chain text, seq bigint) USING (chain)
    ORDER BY h.chain FOR UPDATE OF h SKIP LOCKED
  )
  UPDATE audit_heads h SET shipped_seq = greatest(h.shipped_seq, free.seq), shipped_at = clock_timestamp(),
    waiting_since = CASE WHEN h.seq > free.seq THEN clock_timestamp() END
    FROM free WHERE h.chain = free.chain;
  GET DIAGNOSTICS marked = ROW_COUNT;
  RETURN marked;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION mark_heads_shipped(jsonb) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION mark_heads_shipped(jsonb) TO keydesk_dashboard;
