CREATE TABLE "key_addresses" (
	"org_id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"key_id" text NOT NULL,
	"day" timestamp with time zone NOT NULL,
	"address" text NOT NULL,
	"requests" bigint NOT NULL,
	"first_used_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone NOT NULL,
	CONSTRAINT "key_addresses_pkey" PRIMARY KEY("key_id","day","address"),
	CONSTRAINT "key_addresses_day" CHECK ("key_addresses"."day" = date_trunc('day', "key_addresses"."day", 'UTC')),
	CONSTRAINT "key_addresses_requests" CHECK ("key_addresses"."requests" > 0),
	CONSTRAINT "key_addresses_used" CHECK ("key_addresses"."first_used_at" <= "key_addresses"."last_used_at")
);
--> statement-breakpoint
ALTER TABLE "key_addresses" ADD CONSTRAINT "key_addresses_key_of_same_merchant" FOREIGN KEY ("org_id","merchant_id","key_id") REFERENCES "public"."api_keys"("org_id","merchant_id","key_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "key_addresses_day" ON "key_addresses" USING btree ("day");
--> statement-breakpoint
-- The addresses of one batch of `add_key_usage`, which alone calls it and holds its lock, so that nobody else adds a
-- row between counting them and adding one. `used` as there, with `firstagoms`, how long ago the first of the requests
-- was, and `other`, true if they came from addresses that were too many to be named. An address that is new to a key
-- and day is named while fewer than a hundred are.
CREATE FUNCTION add_key_addresses(used jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO key_addresses AS a (org_id, merchant_id, key_id, day, address, requests, first_used_at, last_used_at)
    SELECT org_id, merchant_id, key_id, day,
      CASE WHEN is_named OR place <= 100 - (SELECT count(*) FROM key_addresses named
        WHERE named.key_id = placed.key_id AND named.day = placed.day AND named.address NOT IN ('', 'other'))
      THEN address ELSE 'other' END,
      sum(requests), min(first_at), max(last_at)
    FROM (
      SELECT given.*, row_number() OVER (PARTITION BY key_id, day, is_named ORDER BY first_at, address) AS place
      FROM (
        SELECT counted.*, address IN ('', 'other') OR EXISTS (SELECT FROM key_addresses known
          WHERE known.key_id = counted.key_id AND known.day = counted.day AND known.address = counted.address) AS is_named
        FROM (
          SELECT k.org_id, k.merchant_id, k.key_id, date_trunc('day', r.last_at, 'UTC') AS day, r.address,
            sum(r.requests) AS requests, min(least(r.first_at, r.last_at)) AS first_at, max(r.last_at) AS last_at
          FROM (
            SELECT key, requests, CASE WHEN other THEN 'other' ELSE coalesce(left(address, 64), '') END AS address,
              now() - make_interval(secs => least(greatest(agoms, 0), 604800000) / 1000) AS last_at,
              now() - make_interval(secs => least(greatest(coalesce(firstagoms, agoms), 0), 604800000) / 1000) AS first_at
            FROM jsonb_to_recordset(used) AS sent(key text, agoms float8, firstagoms float8, requests bigint,
              address text, other boolean)
            WHERE requests > 0
          ) r JOIN api_keys k ON k.key_id = r.key
          GROUP BY k.org_id, k.merchant_id, k.key_id, 4, r.address
        ) counted
      ) given
    ) placed
    GROUP BY org_id, merchant_id, key_id, day, 5
    ON CONFLICT (key_id, day, address) DO UPDATE SET
      requests = a.requests + excluded.requests,
      first_used_at = least(a.first_used_at, excluded.first_used_at),
      last_used_at = greatest(a.last_used_at, excluded.last_used_at);
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION add_key_addresses(jsonb) FROM PUBLIC;
--> statement-breakpoint
-- As in 0006, with the addresses: CREATE OR REPLACE wants all of it. Authorizers from before this migration go on with
-- it: of what they send in one batch for a key and hour they name one address.
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

  PERFORM add_key_addresses(used);

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
