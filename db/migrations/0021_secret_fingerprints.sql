CREATE TABLE "secret_fingerprints" (
	"ring" text NOT NULL,
	"id" text NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "secret_fingerprints_pk" PRIMARY KEY("ring","id"),
	CONSTRAINT "secret_fingerprints_length" CHECK (octet_length("secret_fingerprints"."fingerprint") = 32),
	CONSTRAINT "secret_fingerprints_id" CHECK ("secret_fingerprints"."id" ~ '^[a-z0-9]{1,16}$')
);
--> statement-breakpoint
CREATE INDEX "users_password_pepper" ON "users" USING btree (split_part("password_hash", ':', 2));--> statement-breakpoint
CREATE INDEX "api_keys_pepper" ON "api_keys" USING btree ("pepper_id",least("expires_at", "deactivates_at"));--> statement-breakpoint
-- Secrets that have made something that still counts. Each is found by jumping from one id to the next in an index, so
-- a million rows of one id are one step. An end that both columns leave open is null.
CREATE VIEW secrets_in_use (ring, id) AS
WITH RECURSIVE
  key_peppers (id) AS (
    (SELECT pepper_id FROM api_keys ORDER BY pepper_id LIMIT 1)
    UNION ALL
    SELECT (SELECT k.pepper_id FROM api_keys k WHERE k.pepper_id > p.id ORDER BY k.pepper_id LIMIT 1)
      FROM key_peppers p WHERE p.id IS NOT NULL
  ),
  password_peppers (id) AS (
    (SELECT split_part(password_hash, ':', 2) FROM users WHERE split_part(password_hash, ':', 2) IS NOT NULL
      ORDER BY split_part(password_hash, ':', 2) LIMIT 1)
    UNION ALL
    SELECT (SELECT split_part(u.password_hash, ':', 2) FROM users u
        WHERE split_part(u.password_hash, ':', 2) > p.id ORDER BY split_part(u.password_hash, ':', 2) LIMIT 1)
      FROM password_peppers p WHERE p.id IS NOT NULL
  ),
  authenticator_keys (id) AS (
    (SELECT sealing_key_id FROM authenticators ORDER BY sealing_key_id LIMIT 1)
    UNION ALL
    SELECT (SELECT a.sealing_key_id FROM authenticators a WHERE a.sealing_key_id > s.id ORDER BY a.sealing_key_id LIMIT 1)
      FROM authenticator_keys s WHERE s.id IS NOT NULL
  ),
  recovery_keys (id) AS (
    (SELECT sealing_key_id FROM recovery_codes WHERE used_at IS NULL ORDER BY sealing_key_id LIMIT 1)
    UNION ALL
    SELECT (SELECT r.sealing_key_id FROM recovery_codes r WHERE r.used_at IS NULL AND r.sealing_key_id > s.id
        ORDER BY r.sealing_key_id LIMIT 1)
      FROM recovery_keys s WHERE s.id IS NOT NULL
  ),
  sealing_keys (id) AS (SELECT id FROM authenticator_keys UNION SELECT id FROM recovery_keys)
-- LIMIT keeps PostgreSQL from gathering all living keys first, as it may for EXISTS.
SELECT 'KEY_PEPPERS', p.id FROM key_peppers p WHERE p.id IS NOT NULL AND coalesce(
  (SELECT true FROM api_keys k WHERE k.pepper_id = p.id AND least(k.expires_at, k.deactivates_at) > now() LIMIT 1),
  (SELECT true FROM api_keys k WHERE k.pepper_id = p.id AND least(k.expires_at, k.deactivates_at) IS NULL LIMIT 1),
  false)
UNION ALL
SELECT 'PASSWORD_PEPPERS', p.id FROM password_peppers p WHERE p.id IS NOT NULL
UNION ALL
-- What OTP_PEPPER has sealed says so: "otp:" and the id.
SELECT CASE WHEN s.id LIKE 'otp:%' THEN 'OTP_PEPPER' ELSE 'SEALING_KEYS' END, regexp_replace(s.id, '^otp:', '')
  FROM sealing_keys s WHERE s.id IS NOT NULL;
--> statement-breakpoint
-- Fingerprints are left once and never changed; the operator may take one back (keydesk secrets forget).
REVOKE UPDATE ON secret_fingerprints FROM keydesk_dashboard;
--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON secrets_in_use FROM keydesk_dashboard;
--> statement-breakpoint
GRANT SELECT (ring, id, fingerprint) ON secret_fingerprints TO keydesk_authorizer;
--> statement-breakpoint
-- Its own ring, which tells no more than the columns of api_keys that it reads.
CREATE VIEW key_peppers_in_use (id) AS SELECT id FROM secrets_in_use WHERE ring = 'KEY_PEPPERS';
--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON key_peppers_in_use FROM keydesk_dashboard;
--> statement-breakpoint
GRANT SELECT (id) ON key_peppers_in_use TO keydesk_authorizer;
