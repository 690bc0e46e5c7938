-- Records that may be of one person: found by keys, scored by rules, decided by people.
CREATE FUNCTION people.typing_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT RETURN
  regexp_replace(replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(kernel.fold(name),
    '[^a-z ]+', '', 'g'), '[fjwz]+', '', 'g'), '\mtr', 'ch', 'g'), '\ms', 'x', 'g'), '([a-z])[srx]+', '\1', 'g'), 'y', 'i'), '(.)\1+', '\1', 'g');
COMMENT ON FUNCTION people.typing_key IS 'A name as fingers type it: what Telex and VNI leave behind makes no difference. Same answer as typingKey() in duplicate.rules.ts.';

ALTER TABLE people.person
  ADD COLUMN given_key text GENERATED ALWAYS AS (people.typing_key(given)) STORED,
  ADD COLUMN family_key text GENERATED ALWAYS AS (people.typing_key(split_part(btrim(family_and_middle), ' ', 1))) STORED,
  ADD COLUMN name_key text GENERATED ALWAYS AS (people.typing_key(family_and_middle || ' ' || given)) STORED,
  ADD COLUMN born_year integer GENERATED ALWAYS AS (coalesce(extract(year FROM birth_date)::integer, birth_year)) STORED,
  ADD COLUMN born_day integer GENERATED ALWAYS AS ((extract(month FROM birth_date) * 100 + extract(day FROM birth_date))::integer) STORED;
COMMENT ON COLUMN people.person.name_key IS 'The name as typed: doubles are looked for by it.';
CREATE INDEX person_alike_year ON people.person (given_key, family_key, born_year);
CREATE INDEX person_alike_day ON people.person (given_key, family_key, born_day);
CREATE INDEX person_name_key ON people.person (name_key);
CREATE INDEX person_birth_date ON people.person (birth_date);

