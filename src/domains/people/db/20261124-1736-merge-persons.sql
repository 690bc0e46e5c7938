-- Two records of one person become one, and two again where that was wrong.
ALTER TABLE people.person ADD COLUMN merged_into uuid CONSTRAINT person_merged_into REFERENCES people.person (id) CONSTRAINT person_not_into_itself CHECK (merged_into <> id);
COMMENT ON COLUMN people.person.merged_into IS 'The record that holds the rows of this one: it stays only to be found by its old name and number.';
CREATE INDEX person_merged_into_id ON people.person (merged_into) WHERE merged_into IS NOT NULL;

CREATE OR REPLACE FUNCTION people.people_on(day date)
  RETURNS TABLE (id uuid, full_name text, sex text, birth_date date, birth_year integer, category text, search_name text, sort_name text,
    unit_id uuid, title text, post_from date, post_until date)
  LANGUAGE sql STABLE AS $$
  SELECT p.id, p.full_name, p.sex, p.birth_date, p.birth_year, p.category, p.search_name, p.sort_name, t.unit_id, t.title, t.valid_from, t.valid_until
  FROM people.person p
  LEFT JOIN people.post t ON t.person_id = p.id AND t.is_main AND t.valid_from <= day AND (t.valid_until IS NULL OR t.valid_until > day)
  WHERE p.merged_into IS NULL
$$;

