-- Where units lie: outlines of units from..until, in WGS 84, brought in from GeoJSON. The ground of the map; no tile comes from outside.
CREATE SCHEMA map;
GRANT USAGE ON SCHEMA map TO noivu_app;

CREATE TABLE map.boundary (
  id uuid CONSTRAINT boundary_pk PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT boundary_unit REFERENCES organization.unit (id),
  valid_from date,
  valid_until date,
  geometry jsonb NOT NULL CONSTRAINT boundary_geometry CHECK (geometry ->> 'type' IN ('Polygon', 'MultiPolygon')),
  source text NOT NULL CONSTRAINT boundary_source CHECK (source <> ''),
  brought_at timestamptz NOT NULL,
  CONSTRAINT boundary_period CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_until > valid_from),
  CONSTRAINT boundary_no_overlap EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_until) WITH &&)
);
COMMENT ON TABLE map.boundary IS 'The outline of a unit, from..until (an empty start is unknown), as GeoJSON in WGS 84, and the file it came from.';

ALTER TABLE map.boundary ENABLE ROW LEVEL SECURITY;
-- Boundaries are public facts: who may open the map sees them all.
CREATE POLICY boundary_read ON map.boundary FOR SELECT TO noivu_app USING ((SELECT access.holds('map.readMap')));
CREATE POLICY boundary_insert ON map.boundary FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('map.changeBoundary')));
CREATE POLICY boundary_update ON map.boundary FOR UPDATE TO noivu_app USING ((SELECT access.reaches_all('map.changeBoundary')))
  WITH CHECK ((SELECT access.reaches_all('map.changeBoundary')));
CREATE POLICY boundary_delete ON map.boundary FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('map.changeBoundary')));
GRANT SELECT, INSERT, UPDATE, DELETE ON map.boundary TO noivu_app;

SELECT audit.track('map.boundary');