-- Who may be the same person as each of these, by keys: never everybody with everybody. Gives ids only.
CREATE FUNCTION people.double_candidates(sought jsonb, before timestamptz) RETURNS TABLE (no integer, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  WITH s AS MATERIALIZED (
    SELECT r.no, r.id, people.typing_key(r.given) AS given_key, people.typing_key(split_part(btrim(r."familyAndMiddle"), ' ', 1)) AS family_key,
      people.typing_key(r."familyAndMiddle" || ' ' || r.given) AS name_key, r."birthDate" AS born,
      coalesce(extract(year FROM r."birthDate")::integer, r."birthYear") AS year,
      (extract(month FROM r."birthDate") * 100 + extract(day FROM r."birthDate"))::integer AS day,
      CASE WHEN extract(day FROM r."birthDate") <= 12 AND extract(day FROM r."birthDate") <> extract(month FROM r."birthDate")
        THEN make_date(extract(year FROM r."birthDate")::integer, extract(day FROM r."birthDate")::integer, extract(month FROM r."birthDate")::integer) END AS swapped
    FROM jsonb_to_recordset(sought) AS r(no integer, id uuid, "familyAndMiddle" text, given text, "birthDate" date, "birthYear" integer)),
  hit AS (
    SELECT s.no, p.id FROM s JOIN people.person p ON p.given_key = s.given_key AND p.family_key = s.family_key AND p.born_year = s.year
      AND (p.birth_date IS NULL OR s.born IS NULL OR p.birth_date = s.born OR p.born_day = 101 OR s.day = 101
        OR extract(day FROM p.birth_date) = extract(day FROM s.born) OR extract(month FROM p.birth_date) = extract(month FROM s.born)
        OR p.birth_date = s.swapped OR p.name_key = s.name_key)
    UNION
    SELECT s.no, p.id FROM s JOIN people.person p ON p.birth_date = s.born
      AND (p.given_key IN (s.given_key, s.family_key) OR p.family_key IN (s.family_key, s.given_key))
    UNION
    SELECT s.no, p.id FROM s JOIN people.person p ON p.birth_date = s.swapped AND (p.given_key = s.given_key OR p.family_key = s.family_key)
    UNION
    SELECT s.no, p.id FROM s JOIN people.person p ON p.given_key = s.given_key AND p.family_key = s.family_key AND p.born_day = s.day
    UNION
    SELECT s.no, p.id FROM s JOIN people.person p ON p.name_key = s.name_key AND (p.born_year IS NULL OR s.year IS NULL))
  SELECT h.no, h.id FROM hit h JOIN s ON s.no = h.no JOIN people.person p ON p.id = h.id
  WHERE h.id IS DISTINCT FROM s.id AND (before IS NULL OR p.created_at < before)
$$;
COMMENT ON FUNCTION people.double_candidates IS 'Ids of records that may be of the same person as each of the given ones. Gives ids only: the caller looks at them through row-level security.';

CREATE FUNCTION people.bearers(keys text[]) RETURNS TABLE (name_key text, many integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT k, (SELECT count(*)::integer FROM (SELECT 1 FROM people.person p WHERE p.name_key = k LIMIT 15) few) FROM unnest(keys) k
$$;
COMMENT ON FUNCTION people.bearers IS 'How many records bear a name typed like this, up to 15. Tells no record.';

CREATE TABLE people.duplicate (
  id uuid CONSTRAINT duplicate_pk PRIMARY KEY,
  low_id uuid NOT NULL,
  high_id uuid NOT NULL,
  score integer NOT NULL CONSTRAINT duplicate_score CHECK (score BETWEEN 0 AND 100),
  grade text NOT NULL CONSTRAINT duplicate_grade CHECK (grade IN ('surely', 'possibly')),
  reasons jsonb NOT NULL,
  facts text NOT NULL,
  found_by text NOT NULL CONSTRAINT duplicate_found_by CHECK (found_by IN ('search', 'entry', 'import', 'act')),
  found_at timestamptz NOT NULL,
  state text NOT NULL CONSTRAINT duplicate_state CHECK (state IN ('open', 'same', 'not-same')),
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  why text,
  CONSTRAINT duplicate_order CHECK (low_id < high_id),
  CONSTRAINT duplicate_once UNIQUE (low_id, high_id),
  CONSTRAINT duplicate_decided CHECK ((state = 'open') = (decided_at IS NULL))
);
COMMENT ON TABLE people.duplicate IS 'Pairs of records that may be of one person, with each part of the score, and what was decided of them. No foreign keys: a pair is of two persons and does not move with either.';
CREATE INDEX duplicate_high ON people.duplicate (high_id);
CREATE INDEX duplicate_by_score ON people.duplicate (state, score DESC, id);

ALTER TABLE people.duplicate ENABLE ROW LEVEL SECURITY;
-- Both of a pair must lie within the reach: who sees one of them alone learns nothing.
CREATE POLICY duplicate_read ON people.duplicate FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('people.reviewDuplicates'))
    OR (low_id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.reviewDuplicates'))::uuid[]))
      AND high_id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.reviewDuplicates'))::uuid[]))));
CREATE POLICY duplicate_insert ON people.duplicate FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('people.reviewDuplicates'))
    OR (low_id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.reviewDuplicates'))::uuid[]))
      AND high_id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.reviewDuplicates'))::uuid[]))));
CREATE POLICY duplicate_update ON people.duplicate FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('people.reviewDuplicates'))
    OR (low_id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.reviewDuplicates'))::uuid[]))
      AND high_id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.reviewDuplicates'))::uuid[]))));
-- A pair nobody decided goes when its records no longer look alike; one that was decided stays.
CREATE POLICY duplicate_delete ON people.duplicate FOR DELETE TO noivu_app
  USING (state = 'open' AND ((SELECT access.reaches_all('people.reviewDuplicates'))
    OR (low_id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.reviewDuplicates'))::uuid[]))
      AND high_id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.reviewDuplicates'))::uuid[])))));
GRANT SELECT, INSERT, UPDATE, DELETE ON people.duplicate TO noivu_app;
REVOKE EXECUTE ON FUNCTION people.double_candidates, people.bearers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.double_candidates, people.bearers TO noivu_app;

SELECT audit.track('people.duplicate');

-- At entry: somebody of exactly this name and day may be recorded outside the reach. Gives ids only; those seen through the policies are not elsewhere.
CREATE FUNCTION people.exact_doubles(family text, given_name text, born date) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT p.id FROM people.person p WHERE p.birth_date = born AND p.name_key = people.typing_key(family || ' ' || given_name)
$$;
COMMENT ON FUNCTION people.exact_doubles IS 'Ids of records of one name and day of birth, within reach or not.';
REVOKE EXECUTE ON FUNCTION people.exact_doubles FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.exact_doubles TO noivu_app;