-- Where a record lives on, whoever asks.
CREATE FUNCTION people.kept_of(ids uuid[]) RETURNS TABLE (id uuid, kept_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  WITH RECURSIVE way AS (
    SELECT p.id, p.merged_into AS at FROM people.person p WHERE p.id = ANY (ids) AND p.merged_into IS NOT NULL
    UNION
    SELECT w.id, p.merged_into FROM way w JOIN people.person p ON p.id = w.at WHERE p.merged_into IS NOT NULL)
  SELECT w.id, w.at FROM way w JOIN people.person p ON p.id = w.at WHERE p.merged_into IS NULL
$$;
COMMENT ON FUNCTION people.kept_of IS 'Of these records those that were merged, with the one that holds their rows. Ids only.';

CREATE OR REPLACE FUNCTION people.owner_of_citizen_id(numbers text[]) RETURNS TABLE (citizen_id text, person_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT i.citizen_id, coalesce(k.kept_id, i.person_id) FROM people.identity i
  LEFT JOIN people.kept_of(ARRAY(SELECT o.person_id FROM people.identity o WHERE o.citizen_id = ANY (numbers))) k ON k.id = i.person_id
  WHERE i.citizen_id = ANY (numbers)
$$;

CREATE OR REPLACE FUNCTION people.double_candidates(sought jsonb, before timestamptz) RETURNS TABLE (no integer, id uuid)
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
  WHERE h.id IS DISTINCT FROM s.id AND p.merged_into IS NULL AND (before IS NULL OR p.created_at < before)
$$;

CREATE TABLE people.merge (
  id uuid CONSTRAINT merge_pk PRIMARY KEY,
  kept_id uuid NOT NULL,
  gone_id uuid NOT NULL,
  gone_name text NOT NULL,
  gone_search text NOT NULL GENERATED ALWAYS AS (kernel.fold(gone_name)) STORED,
  pair_id uuid,
  decision_number text,
  decided_on date,
  why text NOT NULL,
  merged_by_name text NOT NULL,
  merged_at timestamptz NOT NULL,
  undone_by_name text,
  undone_at timestamptz,
  undone_why text,
  journal jsonb,
  state jsonb,
  CONSTRAINT merge_two CHECK (kept_id <> gone_id),
  CONSTRAINT merge_undone CHECK ((undone_at IS NULL) = (undone_why IS NULL))
);
COMMENT ON TABLE people.merge IS 'Records merged into another: what each row was before, for taking it back exactly. journal and state are for the functions below alone. No foreign keys: it is of two records.';
CREATE INDEX merge_kept ON people.merge (kept_id);
CREATE UNIQUE INDEX merge_gone_once ON people.merge (gone_id) WHERE undone_at IS NULL;

CREATE FUNCTION people.may_merge(one uuid, other uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT access.reaches_all('people.mergePersons') OR (
    EXISTS (SELECT FROM people.post t WHERE t.person_id = one AND t.unit_id = ANY (access.reach_units('people.mergePersons')))
    AND EXISTS (SELECT FROM people.post t WHERE t.person_id = other AND t.unit_id = ANY (access.reach_units('people.mergePersons'))))
$$;
COMMENT ON FUNCTION people.may_merge IS 'Whether the actor of this transaction may merge these two; answers from the reach of this very transaction.';

-- Fingerprint of all rows of a person in a table.
CREATE FUNCTION people.rows_hash(relation regclass, column_name text, person uuid) RETURNS text LANGUAGE plpgsql STABLE SET search_path = people, pg_catalog, pg_temp AS $$
DECLARE
  hash text;
BEGIN
  EXECUTE format('SELECT coalesce(md5(string_agg(j, %L ORDER BY j)), %L) FROM (SELECT to_jsonb(t)::text AS j FROM %s t WHERE t.%I = $1) x', chr(30), '', relation, column_name)
    INTO hash USING person;
  RETURN hash;
END
$$;

CREATE FUNCTION people.check_person_table(relation regclass, column_name text) RETURNS void LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF column_name NOT IN ('person_id', 'personId') OR NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = relation AND a.attname = column_name AND a.atttypid = 'uuid'::regtype) THEN
    RAISE EXCEPTION 'no column of a person: %.%', relation, column_name USING ERRCODE = 'insufficient_privilege';
  END IF;
END
$$;

/* Moves every row of one record to another. tables: [{table, column, same, single, loose}]; acts: {row id: 'side' | 'leave-out'};
   facts: what the kept record says afterwards; number: whose citizen number holds. */
CREATE FUNCTION people.merge_rows(merge_id uuid, kept uuid, gone uuid, tables jsonb, acts jsonb, facts jsonb, number_of_gone boolean) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
DECLARE
  spec jsonb;
  relation regclass;
  col text;
  alike text;
  kept_rows jsonb := '[]';
  part jsonb;
  hashes jsonb := '{}';
BEGIN
  IF NOT people.may_merge(kept, gone) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM 1 FROM people.person p WHERE p.id IN (kept, gone) ORDER BY p.id FOR UPDATE;
  SELECT coalesce(jsonb_agg(jsonb_build_object('table', 'people.person', 'act', 'changed', 'before', to_jsonb(p))), '[]') INTO kept_rows
  FROM people.person p WHERE p.id IN (kept, gone);
  FOR spec IN SELECT * FROM jsonb_array_elements(tables) LOOP
    relation := (spec ->> 'table')::regclass;
    col := spec ->> 'column';
    PERFORM people.check_person_table(relation, col);
    IF spec ->> 'table' = 'people.identity' THEN
      SELECT coalesce(jsonb_agg(jsonb_build_object('table', 'people.identity', 'act', 'number', 'before', to_jsonb(i))), '[]') INTO part
      FROM people.identity i WHERE i.person_id IN (kept, gone);
      kept_rows := kept_rows || part;
      IF jsonb_array_length(part) = 2 AND number_of_gone THEN
        DELETE FROM people.identity i WHERE i.person_id IN (kept, gone);
        INSERT INTO people.identity (person_id, citizen_id)
        SELECT CASE (e -> 'before' ->> 'person_id')::uuid WHEN kept THEN gone ELSE kept END, e -> 'before' ->> 'citizen_id' FROM jsonb_array_elements(part) e;
      ELSIF jsonb_array_length(part) = 1 THEN
        UPDATE people.identity i SET person_id = kept WHERE i.person_id = gone;
      END IF;
      CONTINUE;
    END IF;
    -- Rows left out, and rows that say what the other record says already.
    alike := (SELECT string_agg(format('o.%1$I IS NOT DISTINCT FROM t.%1$I', c), ' AND ') FROM jsonb_array_elements_text(spec -> 'same') c);
    EXECUTE format('WITH out AS (DELETE FROM %1$s t WHERE t.%2$I IN ($1, $2) AND ($3 ->> (to_jsonb(t) ->> ''id'') = ''leave-out''%3$s) RETURNING to_jsonb(t) AS j)
      SELECT coalesce(jsonb_agg(jsonb_build_object(''table'', $4, ''act'', ''removed'', ''before'', j)), ''[]'') FROM out', relation, col,
      CASE WHEN alike IS NULL THEN '' ELSE format(' OR (t.%1$I = $2 AND EXISTS (SELECT FROM %2$s o WHERE o.%1$I = $1 AND %3$s))', col, relation, alike) END)
      INTO part USING kept, gone, acts, spec ->> 'table';
    kept_rows := kept_rows || part;
    IF spec ->> 'table' = 'people.post' THEN
      SELECT coalesce(jsonb_agg(jsonb_build_object('table', 'people.post', 'act', 'changed', 'before', to_jsonb(t))), '[]') INTO part
      FROM people.post t WHERE t.person_id = kept AND acts ->> t.id::text = 'side';
      kept_rows := kept_rows || part;
      UPDATE people.post t SET is_main = false WHERE t.person_id = kept AND acts ->> t.id::text = 'side';
    END IF;
    EXECUTE format('SELECT coalesce(jsonb_agg(jsonb_build_object(''table'', $2, ''column'', $3, ''act'', $4, ''before'', to_jsonb(t))), ''[]'') FROM %s t WHERE t.%I = $1%s', relation, col,
      CASE WHEN (spec ->> 'single')::boolean THEN format(' AND NOT EXISTS (SELECT FROM %s o WHERE o.%I = %L)', relation, col, kept) ELSE '' END)
      INTO part USING gone, spec ->> 'table', col, CASE WHEN (spec ->> 'loose')::boolean THEN 'loose' ELSE 'changed' END;
    kept_rows := kept_rows || part;
    IF spec ->> 'table' = 'people.post' THEN
      UPDATE people.post t SET person_id = kept, is_main = t.is_main AND acts ->> t.id::text IS DISTINCT FROM 'side' WHERE t.person_id = gone;
    ELSE
      EXECUTE format('UPDATE %1$s t SET %2$I = $1 WHERE t.%2$I = $2 AND (to_jsonb(t) ->> ''id'') = ANY ($3)', relation, col)
        USING kept, gone, ARRAY(SELECT e -> 'before' ->> 'id' FROM jsonb_array_elements(part) e);
    END IF;
  END LOOP;
  UPDATE people.person p SET family_and_middle = facts ->> 'familyAndMiddle', given = facts ->> 'given', sex = facts ->> 'sex',
    birth_date = (facts ->> 'birthDate')::date, birth_year = (facts ->> 'birthYear')::integer, category = facts ->> 'category' WHERE p.id = kept;
  UPDATE people.person p SET merged_into = kept WHERE p.id = gone;
  FOR spec IN SELECT * FROM jsonb_array_elements(tables) LOOP
    IF NOT coalesce((spec ->> 'loose')::boolean, false) THEN
      hashes := hashes || jsonb_build_object(spec ->> 'table', people.rows_hash((spec ->> 'table')::regclass, spec ->> 'column', kept));
    END IF;
  END LOOP;
  hashes := hashes || jsonb_build_object('people.person', people.rows_hash('people.person', 'id', kept));
  UPDATE people.merge m SET journal = kept_rows, state = jsonb_build_object('tables', tables, 'hashes', hashes) WHERE m.id = merge_id;
END
$$;
COMMENT ON FUNCTION people.merge_rows IS 'Moves every row of one record to the other, for who may merge both. What each row was stands in the journal.';

CREATE FUNCTION people.built_on_merge(merge_id uuid) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT s.spec ->> 'table' FROM people.merge m, jsonb_array_elements(m.state -> 'tables' || '[{"table": "people.person", "column": "id"}]') AS s(spec)
  WHERE m.id = merge_id AND people.may_merge(m.kept_id, m.kept_id) AND NOT coalesce((s.spec ->> 'loose')::boolean, false)
    AND people.rows_hash((s.spec ->> 'table')::regclass, s.spec ->> 'column', m.kept_id) <> m.state -> 'hashes' ->> (s.spec ->> 'table')
$$;
COMMENT ON FUNCTION people.built_on_merge IS 'Tables in which the kept record was written since a merge: it cannot be taken back under that. Names tables only.';

CREATE FUNCTION people.unmerge_rows(merge_id uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
DECLARE
  m people.merge;
  entry jsonb;
  columns text;
  relation regclass;
BEGIN
  SELECT * INTO m FROM people.merge x WHERE x.id = merge_id AND x.undone_at IS NULL FOR UPDATE;
  IF m.id IS NULL OR NOT people.may_merge(m.kept_id, m.kept_id) OR EXISTS (SELECT FROM people.built_on_merge(merge_id)) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM people.identity i WHERE i.person_id IN (m.kept_id, m.gone_id) AND EXISTS (SELECT FROM jsonb_array_elements(m.journal) e WHERE e ->> 'act' = 'number');
  -- Rows go back to the record that was merged first: then there is room for what stood at the kept one.
  FOR entry IN SELECT e FROM jsonb_array_elements(m.journal) e
    ORDER BY CASE e ->> 'act' WHEN 'removed' THEN 2 WHEN 'number' THEN 2 ELSE 0 END,
      coalesce(e -> 'before' ->> 'person_id', '') = m.kept_id::text LOOP
    relation := (entry ->> 'table')::regclass;
    SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) INTO columns FROM pg_attribute a
    WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
    IF entry ->> 'act' = 'loose' THEN
      EXECUTE format('UPDATE %s t SET %I = $1 WHERE t.id::text = $2', relation, entry ->> 'column') USING m.gone_id, entry -> 'before' ->> 'id';
    ELSIF entry ->> 'act' = 'changed' THEN
      EXECUTE format('UPDATE %1$s t SET (%2$s) = (SELECT %2$s FROM jsonb_populate_record(NULL::%1$s, $1)) WHERE t.id = ($1 ->> ''id'')::uuid', relation, columns)
        USING entry -> 'before';
    ELSE
      EXECUTE format('INSERT INTO %1$s (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::%1$s, $1)', relation, columns) USING entry -> 'before';
    END IF;
  END LOOP;
END
$$;
COMMENT ON FUNCTION people.unmerge_rows IS 'Puts every row back as it was before a merge, for who may merge; refuses where something was written since.';

-- Accounts and who signs in with them belong to the application: whether both records have one, told to who may merge.
CREATE FUNCTION people.accounts_of(one uuid, other uuid) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT u."personId" FROM auth."user" u WHERE u."personId" IN (one, other) AND people.may_merge(one, other)
$$;
COMMENT ON FUNCTION people.accounts_of IS 'Which of two records have an account, for who may merge them; nothing of the account.';

-- Main posts of both records, for who may merge them.
CREATE FUNCTION people.posts_of_both(one uuid, other uuid) RETURNS SETOF people.post
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT t.* FROM people.post t WHERE t.person_id IN (one, other) AND people.may_merge(one, other)
$$;
COMMENT ON FUNCTION people.posts_of_both IS 'All posts of two records, for who may merge them.';

ALTER TABLE people.merge ENABLE ROW LEVEL SECURITY;
CREATE POLICY merge_read ON people.merge FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('people.readPerson')) OR kept_id = (SELECT access.reach_own('people.readPerson'))
    OR kept_id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY ((SELECT access.reach_units('people.readPerson'))::uuid[])));
CREATE POLICY merge_insert ON people.merge FOR INSERT TO noivu_app WITH CHECK (people.may_merge(kept_id, gone_id));
CREATE POLICY merge_update ON people.merge FOR UPDATE TO noivu_app USING (people.may_merge(kept_id, kept_id));
GRANT SELECT (id, kept_id, gone_id, gone_name, gone_search, pair_id, decision_number, decided_on, why, merged_by_name, merged_at, undone_by_name, undone_at, undone_why),
  INSERT (id, kept_id, gone_id, gone_name, pair_id, decision_number, decided_on, why, merged_by_name, merged_at),
  UPDATE (undone_by_name, undone_at, undone_why) ON people.merge TO noivu_app;
REVOKE EXECUTE ON FUNCTION people.kept_of, people.may_merge, people.rows_hash, people.check_person_table, people.merge_rows, people.built_on_merge,
  people.unmerge_rows, people.accounts_of, people.posts_of_both FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.kept_of, people.may_merge, people.merge_rows, people.built_on_merge, people.unmerge_rows, people.accounts_of,
  people.posts_of_both TO noivu_app;

SELECT audit.track('people.merge');
