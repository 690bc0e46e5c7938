-- What decisions say of bodies: their functions with the guiding circular, service units set up, merged and dissolved, autonomy.
CREATE SCHEMA bodies;
GRANT USAGE ON SCHEMA bodies TO noivu_app;

CREATE TABLE bodies.decision (
  id uuid CONSTRAINT decision_pk PRIMARY KEY,
  kind text NOT NULL CONSTRAINT decision_kind CHECK (kind IN ('functions', 'establish', 'merge', 'dissolve', 'hand-over')),
  unit_id uuid NOT NULL,
  -- The body decided on where it is no unit recorded here, such as one that is gone.
  subject text,
  number text,
  decided_on date NOT NULL,
  issuer text NOT NULL CONSTRAINT decision_issuer CHECK (issuer <> ''),
  -- When the Department appraised it.
  appraised_on date,
  -- By how many the number of public service units changed.
  units_change integer NOT NULL DEFAULT 0,
  note text,
  recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE bodies.decision IS 'A decision on a body: its functions and structure; set up, merged, dissolved; a function handed over.';
CREATE INDEX decision_unit ON bodies.decision (unit_id, kind);
CREATE INDEX decision_day ON bodies.decision (kind, decided_on);

CREATE TABLE bodies.circular (
  id uuid CONSTRAINT circular_pk PRIMARY KEY,
  unit_id uuid NOT NULL,
  issuer text NOT NULL CONSTRAINT circular_issuer CHECK (issuer <> ''),
  number text,
  issued_on date,
  title text NOT NULL,
  recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE bodies.circular IS 'The circular of a ministry that guides the functions of a department. Number and day are empty where not known.';
CREATE INDEX circular_unit ON bodies.circular (unit_id);

CREATE TABLE bodies.autonomy (
  id uuid CONSTRAINT autonomy_pk PRIMARY KEY,
  unit_id uuid NOT NULL,
  level integer NOT NULL CONSTRAINT autonomy_level CHECK (level BETWEEN 1 AND 4),
  -- Revenues over recurrent spending in percent (Decree 60/2021, article 9).
  rate numeric CONSTRAINT autonomy_rate CHECK (rate >= 0),
  valid_from date NOT NULL,
  valid_until date NOT NULL,
  number text,
  decided_on date,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT autonomy_period CHECK (valid_until > valid_from),
  CONSTRAINT autonomy_once EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_until) WITH &&)
);
COMMENT ON TABLE bodies.autonomy IS 'Autonomy group of a public service unit in a plan period (group 1 to 4 of Decree 60/2021).';

ALTER TABLE bodies.decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE bodies.circular ENABLE ROW LEVEL SECURITY;
ALTER TABLE bodies.autonomy ENABLE ROW LEVEL SECURITY;
CREATE POLICY decision_read ON bodies.decision FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('bodies.readBody')) OR unit_id = ANY ((SELECT access.reach_units('bodies.readBody'))::uuid[]));
CREATE POLICY decision_insert ON bodies.decision FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('bodies.changeBody')) OR unit_id = ANY ((SELECT access.reach_units('bodies.changeBody'))::uuid[]));
CREATE POLICY decision_delete ON bodies.decision FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('bodies.changeBody')) OR unit_id = ANY ((SELECT access.reach_units('bodies.changeBody'))::uuid[]));
CREATE POLICY circular_read ON bodies.circular FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('bodies.readBody')) OR unit_id = ANY ((SELECT access.reach_units('bodies.readBody'))::uuid[]));
CREATE POLICY circular_insert ON bodies.circular FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('bodies.changeBody')) OR unit_id = ANY ((SELECT access.reach_units('bodies.changeBody'))::uuid[]));
CREATE POLICY circular_delete ON bodies.circular FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('bodies.changeBody')) OR unit_id = ANY ((SELECT access.reach_units('bodies.changeBody'))::uuid[]));
CREATE POLICY autonomy_read ON bodies.autonomy FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('bodies.readBody')) OR unit_id = ANY ((SELECT access.reach_units('bodies.readBody'))::uuid[]));
CREATE POLICY autonomy_insert ON bodies.autonomy FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('bodies.changeBody')) OR unit_id = ANY ((SELECT access.reach_units('bodies.changeBody'))::uuid[]));
CREATE POLICY autonomy_delete ON bodies.autonomy FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('bodies.changeBody')) OR unit_id = ANY ((SELECT access.reach_units('bodies.changeBody'))::uuid[]));
GRANT SELECT, INSERT, DELETE ON bodies.decision, bodies.circular, bodies.autonomy TO noivu_app;

SELECT audit.track('bodies.decision');
SELECT audit.track('bodies.circular');
SELECT audit.track('bodies.autonomy');
