-- What an act of reorganisation touches: how many ratings whose period goes on on its day name a unit that ends. Nothing of the ratings.
CREATE FUNCTION evaluation.touched_by_act(day date, units uuid[]) RETURNS TABLE (unit_id uuid, ratings integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evaluation, pg_catalog, pg_temp AS $$
  SELECT r.unit_id, count(*)::int FROM evaluation.rating r
  WHERE access.reaches_all('organization.reorganise') AND r.unit_id = ANY (units) AND r.period_until > day GROUP BY 1
$$;
COMMENT ON FUNCTION evaluation.touched_by_act IS 'How many ratings of units that an act ends are of a period that goes on on its day, for who may reorganise.';
REVOKE EXECUTE ON FUNCTION evaluation.touched_by_act FROM PUBLIC;
GRANT EXECUTE ON FUNCTION evaluation.touched_by_act TO noivu_app;
