-- Acts of reorganisation: what a resolution or decision changes, drafted, rehearsed, applied in one step, and taken back while nothing builds on it.
CREATE TABLE organization.act (
  id uuid CONSTRAINT act_pk PRIMARY KEY,
  title text NOT NULL CONSTRAINT act_title CHECK (title <> ''),
  effective_on date NOT NULL,
  note text,
  state text NOT NULL DEFAULT 'draft' CONSTRAINT act_state CHECK (state IN ('draft', 'applied', 'undone')),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  applied_at timestamptz,
  applied_by text,
  undone_at timestamptz,
  undone_by text,
  summary jsonb,
  CONSTRAINT act_applied CHECK ((state = 'draft') = (applied_at IS NULL)),
  CONSTRAINT act_undone CHECK ((state = 'undone') = (undone_at IS NOT NULL))
);
COMMENT ON TABLE organization.act IS 'An act of reorganisation by its legal title and the day it takes effect; summary is what applying it did.';
CREATE INDEX act_effective ON organization.act (effective_on);

CREATE TABLE organization.act_change (
  id uuid CONSTRAINT act_change_pk PRIMARY KEY,
  act_id uuid NOT NULL CONSTRAINT act_change_act REFERENCES organization.act (id) ON DELETE CASCADE,
  no integer NOT NULL,
  kind text NOT NULL CONSTRAINT act_change_kind CHECK (kind IN ('establish', 'alter', 'move', 'merge', 'split', 'transfer', 'dissolve', 'abolish-level')),
  clause text,
  detail jsonb NOT NULL,
  CONSTRAINT act_change_no UNIQUE (act_id, no)
);
COMMENT ON TABLE organization.act_change IS 'One change of an act, in order, with the clause that says it; detail is a change of the timeline engine.';

CREATE TABLE organization.succession (
  id uuid CONSTRAINT succession_pk PRIMARY KEY,
  act_id uuid NOT NULL CONSTRAINT succession_act REFERENCES organization.act (id),
  from_id uuid NOT NULL CONSTRAINT succession_from REFERENCES organization.unit (id),
  to_id uuid NOT NULL CONSTRAINT succession_to REFERENCES organization.unit (id),
  on_day date NOT NULL,
  whole boolean NOT NULL,
  share numeric CONSTRAINT succession_share CHECK (share > 0 AND share <= 1),
  goes_on boolean NOT NULL,
  CONSTRAINT succession_not_self CHECK (from_id <> to_id),
  CONSTRAINT succession_whole CHECK (NOT whole OR share = 1),
  CONSTRAINT succession_once UNIQUE (from_id, to_id, on_day)
);
COMMENT ON TABLE organization.succession IS 'Which unit lives on in which, from a day, wholly or with a share (null: not known). goes_on: it only gave a part away.';
CREATE INDEX succession_from_id ON organization.succession (from_id);
CREATE INDEX succession_to_id ON organization.succession (to_id);

-- What an act began and ended, so that it can be taken back exactly.
ALTER TABLE organization.unit_version ADD COLUMN begun_by uuid, ADD COLUMN ended_by uuid, ADD COLUMN former_until date,
  ADD CONSTRAINT unit_version_begun_by FOREIGN KEY (begun_by) REFERENCES organization.act (id),
  ADD CONSTRAINT unit_version_ended_by FOREIGN KEY (ended_by) REFERENCES organization.act (id);
ALTER TABLE organization.unit_parent ADD COLUMN begun_by uuid, ADD COLUMN ended_by uuid, ADD COLUMN former_until date,
  ADD CONSTRAINT unit_parent_begun_by FOREIGN KEY (begun_by) REFERENCES organization.act (id),
  ADD CONSTRAINT unit_parent_ended_by FOREIGN KEY (ended_by) REFERENCES organization.act (id);
COMMENT ON COLUMN organization.unit_version.former_until IS 'How long it would have held, had ended_by not ended it.';
COMMENT ON COLUMN organization.unit_parent.former_until IS 'How long it would have held, had ended_by not ended it.';
CREATE INDEX unit_version_begun_by ON organization.unit_version (begun_by) WHERE begun_by IS NOT NULL;
CREATE INDEX unit_version_ended_by ON organization.unit_version (ended_by) WHERE ended_by IS NOT NULL;
CREATE INDEX unit_parent_begun_by ON organization.unit_parent (begun_by) WHERE begun_by IS NOT NULL;
CREATE INDEX unit_parent_ended_by ON organization.unit_parent (ended_by) WHERE ended_by IS NOT NULL;

ALTER TABLE organization.act ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization.act_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization.succession ENABLE ROW LEVEL SECURITY;
-- Applied acts are law: who sees any unit sees them. A draft is seen by those who work on acts.
CREATE POLICY act_read ON organization.act FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('organization.reorganise')) OR state = 'applied' AND (SELECT access.holds('organization.readUnit')));
CREATE POLICY act_change_read ON organization.act_change FOR SELECT TO noivu_app
  USING (EXISTS (SELECT FROM organization.act a WHERE a.id = act_id));
CREATE POLICY succession_read ON organization.succession FOR SELECT TO noivu_app USING ((SELECT access.holds('organization.readUnit')));
CREATE POLICY act_insert ON organization.act FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY act_update ON organization.act FOR UPDATE TO noivu_app USING ((SELECT access.reaches_all('organization.reorganise'))) WITH CHECK ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY act_delete ON organization.act FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY act_change_insert ON organization.act_change FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY act_change_delete ON organization.act_change FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY succession_insert ON organization.succession FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY succession_delete ON organization.succession FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('organization.reorganise')));
GRANT SELECT, INSERT, UPDATE, DELETE ON organization.act TO noivu_app;
GRANT SELECT, INSERT, DELETE ON organization.act_change TO noivu_app;
GRANT SELECT, INSERT, DELETE ON organization.succession TO noivu_app;

