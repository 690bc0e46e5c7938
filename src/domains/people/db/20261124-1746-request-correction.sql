-- A person asks for what is recorded wrongly of them to be put right; who keeps the record decides.
CREATE TABLE people.request (
  id uuid CONSTRAINT request_pk PRIMARY KEY,
  person_id uuid NOT NULL CONSTRAINT request_person REFERENCES people.person (id) ON DELETE CASCADE,
  field text NOT NULL,
  old_value text,
  new_value text NOT NULL CONSTRAINT request_new CHECK (new_value <> ''),
  note text,
  due date NOT NULL,
  state text NOT NULL CONSTRAINT request_state CHECK (state IN ('open', 'approved', 'refused', 'withdrawn')),
  asked_by text NOT NULL,
  asked_by_name text NOT NULL,
  asked_at timestamptz NOT NULL,
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  why text,
  CONSTRAINT request_decided CHECK ((state = 'open') = (decided_at IS NULL))
);
COMMENT ON TABLE people.request IS 'Corrections asked for by the person concerned: the value shown then, the value asked for, and what was decided.';
CREATE INDEX request_person_id ON people.request (person_id);
CREATE UNIQUE INDEX request_one_open ON people.request (person_id, field) WHERE state = 'open';
CREATE INDEX request_due ON people.request (state, due, id);

ALTER TABLE people.request ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_read ON people.request FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('people.decideCorrection')) OR person_id = (SELECT access.reach_own('people.requestCorrection'))
    OR person_id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.decideCorrection'))::uuid[])
      AND (t.valid_until IS NULL OR t.valid_until > current_setting('noivu.today')::date)));
CREATE POLICY request_insert ON people.request FOR INSERT TO noivu_app
  WITH CHECK (person_id = (SELECT access.reach_own('people.requestCorrection')) AND state = 'open');
CREATE POLICY request_update ON people.request FOR UPDATE TO noivu_app
  USING (state = 'open' AND ((SELECT access.reaches_all('people.decideCorrection')) OR person_id = (SELECT access.reach_own('people.requestCorrection'))
    OR person_id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.decideCorrection'))::uuid[])
      AND (t.valid_until IS NULL OR t.valid_until > current_setting('noivu.today')::date))))
  -- Nobody decides on the own record: it can only be withdrawn.
  WITH CHECK (state = 'withdrawn' OR person_id IS DISTINCT FROM nullif(current_setting('noivu.person', true), '')::uuid);
GRANT SELECT, INSERT ON people.request TO noivu_app;
GRANT UPDATE (state, decided_by, decided_by_name, decided_at, why) ON people.request TO noivu_app;

-- The number of the own record, for its bearer alone.
CREATE FUNCTION people.own_citizen_id() RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT i.citizen_id FROM people.identity i WHERE i.person_id = access.reach_own('people.requestCorrection')
$$;
COMMENT ON FUNCTION people.own_citizen_id IS 'Citizen number of the actor of this transaction.';

CREATE FUNCTION people.deciders_for(person uuid, day date) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT u.id FROM auth."user" u WHERE NOT u.disabled AND u.kind = 'person' AND u."personId" IS DISTINCT FROM person
    AND EXISTS (SELECT FROM access.assignments_of(u.id, day) a JOIN access.role_permission p ON p.role = a.role AND p.permission = 'people.decideCorrection'
      WHERE p.reach = 'all' OR EXISTS (SELECT FROM people.post t
        WHERE t.person_id = person AND t.valid_from <= day AND (t.valid_until IS NULL OR t.valid_until > day)
          AND (t.unit_id = a.unit_id OR p.reach = 'unit-and-below' AND EXISTS (SELECT FROM access.scope s
            WHERE s.ancestor_id = a.unit_id AND s.descendant_id = t.unit_id
              AND (s.valid_from IS NULL OR s.valid_from <= day) AND (s.valid_until IS NULL OR s.valid_until > day)))))
$$;
COMMENT ON FUNCTION people.deciders_for IS 'Ids of accounts that may decide on corrections of a person, for telling them; nothing else of them.';
REVOKE EXECUTE ON FUNCTION people.own_citizen_id, people.deciders_for FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.own_citizen_id, people.deciders_for TO noivu_app;

SELECT audit.track('people.request');
