-- Who may do what, and where. Roles and their permissions are data; the reach of the actor is set for each transaction.
CREATE SCHEMA access;
GRANT USAGE ON SCHEMA access TO noivu_app;

CREATE TABLE access.role (
  code text CONSTRAINT role_pk PRIMARY KEY,
  title_vi text NOT NULL,
  title_en text NOT NULL,
  description_vi text NOT NULL DEFAULT '',
  description_en text NOT NULL DEFAULT '',
  position integer NOT NULL DEFAULT 0
);
COMMENT ON TABLE access.role IS 'Roles, as written in roles.yaml.';

CREATE TABLE access.role_permission (
  role text NOT NULL CONSTRAINT role_permission_role REFERENCES access.role (code) ON DELETE CASCADE,
  permission text NOT NULL,
  reach text NOT NULL CONSTRAINT role_permission_reach CHECK (reach IN ('own', 'unit', 'unit-and-below', 'all')),
  CONSTRAINT role_permission_pk PRIMARY KEY (role, permission)
);
COMMENT ON TABLE access.role_permission IS 'What a role may do and how far it reaches.';

CREATE TABLE access.assignment (
  id uuid CONSTRAINT assignment_pk PRIMARY KEY,
  user_id text NOT NULL,
  role text NOT NULL CONSTRAINT assignment_role REFERENCES access.role (code),
  unit_id uuid,
  valid_from date NOT NULL,
  valid_until date,
  CONSTRAINT assignment_period CHECK (valid_until IS NULL OR valid_until > valid_from),
  CONSTRAINT assignment_no_overlap EXCLUDE USING gist (
    user_id WITH =, role WITH =, (coalesce(unit_id, '00000000-0000-0000-0000-000000000000'::uuid)) WITH =,
    daterange(valid_from, valid_until) WITH &&)
);
COMMENT ON TABLE access.assignment IS 'A user holds a role, at a unit, from..until (until is the first day without it).';
CREATE INDEX assignment_user ON access.assignment (user_id);

CREATE TABLE access.scope (
  ancestor_id uuid NOT NULL,
  descendant_id uuid NOT NULL,
  valid_from date,
  valid_until date
);
COMMENT ON TABLE access.scope IS 'Which units lie at or below a unit, dated. Kept by the domain that owns units; read by row-level security.';
CREATE INDEX scope_ancestor ON access.scope (ancestor_id);

-- Reach of the actor for a permission, read from the setting the kernel writes for this transaction. No setting, no reach.
CREATE FUNCTION access.reaches_all(permission text) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce((nullif(current_setting('noivu.reach', true), '')::jsonb -> permission ->> 'all')::boolean, false) $$;
COMMENT ON FUNCTION access.reaches_all IS 'True when the actor of this transaction may do this everywhere.';

CREATE FUNCTION access.reach_units(permission text) RETURNS uuid[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = access, pg_temp
  AS $$
    WITH reach AS (SELECT nullif(current_setting('noivu.reach', true), '')::jsonb -> permission AS r)
    SELECT coalesce(array_agg(DISTINCT u), '{}') FROM (
      SELECT value::uuid AS u FROM reach, jsonb_array_elements_text(coalesce(r -> 'units', '[]'))
      UNION
      SELECT s.descendant_id FROM reach, jsonb_array_elements_text(coalesce(r -> 'below', '[]')) AS root, access.scope s
      WHERE s.ancestor_id = root::uuid
        AND (s.valid_from IS NULL OR s.valid_from <= current_setting('noivu.today')::date)
        AND (s.valid_until IS NULL OR s.valid_until > current_setting('noivu.today')::date)
    ) x
  $$;
COMMENT ON FUNCTION access.reach_units IS 'Units in which the actor of this transaction may do this, as organised today.';

CREATE FUNCTION access.reach_own(permission text) RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$
    SELECT CASE WHEN nullif(current_setting('noivu.reach', true), '')::jsonb ? permission
      THEN nullif(current_setting('noivu.person', true), '')::uuid END
  $$;
COMMENT ON FUNCTION access.reach_own IS 'The person record of the actor where the permission is held at any reach: own records are within every reach.';

ALTER TABLE access.role ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.role_permission ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.scope ENABLE ROW LEVEL SECURITY;
CREATE POLICY role_read ON access.role FOR SELECT TO noivu_app USING (true);
CREATE POLICY role_permission_read ON access.role_permission FOR SELECT TO noivu_app USING (true);
CREATE POLICY assignment_read ON access.assignment FOR SELECT TO noivu_app
  USING (user_id = current_setting('noivu.actor', true) OR (SELECT access.reaches_all('administration.readUsers')));
CREATE POLICY assignment_write ON access.assignment TO noivu_app
  USING ((SELECT access.reaches_all('administration.assignRole'))) WITH CHECK ((SELECT access.reaches_all('administration.assignRole')));
CREATE POLICY scope_write ON access.scope TO noivu_app
  USING ((SELECT access.reaches_all('organization.changeUnit'))) WITH CHECK ((SELECT access.reaches_all('organization.changeUnit')));
GRANT SELECT ON access.role, access.role_permission TO noivu_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON access.assignment, access.scope TO noivu_app;
