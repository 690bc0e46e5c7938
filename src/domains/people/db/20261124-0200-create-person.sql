-- A person and the posts held, from..until. What is current is derived from history, never stored beside it.
CREATE SCHEMA people;
GRANT USAGE ON SCHEMA people TO noivu_app;

CREATE TABLE people.person (
  id uuid CONSTRAINT person_pk PRIMARY KEY,
  family_and_middle text NOT NULL,
  given text NOT NULL CONSTRAINT person_given CHECK (given <> ''),
  full_name text NOT NULL GENERATED ALWAYS AS (btrim(family_and_middle || ' ' || given)) STORED,
  sex text NOT NULL CONSTRAINT person_sex CHECK (sex IN ('male', 'female')),
  birth_date date,
  birth_year integer CONSTRAINT person_birth_year CHECK (birth_year BETWEEN 1900 AND 2100),
  category text NOT NULL,
  search_name text NOT NULL GENERATED ALWAYS AS (kernel.fold(family_and_middle || ' ' || given)) STORED,
  -- Vietnamese order: given name first, then the family and middle names.
  sort_name text NOT NULL GENERATED ALWAYS AS (kernel.fold(given || ' ' || family_and_middle)) STORED,
  created_at timestamptz NOT NULL,
  CONSTRAINT person_birth_agrees CHECK (birth_date IS NULL OR birth_year IS NULL OR extract(year FROM birth_date) = birth_year)
);
COMMENT ON TABLE people.person IS 'Cadres, civil servants, public employees and contract staff. A birth date known only by its year has birth_year alone.';
CREATE INDEX person_search ON people.person USING gin (search_name gin_trgm_ops);
CREATE INDEX person_sort ON people.person (sort_name, id);

CREATE TABLE people.post (
  id uuid CONSTRAINT post_pk PRIMARY KEY,
  person_id uuid NOT NULL CONSTRAINT post_person REFERENCES people.person (id),
  unit_id uuid NOT NULL,
  title text NOT NULL,
  is_main boolean NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  CONSTRAINT post_period CHECK (valid_until IS NULL OR valid_until > valid_from),
  CONSTRAINT post_one_main EXCLUDE USING gist (person_id WITH =, daterange(valid_from, valid_until) WITH &&) WHERE (is_main)
);
COMMENT ON TABLE people.post IS 'A post held in a unit, from..until; at each day at most one main post.';
CREATE INDEX post_person_id ON people.post (person_id);
CREATE INDEX post_unit_id ON people.post (unit_id);

-- The published view: people with their main post on one day.
CREATE FUNCTION people.people_on(day date)
  RETURNS TABLE (id uuid, full_name text, sex text, birth_date date, birth_year integer, category text, search_name text, sort_name text,
    unit_id uuid, title text, post_from date, post_until date)
  LANGUAGE sql STABLE AS $$
  SELECT p.id, p.full_name, p.sex, p.birth_date, p.birth_year, p.category, p.search_name, p.sort_name, t.unit_id, t.title, t.valid_from, t.valid_until
  FROM people.person p
  LEFT JOIN people.post t ON t.person_id = p.id AND t.is_main AND t.valid_from <= day AND (t.valid_until IS NULL OR t.valid_until > day)
$$;

CREATE FUNCTION people.name_candidates(words text[], at_most integer) RETURNS SETOF uuid
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, public, pg_catalog, pg_temp AS $$
DECLARE
  question text := 'SELECT id FROM people.person WHERE ' ||
    (SELECT string_agg(format('search_name LIKE %L', '%' || w || '%'), ' AND ') FROM unnest(words) w);
  plan json;
BEGIN
  -- The planner knows about how many would match; walking the list in order is quicker where that is many.
  EXECUTE 'EXPLAIN (FORMAT JSON) ' || question INTO plan;
  IF (plan -> 0 -> 'Plan' ->> 'Plan Rows')::numeric > at_most THEN
    RETURN NEXT NULL;
  ELSE
    RETURN QUERY EXECUTE question || format(' LIMIT %s', at_most);
  END IF;
END
$$;
COMMENT ON FUNCTION people.name_candidates IS 'Ids whose folded name holds all words. Gives ids only: the caller looks at them through row-level security. A null means: too many to be worth it.';

ALTER TABLE people.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE people.post ENABLE ROW LEVEL SECURITY;
CREATE POLICY post_read ON people.post FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('people.readPerson')) OR unit_id = ANY ((SELECT access.reach_units('people.readPerson'))::uuid[])
    OR person_id = (SELECT access.reach_own('people.readPerson')));
CREATE POLICY person_read ON people.person FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('people.readPerson')) OR id = (SELECT access.reach_own('people.readPerson'))
    OR id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.readPerson'))::uuid[])
      AND (t.valid_until IS NULL OR t.valid_until > current_setting('noivu.today')::date)));
CREATE POLICY post_insert ON people.post FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('people.changePerson')) OR unit_id = ANY ((SELECT access.reach_units('people.changePerson'))::uuid[]));
CREATE POLICY post_update ON people.post FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('people.changePerson')) OR unit_id = ANY ((SELECT access.reach_units('people.changePerson'))::uuid[]))
  WITH CHECK ((SELECT access.reaches_all('people.changePerson')) OR unit_id = ANY ((SELECT access.reach_units('people.changePerson'))::uuid[]));
CREATE POLICY person_insert ON people.person FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('people.changePerson')) OR cardinality((SELECT access.reach_units('people.changePerson'))::uuid[]) > 0);
CREATE POLICY person_update ON people.person FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('people.changePerson'))
    OR id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.changePerson'))::uuid[])));
GRANT SELECT, INSERT, UPDATE ON people.person, people.post TO noivu_app;

SELECT audit.track('people.person');
SELECT audit.track('people.post', 'person_id');
