-- For a slip of the finger: names that are only alike, found by the index that row-level security keeps out of reach.
CREATE FUNCTION people.alike_candidates(folded text, at_most integer) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, public, pg_catalog, pg_temp AS $$
  SELECT id FROM people.person WHERE search_name % folded ORDER BY similarity(search_name, folded) DESC, sort_name, id LIMIT at_most
$$;
COMMENT ON FUNCTION people.alike_candidates IS 'Ids of the names most alike. Gives ids only: the caller looks at them through row-level security.';
