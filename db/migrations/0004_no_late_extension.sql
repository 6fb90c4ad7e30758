-- An extension that commits after the end it moves would wake a key that others have seen dead. A minute is longer than
-- any transaction takes (lib/api-keys/extend-key.ts), so what was read as dead is dead (I-4).
CREATE OR REPLACE FUNCTION api_keys_guard() RETURNS trigger
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
  IF OLD.deactivates_at <= clock_timestamp() + interval '1 minute' AND NEW.deactivates_at > OLD.deactivates_at THEN
    RAISE EXCEPTION 'a deactivated API key never comes back, nor one in its last minute' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
