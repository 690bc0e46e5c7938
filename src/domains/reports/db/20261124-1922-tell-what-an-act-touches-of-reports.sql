-- What an act of reorganisation touches: reports not yet sealed whose period reaches its day, of a unit that ends or of the whole province.
CREATE FUNCTION reports.touched_by_act(day date, units uuid[]) RETURNS TABLE (report_id text, unit_id uuid, editions integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = reports, pg_catalog, pg_temp AS $$
  SELECT r.id, r.unit_id, count(*)::int FROM reports.report r JOIN reports.edition e ON e.report_id = r.id AND e.status <> 'sealed'
  WHERE access.reaches_all('organization.reorganise') AND r.period_until > day AND (r.unit_id IS NULL OR r.unit_id = ANY (units)) GROUP BY 1, 2
$$;
COMMENT ON FUNCTION reports.touched_by_act IS 'Reports being drafted whose figures an act may move, for who may reorganise; nothing of what they say.';
REVOKE EXECUTE ON FUNCTION reports.touched_by_act FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reports.touched_by_act TO noivu_app;
