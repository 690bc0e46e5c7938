-- Personnel quotas as a ledger: what a decision gives a body, adds, takes away or moves. What a body has is the sum of its entries.
CREATE SCHEMA staffing;
GRANT USAGE ON SCHEMA staffing TO noivu_app;

CREATE TABLE staffing.quota_decision (
  id uuid CONSTRAINT quota_decision_pk PRIMARY KEY,
  act text NOT NULL CONSTRAINT quota_decision_act CHECK (act IN ('assign', 'add', 'cut', 'move', 'follow')),
  number text NOT NULL CONSTRAINT quota_decision_number CHECK (number <> ''),
  decided_on date NOT NULL,
  issuer text NOT NULL CONSTRAINT quota_decision_issuer CHECK (issuer <> ''),
  year integer NOT NULL CONSTRAINT quota_decision_year CHECK (year BETWEEN 1990 AND 2100),
  effective_on date NOT NULL,
  note text,
  -- The act of reorganisation that a decision of kind 'follow' comes from.
  begun_by uuid,
  created_at timestamptz NOT NULL,
  CONSTRAINT quota_decision_follows CHECK ((act = 'follow') = (begun_by IS NOT NULL))
);
COMMENT ON TABLE staffing.quota_decision IS 'A decision on quotas: assigned for a year, added, cut, or moved between bodies and the reserve.';

CREATE TABLE staffing.quota_entry (
  id uuid CONSTRAINT quota_entry_pk PRIMARY KEY,
  decision_id uuid NOT NULL CONSTRAINT quota_entry_decision REFERENCES staffing.quota_decision (id) ON DELETE CASCADE,
  -- Null is the reserve: a holder of its own.
  unit_id uuid,
  kind text NOT NULL CONSTRAINT quota_entry_kind CHECK (kind IN ('CC', 'HD68', 'HD111', 'VC-NSNN', 'VC-TT')),
  year integer NOT NULL,
  effective_on date NOT NULL,
  amount integer NOT NULL CONSTRAINT quota_entry_amount CHECK (amount <> 0),
  staff text
);
COMMENT ON TABLE staffing.quota_entry IS 'What one decision does to the quota of one holder and kind: more (above nought) or less. A movement sums to nought.';
CREATE INDEX quota_entry_decision ON staffing.quota_entry (decision_id);
CREATE INDEX quota_entry_unit ON staffing.quota_entry (unit_id, year, kind);
CREATE INDEX quota_entry_year ON staffing.quota_entry (year, kind);

-- A movement neither makes posts nor loses them, kind by kind; an assignment only gives, a cut only takes. Checked whoever writes.
CREATE FUNCTION staffing.check_quota() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = staffing, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM staffing.quota_entry e JOIN staffing.quota_decision d ON d.id = e.decision_id
      WHERE d.act IN ('move', 'follow') AND d.id IN (SELECT decision_id FROM changed) GROUP BY d.id, e.kind HAVING sum(e.amount) <> 0) THEN
    RAISE EXCEPTION 'a movement of quotas does not sum to nought' USING ERRCODE = 'check_violation', CONSTRAINT = 'quota_entry_sums';
  END IF;
  IF EXISTS (SELECT FROM changed e JOIN staffing.quota_decision d ON d.id = e.decision_id
      WHERE (d.act IN ('assign', 'add') AND e.amount < 0) OR (d.act = 'cut' AND e.amount > 0)
        OR d.year <> e.year OR d.effective_on <> e.effective_on) THEN
    RAISE EXCEPTION 'an entry does not fit its decision' USING ERRCODE = 'check_violation', CONSTRAINT = 'quota_entry_fits';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER quota_entry_sums_insert AFTER INSERT ON staffing.quota_entry REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION staffing.check_quota();
CREATE TRIGGER quota_entry_sums_update AFTER UPDATE ON staffing.quota_entry REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION staffing.check_quota();

