-- What a body was given last goes on until it is given anew: a year without a decision is not a year without quotas.
CREATE FUNCTION staffing.held_on(day date) RETURNS TABLE (unit_id uuid, kind text, year integer, assigned integer, moved integer, quota integer)
  LANGUAGE sql STABLE AS $$
  WITH entry AS MATERIALIZED (
      SELECT e.unit_id, e.kind, e.year, e.amount, d.act FROM staffing.quota_entry e JOIN staffing.quota_decision d ON d.id = e.decision_id
      WHERE e.year <= extract(year FROM day) AND e.effective_on <= day
        -- Contracts of Decree 68/2000 ended when Decree 111/2022 came into force on 22 February 2023.
        AND NOT (e.kind = 'HD68' AND day >= DATE '2023-02-22')),
    base AS (SELECT b.unit_id, b.kind, max(b.year) AS year FROM entry b WHERE b.act = 'assign' GROUP BY 1, 2)
  SELECT e.unit_id, e.kind, coalesce(b.year, max(e.year)), coalesce(sum(e.amount) FILTER (WHERE e.act NOT IN ('move', 'follow')), 0)::int,
    coalesce(sum(e.amount) FILTER (WHERE e.act IN ('move', 'follow')), 0)::int, sum(e.amount)::int
  FROM entry e LEFT JOIN base b ON b.unit_id IS NOT DISTINCT FROM e.unit_id AND b.kind = e.kind
  WHERE b.year IS NULL OR e.year >= b.year
  GROUP BY e.unit_id, e.kind, b.year HAVING sum(e.amount) <> 0 OR max(e.year) = extract(year FROM day)
$$;
COMMENT ON FUNCTION staffing.held_on IS 'What each holder has on a day: what it was last assigned, of the year told, and all that was added, cut or moved since.';

