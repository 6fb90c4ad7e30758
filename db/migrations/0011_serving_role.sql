-- The role that serves (dashboard, worker, operator's command): reads and writes what the product does, and can neither
-- change nor delete the audit trail or a key's identity (D27, G-5). Roles belong to the whole cluster, so two databases
-- may be migrated at once; whoever runs the dashboard makes a login in it. Until then the owning role may go on serving.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keydesk_dashboard') THEN
    CREATE ROLE keydesk_dashboard NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN
    NULL;
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The role that migrates may not create roles: let an administrator run "create role keydesk_dashboard nologin;" first.'
      USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO keydesk_dashboard;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO keydesk_dashboard;
--> statement-breakpoint
-- Tables of later migrations are served as well; a migration takes back what is too much.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO keydesk_dashboard;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON audit_events FROM keydesk_dashboard;
--> statement-breakpoint
-- A key's verbs set these columns and no other; what has to be able to be set later is granted by its own migration.
REVOKE UPDATE, DELETE ON api_keys FROM keydesk_dashboard;
--> statement-breakpoint
GRANT UPDATE (replaced_at, deactivates_at, frozen_at) ON api_keys TO keydesk_dashboard;
--> statement-breakpoint
-- So that it can say whether the database has been migrated to its build.
GRANT USAGE ON SCHEMA drizzle TO keydesk_dashboard;
--> statement-breakpoint
GRANT SELECT ON drizzle.__drizzle_migrations TO keydesk_dashboard;
--> statement-breakpoint
-- The guards run with the rights of whoever writes, who could otherwise put a temporary table of the same name before
-- the one that they mean to read.
ALTER FUNCTION audit_events_append() SET search_path = pg_catalog, public, pg_temp;
--> statement-breakpoint
ALTER FUNCTION members_keep_an_owner() SET search_path = pg_catalog, public, pg_temp;
--> statement-breakpoint
ALTER FUNCTION api_keys_born_frozen() SET search_path = pg_catalog, public, pg_temp;
