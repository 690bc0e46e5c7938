-- Files: who brought which content, what it is for, and through which records it may be opened. The content itself lies in the content
-- store under its hash.
CREATE SCHEMA files;
GRANT USAGE ON SCHEMA files TO noivu_app;

CREATE TABLE files.file (
  id uuid CONSTRAINT file_pk PRIMARY KEY,
  sha256 text NOT NULL CONSTRAINT file_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint NOT NULL CONSTRAINT file_size CHECK (size >= 0),
  name text NOT NULL CONSTRAINT file_name CHECK (name <> ''),
  media_type text NOT NULL,
  kind text NOT NULL,
  -- May be shown in the browser itself, by what its content is.
  inline boolean NOT NULL,
  -- The ending of its name, where that says something else than the content.
  mismatch text,
  purpose text NOT NULL,
  sensitive boolean NOT NULL,
  uploaded_by text NOT NULL CONSTRAINT file_uploaded_by CHECK (uploaded_by <> ''),
  uploaded_by_name text NOT NULL,
  uploaded_at timestamptz NOT NULL,
  linked boolean NOT NULL DEFAULT false,
  held boolean NOT NULL DEFAULT false,
  retain_until date,
  deleted_at timestamptz,
  deleted_by_name text,
  search_name text GENERATED ALWAYS AS (kernel.fold(name || ' ' || uploaded_by_name)) STORED,
  CONSTRAINT file_deleted CHECK ((deleted_at IS NULL) = (deleted_by_name IS NULL))
);
COMMENT ON TABLE files.file IS 'A file: its content by hash, type by content, who brought it and for what. Without a link it is an upload not yet used; deleted_at puts it into the bin.';
CREATE INDEX file_sha256 ON files.file (sha256);
CREATE INDEX file_uploaded ON files.file (uploaded_at DESC, id);
CREATE INDEX file_unfinished ON files.file (uploaded_by) WHERE NOT linked;

CREATE TABLE files.link (
  id uuid CONSTRAINT link_pk PRIMARY KEY,
  file_id uuid NOT NULL CONSTRAINT link_file REFERENCES files.file (id),
  owner_relation text NOT NULL,
  owner_id text NOT NULL,
  read_permission text NOT NULL,
  write_permission text NOT NULL,
  unit_id uuid,
  person_id uuid,
  linked_at timestamptz NOT NULL,
  CONSTRAINT link_once UNIQUE (file_id, owner_relation, owner_id)
);
COMMENT ON TABLE files.link IS 'A record a file belongs to, and the permissions that open it there: within their reach for the unit or the person of the record.';
CREATE INDEX link_owner ON files.link (owner_relation, owner_id);

CREATE TABLE files.blob (
  sha256 text CONSTRAINT blob_pk PRIMARY KEY,
  size bigint NOT NULL,
  state text NOT NULL CONSTRAINT blob_state CHECK (state IN ('whole', 'damaged', 'missing')),
  checked_at timestamptz NOT NULL
);
COMMENT ON TABLE files.blob IS 'What the last reading of each content found, and when.';
CREATE INDEX blob_checked ON files.blob (checked_at, sha256);

CREATE TABLE files.fault (
  id uuid CONSTRAINT fault_pk PRIMARY KEY,
  sha256 text NOT NULL,
  state text NOT NULL CONSTRAINT fault_state CHECK (state IN ('damaged', 'missing')),
  found_at timestamptz NOT NULL,
  repaired_at timestamptz
);
COMMENT ON TABLE files.fault IS 'A content found damaged or missing, until it was put again.';
CREATE UNIQUE INDEX fault_open ON files.fault (sha256) WHERE repaired_at IS NULL;

CREATE TABLE files.opening (
  id uuid CONSTRAINT opening_pk PRIMARY KEY,
  file_id uuid NOT NULL CONSTRAINT opening_file REFERENCES files.file (id) ON DELETE CASCADE,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  opened_at timestamptz NOT NULL
);
COMMENT ON TABLE files.opening IS 'Who opened a sensitive file, or any file by the right to open all.';
CREATE INDEX opening_file ON files.opening (file_id, opened_at DESC);