CREATE OR REPLACE FUNCTION staffing.heads_on(day date) RETURNS TABLE (unit_id uuid, kind text, heads integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = staffing, pg_catalog, pg_temp AS $$
  WITH RECURSIVE reach AS MATERIALIZED (SELECT access.reaches_all('staffing.readQuota') AS everywhere, access.reach_units('staffing.readQuota') AS units),
    holder AS MATERIALIZED (
      SELECT DISTINCT q.unit_id, q.kind, left(q.kind, 2) AS family FROM staffing.held_on(day) q WHERE q.unit_id IS NOT NULL),
    crew AS MATERIALIZED (
      SELECT t.unit_id, staffing.family_of(p.category, u.level) AS family, count(*)::int AS n
      FROM people.post t JOIN people.person p ON p.id = t.person_id
      LEFT JOIN organization.units_on(day) u ON u.unit_id = t.unit_id
      WHERE t.is_main AND t.valid_from <= day AND (t.valid_until IS NULL OR t.valid_until > day) GROUP BY 1, 2),
    link AS MATERIALIZED (SELECT l.unit_id, l.parent_id FROM organization.parents_on(day) l WHERE l.tree = 'government'),
    up (unit_id, above_id, depth) AS (
      SELECT DISTINCT c.unit_id, c.unit_id, 0 FROM crew c
      UNION ALL SELECT up.unit_id, l.parent_id, up.depth + 1 FROM up JOIN link l ON l.unit_id = up.above_id WHERE up.depth < 12),
    nearest AS (
      SELECT DISTINCT ON (up.unit_id, h.family) up.unit_id, h.family, h.kind, h.unit_id AS holder_id
      FROM up JOIN holder h ON h.unit_id = up.above_id ORDER BY up.unit_id, h.family, up.depth, h.kind)
  SELECT n.holder_id, n.kind, sum(c.n)::int FROM nearest n JOIN crew c ON c.unit_id = n.unit_id AND c.family = n.family, reach
  WHERE reach.everywhere OR n.holder_id = ANY (reach.units) GROUP BY 1, 2
$$;

DROP FUNCTION staffing.quotas_on(date);
CREATE FUNCTION staffing.quotas_on(day date)
  RETURNS TABLE (id uuid, unit_id uuid, kind text, year integer, assigned integer, moved integer, quota integer, heads integer)
  LANGUAGE sql STABLE AS $$
  SELECT md5(coalesce(h.unit_id::text, 'reserve') || h.kind)::uuid, h.unit_id, h.kind, h.year, h.assigned, h.moved, h.quota,
    CASE WHEN h.unit_id IS NOT NULL THEN coalesce(n.heads, 0) END
  FROM staffing.held_on(day) h LEFT JOIN staffing.heads_on(day) n ON n.unit_id = h.unit_id AND n.kind = h.kind
$$;

-- What is left goes on across the end of a year, so an act moves that too.
CREATE OR REPLACE FUNCTION staffing.follow_act(by_act uuid, title text, day date, heirs jsonb, at timestamptz) RETURNS TABLE (to_id uuid, kind text, from_holders integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = staffing, pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  decision uuid;
  held jsonb;
BEGIN
  IF NOT access.reaches_all('organization.reorganise') THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT coalesce(jsonb_agg(to_jsonb(q)), '[]') INTO held FROM staffing.held_on(day - 1) q WHERE q.unit_id IS NOT NULL AND q.quota <> 0;
  IF NOT EXISTS (SELECT FROM jsonb_to_recordset(heirs) AS h(id uuid, heir uuid) JOIN jsonb_to_recordset(held) AS b(unit_id uuid, kind text, quota integer) ON b.unit_id = h.id WHERE h.heir IS NOT NULL) THEN
    RETURN;
  END IF;
  decision := gen_random_uuid();
  INSERT INTO staffing.quota_decision (id, act, number, decided_on, issuer, year, effective_on, begun_by, created_at)
  VALUES (decision, 'follow', title, day, title, extract(year FROM day)::int, day, by_act, at);
  INSERT INTO staffing.quota_entry (id, decision_id, unit_id, kind, year, effective_on, amount)
  SELECT gen_random_uuid(), decision, x.unit_id, x.kind, extract(year FROM day)::int, day, sum(x.amount)::int
  FROM (SELECT h.id AS from_id, h.heir, b.kind, b.quota AS left_over FROM jsonb_to_recordset(heirs) AS h(id uuid, heir uuid)
      JOIN jsonb_to_recordset(held) AS b(unit_id uuid, kind text, quota integer) ON b.unit_id = h.id WHERE h.heir IS NOT NULL) q,
    LATERAL (VALUES (q.from_id, q.kind, -q.left_over), (q.heir, q.kind, q.left_over)) AS x(unit_id, kind, amount)
  GROUP BY 3, 4 HAVING sum(x.amount) <> 0;
  RETURN QUERY
  SELECT e.unit_id, e.kind, (SELECT count(DISTINCT b.unit_id)::int FROM jsonb_to_recordset(held) AS b(unit_id uuid, kind text, quota integer)
      WHERE b.kind = e.kind AND b.quota > 0 AND (b.unit_id = e.unit_id
        OR b.unit_id IN (SELECT h.id FROM jsonb_to_recordset(heirs) AS h(id uuid, heir uuid) WHERE h.heir = e.unit_id)))
  FROM staffing.quota_entry e WHERE e.decision_id = decision AND e.amount > 0;
END
$$;

-- Moved on: the heir has less, some day since, than the act brought it.
CREATE OR REPLACE FUNCTION staffing.quotas_in_the_way(day date, units uuid[], by_act uuid) RETURNS TABLE (unit_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = staffing, pg_catalog, pg_temp AS $$
  SELECT DISTINCT e.unit_id FROM staffing.quota_entry e
  WHERE access.reaches_all('organization.reorganise') AND by_act IS NULL AND e.unit_id = ANY (units) AND e.effective_on >= day
  UNION
  SELECT DISTINCT e.unit_id FROM staffing.quota_entry e JOIN staffing.quota_decision d ON d.id = e.decision_id
  WHERE access.reaches_all('organization.reorganise') AND by_act IS NOT NULL AND d.begun_by = by_act AND e.amount > 0
    AND coalesce((SELECT h.quota FROM staffing.held_on((extract(year FROM e.effective_on)::text || '-12-31')::date) h
      WHERE h.unit_id = e.unit_id AND h.kind = e.kind), 0) < e.amount
$$;