-- Which kind of quota a person of a category counts against; commune staff and part-time workers count against none of these.
CREATE FUNCTION staffing.family_of(category text, level text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE category WHEN 'civil-servant' THEN 'CC' WHEN 'cadre' THEN CASE WHEN level = 'commune' THEN NULL ELSE 'CC' END
    WHEN 'contract' THEN 'HD' WHEN 'public-employee' THEN 'VC' END
$$;

-- How many people count against each quota on a day: those whose main post lies in the holder, or below it with no nearer holder.
CREATE FUNCTION staffing.heads_on(day date) RETURNS TABLE (unit_id uuid, kind text, heads integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = staffing, pg_catalog, pg_temp AS $$
  WITH RECURSIVE reach AS MATERIALIZED (SELECT access.reaches_all('staffing.readQuota') AS everywhere, access.reach_units('staffing.readQuota') AS units),
    holder AS MATERIALIZED (
      SELECT DISTINCT e.unit_id, e.kind, left(e.kind, 2) AS family FROM staffing.quota_entry e
      WHERE e.unit_id IS NOT NULL AND e.year = extract(year FROM day) AND e.effective_on <= day),
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
COMMENT ON FUNCTION staffing.heads_on IS 'People who count against each quota on a day, for holders within reach of staffing.readQuota; no person.';

-- The published view: quota against heads on a day, one row a holder and kind.
CREATE FUNCTION staffing.quotas_on(day date)
  RETURNS TABLE (id uuid, unit_id uuid, kind text, assigned integer, moved integer, quota integer, heads integer)
  LANGUAGE sql STABLE AS $$
  WITH held AS (
    SELECT e.unit_id, e.kind, sum(e.amount) FILTER (WHERE d.act NOT IN ('move', 'follow'))::int AS assigned,
      coalesce(sum(e.amount) FILTER (WHERE d.act IN ('move', 'follow')), 0)::int AS moved, sum(e.amount)::int AS quota
    FROM staffing.quota_entry e JOIN staffing.quota_decision d ON d.id = e.decision_id
    WHERE e.year = extract(year FROM day) AND e.effective_on <= day GROUP BY 1, 2)
  SELECT md5(coalesce(h.unit_id::text, 'reserve') || h.kind)::uuid, h.unit_id, h.kind, coalesce(h.assigned, 0), h.moved, h.quota,
    CASE WHEN h.unit_id IS NOT NULL THEN coalesce(n.heads, 0) END
  FROM held h LEFT JOIN staffing.heads_on(day) n ON n.unit_id = h.unit_id AND n.kind = h.kind
$$;

ALTER TABLE staffing.quota_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE staffing.quota_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY quota_decision_read ON staffing.quota_decision FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('staffing.readQuota')) OR cardinality((SELECT access.reach_units('staffing.readQuota'))::uuid[]) > 0);
CREATE POLICY quota_decision_insert ON staffing.quota_decision FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('staffing.changeQuota')) OR cardinality((SELECT access.reach_units('staffing.changeQuota'))::uuid[]) > 0);
CREATE POLICY quota_decision_delete ON staffing.quota_decision FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('staffing.changeQuota')) OR NOT EXISTS (SELECT FROM staffing.quota_entry e WHERE e.decision_id = quota_decision.id)
    AND cardinality((SELECT access.reach_units('staffing.changeQuota'))::uuid[]) > 0);
CREATE POLICY quota_entry_read ON staffing.quota_entry FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('staffing.readQuota')) OR unit_id = ANY ((SELECT access.reach_units('staffing.readQuota'))::uuid[]));
CREATE POLICY quota_entry_insert ON staffing.quota_entry FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('staffing.changeQuota')) OR unit_id = ANY ((SELECT access.reach_units('staffing.changeQuota'))::uuid[]));
CREATE POLICY quota_entry_delete ON staffing.quota_entry FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('staffing.changeQuota')));
GRANT SELECT, INSERT, DELETE ON staffing.quota_decision, staffing.quota_entry TO noivu_app;

SELECT audit.track('staffing.quota_decision');
SELECT audit.track('staffing.quota_entry', 'decision_id');

