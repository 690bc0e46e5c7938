-- Job positions: the catalogue, the schemes that give a body its posts, and who stands in which position. A post is apart from its holder.
CREATE SCHEMA positions;
GRANT USAGE ON SCHEMA positions TO noivu_app;

CREATE TABLE positions.catalogue (
  id uuid CONSTRAINT catalogue_pk PRIMARY KEY,
  number text NOT NULL CONSTRAINT catalogue_number CHECK (number <> ''),
  decided_on date NOT NULL,
  issuer text NOT NULL CONSTRAINT catalogue_issuer CHECK (issuer <> ''),
  subject text NOT NULL CONSTRAINT catalogue_subject CHECK (subject <> ''),
  staff text NOT NULL CONSTRAINT catalogue_staff
    CHECK (staff IN ('civil-servant', 'public-employee', 'contract', 'commune-cadre', 'commune-civil-servant', 'part-time')),
  valid_from date NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT catalogue_once UNIQUE (number, decided_on, issuer)
);
COMMENT ON TABLE positions.catalogue IS 'A decision that introduces job positions, for one kind of staff.';

CREATE TABLE positions.position (
  id uuid CONSTRAINT position_pk PRIMARY KEY,
  catalogue_id uuid NOT NULL CONSTRAINT position_catalogue REFERENCES positions.catalogue (id),
  code text NOT NULL CONSTRAINT position_code CHECK (code <> ''),
  name text NOT NULL CONSTRAINT position_name CHECK (name <> ''),
  search_name text NOT NULL GENERATED ALWAYS AS (kernel.fold(code || ' ' || name)) STORED,
  position_group text NOT NULL CONSTRAINT position_group CHECK (position_group IN ('leadership', 'specialised', 'shared', 'support')),
  rank_code text,
  description text,
  valid_from date NOT NULL,
  valid_until date,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT position_period CHECK (valid_until IS NULL OR valid_until > valid_from),
  CONSTRAINT position_code_once EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_until) WITH &&)
);
COMMENT ON TABLE positions.position IS 'A job position of the catalogue, from..until: its group, the rank it asks for, what is done in it.';
CREATE INDEX position_catalogue_id ON positions.position (catalogue_id);

CREATE TABLE positions.competence (
  id uuid CONSTRAINT competence_pk PRIMARY KEY,
  position_id uuid NOT NULL CONSTRAINT competence_position REFERENCES positions.position (id) ON DELETE CASCADE,
  place integer NOT NULL,
  name text NOT NULL CONSTRAINT competence_name CHECK (name <> ''),
  level text NOT NULL CONSTRAINT competence_level CHECK (level <> '')
);
COMMENT ON TABLE positions.competence IS 'One line of the competence frame of a position.';
CREATE INDEX competence_position_id ON positions.competence (position_id, place);

CREATE TABLE positions.product (
  id uuid CONSTRAINT product_pk PRIMARY KEY,
  position_id uuid NOT NULL CONSTRAINT product_position REFERENCES positions.position (id) ON DELETE CASCADE,
  place integer NOT NULL,
  name text NOT NULL CONSTRAINT product_name CHECK (name <> ''),
  unit text NOT NULL CONSTRAINT product_unit CHECK (unit <> ''),
  coefficient numeric CONSTRAINT product_coefficient CHECK (coefficient > 0)
);
COMMENT ON TABLE positions.product IS 'What a position brings forth, in which unit it is counted; the coefficient converts it into the standard product.';
CREATE INDEX product_position_id ON positions.product (position_id, place);

