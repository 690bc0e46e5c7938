-- The second clock: since when a row is known, and what was known before it. Rows say when they are true; these say when we knew.
CREATE FUNCTION organization.moment() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('noivu.now', true), '')::timestamptz, now())
$$;
COMMENT ON FUNCTION organization.moment IS 'The moment of the operation, as its log entry has it.';

-- A correction is an act of its own: what was recorded wrongly, by which document one knows better, why.
CREATE TABLE organization.correction (
  id uuid CONSTRAINT correction_pk PRIMARY KEY,
  unit_id uuid NOT NULL,
  ground text NOT NULL CONSTRAINT correction_ground CHECK (ground <> ''),
  reason text NOT NULL CONSTRAINT correction_reason CHECK (reason <> ''),
  at timestamptz NOT NULL,
  by text NOT NULL
);
COMMENT ON TABLE organization.correction IS 'A correction of what was recorded of a unit: not a change in the world. It outlives the unit, should that be taken back.';
CREATE INDEX correction_unit_id ON organization.correction (unit_id);

ALTER TABLE organization.unit_version ADD COLUMN known_from timestamptz, ADD COLUMN corrected_by uuid,
  ADD CONSTRAINT unit_version_corrected_by FOREIGN KEY (corrected_by) REFERENCES organization.correction (id);
ALTER TABLE organization.unit_parent ADD COLUMN known_from timestamptz, ADD COLUMN corrected_by uuid,
  ADD CONSTRAINT unit_parent_corrected_by FOREIGN KEY (corrected_by) REFERENCES organization.correction (id);
COMMENT ON COLUMN organization.unit_version.known_from IS 'Since when this row is known as it stands; null: since before the platform kept that.';
COMMENT ON COLUMN organization.unit_parent.known_from IS 'Since when this row is known as it stands; null: since before the platform kept that.';
COMMENT ON COLUMN organization.unit_version.corrected_by IS 'The last correction that made it what it is.';
COMMENT ON COLUMN organization.unit_parent.corrected_by IS 'The last correction that made it what it is.';

CREATE TABLE organization.former_version (
  no bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT former_version_pk PRIMARY KEY,
  id uuid NOT NULL,
  unit_id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  short_name text NOT NULL,
  kind text NOT NULL,
  level text NOT NULL,
  valid_from date,
  valid_until date,
  act text,
  search_name text NOT NULL GENERATED ALWAYS AS (kernel.fold(name || ' ' || code)) STORED,
  known_from timestamptz,
  known_until timestamptz NOT NULL,
  correction_id uuid CONSTRAINT former_version_correction REFERENCES organization.correction (id),
  CONSTRAINT former_version_known CHECK (known_from IS NULL OR known_until > known_from)
);
COMMENT ON TABLE organization.former_version IS 'Versions as they were known until something was recorded otherwise: by a change, or by correction_id where they had been wrong.';
CREATE INDEX former_version_unit_id ON organization.former_version (unit_id);
CREATE INDEX former_version_known ON organization.former_version (known_until);

CREATE TABLE organization.former_parent (
  no bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT former_parent_pk PRIMARY KEY,
  id uuid NOT NULL,
  unit_id uuid NOT NULL,
  parent_id uuid NOT NULL,
  tree text NOT NULL,
  valid_from date,
  valid_until date,
  known_from timestamptz,
  known_until timestamptz NOT NULL,
  correction_id uuid CONSTRAINT former_parent_correction REFERENCES organization.correction (id),
  CONSTRAINT former_parent_known CHECK (known_from IS NULL OR known_until > known_from)
);
COMMENT ON TABLE organization.former_parent IS 'Places as they were known until something was recorded otherwise: by a change, or by correction_id where they had been wrong.';
CREATE INDEX former_parent_unit_id ON organization.former_parent (unit_id);
CREATE INDEX former_parent_known ON organization.former_parent (known_until);

