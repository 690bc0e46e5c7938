-- What an act of reorganisation touches: boundary dossiers of a unit that ends. Nothing of what they say.
CREATE FUNCTION territory.touched_by_act(units uuid[]) RETURNS TABLE (unit_id uuid, dossiers integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = territory, pg_catalog, pg_temp AS $$
  SELECT d.unit_id, count(*)::int FROM territory.dossier d
  WHERE access.reaches_all('organization.reorganise') AND d.unit_id = ANY (units) GROUP BY 1
$$;
COMMENT ON FUNCTION territory.touched_by_act IS 'How many boundary dossiers are of units that an act ends, for who may reorganise.';
REVOKE EXECUTE ON FUNCTION territory.touched_by_act FROM PUBLIC;
GRANT EXECUTE ON FUNCTION territory.touched_by_act TO noivu_app;
