-- Times that do not count towards the next salary step: unpaid leave, suspension and the like. What was recorded wrongly is withdrawn, and kept.
CREATE SCHEMA salary;
GRANT USAGE ON SCHEMA salary TO noivu_app;

CREATE TABLE salary.uncounted_time (
  id uuid CONSTRAINT uncounted_time_pk PRIMARY KEY,
  person_id uuid NOT NULL CONSTRAINT uncounted_time_person REFERENCES people.person (id),
  kind text NOT NULL CONSTRAINT uncounted_time_kind CHECK (kind <> ''),
  valid_from date NOT NULL,
  valid_until date,
  decision_number text,
  decision_on date,
  recorded_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  -- Suspension and detention tell of a measure against somebody: kept like disciplines.
  class text NOT NULL GENERATED ALWAYS AS (CASE WHEN kind IN ('DC', 'TG') THEN 'sensitive' ELSE 'personal' END) STORED,
  CONSTRAINT uncounted_time_period CHECK (valid_until IS NULL OR valid_until > valid_from),
  CONSTRAINT uncounted_time_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
  -- Of one person, no day stands still twice.
  CONSTRAINT uncounted_time_once EXCLUDE USING gist (person_id WITH =, daterange(valid_from, valid_until) WITH &&) WHERE (withdrawn_at IS NULL)
);
COMMENT ON TABLE salary.uncounted_time IS 'Times from..until that do not count towards the next salary step, by kind of the code list salary.uncounted, with the decision behind them.';
CREATE INDEX uncounted_time_person_id ON salary.uncounted_time (person_id);

ALTER TABLE salary.uncounted_time ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
  reach text := format('(class = ''personal'' AND %s) OR (class = ''sensitive'' AND %s)',
    personnel.reach_sql('uncounted_time', 'personnel.readPersonal', true), personnel.reach_sql('uncounted_time', 'personnel.readSensitive', true));
  writes text := personnel.reach_sql('uncounted_time', 'salary.changeTime', false);
BEGIN
  EXECUTE format('CREATE POLICY uncounted_time_read ON salary.uncounted_time FOR SELECT TO noivu_app USING (%s)', reach);
  EXECUTE format('CREATE POLICY uncounted_time_insert ON salary.uncounted_time FOR INSERT TO noivu_app WITH CHECK (%s AND (%s))', writes, reach);
  EXECUTE format('CREATE POLICY uncounted_time_update ON salary.uncounted_time FOR UPDATE TO noivu_app USING (%s AND (%s)) WITH CHECK (%1$s AND (%2$s))', writes, reach);
END
$$;
GRANT SELECT, INSERT ON salary.uncounted_time TO noivu_app;
GRANT UPDATE (valid_until, withdrawn_at, withdrawn_reason) ON salary.uncounted_time TO noivu_app;
SELECT audit.track('salary.uncounted_time', 'person_id');
