-- Units are identities; everything about them holds from..until. A code is reused by other units: code and date together identify.
CREATE SCHEMA organization;
GRANT USAGE ON SCHEMA organization TO noivu_app;

CREATE TABLE organization.unit (
  id uuid CONSTRAINT unit_pk PRIMARY KEY,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE organization.unit IS 'A body of the province, whatever it was called and wherever it belonged over time.';

CREATE TABLE organization.unit_version (
  id uuid CONSTRAINT unit_version_pk PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT unit_version_unit REFERENCES organization.unit (id),
  code text NOT NULL CONSTRAINT unit_version_code CHECK (code <> ''),
  name text NOT NULL CONSTRAINT unit_version_name CHECK (name <> ''),
  short_name text NOT NULL,
  kind text NOT NULL,
  level text NOT NULL,
  valid_from date,
  valid_until date,
  act text,
  search_name text NOT NULL GENERATED ALWAYS AS (kernel.fold(name || ' ' || code)) STORED,
  CONSTRAINT unit_version_period CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_until > valid_from),
  CONSTRAINT unit_version_no_overlap EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_until) WITH &&),
  CONSTRAINT unit_version_code_once EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_until) WITH &&)
);
COMMENT ON TABLE organization.unit_version IS 'Name, kind, level and code of a unit, from..until (until is the first day it no longer holds; an empty start is unknown).';
CREATE INDEX unit_version_unit_id ON organization.unit_version (unit_id);

CREATE TABLE organization.unit_parent (
  id uuid CONSTRAINT unit_parent_pk PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT unit_parent_unit REFERENCES organization.unit (id),
  parent_id uuid NOT NULL CONSTRAINT unit_parent_parent REFERENCES organization.unit (id),
  tree text NOT NULL CONSTRAINT unit_parent_tree CHECK (tree IN ('government', 'party', 'territory')),
  valid_from date,
  valid_until date,
  CONSTRAINT unit_parent_not_self CHECK (unit_id <> parent_id),
  CONSTRAINT unit_parent_period CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_until > valid_from),
  CONSTRAINT unit_parent_no_overlap EXCLUDE USING gist (unit_id WITH =, tree WITH =, daterange(valid_from, valid_until) WITH &&)
);
COMMENT ON TABLE organization.unit_parent IS 'Which unit stands above, in which tree, from..until.';
CREATE INDEX unit_parent_unit_id ON organization.unit_parent (unit_id);
CREATE INDEX unit_parent_parent_id ON organization.unit_parent (parent_id);

-- The published view of units on one day, for every domain that names a unit.
CREATE FUNCTION organization.units_on(day date)
  RETURNS TABLE (unit_id uuid, code text, name text, short_name text, kind text, level text, valid_from date, valid_until date, act text, search_name text)
  LANGUAGE sql STABLE AS $$
  SELECT v.unit_id, v.code, v.name, v.short_name, v.kind, v.level, v.valid_from, v.valid_until, v.act, v.search_name
  FROM organization.unit_version v
  WHERE (v.valid_from IS NULL OR v.valid_from <= day) AND (v.valid_until IS NULL OR v.valid_until > day)
$$;

CREATE FUNCTION organization.parents_on(day date) RETURNS TABLE (unit_id uuid, parent_id uuid, tree text) LANGUAGE sql STABLE AS $$
  SELECT p.unit_id, p.parent_id, p.tree FROM organization.unit_parent p
  WHERE (p.valid_from IS NULL OR p.valid_from <= day) AND (p.valid_until IS NULL OR p.valid_until > day)
$$;

-- Rebuilds who lies below whom, dated, for row-level security. A chain holds only while every link of it holds.
CREATE FUNCTION organization.rebuild_scope() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = organization, pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM access.scope;
  INSERT INTO access.scope (ancestor_id, descendant_id, valid_from, valid_until)
  WITH RECURSIVE chain (ancestor_id, descendant_id, period, depth) AS (
    SELECT u.id, u.id, daterange(NULL, NULL), 0 FROM organization.unit u
    UNION ALL
    SELECT c.ancestor_id, p.unit_id, c.period * daterange(p.valid_from, p.valid_until), c.depth + 1
    FROM chain c JOIN organization.unit_parent p ON p.parent_id = c.descendant_id
    WHERE c.depth < 12 AND NOT isempty(c.period * daterange(p.valid_from, p.valid_until))
  )
  SELECT DISTINCT ancestor_id, descendant_id, lower(period), upper(period) FROM chain;
END
$$;
REVOKE EXECUTE ON FUNCTION organization.rebuild_scope FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization.rebuild_scope TO noivu_app;

ALTER TABLE organization.unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization.unit_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization.unit_parent ENABLE ROW LEVEL SECURITY;
CREATE POLICY unit_read ON organization.unit FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('organization.readUnit')) OR id = ANY ((SELECT access.reach_units('organization.readUnit'))::uuid[]));
CREATE POLICY unit_version_read ON organization.unit_version FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('organization.readUnit')) OR unit_id = ANY ((SELECT access.reach_units('organization.readUnit'))::uuid[]));
CREATE POLICY unit_parent_read ON organization.unit_parent FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('organization.readUnit')) OR unit_id = ANY ((SELECT access.reach_units('organization.readUnit'))::uuid[]));
CREATE POLICY unit_insert ON organization.unit FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('organization.changeUnit')));
CREATE POLICY unit_version_insert ON organization.unit_version FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('organization.changeUnit'))
  OR unit_id = ANY ((SELECT access.reach_units('organization.changeUnit'))::uuid[]));
CREATE POLICY unit_version_update ON organization.unit_version FOR UPDATE TO noivu_app USING ((SELECT access.reaches_all('organization.changeUnit'))
  OR unit_id = ANY ((SELECT access.reach_units('organization.changeUnit'))::uuid[])) WITH CHECK ((SELECT access.reaches_all('organization.changeUnit'))
  OR unit_id = ANY ((SELECT access.reach_units('organization.changeUnit'))::uuid[]));
CREATE POLICY unit_parent_insert ON organization.unit_parent FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('organization.changeUnit')));
CREATE POLICY unit_parent_update ON organization.unit_parent FOR UPDATE TO noivu_app USING ((SELECT access.reaches_all('organization.changeUnit'))) WITH CHECK ((SELECT access.reaches_all('organization.changeUnit')));
GRANT SELECT, INSERT ON organization.unit TO noivu_app;
GRANT SELECT, INSERT, UPDATE ON organization.unit_version, organization.unit_parent TO noivu_app;

SELECT audit.track('organization.unit');
SELECT audit.track('organization.unit_version', 'unit_id');
SELECT audit.track('organization.unit_parent', 'unit_id');
