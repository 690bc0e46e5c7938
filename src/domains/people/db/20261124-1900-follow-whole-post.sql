-- What a post is held as, and its contract, go on with it in the heir of its unit.
CREATE OR REPLACE FUNCTION people.follow_act(act uuid, day date, heirs jsonb) RETURNS TABLE (from_id uuid, to_id uuid, posts integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
BEGIN
  IF NOT access.reaches_all('organization.reorganise') THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
  WITH heir AS (SELECT h.id, h.heir FROM jsonb_to_recordset(heirs) AS h(id uuid, heir uuid) WHERE h.heir IS NOT NULL),
    held AS MATERIALIZED (
      SELECT t.*, h.heir AS goes_to FROM people.post t JOIN heir h ON h.id = t.unit_id
      WHERE t.valid_from < day AND (t.valid_until IS NULL OR t.valid_until > day)),
    ended AS (
      UPDATE people.post t SET valid_until = day, ended_by = act, former_until = held.valid_until FROM held WHERE held.id = t.id RETURNING t.id)
  SELECT held.unit_id, held.goes_to, count(*)::int FROM held WHERE (SELECT count(*) FROM ended) >= 0 GROUP BY 1, 2;
  -- A second statement: the exclusion of two main posts must see the first ones ended.
  INSERT INTO people.post (id, person_id, unit_id, title, is_main, valid_from, valid_until, held_as, contract, begun_by)
  SELECT gen_random_uuid(), t.person_id, h.heir, t.title, t.is_main, day, t.former_until, t.held_as, t.contract, act
  FROM people.post t JOIN jsonb_to_recordset(heirs) AS h(id uuid, heir uuid) ON h.id = t.unit_id
  WHERE t.ended_by = act AND h.heir IS NOT NULL;
END
$$;