CREATE TABLE positions.scheme (
  id uuid CONSTRAINT scheme_pk PRIMARY KEY,
  unit_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT scheme_kind CHECK (kind IN ('new', 'adjusted')),
  state text NOT NULL CONSTRAINT scheme_state CHECK (state IN ('draft', 'approved')),
  number text,
  decided_on date,
  approver text,
  valid_from date,
  valid_until date,
  note text,
  -- The act of reorganisation that ended it with its unit, and how long it would have held.
  ended_by uuid,
  former_until date,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT scheme_unit UNIQUE (id, unit_id),
  CONSTRAINT scheme_approved CHECK (state = 'draft' OR (number IS NOT NULL AND decided_on IS NOT NULL AND approver IS NOT NULL AND valid_from IS NOT NULL)),
  CONSTRAINT scheme_period CHECK (valid_until IS NULL OR valid_until > valid_from),
  CONSTRAINT scheme_once EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_until) WITH &&) WHERE (state = 'approved')
);
COMMENT ON TABLE positions.scheme IS 'The job-position scheme of a body: drafted, then approved with number and day. At each day at most one is in force.';
CREATE INDEX scheme_unit_id ON positions.scheme (unit_id, valid_from);
CREATE INDEX scheme_ended_by ON positions.scheme (ended_by) WHERE ended_by IS NOT NULL;

CREATE TABLE positions.scheme_line (
  id uuid CONSTRAINT scheme_line_pk PRIMARY KEY,
  scheme_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  position_id uuid NOT NULL CONSTRAINT scheme_line_position REFERENCES positions.position (id),
  posts integer NOT NULL CONSTRAINT scheme_line_posts CHECK (posts > 0),
  rank_code text,
  CONSTRAINT scheme_line_scheme FOREIGN KEY (scheme_id, unit_id) REFERENCES positions.scheme (id, unit_id) ON DELETE CASCADE,
  CONSTRAINT scheme_line_once UNIQUE (scheme_id, position_id)
);
COMMENT ON TABLE positions.scheme_line IS 'How many posts of a position a scheme gives, and at which rank.';
CREATE INDEX scheme_line_position_id ON positions.scheme_line (position_id);

CREATE TABLE positions.assignment (
  id uuid CONSTRAINT assignment_pk PRIMARY KEY,
  person_id uuid NOT NULL,
  -- The post of the people domain, and the unit it is in.
  post_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  position_id uuid NOT NULL CONSTRAINT assignment_position REFERENCES positions.position (id),
  valid_from date NOT NULL,
  valid_until date,
  ended_by uuid,
  former_until date,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT assignment_period CHECK (valid_until IS NULL OR valid_until > valid_from),
  CONSTRAINT assignment_once EXCLUDE USING gist (post_id WITH =, daterange(valid_from, valid_until) WITH &&)
);
COMMENT ON TABLE positions.assignment IS 'In which position a post stands, from..until. It ends with the post, whether or not that is written here.';
CREATE INDEX assignment_unit_id ON positions.assignment (unit_id);
CREATE INDEX assignment_person_id ON positions.assignment (person_id);
CREATE INDEX assignment_position_id ON positions.assignment (position_id);
CREATE INDEX assignment_ended_by ON positions.assignment (ended_by) WHERE ended_by IS NOT NULL;

