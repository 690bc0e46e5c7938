-- Personnel decisions: one act of appointment, transfer, salary, discipline ... for one or many people. What a signed one makes in the files
-- of people is written down beside it, so that a decision taken back leaves them as they were.
CREATE SCHEMA careers;
GRANT USAGE ON SCHEMA careers TO noivu_app;

CREATE TABLE careers.decision (
  id uuid CONSTRAINT decision_pk PRIMARY KEY,
  kind text NOT NULL CONSTRAINT decision_kind CHECK (kind <> ''),
  number text NOT NULL CONSTRAINT decision_number CHECK (number <> ''),
  -- As compared: 12/QĐ-UBND is 12/qđ-ubnd.
  number_key text NOT NULL GENERATED ALWAYS AS (upper(regexp_replace(number, '\s', '', 'g'))) STORED,
  issued_on date NOT NULL,
  issued_year integer NOT NULL GENERATED ALWAYS AS (extract(year FROM issued_on)::integer) STORED,
  issuer_id uuid NOT NULL,
  signer text,
  signer_title text,
  subject text NOT NULL CONSTRAINT decision_subject CHECK (subject <> ''),
  legal_basis text,
  level text NOT NULL CONSTRAINT decision_level CHECK (level <> ''),
  state text NOT NULL CONSTRAINT decision_state CHECK (state IN ('draft', 'checked', 'signed', 'withdrawn')),
  -- Signed before it was recorded here: nobody checked it in this platform.
  recorded_signed boolean NOT NULL DEFAULT false,
  drafted_by text NOT NULL,
  drafted_name text NOT NULL,
  drafted_at timestamptz NOT NULL,
  checked_by text,
  checked_name text,
  checked_at timestamptz,
  signed_by text,
  signed_name text,
  signed_at timestamptz,
  withdrawn_by text,
  withdrawn_name text,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  CONSTRAINT decision_whole UNIQUE (id, issuer_id, state),
  CONSTRAINT decision_checked CHECK (state NOT IN ('checked', 'signed') OR recorded_signed OR checked_by IS NOT NULL),
  CONSTRAINT decision_signed CHECK (state NOT IN ('signed', 'withdrawn') OR signed_by IS NOT NULL),
  CONSTRAINT decision_two_persons CHECK (checked_by IS NULL OR signed_by IS NULL OR checked_by <> signed_by),
  CONSTRAINT decision_withdrawn CHECK ((state = 'withdrawn') = (withdrawn_reason IS NOT NULL))
);
COMMENT ON TABLE careers.decision IS 'A decision on personnel: number, day, issuer, kind, management level, and how far it is. In force follows from the days of its actions.';
-- A number is used once in a year by a body; one that was taken back gives its number free.
CREATE UNIQUE INDEX decision_number_once ON careers.decision (issuer_id, issued_year, number_key) WHERE state <> 'withdrawn';
CREATE INDEX decision_issued ON careers.decision (issued_on);

CREATE TABLE careers.action (
  id uuid CONSTRAINT action_pk PRIMARY KEY,
  decision_id uuid NOT NULL,
  -- Of the decision, so that policies need not look there.
  issuer_id uuid NOT NULL,
  state text NOT NULL,
  line integer NOT NULL CONSTRAINT action_line CHECK (line > 0),
  kind text NOT NULL CONSTRAINT action_kind CHECK (kind <> ''),
  person_id uuid NOT NULL CONSTRAINT action_person REFERENCES people.person (id),
  -- Where the person works, and as what, before it.
  unit_id uuid,
  category text,
  effective_on date NOT NULL,
  details jsonb NOT NULL,
  to_unit_id uuid GENERATED ALWAYS AS ((details ->> 'unitId')::uuid) STORED,
  note text,
  CONSTRAINT action_decision FOREIGN KEY (decision_id, issuer_id, state) REFERENCES careers.decision (id, issuer_id, state)
    ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT action_line_once UNIQUE (decision_id, line),
  CONSTRAINT action_once UNIQUE (decision_id, person_id, kind)
);
COMMENT ON TABLE careers.action IS 'One line of a personnel decision: for whom, of which kind, from which day, with what its kind asks for.';
CREATE INDEX action_person_id ON careers.action (person_id);
CREATE INDEX action_unit_id ON careers.action (unit_id);

CREATE TABLE careers.effect (
  id uuid CONSTRAINT effect_pk PRIMARY KEY,
  action_id uuid NOT NULL CONSTRAINT effect_action REFERENCES careers.action (id),
  did text NOT NULL CONSTRAINT effect_did CHECK (did IN ('begun', 'ended', 'recorded')),
  relation text NOT NULL,
  row_id uuid NOT NULL,
  -- Of an ended post: until when and why it would have held.
  before jsonb,
  after jsonb NOT NULL
);
COMMENT ON TABLE careers.effect IS 'What a signed action made: a post begun or ended, a row of a file. Taken back by it, and checked against what is there.';
CREATE INDEX effect_action_id ON careers.effect (action_id);
CREATE INDEX effect_row_id ON careers.effect (row_id);

ALTER TABLE careers.decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE careers.action ENABLE ROW LEVEL SECURITY;
ALTER TABLE careers.effect ENABLE ROW LEVEL SECURITY;

