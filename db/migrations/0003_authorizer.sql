-- The authorizer's own role: reads what verification needs, adds usage, nothing else (A-17, D23). Roles belong to
-- the whole cluster, so two databases may be migrated at once; the login is made by whoever runs the authorizer.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keydesk_authorizer') THEN
    CREATE ROLE keydesk_authorizer NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO keydesk_authorizer;
--> statement-breakpoint
GRANT SELECT (key_id, org_id, merchant_id, mode, secret_hash, pepper_id, created_at, expires_at, deactivates_at)
  ON api_keys TO keydesk_authorizer;
--> statement-breakpoint
-- Every change of a key is said at its commit, in commit order; authorizers drop what they remember of it (K-12).
CREATE FUNCTION api_keys_tell() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('keydesk_keys', NEW.key_id);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER api_keys_tell AFTER INSERT OR UPDATE ON api_keys
  FOR EACH ROW EXECUTE FUNCTION api_keys_tell();
--> statement-breakpoint
-- Adds one batch of one authorizer. `used`: [{key, agoMs, requests, address, <cause>: n}], `failed`: [{key, agoMs,
-- cause, address, attempts}]. Times are said as "how long ago", so that only this clock counts. False: the batch was
-- added before. Ids of no key are ignored, and a key keeps its 50 newest kinds of failure.
CREATE FUNCTION add_key_usage(writer_id text, batch_number bigint, used jsonb, failed jsonb) RETURNS boolean
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
      wrong_mode, deactivated, expired, last_used_at, last_address)
    SELECT k.org_id, k.merchant_id, k.key_id, date_trunc('hour', r.at, 'UTC'), sum(r.requests), sum(r.whitespace),
      sum(r.malformed), sum(r.wrong_secret), sum(r.wrong_mode), sum(r.deactivated), sum(r.expired),
      max(r.at) FILTER (WHERE r.requests > 0),
      (array_agg(r.address ORDER BY r.at DESC) FILTER (WHERE r.requests > 0))[1]
    FROM (
      SELECT key, now() - make_interval(secs => least(greatest(agoms, 0), 604800000) / 1000) AS at,
        greatest(coalesce(requests, 0), 0) AS requests, left(address, 64) AS address,
        greatest(coalesce(whitespace, 0), 0) AS whitespace, greatest(coalesce(malformed, 0), 0) AS malformed,
        greatest(coalesce(wrong_secret, 0), 0) AS wrong_secret, greatest(coalesce(wrong_mode, 0), 0) AS wrong_mode,
        greatest(coalesce(deactivated, 0), 0) AS deactivated, greatest(coalesce(expired, 0), 0) AS expired
      FROM jsonb_to_recordset(used) AS given(key text, agoms float8, requests bigint, address text,
        whitespace bigint, malformed bigint, wrong_secret bigint, wrong_mode bigint, deactivated bigint, expired bigint)
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
REVOKE ALL ON FUNCTION add_key_usage(text, bigint, jsonb, jsonb) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION add_key_usage(text, bigint, jsonb, jsonb) TO keydesk_authorizer;
