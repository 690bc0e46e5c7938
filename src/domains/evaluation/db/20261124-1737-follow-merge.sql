-- Two ratings of one period stand in the way when two records of one person become one.
CREATE FUNCTION evaluation.ratings_of_both(one uuid, other uuid) RETURNS SETOF evaluation.rating
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evaluation, pg_catalog, pg_temp AS $$
  SELECT r.* FROM evaluation.rating r WHERE r.person_id IN (one, other) AND people.may_merge(one, other)
$$;
COMMENT ON FUNCTION evaluation.ratings_of_both IS 'Ratings of two records, for who may merge them.';
REVOKE EXECUTE ON FUNCTION evaluation.ratings_of_both FROM PUBLIC;
GRANT EXECUTE ON FUNCTION evaluation.ratings_of_both TO noivu_app;