-- Bodies that have schemes of their own: departments, boards, districts, communes, public service units.
CREATE FUNCTION positions.is_body(level text, kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT level IN ('department', 'district', 'commune', 'service-unit') OR kind = 'board'
$$;

-- The nearest body at or above each of these units, on a day.
CREATE FUNCTION positions.bodies_above(units uuid[], day date) RETURNS TABLE (unit_id uuid, body_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = positions, pg_catalog, pg_temp AS $$
  WITH RECURSIVE link AS MATERIALIZED (SELECT l.unit_id, l.parent_id FROM organization.parents_on(day) l WHERE l.tree = 'government'),
    body AS MATERIALIZED (SELECT u.unit_id FROM organization.units_on(day) u WHERE positions.is_body(u.level, u.kind)),
    up (unit_id, above_id, depth) AS (
      SELECT DISTINCT x, x, 0 FROM unnest(units) x
      UNION ALL SELECT up.unit_id, l.parent_id, up.depth + 1 FROM up JOIN link l ON l.unit_id = up.above_id
      WHERE up.depth < 12 AND up.above_id NOT IN (SELECT b.unit_id FROM body b))
  SELECT up.unit_id, up.above_id FROM up JOIN body b ON b.unit_id = up.above_id
$$;
COMMENT ON FUNCTION positions.bodies_above IS 'The body each unit belongs to; how units lie is no secret.';

-- How many main posts of each body stand in each position on a day; without position: null. For bodies within reach; no person.
CREATE FUNCTION positions.holders_on(day date) RETURNS TABLE (unit_id uuid, position_id uuid, holders integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = positions, pg_catalog, pg_temp AS $$
  WITH reach AS MATERIALIZED (SELECT access.reaches_all('positions.readScheme') AS everywhere, access.reach_units('positions.readScheme') AS units),
    held AS MATERIALIZED (
      SELECT t.unit_id, a.position_id, count(*)::int AS n FROM people.post t JOIN people.person p ON p.id = t.person_id AND p.merged_into IS NULL
      LEFT JOIN positions.assignment a ON a.post_id = t.id AND a.person_id = t.person_id AND a.valid_from <= day AND (a.valid_until IS NULL OR a.valid_until > day)
      WHERE t.is_main AND t.valid_from <= day AND (t.valid_until IS NULL OR t.valid_until > day) GROUP BY 1, 2),
    body AS MATERIALIZED (SELECT * FROM positions.bodies_above(ARRAY(SELECT DISTINCT h.unit_id FROM held h), day))
  SELECT b.body_id, h.position_id, sum(h.n)::int FROM held h JOIN body b ON b.unit_id = h.unit_id, reach
  WHERE reach.everywhere OR b.body_id = ANY (reach.units) GROUP BY 1, 2
$$;
COMMENT ON FUNCTION positions.holders_on IS 'Main posts by body and position on a day, for bodies within reach of positions.readScheme; no person.';

-- The published view: established, filled by body and position on a day.
CREATE FUNCTION positions.standings_on(day date)
  RETURNS TABLE (id uuid, unit_id uuid, position_id uuid, scheme_id uuid, established integer, filled integer)
  LANGUAGE sql STABLE AS $$
  WITH given AS (
      SELECT s.unit_id, l.position_id, s.id AS scheme_id, l.posts FROM positions.scheme s JOIN positions.scheme_line l ON l.scheme_id = s.id
      WHERE s.state = 'approved' AND s.valid_from <= day AND (s.valid_until IS NULL OR s.valid_until > day)),
    held AS (SELECT h.unit_id, h.position_id, h.holders FROM positions.holders_on(day) h WHERE h.position_id IS NOT NULL)
  SELECT md5(unit_id::text || position_id::text)::uuid, unit_id, position_id, g.scheme_id, coalesce(g.posts, 0), coalesce(h.holders, 0)
  FROM given g FULL JOIN held h USING (unit_id, position_id)
$$;

-- Which kind of quota the staff of a position counts against; commune staff against none.
CREATE FUNCTION positions.family_of(staff text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE staff WHEN 'civil-servant' THEN 'CC' WHEN 'public-employee' THEN 'VC' WHEN 'contract' THEN 'HD' END
$$;

-- Posts that schemes in force give against the quota they count under: each scheme under the nearest body, at or above, that has one.
CREATE FUNCTION positions.posts_against_quotas(day date) RETURNS TABLE (unit_id uuid, family text, posts integer, quota integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = positions, pg_catalog, pg_temp AS $$
  WITH RECURSIVE reach AS MATERIALIZED (SELECT access.reaches_all('positions.readScheme') AS everywhere, access.reach_units('positions.readScheme') AS units),
    quota AS MATERIALIZED (
      SELECT q.unit_id, left(q.kind, 2) AS family, sum(q.quota)::int AS quota FROM staffing.held_on(day) q WHERE q.unit_id IS NOT NULL GROUP BY 1, 2),
    given AS MATERIALIZED (
      SELECT s.unit_id, positions.family_of(c.staff) AS family, sum(l.posts)::int AS posts
      FROM positions.scheme s JOIN positions.scheme_line l ON l.scheme_id = s.id JOIN positions.position p ON p.id = l.position_id
      JOIN positions.catalogue c ON c.id = p.catalogue_id
      WHERE s.state = 'approved' AND s.valid_from <= day AND (s.valid_until IS NULL OR s.valid_until > day) GROUP BY 1, 2),
    link AS MATERIALIZED (SELECT l.unit_id, l.parent_id FROM organization.parents_on(day) l WHERE l.tree = 'government'),
    up (unit_id, above_id, depth) AS (
      SELECT DISTINCT g.unit_id, g.unit_id, 0 FROM given g
      UNION ALL SELECT up.unit_id, l.parent_id, up.depth + 1 FROM up JOIN link l ON l.unit_id = up.above_id WHERE up.depth < 12),
    nearest AS (
      SELECT DISTINCT ON (up.unit_id, q.family) up.unit_id, q.family, q.unit_id AS holder_id, q.quota
      FROM up JOIN quota q ON q.unit_id = up.above_id ORDER BY up.unit_id, q.family, up.depth)
  SELECT n.holder_id, n.family, sum(g.posts)::int, n.quota FROM nearest n JOIN given g ON g.unit_id = n.unit_id AND g.family = n.family, reach
  WHERE reach.everywhere OR n.holder_id = ANY (reach.units) GROUP BY n.holder_id, n.family, n.quota
$$;
COMMENT ON FUNCTION positions.posts_against_quotas IS 'Posts of schemes against the quota they count under, for holders within reach of positions.readScheme.';

ALTER TABLE positions.catalogue ENABLE ROW LEVEL SECURITY;
ALTER TABLE positions.position ENABLE ROW LEVEL SECURITY;
ALTER TABLE positions.competence ENABLE ROW LEVEL SECURITY;
ALTER TABLE positions.product ENABLE ROW LEVEL SECURITY;
ALTER TABLE positions.scheme ENABLE ROW LEVEL SECURITY;
ALTER TABLE positions.scheme_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE positions.assignment ENABLE ROW LEVEL SECURITY;
-- The catalogue holds for the whole province: whoever may read it anywhere reads it all; only who may change it everywhere does.
CREATE POLICY catalogue_read ON positions.catalogue FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('positions.readPosition')) OR cardinality((SELECT access.reach_units('positions.readPosition'))::uuid[]) > 0);
CREATE POLICY position_read ON positions.position FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('positions.readPosition')) OR cardinality((SELECT access.reach_units('positions.readPosition'))::uuid[]) > 0);
CREATE POLICY competence_read ON positions.competence FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('positions.readPosition')) OR cardinality((SELECT access.reach_units('positions.readPosition'))::uuid[]) > 0);
CREATE POLICY product_read ON positions.product FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('positions.readPosition')) OR cardinality((SELECT access.reach_units('positions.readPosition'))::uuid[]) > 0);
CREATE POLICY catalogue_insert ON positions.catalogue FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('positions.changePosition')));
CREATE POLICY catalogue_delete ON positions.catalogue FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('positions.changePosition')));
CREATE POLICY position_insert ON positions.position FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('positions.changePosition')));
CREATE POLICY position_update ON positions.position FOR UPDATE TO noivu_app USING ((SELECT access.reaches_all('positions.changePosition')));
CREATE POLICY position_delete ON positions.position FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('positions.changePosition')));
CREATE POLICY competence_insert ON positions.competence FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('positions.changePosition')));
CREATE POLICY competence_delete ON positions.competence FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('positions.changePosition')));
CREATE POLICY product_insert ON positions.product FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('positions.changePosition')));
CREATE POLICY product_delete ON positions.product FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('positions.changePosition')));
GRANT SELECT, INSERT, DELETE ON positions.catalogue, positions.competence, positions.product TO noivu_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON positions.position TO noivu_app;

