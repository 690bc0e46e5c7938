-- Boundary dossiers (Project 513): one for each unit of ours and each neighbour of another province, and what has been signed of it.
CREATE SCHEMA territory;
GRANT USAGE ON SCHEMA territory TO noivu_app;

CREATE TABLE territory.dossier (
  id uuid CONSTRAINT dossier_pk PRIMARY KEY,
  level text NOT NULL CONSTRAINT dossier_level CHECK (level IN ('province', 'district', 'commune')),
  unit_id uuid NOT NULL,
  neighbour text NOT NULL CONSTRAINT dossier_neighbour CHECK (neighbour <> ''),
  -- The unit on the other side, where one is named: not a unit of ours.
  facing text NOT NULL DEFAULT '',
  disputed boolean NOT NULL DEFAULT false,
  note text,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT dossier_once UNIQUE (unit_id, neighbour, facing)
);
COMMENT ON TABLE territory.dossier IS 'The boundary dossier of a unit towards a neighbouring province. Disputed: no line is drawn as settled.';

CREATE TABLE territory.signature (
  id uuid CONSTRAINT signature_pk PRIMARY KEY,
  dossier_id uuid NOT NULL CONSTRAINT signature_dossier REFERENCES territory.dossier (id) ON DELETE CASCADE,
  step text NOT NULL CONSTRAINT signature_step CHECK (step IN ('legal', 'province')),
  signed_on date,
  document text NOT NULL CONSTRAINT signature_document CHECK (document <> ''),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT signature_once UNIQUE (dossier_id, step)
);
COMMENT ON TABLE territory.signature IS 'A step of signing: legally by the units concerned, confirmed by both provinces. The day is empty where not known.';

-- The published view: dossiers with their state on a day. A signature of unknown day holds.
CREATE FUNCTION territory.dossiers_on(day date)
  RETURNS TABLE (id uuid, level text, unit_id uuid, neighbour text, facing text, disputed boolean, state text, signed_on date)
  LANGUAGE sql STABLE AS $$
  SELECT d.id, d.level, d.unit_id, d.neighbour, d.facing, d.disputed,
    CASE WHEN bool_or(s.step = 'province') THEN 'province' WHEN bool_or(s.step = 'legal') THEN 'legal' ELSE 'unsigned' END, max(s.signed_on)
  FROM territory.dossier d LEFT JOIN territory.signature s ON s.dossier_id = d.id AND (s.signed_on IS NULL OR s.signed_on <= day)
  GROUP BY d.id
$$;

ALTER TABLE territory.dossier ENABLE ROW LEVEL SECURITY;
ALTER TABLE territory.signature ENABLE ROW LEVEL SECURITY;
CREATE POLICY dossier_read ON territory.dossier FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('territory.readDossier')) OR unit_id = ANY ((SELECT access.reach_units('territory.readDossier'))::uuid[]));
CREATE POLICY dossier_insert ON territory.dossier FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('territory.changeDossier')) OR unit_id = ANY ((SELECT access.reach_units('territory.changeDossier'))::uuid[]));
CREATE POLICY dossier_update ON territory.dossier FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('territory.changeDossier')) OR unit_id = ANY ((SELECT access.reach_units('territory.changeDossier'))::uuid[]))
  WITH CHECK ((SELECT access.reaches_all('territory.changeDossier')) OR unit_id = ANY ((SELECT access.reach_units('territory.changeDossier'))::uuid[]));
CREATE POLICY signature_read ON territory.signature FOR SELECT TO noivu_app
  USING (dossier_id IN (SELECT d.id FROM territory.dossier d));
CREATE POLICY signature_insert ON territory.signature FOR INSERT TO noivu_app
  WITH CHECK (dossier_id IN (SELECT d.id FROM territory.dossier d WHERE (SELECT access.reaches_all('territory.changeDossier'))
    OR d.unit_id = ANY ((SELECT access.reach_units('territory.changeDossier'))::uuid[])));
CREATE POLICY signature_delete ON territory.signature FOR DELETE TO noivu_app
  USING (dossier_id IN (SELECT d.id FROM territory.dossier d WHERE (SELECT access.reaches_all('territory.changeDossier'))
    OR d.unit_id = ANY ((SELECT access.reach_units('territory.changeDossier'))::uuid[])));
GRANT SELECT, INSERT, UPDATE ON territory.dossier TO noivu_app;
GRANT SELECT, INSERT, DELETE ON territory.signature TO noivu_app;

SELECT audit.track('territory.dossier');
SELECT audit.track('territory.signature', 'dossier_id');