CREATE FUNCTION files.within(permission text, unit uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(access.reaches_all(permission) OR unit = ANY (access.reach_units(permission)) OR person = access.reach_own(permission), false)
$$;
COMMENT ON FUNCTION files.within IS 'Whether the actor of this transaction reaches a record of this unit or person by this permission. A record of neither is reached by "all" alone.';

-- A file is linked as long as a record holds it. Kept by the database, for nobody sees all links.
CREATE FUNCTION files.note_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE files.file SET linked = true WHERE id = NEW.file_id AND NOT linked;
  ELSE
    UPDATE files.file SET linked = false WHERE id = OLD.file_id AND NOT EXISTS (SELECT FROM files.link l WHERE l.file_id = OLD.file_id);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_link AFTER INSERT OR DELETE ON files.link FOR EACH ROW EXECUTE FUNCTION files.note_link();

ALTER TABLE files.file ENABLE ROW LEVEL SECURITY;
ALTER TABLE files.link ENABLE ROW LEVEL SECURITY;
ALTER TABLE files.blob ENABLE ROW LEVEL SECURITY;
ALTER TABLE files.fault ENABLE ROW LEVEL SECURITY;
ALTER TABLE files.opening ENABLE ROW LEVEL SECURITY;

-- No sub-select here: the policies below look into this table, and PostgreSQL would take that for a circle.
CREATE POLICY link_read ON files.link FOR SELECT TO noivu_app
  USING (access.reaches_all('files.readFiles') OR files.within(read_permission, unit_id, person_id)
    OR files.within(write_permission, unit_id, person_id));
-- Listing: the inventory, one's own uploads, and what a reachable record holds.
CREATE POLICY file_read ON files.file FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('files.readFiles')) OR uploaded_by = (SELECT current_setting('noivu.actor', true))
    OR EXISTS (SELECT FROM files.link l WHERE l.file_id = file.id AND files.within(l.read_permission, l.unit_id, l.person_id)));

-- Opening is narrower than listing: the inventory alone opens nothing, and a sensitive file that a record holds opens through it only,
-- even to who once brought it.
CREATE VIEW files.openable WITH (security_invoker = true) AS
  SELECT f.* FROM files.file f
  WHERE (f.uploaded_by = (SELECT current_setting('noivu.actor', true)) AND NOT (f.sensitive AND f.linked))
    OR (NOT f.sensitive AND (SELECT access.reaches_all('files.openAnyFile')))
    OR EXISTS (SELECT FROM files.link l WHERE l.file_id = f.id AND files.within(l.read_permission, l.unit_id, l.person_id));
COMMENT ON VIEW files.openable IS 'Files whose content the actor of this transaction may open.';

CREATE POLICY file_insert ON files.file FOR INSERT TO noivu_app
  WITH CHECK (uploaded_by = (SELECT current_setting('noivu.actor', true)) AND (SELECT access.reaches_all('files.uploadFile'))
    AND NOT linked AND NOT held AND deleted_at IS NULL);
CREATE POLICY file_update ON files.file FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('files.manageFiles')) OR (uploaded_by = (SELECT current_setting('noivu.actor', true)) AND NOT linked))
  WITH CHECK ((SELECT access.reaches_all('files.manageFiles')) OR (uploaded_by = (SELECT current_setting('noivu.actor', true)) AND NOT linked));
CREATE POLICY file_delete ON files.file FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('files.manageFiles')) AND NOT held AND NOT linked);

-- Only what one may open may one tie to a record, and only to a record one may change.
CREATE POLICY link_insert ON files.link FOR INSERT TO noivu_app
  WITH CHECK (files.within(write_permission, unit_id, person_id)
    AND EXISTS (SELECT FROM files.openable o WHERE o.id = file_id AND o.deleted_at IS NULL));
CREATE POLICY link_delete ON files.link FOR DELETE TO noivu_app USING (files.within(write_permission, unit_id, person_id));

CREATE POLICY blob_read ON files.blob FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('files.readFiles')) OR (SELECT access.reaches_all('files.uploadFile')));
CREATE POLICY blob_insert ON files.blob FOR INSERT TO noivu_app
  WITH CHECK ((SELECT access.reaches_all('files.uploadFile')) OR (SELECT access.reaches_all('files.manageFiles')));
CREATE POLICY blob_update ON files.blob FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('files.uploadFile')) OR (SELECT access.reaches_all('files.manageFiles')));
CREATE POLICY blob_delete ON files.blob FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('files.manageFiles')));

CREATE POLICY fault_read ON files.fault FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('files.readFiles')) OR (SELECT access.reaches_all('files.uploadFile')));
CREATE POLICY fault_insert ON files.fault FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('files.manageFiles')));
-- Whoever brings the content again repairs it.
CREATE POLICY fault_update ON files.fault FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('files.uploadFile')) OR (SELECT access.reaches_all('files.manageFiles')));

CREATE POLICY opening_read ON files.opening FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('files.readFiles')) OR actor_id = (SELECT current_setting('noivu.actor', true)));
CREATE POLICY opening_insert ON files.opening FOR INSERT TO noivu_app
  WITH CHECK (actor_id = (SELECT current_setting('noivu.actor', true)) AND EXISTS (SELECT FROM files.openable o WHERE o.id = file_id));

GRANT SELECT, INSERT, DELETE ON files.file TO noivu_app;
GRANT UPDATE (held, retain_until, deleted_at, deleted_by_name) ON files.file TO noivu_app;
GRANT SELECT ON files.openable TO noivu_app;
GRANT SELECT, INSERT, DELETE ON files.link TO noivu_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON files.blob TO noivu_app;
GRANT SELECT, INSERT ON files.fault, files.opening TO noivu_app;
GRANT UPDATE (repaired_at) ON files.fault TO noivu_app;

SELECT audit.track('files.file');
SELECT audit.track('files.link', 'file_id');
SELECT audit.track('files.fault', 'sha256');
SELECT audit.track('files.opening', 'file_id');
