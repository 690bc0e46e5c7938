-- What an act of reorganisation touches: decisions on functions, guiding circulars and autonomy of a unit that ends. Nothing of what they say.
CREATE FUNCTION bodies.touched_by_act(day date, units uuid[]) RETURNS TABLE (unit_id uuid, what text, records integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = bodies, pg_catalog, pg_temp AS $$
  SELECT x.unit_id, x.what, count(*)::int FROM (
    SELECT d.unit_id, 'functions' AS what FROM bodies.decision d WHERE d.kind = 'functions'
    UNION ALL SELECT c.unit_id, 'circulars' FROM bodies.circular c
    UNION ALL SELECT a.unit_id, 'autonomy' FROM bodies.autonomy a WHERE a.valid_until > day) x
  WHERE access.reaches_all('organization.reorganise') AND x.unit_id = ANY (units) GROUP BY 1, 2
$$;
COMMENT ON FUNCTION bodies.touched_by_act IS 'How many decisions on functions, circulars and plans of autonomy are of units that an act ends, for who may reorganise.';
REVOKE EXECUTE ON FUNCTION bodies.touched_by_act FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bodies.touched_by_act TO noivu_app;
