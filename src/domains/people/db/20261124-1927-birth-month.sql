-- Of some only the month and the year of birth are known.
ALTER TABLE people.person ADD COLUMN birth_month integer CONSTRAINT person_birth_month CHECK (birth_month BETWEEN 1 AND 12),
  ADD CONSTRAINT person_birth_month_of_year CHECK (birth_month IS NULL OR (birth_year IS NOT NULL AND birth_date IS NULL));
COMMENT ON COLUMN people.person.birth_month IS 'With birth_year, where the day is unknown.';
COMMENT ON TABLE people.person IS 'Cadres, civil servants, public employees and contract staff. A birth date known only by its year has birth_year alone, by its month birth_month too.';

DROP FUNCTION people.people_on(date);
CREATE FUNCTION people.people_on(day date)
  RETURNS TABLE (id uuid, full_name text, sex text, birth_date date, birth_month integer, birth_year integer, category text, search_name text, sort_name text,
    unit_id uuid, title text, post_from date, post_until date)
  LANGUAGE sql STABLE AS $$
  SELECT p.id, p.full_name, p.sex, p.birth_date, p.birth_month, p.birth_year, p.category, p.search_name, p.sort_name, t.unit_id, t.title, t.valid_from, t.valid_until
  FROM people.person p
  LEFT JOIN people.post t ON t.person_id = p.id AND t.is_main AND t.valid_from <= day AND (t.valid_until IS NULL OR t.valid_until > day)
  WHERE p.merged_into IS NULL
$$;
COMMENT ON FUNCTION people.people_on IS 'Everybody recorded, once, with the main post held on a day.';

-- A merge writes the month with the year.
DO $$
DECLARE
  was text := pg_get_functiondef('people.merge_rows(uuid, uuid, uuid, jsonb, jsonb, jsonb, boolean)'::regprocedure);
  becomes text := replace(was, 'birth_year = (facts ->> ''birthYear'')::integer,', 'birth_year = (facts ->> ''birthYear'')::integer, birth_month = (facts ->> ''birthMonth'')::integer,');
BEGIN
  ASSERT becomes <> was;
  EXECUTE becomes;
END
$$;
