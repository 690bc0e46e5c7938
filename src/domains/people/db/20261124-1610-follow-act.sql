-- Posts held in a unit that ends go on in its heir, from the day of the act, and come back when the act is taken back.
ALTER TABLE people.post ADD COLUMN begun_by uuid, ADD COLUMN ended_by uuid, ADD COLUMN former_until date;
COMMENT ON COLUMN people.post.begun_by IS 'The act of reorganisation that moved the post here.';
COMMENT ON COLUMN people.post.former_until IS 'How long it would have been held, had ended_by not ended it.';
CREATE INDEX post_begun_by ON people.post (begun_by) WHERE begun_by IS NOT NULL;
CREATE INDEX post_ended_by ON people.post (ended_by) WHERE ended_by IS NOT NULL;

CREATE FUNCTION people.follow_act(act uuid, day date, heirs jsonb) RETURNS TABLE (from_id uuid, to_id uuid, posts integer)
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
  INSERT INTO people.post (id, person_id, unit_id, title, is_main, valid_from, valid_until, begun_by)
  SELECT gen_random_uuid(), t.person_id, h.heir, t.title, t.is_main, day, t.former_until, act
  FROM people.post t JOIN jsonb_to_recordset(heirs) AS h(id uuid, heir uuid) ON h.id = t.unit_id
  WHERE t.ended_by = act AND h.heir IS NOT NULL;
END
$$;
COMMENT ON FUNCTION people.follow_act IS 'Moves the posts of units that an act ends to their heirs, title and all. Tells how many from where to where.';

CREATE FUNCTION people.unfollow_act(act uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
BEGIN
  IF NOT access.reaches_all('organization.reorganise') THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM people.post t WHERE t.begun_by = act;
  UPDATE people.post t SET valid_until = t.former_until, ended_by = NULL, former_until = NULL WHERE t.ended_by = act;
END
$$;
COMMENT ON FUNCTION people.unfollow_act IS 'Takes back what follow_act did.';

-- Posts begun in the future, or decided on by hand after an act moved them: an act may not pass over them, nor be taken back under them.
CREATE FUNCTION people.posts_in_the_way(day date, units uuid[], act uuid) RETURNS TABLE (unit_id uuid, posts integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT t.unit_id, count(*)::int FROM people.post t
  WHERE access.reaches_all('organization.reorganise') AND t.unit_id = ANY (units) AND t.valid_from >= day AND (act IS NULL OR t.begun_by IS DISTINCT FROM act)
  GROUP BY 1
  UNION ALL
  SELECT t.unit_id, count(*)::int FROM people.post t
  WHERE access.reaches_all('organization.reorganise') AND act IS NOT NULL AND t.begun_by = act
    AND t.valid_until IS DISTINCT FROM (SELECT o.former_until FROM people.post o WHERE o.ended_by = act AND o.person_id = t.person_id
      AND o.title = t.title AND o.is_main = t.is_main LIMIT 1)
  GROUP BY 1
$$;
COMMENT ON FUNCTION people.posts_in_the_way IS 'Posts in these units that begin on or after a day (an act would pass over them), or that changed since the act moved them.';
CREATE FUNCTION people.doubled_posts(act uuid, day date, units uuid[]) RETURNS TABLE (unit_id uuid, title text, holders integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_catalog, pg_temp AS $$
  SELECT t.unit_id, t.title, count(*)::int
  FROM (SELECT p.unit_id, p.title, coalesce((SELECT o.unit_id FROM people.post o WHERE o.ended_by = act AND o.person_id = p.person_id
      AND o.title = p.title AND o.is_main = p.is_main LIMIT 1), p.unit_id) AS came_from
    FROM people.post p WHERE p.unit_id = ANY (units) AND p.valid_from <= day AND (p.valid_until IS NULL OR p.valid_until > day)) t
  WHERE access.reaches_all('organization.reorganise')
  GROUP BY 1, 2 HAVING count(*) > 1 AND count(DISTINCT t.came_from) = count(*)
$$;
COMMENT ON FUNCTION people.doubled_posts IS 'Titles that one person held in each of several units, and several hold now that these are one.';
REVOKE EXECUTE ON FUNCTION people.follow_act, people.unfollow_act, people.posts_in_the_way, people.doubled_posts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.follow_act, people.unfollow_act, people.posts_in_the_way, people.doubled_posts TO noivu_app;