CREATE POLICY scheme_read ON positions.scheme FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('positions.readScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.readScheme'))::uuid[]));
CREATE POLICY scheme_insert ON positions.scheme FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('positions.changeScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.changeScheme'))::uuid[]));
-- A draft is its body's; what is approved is changed by who approves.
CREATE POLICY scheme_update ON positions.scheme FOR UPDATE TO noivu_app
  USING ((state = 'draft' AND ((SELECT access.reaches_all('positions.changeScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.changeScheme'))::uuid[])))
    OR (SELECT access.reaches_all('positions.approveScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.approveScheme'))::uuid[]))
  WITH CHECK ((state = 'draft' AND ((SELECT access.reaches_all('positions.changeScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.changeScheme'))::uuid[])))
    OR (SELECT access.reaches_all('positions.approveScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.approveScheme'))::uuid[]));
CREATE POLICY scheme_delete ON positions.scheme FOR DELETE TO noivu_app
  USING ((state = 'draft' AND ((SELECT access.reaches_all('positions.changeScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.changeScheme'))::uuid[])))
    OR (SELECT access.reaches_all('positions.approveScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.approveScheme'))::uuid[]));
CREATE POLICY scheme_line_read ON positions.scheme_line FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('positions.readScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.readScheme'))::uuid[]));
CREATE POLICY scheme_line_insert ON positions.scheme_line FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('positions.changeScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.changeScheme'))::uuid[]));
CREATE POLICY scheme_line_delete ON positions.scheme_line FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('positions.changeScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.changeScheme'))::uuid[]));
GRANT SELECT, INSERT, UPDATE, DELETE ON positions.scheme TO noivu_app;
GRANT SELECT, INSERT, DELETE ON positions.scheme_line TO noivu_app;

