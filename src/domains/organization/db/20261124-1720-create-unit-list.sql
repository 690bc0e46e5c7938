-- Lists of units as the statistics office gives them out, kept as they were given: the day of a list is not the day of the act behind it.
CREATE TABLE organization.unit_list (
  id uuid CONSTRAINT unit_list_pk PRIMARY KEY,
  listed_on date NOT NULL,
  title text NOT NULL CONSTRAINT unit_list_title CHECK (title <> ''),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  CONSTRAINT unit_list_once UNIQUE (listed_on, title)
);
COMMENT ON TABLE organization.unit_list IS 'A list of units of one day, as given out. What it says is compared with what is recorded; it changes nothing itself.';

CREATE TABLE organization.unit_list_row (
  list_id uuid NOT NULL CONSTRAINT unit_list_row_list REFERENCES organization.unit_list (id) ON DELETE CASCADE,
  code text NOT NULL CONSTRAINT unit_list_row_code CHECK (code <> ''),
  name text NOT NULL CONSTRAINT unit_list_row_name CHECK (name <> ''),
  kind text NOT NULL,
  level text NOT NULL,
  parent_code text,
  CONSTRAINT unit_list_row_pk PRIMARY KEY (list_id, code)
);
COMMENT ON TABLE organization.unit_list_row IS 'A unit as a list has it: code, name, kind, and the code of what stands above it.';

ALTER TABLE organization.unit_list ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization.unit_list_row ENABLE ROW LEVEL SECURITY;
CREATE POLICY unit_list_read ON organization.unit_list FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY unit_list_insert ON organization.unit_list FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY unit_list_delete ON organization.unit_list FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY unit_list_row_read ON organization.unit_list_row FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY unit_list_row_insert ON organization.unit_list_row FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY unit_list_row_delete ON organization.unit_list_row FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('organization.reorganise')));
GRANT SELECT, INSERT, DELETE ON organization.unit_list, organization.unit_list_row TO noivu_app;
SELECT audit.track('organization.unit_list');
SELECT audit.track('organization.unit_list_row', 'list_id');

-- A unit may have gone, and nothing says into which: known not to be known is not the same as never asked.
ALTER TABLE organization.succession ALTER COLUMN to_id DROP NOT NULL, ADD CONSTRAINT succession_unknown CHECK (to_id IS NOT NULL OR (whole AND NOT goes_on));
COMMENT ON COLUMN organization.succession.to_id IS 'Null: the unit is gone, and into which it went is not known.';

-- Two acts may take effect on one day: a place that the first gave and the second took held no day, and comes back when the second is undone.
ALTER TABLE organization.unit_parent DROP CONSTRAINT unit_parent_period,
  ADD CONSTRAINT unit_parent_period CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_until > valid_from OR (valid_until = valid_from AND ended_by IS NOT NULL));
