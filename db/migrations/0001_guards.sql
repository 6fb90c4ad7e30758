-- The audit trail: one hash chain per merchant, written by the database, changed by nobody (G-5).
CREATE FUNCTION audit_event_hash(previous bytea, event audit_events) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256(previous || convert_to(jsonb_build_array(
    event.chain, event.seq, extract(epoch FROM event.at), event.org_id, event.merchant_id, event.user_id,
    event.session_id, event.event, event.outcome, event.mode, event.key_id, event.address, event.user_agent,
    event.host, event.request_id, event.detail)::text, 'UTF8'))
$$;
--> statement-breakpoint
CREATE FUNCTION audit_events_append() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  previous_seq bigint;
  previous_hash bytea;
BEGIN
  NEW.chain := coalesce(NEW.merchant_id, NEW.org_id);
  -- Taken last in every transaction, so it queues but never deadlocks.
  PERFORM pg_advisory_xact_lock(hashtextextended('audit ' || NEW.chain, 0));
  SELECT seq, hash INTO previous_seq, previous_hash
    FROM audit_events WHERE chain = NEW.chain ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(previous_seq, 0) + 1;
  NEW.at := clock_timestamp();
  NEW.hash := audit_event_hash(coalesce(previous_hash, ''::bytea), NEW);
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_events_append BEFORE INSERT ON audit_events
  FOR EACH ROW EXECUTE FUNCTION audit_events_append();
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A key is what it was made as, ends no later than it would have, and never comes back (DESIGN 1, I-4).
CREATE FUNCTION api_keys_guard() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.org_id, NEW.merchant_id, NEW.mode, NEW.key_id, NEW.secret_hash, NEW.pepper_id, NEW.created_by, NEW.request_id)
     IS DISTINCT FROM
     (OLD.id, OLD.org_id, OLD.merchant_id, OLD.mode, OLD.key_id, OLD.secret_hash, OLD.pepper_id, OLD.created_by, OLD.request_id) THEN
    RAISE EXCEPTION 'an API key''s identity never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  IF coalesce(NEW.expires_at, 'infinity') > coalesce(OLD.expires_at, 'infinity') THEN
    RAISE EXCEPTION 'an API key''s expiry is never moved out' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.replaced_at IS NOT NULL AND NEW.replaced_at IS NULL THEN
    RAISE EXCEPTION 'a replaced API key is never current again' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.deactivates_at <= clock_timestamp() AND NEW.deactivates_at > OLD.deactivates_at THEN
    RAISE EXCEPTION 'a deactivated API key never comes back' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER api_keys_guard BEFORE UPDATE ON api_keys
  FOR EACH ROW EXECUTE FUNCTION api_keys_guard();
--> statement-breakpoint
CREATE TRIGGER api_keys_kept BEFORE DELETE OR TRUNCATE ON api_keys
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