CREATE POLICY assignment_read ON positions.assignment FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('positions.readScheme')) OR unit_id = ANY ((SELECT access.reach_units('positions.readScheme'))::uuid[]));
CREATE POLICY assignment_insert ON positions.assignment FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('positions.assignPosition')) OR unit_id = ANY ((SELECT access.reach_units('positions.assignPosition'))::uuid[]));
CREATE POLICY assignment_update ON positions.assignment FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('positions.assignPosition')) OR unit_id = ANY ((SELECT access.reach_units('positions.assignPosition'))::uuid[]));
CREATE POLICY assignment_delete ON positions.assignment FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('positions.assignPosition')) OR unit_id = ANY ((SELECT access.reach_units('positions.assignPosition'))::uuid[]));
GRANT SELECT, INSERT, UPDATE, DELETE ON positions.assignment TO noivu_app;

SELECT audit.track('positions.catalogue');
SELECT audit.track('positions.position');
SELECT audit.track('positions.competence', 'position_id');
SELECT audit.track('positions.product', 'position_id');
SELECT audit.track('positions.scheme');
SELECT audit.track('positions.scheme_line', 'scheme_id');
SELECT audit.track('positions.assignment', 'person_id');

-- An act of reorganisation: the scheme of a unit that ends, ends with it; who stands in a position there ends with the post. Tells how many.
CREATE FUNCTION positions.follow_act(by_act uuid, day date, units uuid[]) RETURNS TABLE (schemes integer, assignments integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = positions, pg_catalog, pg_temp AS $$
BEGIN
  IF NOT access.reaches_all('organization.reorganise') THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
  WITH closed AS (
      UPDATE positions.scheme s SET former_until = s.valid_until, valid_until = day, ended_by = by_act
      WHERE s.unit_id = ANY (units) AND s.state = 'approved' AND s.valid_from < day AND (s.valid_until IS NULL OR s.valid_until > day) RETURNING s.id),
    ended AS (
      UPDATE positions.assignment a SET former_until = a.valid_until, valid_until = day, ended_by = by_act
      WHERE a.unit_id = ANY (units) AND a.valid_from < day AND (a.valid_until IS NULL OR a.valid_until > day) RETURNING a.id)
  SELECT (SELECT count(*)::int FROM closed), (SELECT count(*)::int FROM ended);
END
$$;
COMMENT ON FUNCTION positions.follow_act IS 'Ends the schemes and assignments of units that an act ends.';

-- What begins on or after the day in these units; or what stands in a post that an act had made and that is gone again.
CREATE FUNCTION positions.in_the_way(day date, units uuid[], by_act uuid) RETURNS TABLE (unit_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = positions, pg_catalog, pg_temp AS $$
  SELECT s.unit_id FROM positions.scheme s
  WHERE access.reaches_all('organization.reorganise') AND by_act IS NULL AND s.unit_id = ANY (units) AND s.state = 'approved' AND s.valid_from >= day
  UNION
  SELECT a.unit_id FROM positions.assignment a
  WHERE access.reaches_all('organization.reorganise') AND by_act IS NULL AND a.unit_id = ANY (units) AND a.valid_from >= day
  UNION
  SELECT a.unit_id FROM positions.assignment a
  WHERE access.reaches_all('organization.reorganise') AND by_act IS NOT NULL AND a.valid_from >= day AND NOT EXISTS (SELECT FROM people.post t WHERE t.id = a.post_id)
$$;
COMMENT ON FUNCTION positions.in_the_way IS 'Units whose schemes or assignments an act, or taking it back, would pass over.';

CREATE FUNCTION positions.unfollow_act(by_act uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = positions, pg_catalog, pg_temp AS $$
BEGIN
  IF NOT access.reaches_all('organization.reorganise') THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE positions.scheme s SET valid_until = s.former_until, ended_by = NULL, former_until = NULL WHERE s.ended_by = by_act;
  UPDATE positions.assignment a SET valid_until = a.former_until, ended_by = NULL, former_until = NULL WHERE a.ended_by = by_act;
END
$$;
COMMENT ON FUNCTION positions.unfollow_act IS 'Takes back what follow_act did.';

CREATE FUNCTION positions.uses_of(ids uuid[], day date) RETURNS TABLE (position_id uuid, uses integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = positions, pg_catalog, pg_temp AS $$
  SELECT x.position_id, count(*)::int FROM (
    SELECT l.position_id FROM positions.scheme_line l JOIN positions.scheme s ON s.id = l.scheme_id
    WHERE l.position_id = ANY (ids) AND (day IS NULL OR s.valid_until IS NULL OR s.valid_until > day)
    UNION ALL
    SELECT a.position_id FROM positions.assignment a WHERE a.position_id = ANY (ids) AND (day IS NULL OR a.valid_until IS NULL OR a.valid_until > day)) x
  WHERE access.reaches_all('positions.changePosition') GROUP BY 1
$$;
COMMENT ON FUNCTION positions.uses_of IS 'How many schemes and assignments stand on positions from a day on, for who may change the catalogue; nothing of them.';

CREATE FUNCTION positions.named(column_name text, ids uuid[]) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = positions, pg_catalog, pg_temp AS $$
  SELECT s.unit_id FROM positions.scheme s WHERE column_name = 'unit_id' AND s.unit_id = ANY (ids)
  UNION SELECT a.unit_id FROM positions.assignment a WHERE column_name = 'unit_id' AND a.unit_id = ANY (ids)
  UNION SELECT a.person_id FROM positions.assignment a WHERE column_name = 'person_id' AND a.person_id = ANY (ids)
$$;
COMMENT ON FUNCTION positions.named IS 'Which of these units or persons are named by a scheme or an assignment: they are not taken back then. Nothing else.';
REVOKE EXECUTE ON FUNCTION positions.follow_act, positions.unfollow_act, positions.in_the_way, positions.uses_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION positions.follow_act, positions.unfollow_act, positions.in_the_way, positions.uses_of TO noivu_app;
