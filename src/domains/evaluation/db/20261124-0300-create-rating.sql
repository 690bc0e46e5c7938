-- The result of rating: one level for one person or body, for one period. How it was reached (criteria, rounds, scores) joins later by id.
CREATE SCHEMA evaluation;
GRANT USAGE ON SCHEMA evaluation TO noivu_app;

CREATE TABLE evaluation.rating (
  id uuid CONSTRAINT rating_pk PRIMARY KEY,
  subject_kind text NOT NULL CONSTRAINT rating_subject_kind CHECK (subject_kind IN ('person', 'unit')),
  person_id uuid,
  unit_id uuid NOT NULL,
  period_kind text NOT NULL CONSTRAINT rating_period_kind CHECK (period_kind IN ('year', 'school-year', 'quarter', 'month')),
  period_from date NOT NULL,
  period_until date NOT NULL,
  level text NOT NULL,
  decided_on date,
  decision_number text,
  decided_by_unit_id uuid,
  recorded_via text NOT NULL CONSTRAINT rating_recorded_via CHECK (recorded_via IN ('platform', 'import')),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT rating_period CHECK (period_until > period_from),
  CONSTRAINT rating_subject CHECK ((subject_kind = 'person') = (person_id IS NOT NULL)),
  CONSTRAINT rating_once EXCLUDE USING gist (person_id WITH =, period_kind WITH =, daterange(period_from, period_until) WITH &&)
    WHERE (subject_kind = 'person'),
  CONSTRAINT rating_unit_once EXCLUDE USING gist (unit_id WITH =, period_kind WITH =, daterange(period_from, period_until) WITH &&)
    WHERE (subject_kind = 'unit')
);
COMMENT ON TABLE evaluation.rating IS 'Quality rating of a person (in the body that rated) or of a body itself, for a period; levels as in data/levels.csv.';
CREATE INDEX rating_person ON evaluation.rating (person_id);
CREATE INDEX rating_unit ON evaluation.rating (unit_id);
CREATE INDEX rating_population ON evaluation.rating (period_kind, period_from, level);

ALTER TABLE evaluation.rating ENABLE ROW LEVEL SECURITY;
CREATE POLICY rating_read ON evaluation.rating FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('evaluation.readRating')) OR unit_id = ANY ((SELECT access.reach_units('evaluation.readRating'))::uuid[])
    OR person_id = (SELECT access.reach_own('evaluation.readRating')));
CREATE POLICY rating_insert ON evaluation.rating FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('evaluation.recordRating')) OR unit_id = ANY ((SELECT access.reach_units('evaluation.recordRating'))::uuid[]));
CREATE POLICY rating_update ON evaluation.rating FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('evaluation.recordRating')) OR unit_id = ANY ((SELECT access.reach_units('evaluation.recordRating'))::uuid[]))
  WITH CHECK ((SELECT access.reaches_all('evaluation.recordRating')) OR unit_id = ANY ((SELECT access.reach_units('evaluation.recordRating'))::uuid[]));
GRANT SELECT, INSERT, UPDATE ON evaluation.rating TO noivu_app;

SELECT audit.track('evaluation.rating');
