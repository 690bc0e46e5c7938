-- The citizen number of a person, apart from the record: only who keeps records may use it, to know the same person again.
CREATE TABLE people.identity (
  person_id uuid CONSTRAINT identity_pk PRIMARY KEY CONSTRAINT identity_person REFERENCES people.person (id) ON DELETE CASCADE,
  citizen_id text NOT NULL CONSTRAINT identity_citizen_id CHECK (citizen_id ~ '^([0-9]{9}|[0-9]{12})$') CONSTRAINT identity_once UNIQUE
);
COMMENT ON TABLE people.identity IS 'Citizen number (12 digits; 9 of the former identity card) of a person. Shown nowhere; imports match by it.';

-- Whose number it is, whoever asks: a number of somebody outside one's reach must be told, not recorded twice. Gives the id alone.
CREATE FUNCTION people.owner_of_citizen_id(numbers text[]) RETURNS TABLE (citizen_id text, person_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT i.citizen_id, i.person_id FROM people.identity i WHERE i.citizen_id = ANY (numbers)
$$;
COMMENT ON FUNCTION people.owner_of_citizen_id IS 'Ids of the persons with these citizen numbers, within reach or not; the caller looks at them through row-level security.';

-- Accounts that belong to persons: a record somebody signs in with is not taken back.
CREATE FUNCTION people.with_account(persons uuid[]) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT DISTINCT u."personId" FROM auth."user" u WHERE u."personId" = ANY (persons)
$$;
COMMENT ON FUNCTION people.with_account IS 'Which of these persons have an account.';

ALTER TABLE people.identity ENABLE ROW LEVEL SECURITY;
CREATE POLICY identity_read ON people.identity FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('people.changePerson')) OR person_id IN (SELECT t.person_id FROM people.post t
    WHERE t.unit_id = ANY ((SELECT access.reach_units('people.changePerson'))::uuid[])));
CREATE POLICY identity_insert ON people.identity FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('people.changePerson')) OR cardinality((SELECT access.reach_units('people.changePerson'))::uuid[]) > 0);
CREATE POLICY identity_delete ON people.identity FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('people.changePerson')) OR person_id IN (SELECT t.person_id FROM people.post t
    WHERE t.unit_id = ANY ((SELECT access.reach_units('people.changePerson'))::uuid[])));

-- What an import made can be taken back by who may change it. The log keeps it.
CREATE POLICY person_delete ON people.person FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('people.changePerson')) OR id IN (SELECT t.person_id FROM people.post t
    WHERE t.unit_id = ANY ((SELECT access.reach_units('people.changePerson'))::uuid[])));
CREATE POLICY post_delete ON people.post FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('people.changePerson')) OR unit_id = ANY ((SELECT access.reach_units('people.changePerson'))::uuid[]));
GRANT SELECT, INSERT, DELETE ON people.identity TO noivu_app;
GRANT DELETE ON people.person, people.post TO noivu_app;

SELECT audit.track('people.identity', 'person_id');
