-- An authenticator that a user counts on is that user's (D16).
ALTER TABLE users ADD CONSTRAINT users_authenticator_of_same_org
  FOREIGN KEY (org_id, authenticator_id) REFERENCES authenticators (org_id, id);
--> statement-breakpoint
-- A merchant never loses its last owner, whatever races: the merchant's row puts its changes in a row (C-8).
CREATE FUNCTION members_keep_an_owner() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.role <> 'owner' OR (TG_OP = 'UPDATE' AND NEW.role = 'owner') THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM merchants WHERE org_id = OLD.org_id AND id = OLD.merchant_id FOR NO KEY UPDATE;
  IF NOT EXISTS (
    SELECT FROM members WHERE org_id = OLD.org_id AND merchant_id = OLD.merchant_id AND role = 'owner'
  ) THEN
    RAISE EXCEPTION 'a merchant keeps at least one owner' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'members_last_owner';
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER members_keep_an_owner AFTER UPDATE OR DELETE ON members
  FOR EACH ROW EXECUTE FUNCTION members_keep_an_owner();
--> statement-breakpoint
-- A key made while its merchant is frozen is born frozen; the share lock makes it wait for a freeze under way.
CREATE FUNCTION api_keys_born_frozen() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  SELECT frozen_at INTO NEW.frozen_at FROM merchants
    WHERE org_id = NEW.org_id AND id = NEW.merchant_id FOR SHARE;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER api_keys_born_frozen BEFORE INSERT ON api_keys
  FOR EACH ROW EXECUTE FUNCTION api_keys_born_frozen();
--> statement-breakpoint
GRANT SELECT (frozen_at) ON api_keys TO keydesk_authorizer;
--> statement-breakpoint
-- As in 0003, with the cause "frozen": CREATE OR REPLACE wants all of it. Adds one batch of one authorizer. `used`: [{key, agoMs, requests, address, <cause>: n}], `failed`: [{key, agoMs,
-- cause, address, attempts}]. Times are said as "how long ago", so that only this clock counts. False: the batch was
-- added before. Ids of no key are ignored, and a key keeps its 50 newest kinds of failure.
CREATE OR REPLACE FUNCTION add_key_usage(writer_id text, batch_number bigint, used jsonb, failed jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  -- One batch at a time: nobody waits for it, and it can never deadlock.
  PERFORM pg_advisory_xact_lock(hashtextextended('add_key_usage', 0));
  INSERT INTO usage_writers AS known (writer, batch, at) VALUES (writer_id, batch_number, now())
    ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, at = excluded.at
    WHERE known.batch < excluded.batch;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM usage_writers WHERE at < now() - interval '7 days';

  INSERT INTO key_usage AS u (org_id, merchant_id, key_id, hour, requests, whitespace, malformed, wrong_secret,
      wrong_mode, deactivated, expired, frozen, last_used_at, last_address)
    SELECT k.org_id, k.merchant_id, k.key_id, date_trunc('hour', r.at, 'UTC'), sum(r.requests), sum(r.whitespace),
      sum(r.malformed), sum(r.wrong_secret), sum(r.wrong_mode), sum(r.deactivated), sum(r.expired), sum(r.frozen),
      max(r.at) FILTER (WHERE r.requests > 0),
      (array_agg(r.address ORDER BY r.at DESC) FILTER (WHERE r.requests > 0))[1]
    FROM (
      SELECT key, now() - make_interval(secs => least(greatest(agoms, 0), 604800000) / 1000) AS at,
        greatest(coalesce(requests, 0), 0) AS requests, left(address, 64) AS address,
        greatest(coalesce(whitespace, 0), 0) AS whitespace, greatest(coalesce(malformed, 0), 0) AS malformed,
        greatest(coalesce(wrong_secret, 0), 0) AS wrong_secret, greatest(coalesce(wrong_mode, 0), 0) AS wrong_mode,
        greatest(coalesce(deactivated, 0), 0) AS deactivated, greatest(coalesce(expired, 0), 0) AS expired,
        greatest(coalesce(frozen, 0), 0) AS frozen
      FROM jsonb_to_recordset(used) AS given(key text, agoms float8, requests bigint, address text,
        whitespace bigint, malformed bigint, wrong_secret bigint, wrong_mode bigint, deactivated bigint, expired bigint,
        frozen bigint)
    ) r JOIN api_keys k ON k.key_id = r.key
    GROUP BY k.org_id, k.merchant_id, k.key_id, 4
    ON CONFLICT (key_id, hour) DO UPDATE SET
      requests = u.requests + excluded.requests,
      whitespace = u.whitespace + excluded.whitespace,
      malformed = u.malformed + excluded.malformed,
      wrong_secret = u.wrong_secret + excluded.wrong_secret,
      wrong_mode = u.wrong_mode + excluded.wrong_mode,
      deactivated = u.deactivated + excluded.deactivated,
      expired = u.expired + excluded.expired,
      frozen = u.frozen + excluded.frozen,
      last_used_at = greatest(u.last_used_at, excluded.last_used_at),
      last_address = CASE WHEN u.last_used_at IS NULL OR excluded.last_used_at > u.last_used_at
        THEN excluded.last_address ELSE u.last_address END;

  INSERT INTO key_failures AS f (org_id, merchant_id, key_id, hour, cause, address, attempts, last_at)
    SELECT k.org_id, k.merchant_id, k.key_id, date_trunc('hour', r.at, 'UTC'), r.cause, r.address,
      least(sum(r.attempts), 1000000000), max(r.at)
    FROM (
      SELECT key, now() - make_interval(secs => least(greatest(agoms, 0), 604800000) / 1000) AS at, cause,
        coalesce(left(address, 64), '') AS address, greatest(coalesce(attempts, 1), 1) AS attempts
      FROM jsonb_to_recordset(failed) AS given(key text, agoms float8, cause text, address text, attempts bigint)
    ) r JOIN api_keys k ON k.key_id = r.key
    GROUP BY k.org_id, k.merchant_id, k.key_id, 4, r.cause, r.address
    ON CONFLICT (key_id, hour, cause, address) DO UPDATE SET
      attempts = least(f.attempts::bigint + excluded.attempts, 1000000000),
      last_at = greatest(f.last_at, excluded.last_at);

  DELETE FROM key_failures old USING (
    SELECT key_id, hour, cause, address,
      row_number() OVER (PARTITION BY key_id ORDER BY last_at DESC, cause, address) AS place
    FROM key_failures WHERE key_id IN (SELECT value ->> 'key' FROM jsonb_array_elements(failed))
  ) ranked
    WHERE ranked.place > 50 AND (old.key_id, old.hour, old.cause, old.address)
      = (ranked.key_id, ranked.hour, ranked.cause, ranked.address);
  RETURN true;
END
$$;
--> statement-breakpoint
-- A worker that sleeps hears of a new message at its commit.
CREATE FUNCTION outbox_tell() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('keydesk_outbox', '');
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER outbox_tell AFTER INSERT ON outbox
  FOR EACH STATEMENT EXECUTE FUNCTION outbox_tell();
