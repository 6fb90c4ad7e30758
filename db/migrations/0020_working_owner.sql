-- An owner who is disabled cannot log in, so a merchant whose other owners are disabled has one that counts. Disabling
-- touches no membership: an operator may disable the last owner (docs/decisions/0050).
CREATE OR REPLACE FUNCTION members_keep_an_owner() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.role <> 'owner' OR (TG_OP = 'UPDATE' AND NEW.role = 'owner') THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM merchants WHERE org_id = OLD.org_id AND id = OLD.merchant_id FOR NO KEY UPDATE;
  IF NOT EXISTS (
    SELECT FROM members m JOIN users u ON u.org_id = m.org_id AND u.id = m.user_id
    WHERE m.org_id = OLD.org_id AND m.merchant_id = OLD.merchant_id AND m.role = 'owner' AND u.disabled_at IS NULL
  ) THEN
    RAISE EXCEPTION 'a merchant keeps at least one owner who is not disabled' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'members_last_owner';
  END IF;
  RETURN NULL;
END
$$;