SELECT audit.track('organization.act');
SELECT audit.track('organization.act_change', 'act_id');
SELECT audit.track('organization.succession', 'from_id');

-- Roles held at a unit that ends go on at its heir, from the day of the act. An open end stays open.
ALTER TABLE access.assignment ADD COLUMN begun_by uuid, ADD COLUMN ended_by uuid, ADD COLUMN former_until date;
COMMENT ON COLUMN access.assignment.begun_by IS 'The act of reorganisation that moved it here.';
COMMENT ON COLUMN access.assignment.former_until IS 'How long it would have held, had ended_by not ended it.';

CREATE FUNCTION access.follow_act(act uuid, day date, heirs jsonb) RETURNS TABLE (user_id text, role text, from_id uuid, to_id uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = access, pg_catalog, pg_temp AS $$
BEGIN
  IF NOT access.reaches_all('organization.reorganise') THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
  WITH heir AS (SELECT h.id, h.heir, h.follows FROM jsonb_to_recordset(heirs) AS h(id uuid, heir uuid, follows boolean)),
    held AS (
      SELECT a.*, h.heir, h.follows AS goes FROM access.assignment a JOIN heir h ON h.id = a.unit_id
      WHERE a.valid_from < day AND (a.valid_until IS NULL OR a.valid_until > day)),
    ended AS (
      UPDATE access.assignment a SET valid_until = day, ended_by = act, former_until = a.valid_until FROM held WHERE held.id = a.id RETURNING a.id),
    begun AS (
      INSERT INTO access.assignment (id, user_id, role, unit_id, members_of, members_below, valid_from, valid_until, begun_by)
      SELECT gen_random_uuid(), x.user_id, x.role, x.heir, coalesce((SELECT h.heir FROM heir h WHERE h.id = x.members_of), x.members_of), x.members_below,
        day, x.valid_until, act
      FROM (SELECT DISTINCT ON (held.user_id, held.members_of, held.role, held.heir) held.* FROM held
        WHERE held.goes AND held.heir IS NOT NULL AND NOT EXISTS (SELECT FROM access.assignment o
          WHERE o.user_id IS NOT DISTINCT FROM held.user_id AND o.role = held.role AND o.unit_id = held.heir
            AND daterange(o.valid_from, o.valid_until) && daterange(day, held.valid_until))
        ORDER BY held.user_id, held.members_of, held.role, held.heir, held.valid_until DESC NULLS FIRST) x
      RETURNING access.assignment.user_id)
  SELECT held.user_id, held.role, held.unit_id, CASE WHEN held.goes THEN held.heir END FROM held
  WHERE (SELECT count(*) FROM ended) >= 0 AND (SELECT count(*) FROM begun) >= 0;
END
$$;
COMMENT ON FUNCTION access.follow_act IS 'Ends roles held at units that an act ends, and begins them at the heir where the rule says that reach follows. Tells whose.';

CREATE FUNCTION access.unfollow_act(act uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = access, pg_catalog, pg_temp AS $$
BEGIN
  IF NOT access.reaches_all('organization.reorganise') THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM access.assignment a WHERE a.begun_by = act;
  UPDATE access.assignment a SET valid_until = a.former_until, ended_by = NULL, former_until = NULL WHERE a.ended_by = act;
END
$$;
COMMENT ON FUNCTION access.unfollow_act IS 'Takes back what follow_act did.';
REVOKE EXECUTE ON FUNCTION access.follow_act, access.unfollow_act FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.follow_act, access.unfollow_act TO noivu_app;

-- The table an act was brought in by, row by row: what its changes were read from.
CREATE TABLE organization.act_row (
  act_id uuid NOT NULL CONSTRAINT act_row_act REFERENCES organization.act (id) ON DELETE CASCADE,
  no integer NOT NULL,
  old_code text NOT NULL,
  old_name text NOT NULL,
  share numeric CONSTRAINT act_row_share CHECK (share > 0 AND share <= 1),
  new_code text NOT NULL,
  new_name text NOT NULL,
  above_code text NOT NULL,
  CONSTRAINT act_row_pk PRIMARY KEY (act_id, no),
  CONSTRAINT act_row_once UNIQUE (act_id, old_code, new_code)
);
COMMENT ON TABLE organization.act_row IS 'A row of the table of an act: an old unit, the new one it goes into, and the share of it (null: a part of unknown size).';
ALTER TABLE organization.act ADD COLUMN abolish text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN organization.act.abolish IS 'Levels that end below what the new units of the table stand in.';
ALTER TABLE organization.act_row ENABLE ROW LEVEL SECURITY;
CREATE POLICY act_row_read ON organization.act_row FOR SELECT TO noivu_app
  USING (EXISTS (SELECT FROM organization.act a WHERE a.id = act_id));
CREATE POLICY act_row_insert ON organization.act_row FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('organization.reorganise')));
CREATE POLICY act_row_delete ON organization.act_row FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('organization.reorganise')));
GRANT SELECT, INSERT, DELETE ON organization.act_row TO noivu_app;
SELECT audit.track('organization.act_row', 'act_id');