-- A line is seen by whose reach holds its issuer, or, once signed, the unit the person comes from or goes to, or the person. Discipline only
-- by who may see what is sensitive.
CREATE POLICY action_read ON careers.action FOR SELECT TO noivu_app USING (
  ((SELECT access.reaches_all('careers.readDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.readDecision'))::uuid[])
    OR (state IN ('signed', 'withdrawn') AND (unit_id = ANY ((SELECT access.reach_units('careers.readDecision'))::uuid[])
      OR to_unit_id = ANY ((SELECT access.reach_units('careers.readDecision'))::uuid[])))
    OR (state = 'signed' AND person_id = (SELECT access.reach_own('careers.readDecision'))))
  AND (kind <> 'discipline' OR (SELECT access.reaches_all('personnel.readSensitive'))
    OR unit_id = ANY ((SELECT access.reach_units('personnel.readSensitive'))::uuid[]) OR person_id = (SELECT access.reach_own('personnel.readSensitive'))));
CREATE POLICY action_insert ON careers.action FOR INSERT TO noivu_app WITH CHECK (
  (state = 'draft' AND ((SELECT access.reaches_all('careers.draftDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.draftDecision'))::uuid[])))
  OR (state = 'signed' AND ((SELECT access.reaches_all('careers.signDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.signDecision'))::uuid[]))));
CREATE POLICY action_delete ON careers.action FOR DELETE TO noivu_app USING (state = 'draft' AND (
  (SELECT access.reaches_all('careers.draftDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.draftDecision'))::uuid[])));

CREATE POLICY decision_read ON careers.decision FOR SELECT TO noivu_app USING (
  (kind <> 'discipline' AND ((SELECT access.reaches_all('careers.readDecision'))
    OR issuer_id = ANY ((SELECT access.reach_units('careers.readDecision'))::uuid[])))
  OR EXISTS (SELECT FROM careers.action a WHERE a.decision_id = decision.id));
CREATE POLICY decision_insert ON careers.decision FOR INSERT TO noivu_app WITH CHECK (
  (state = 'draft' AND ((SELECT access.reaches_all('careers.draftDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.draftDecision'))::uuid[])))
  OR (state = 'signed' AND ((SELECT access.reaches_all('careers.signDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.signDecision'))::uuid[]))));
CREATE POLICY decision_update ON careers.decision FOR UPDATE TO noivu_app
  USING ((state = 'draft' AND ((SELECT access.reaches_all('careers.draftDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.draftDecision'))::uuid[])))
    OR (state IN ('draft', 'checked') AND ((SELECT access.reaches_all('careers.checkDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.checkDecision'))::uuid[])))
    OR (state IN ('checked', 'signed') AND ((SELECT access.reaches_all('careers.signDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.signDecision'))::uuid[]))))
  WITH CHECK ((state = 'draft' AND ((SELECT access.reaches_all('careers.draftDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.draftDecision'))::uuid[])))
    OR (state IN ('draft', 'checked') AND ((SELECT access.reaches_all('careers.checkDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.checkDecision'))::uuid[])))
    OR (state IN ('draft', 'signed', 'withdrawn') AND ((SELECT access.reaches_all('careers.signDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.signDecision'))::uuid[]))));
CREATE POLICY decision_delete ON careers.decision FOR DELETE TO noivu_app USING (state = 'draft' AND (
  (SELECT access.reaches_all('careers.draftDecision')) OR issuer_id = ANY ((SELECT access.reach_units('careers.draftDecision'))::uuid[])));

CREATE POLICY effect_read ON careers.effect FOR SELECT TO noivu_app USING (EXISTS (SELECT FROM careers.action a WHERE a.id = effect.action_id));
CREATE POLICY effect_insert ON careers.effect FOR INSERT TO noivu_app WITH CHECK (
  (SELECT access.reaches_all('careers.signDecision')) OR cardinality((SELECT access.reach_units('careers.signDecision'))::uuid[]) > 0);
GRANT SELECT, INSERT, UPDATE, DELETE ON careers.decision TO noivu_app;
GRANT SELECT, INSERT, DELETE ON careers.action TO noivu_app;
GRANT SELECT, INSERT ON careers.effect TO noivu_app;

SELECT audit.track('careers.decision');
SELECT audit.track('careers.action', 'decision_id');
SELECT audit.track('careers.effect', 'action_id');

-- Whether units or persons are named by a decision: they are not taken back then. Nothing of the decisions.
CREATE FUNCTION careers.units_named(units uuid[]) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = careers, pg_catalog, pg_temp AS $$
  SELECT d.issuer_id FROM careers.decision d WHERE d.issuer_id = ANY (units)
  UNION SELECT a.unit_id FROM careers.action a WHERE a.unit_id = ANY (units)
  UNION SELECT a.to_unit_id FROM careers.action a WHERE a.to_unit_id = ANY (units)
$$;
COMMENT ON FUNCTION careers.units_named IS 'Which of these units personnel decisions name; nothing of the decisions.';
CREATE FUNCTION careers.persons_named(persons uuid[]) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = careers, pg_catalog, pg_temp AS $$
  SELECT DISTINCT a.person_id FROM careers.action a WHERE a.person_id = ANY (persons)
$$;
COMMENT ON FUNCTION careers.persons_named IS 'Which of these persons personnel decisions name; nothing of the decisions.';
-- A number already used by the body in the year, within reach or not.
CREATE FUNCTION careers.number_used(issuer uuid, in_year integer, key text, but uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = careers, pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM careers.decision d WHERE d.issuer_id = issuer AND d.issued_year = in_year
    AND d.number_key = upper(regexp_replace(key, '\s', '', 'g')) AND d.state <> 'withdrawn' AND d.id IS DISTINCT FROM but)
$$;
COMMENT ON FUNCTION careers.number_used IS 'Whether a body has used a number in a year; nothing of the decision.';
