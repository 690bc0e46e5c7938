-- Who reviews doubles for the province keeps no records: the numbers that tell two people apart are compared for them too.
CREATE POLICY identity_review ON people.identity FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('people.reviewDuplicates')) OR person_id IN (SELECT t.person_id FROM people.post t
    WHERE t.unit_id = ANY ((SELECT access.reach_units('people.reviewDuplicates'))::uuid[])));

-- Candidates by key, and beside them the one person who has the number, whatever name and birth were typed: a branch of its own, each by its index.
ALTER FUNCTION people.double_candidates(jsonb, timestamptz) RENAME TO candidates_by_name;
REVOKE EXECUTE ON FUNCTION people.candidates_by_name FROM noivu_app;
COMMENT ON FUNCTION people.candidates_by_name IS 'The branch of double_candidates by name and birth.';
CREATE FUNCTION people.double_candidates(sought jsonb, before timestamptz) RETURNS TABLE (no integer, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT a.no, a.id FROM people.candidates_by_name(sought, before) a
  UNION
  SELECT r.no, o.person_id FROM jsonb_to_recordset(sought) AS r(no integer, id uuid, "citizenId" text)
  JOIN people.identity i ON i.citizen_id = r."citizenId" CROSS JOIN LATERAL people.owner_of_citizen_id(ARRAY[r."citizenId"]) o
  JOIN people.person p ON p.id = o.person_id
  WHERE o.person_id IS DISTINCT FROM r.id AND p.merged_into IS NULL AND (before IS NULL OR p.created_at < before)
$$;
COMMENT ON FUNCTION people.double_candidates IS 'Ids of records that may be of the same person as each of the given ones, by name and birth or by citizen number. Gives ids only: the caller looks at them through row-level security.';
REVOKE EXECUTE ON FUNCTION people.double_candidates FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.double_candidates TO noivu_app;

-- Pairs of whoever has a number: one branch for either side, each by its index. Under the policies of the caller.
CREATE FUNCTION people.pairs_with_number(number text) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT d.id FROM people.identity i JOIN people.duplicate d ON d.low_id = i.person_id WHERE i.citizen_id = number
  UNION ALL
  SELECT d.id FROM people.identity i JOIN people.duplicate d ON d.high_id = i.person_id WHERE i.citizen_id = number
$$;
COMMENT ON FUNCTION people.pairs_with_number IS 'Ids of the pairs, within reach, one of whom has this citizen number.';
REVOKE EXECUTE ON FUNCTION people.pairs_with_number FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.pairs_with_number TO noivu_app;