-- Whatever writes a row (an act, an import, a change, a correction), what it replaces is kept. What came and went within one operation was never known.
CREATE FUNCTION organization.keep_known() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = organization, pg_catalog, pg_temp AS $$
DECLARE
  this timestamptz := organization.moment();
  cause uuid;
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.known_from := this;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    NEW.known_from := OLD.known_from;
    IF to_jsonb(NEW) - 'search_name' = to_jsonb(OLD) - 'search_name' THEN
      RETURN NEW;
    END IF;
    IF OLD.known_from IS NULL OR OLD.known_from < this THEN
      NEW.known_from := this;
    END IF;
    IF NEW.corrected_by IS DISTINCT FROM OLD.corrected_by THEN
      cause := NEW.corrected_by;
    END IF;
  END IF;
  IF OLD.known_from IS NULL OR OLD.known_from < this THEN
    IF TG_TABLE_NAME = 'unit_version' THEN
      INSERT INTO former_version (id, unit_id, code, name, short_name, kind, level, valid_from, valid_until, act, known_from, known_until, correction_id)
      VALUES (OLD.id, OLD.unit_id, OLD.code, OLD.name, OLD.short_name, OLD.kind, OLD.level, OLD.valid_from, OLD.valid_until, OLD.act, OLD.known_from, this, cause);
    ELSE
      INSERT INTO former_parent (id, unit_id, parent_id, tree, valid_from, valid_until, known_from, known_until, correction_id)
      VALUES (OLD.id, OLD.unit_id, OLD.parent_id, OLD.tree, OLD.valid_from, OLD.valid_until, OLD.known_from, this, cause);
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION organization.keep_known IS 'Keeps what a row was known to be before it is written again or taken away.';
REVOKE EXECUTE ON FUNCTION organization.keep_known FROM PUBLIC;
CREATE TRIGGER keep_known BEFORE INSERT OR UPDATE OR DELETE ON organization.unit_version FOR EACH ROW EXECUTE FUNCTION organization.keep_known();
CREATE TRIGGER keep_known BEFORE INSERT OR UPDATE OR DELETE ON organization.unit_parent FOR EACH ROW EXECUTE FUNCTION organization.keep_known();

-- Units and places of a day, as known at a moment; null: now.
CREATE FUNCTION organization.versions_known(moment timestamptz)
  RETURNS TABLE (id uuid, unit_id uuid, code text, name text, short_name text, kind text, level text, valid_from date, valid_until date, act text, search_name text)
  LANGUAGE sql STABLE AS $$
  SELECT v.id, v.unit_id, v.code, v.name, v.short_name, v.kind, v.level, v.valid_from, v.valid_until, v.act, v.search_name
  FROM organization.unit_version v WHERE moment IS NULL OR v.known_from IS NULL OR v.known_from < moment
  UNION ALL
  SELECT v.id, v.unit_id, v.code, v.name, v.short_name, v.kind, v.level, v.valid_from, v.valid_until, v.act, v.search_name
  FROM organization.former_version v WHERE v.known_until >= moment AND (v.known_from IS NULL OR v.known_from < moment)
$$;
CREATE FUNCTION organization.places_known(moment timestamptz)
  RETURNS TABLE (id uuid, unit_id uuid, parent_id uuid, tree text, valid_from date, valid_until date) LANGUAGE sql STABLE AS $$
  SELECT p.id, p.unit_id, p.parent_id, p.tree, p.valid_from, p.valid_until
  FROM organization.unit_parent p WHERE moment IS NULL OR p.known_from IS NULL OR p.known_from < moment
  UNION ALL
  SELECT p.id, p.unit_id, p.parent_id, p.tree, p.valid_from, p.valid_until
  FROM organization.former_parent p WHERE p.known_until >= moment AND (p.known_from IS NULL OR p.known_from < moment)
$$;

ALTER TABLE organization.correction ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization.former_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization.former_parent ENABLE ROW LEVEL SECURITY;
CREATE POLICY correction_read ON organization.correction FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('organization.readUnit')) OR unit_id = ANY ((SELECT access.reach_units('organization.readUnit'))::uuid[]));
CREATE POLICY former_version_read ON organization.former_version FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('organization.readUnit')) OR unit_id = ANY ((SELECT access.reach_units('organization.readUnit'))::uuid[]));
CREATE POLICY former_parent_read ON organization.former_parent FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('organization.readUnit')) OR unit_id = ANY ((SELECT access.reach_units('organization.readUnit'))::uuid[]));
CREATE POLICY correction_insert ON organization.correction FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('organization.changeUnit'))
  OR unit_id = ANY ((SELECT access.reach_units('organization.changeUnit'))::uuid[]));
GRANT SELECT, INSERT ON organization.correction TO noivu_app;
GRANT SELECT ON organization.former_version, organization.former_parent TO noivu_app;

SELECT audit.track('organization.correction');
