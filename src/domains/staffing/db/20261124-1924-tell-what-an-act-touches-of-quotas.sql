-- What an act of reorganisation moves: the posts of the quotas of units that end, as they are on the day before, kind by kind.
CREATE FUNCTION staffing.touched_by_act(day date, units uuid[]) RETURNS TABLE (unit_id uuid, kind text, posts integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = staffing, pg_catalog, pg_temp AS $$
  SELECT e.unit_id, e.kind, sum(e.amount)::int FROM staffing.quota_entry e
  WHERE access.reaches_all('organization.reorganise') AND e.unit_id = ANY (units) AND e.year = extract(year FROM day) AND e.effective_on < day
  GROUP BY 1, 2 HAVING sum(e.amount) <> 0
$$;
COMMENT ON FUNCTION staffing.touched_by_act IS 'Quotas of units that an act ends, for who may reorganise.';

-- What an act has moved, as the decision that follows it says.
CREATE FUNCTION staffing.moved_by_act(by_act uuid) RETURNS TABLE (unit_id uuid, kind text, amount integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = staffing, pg_catalog, pg_temp AS $$
  SELECT e.unit_id, e.kind, e.amount FROM staffing.quota_entry e JOIN staffing.quota_decision d ON d.id = e.decision_id
  WHERE access.reaches_all('organization.reorganise') AND d.begun_by = by_act
$$;
COMMENT ON FUNCTION staffing.moved_by_act IS 'What an act has moved of quotas: less at units that end, more at their heirs; for who may reorganise.';
REVOKE EXECUTE ON FUNCTION staffing.touched_by_act, staffing.moved_by_act FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staffing.touched_by_act, staffing.moved_by_act TO noivu_app;