-- An act of reorganisation: what a unit that ends has left goes to its heir on the day, as a movement that names the act.
CREATE FUNCTION staffing.follow_act(by_act uuid, title text, day date, heirs jsonb, at timestamptz) RETURNS TABLE (to_id uuid, kind text, from_holders integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = staffing, pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  decision uuid;
BEGIN
  IF NOT access.reaches_all('organization.reorganise') THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT FROM jsonb_to_recordset(heirs) AS h(id uuid, heir uuid) JOIN staffing.quota_entry e ON e.unit_id = h.id
      WHERE h.heir IS NOT NULL AND e.year = extract(year FROM day)) THEN
    RETURN;
  END IF;
  decision := gen_random_uuid();
  INSERT INTO staffing.quota_decision (id, act, number, decided_on, issuer, year, effective_on, begun_by, created_at)
  VALUES (decision, 'follow', title, day, title, extract(year FROM day)::int, day, by_act, at);
  INSERT INTO staffing.quota_entry (id, decision_id, unit_id, kind, year, effective_on, amount)
  SELECT gen_random_uuid(), decision, x.unit_id, x.kind, extract(year FROM day)::int, day, sum(x.amount)::int
  FROM (SELECT h.id AS from_id, h.heir, e.kind, sum(e.amount) AS left_over FROM jsonb_to_recordset(heirs) AS h(id uuid, heir uuid)
      JOIN staffing.quota_entry e ON e.unit_id = h.id WHERE h.heir IS NOT NULL AND e.year = extract(year FROM day) AND e.effective_on < day
      GROUP BY 1, 2, 3) q, LATERAL (VALUES (q.from_id, q.kind, -q.left_over), (q.heir, q.kind, q.left_over)) AS x(unit_id, kind, amount)
  GROUP BY 3, 4 HAVING sum(x.amount) <> 0;
  RETURN QUERY
  SELECT e.unit_id, e.kind, (SELECT count(*)::int FROM (
      SELECT h.id FROM jsonb_to_recordset(heirs) AS h(id uuid, heir uuid) JOIN staffing.quota_entry o ON o.unit_id = h.id
      WHERE h.heir = e.unit_id AND o.kind = e.kind AND o.year = e.year AND o.decision_id <> decision GROUP BY 1 HAVING sum(o.amount) > 0
      UNION SELECT o.unit_id FROM staffing.quota_entry o
      WHERE o.unit_id = e.unit_id AND o.kind = e.kind AND o.year = e.year AND o.decision_id <> decision GROUP BY 1 HAVING sum(o.amount) > 0) AS held)
  FROM staffing.quota_entry e WHERE e.decision_id = decision AND e.amount > 0;
END
$$;
COMMENT ON FUNCTION staffing.follow_act IS 'Moves what is left of the quotas of units that an act ends to their heirs. Tells which heirs have a quota of the same kind from several.';

-- Decided for later: an act may not pass over it, nor be taken back once something was decided at the heir on its day or after.
CREATE FUNCTION staffing.quotas_in_the_way(day date, units uuid[], by_act uuid) RETURNS TABLE (unit_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = staffing, pg_catalog, pg_temp AS $$
  SELECT DISTINCT e.unit_id FROM staffing.quota_entry e
  WHERE access.reaches_all('organization.reorganise') AND by_act IS NULL AND e.unit_id = ANY (units) AND e.effective_on >= day
  UNION
  SELECT DISTINCT e.unit_id FROM staffing.quota_entry e JOIN staffing.quota_decision d ON d.id = e.decision_id
  WHERE access.reaches_all('organization.reorganise') AND by_act IS NOT NULL AND d.begun_by = by_act AND e.amount > 0
    AND (SELECT sum(o.amount) FROM staffing.quota_entry o WHERE o.unit_id = e.unit_id AND o.kind = e.kind AND o.year = e.year) < e.amount
$$;
COMMENT ON FUNCTION staffing.quotas_in_the_way IS 'Units whose quotas are decided on or after a day, or that moved on what an act had brought them.';

CREATE FUNCTION staffing.unfollow_act(by_act uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = staffing, pg_catalog, pg_temp AS $$
BEGIN
  IF NOT access.reaches_all('organization.reorganise') THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM staffing.quota_decision d WHERE d.begun_by = by_act;
END
$$;
COMMENT ON FUNCTION staffing.unfollow_act IS 'Takes back what follow_act did.';

-- Whether a unit is named by any quota: it is not taken back then.
CREATE FUNCTION staffing.units_named(units uuid[]) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = staffing, pg_catalog, pg_temp AS $$
  SELECT DISTINCT e.unit_id FROM staffing.quota_entry e WHERE e.unit_id = ANY (units)
$$;
COMMENT ON FUNCTION staffing.units_named IS 'Which of these units have quotas; nothing of the quotas.';
REVOKE EXECUTE ON FUNCTION staffing.follow_act, staffing.unfollow_act, staffing.quotas_in_the_way FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staffing.follow_act, staffing.unfollow_act, staffing.quotas_in_the_way TO noivu_app;
