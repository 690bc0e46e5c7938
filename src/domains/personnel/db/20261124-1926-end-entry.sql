-- A row that held until a day says why it no longer does. And a row from May 2018 until 2018, no more being known, does not end before it begins.
DO $$
DECLARE
  section text;
BEGIN
  FOREACH section IN ARRAY ARRAY['name', 'place', 'fact', 'qualification', 'training', 'membership', 'work', 'relative', 'reward', 'discipline', 'salary', 'paper', 'health',
    'contract', 'statement', 'assessment', 'document'] LOOP
    EXECUTE format('ALTER TABLE personnel.%1$I ADD COLUMN end_reason text, ADD CONSTRAINT %1$s_end_reason CHECK (end_reason IS NULL OR valid_until IS NOT NULL)', section);
    EXECUTE format('ALTER TABLE personnel.%1$I DROP CONSTRAINT %1$s_period, ADD CONSTRAINT %1$s_period CHECK (valid_until IS NULL OR valid_from IS NULL
      OR left(valid_until, length(valid_from)) >= left(valid_from, length(valid_until)))', section);
    EXECUTE format('COMMENT ON COLUMN personnel.%I.end_reason IS %L', section, 'Why it no longer holds, where its end was recorded apart.');
  END LOOP;
END
$$;
