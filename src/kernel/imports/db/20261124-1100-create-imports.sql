-- Files brought in, what was understood of them, their rows while they are checked, and what became of each row.
CREATE SCHEMA imports;
GRANT USAGE ON SCHEMA imports TO noivu_app;

CREATE TABLE imports.source (
  sha256 text CONSTRAINT source_pk PRIMARY KEY CONSTRAINT source_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size integer NOT NULL,
  bytes bytea NOT NULL,
  stored_at timestamptz NOT NULL
);
COMMENT ON TABLE imports.source IS 'Files brought in, by their contents: the same file is kept once.';

CREATE TABLE imports.import (
  id uuid CONSTRAINT import_pk PRIMARY KEY,
  kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  file_name text NOT NULL,
  sha256 text NOT NULL CONSTRAINT import_source REFERENCES imports.source (sha256),
  size integer NOT NULL,
  reading jsonb,
  sheet integer,
  sheet_name text,
  layout jsonb,
  mapping jsonb NOT NULL DEFAULT '{}',
  confidence jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL CONSTRAINT import_state CHECK (state IN ('drafted', 'committed', 'undone')),
  counts jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  committed_at timestamptz,
  undone_at timestamptz,
  undone_by text,
  undone_why text,
  entry_id uuid
);
COMMENT ON TABLE imports.import IS 'One file brought in: who, when, which kind of record, how its sheet was understood, what came of it. entry_id is the entry of the log that wrote its records.';
CREATE INDEX import_created ON imports.import (created_at DESC, id);
CREATE INDEX import_sha256 ON imports.import (sha256);

CREATE TABLE imports.sheet (
  import_id uuid NOT NULL CONSTRAINT sheet_import REFERENCES imports.import (id) ON DELETE CASCADE,
  no integer NOT NULL,
  name text NOT NULL,
  hidden boolean NOT NULL,
  row_count integer,
  legacy text CONSTRAINT sheet_legacy CHECK (legacy IN ('tcvn3', 'vni')),
  merges jsonb NOT NULL,
  rows jsonb NOT NULL,
  layout jsonb,
  score double precision NOT NULL,
  CONSTRAINT sheet_pk PRIMARY KEY (import_id, no)
);
COMMENT ON TABLE imports.sheet IS 'The beginning of each sheet of a file, as first looked at. Working data, outside the log.';

CREATE TABLE imports.run (
  import_id uuid CONSTRAINT run_pk PRIMARY KEY CONSTRAINT run_import REFERENCES imports.import (id) ON DELETE CASCADE,
  run_id uuid NOT NULL,
  task text NOT NULL CONSTRAINT run_task CHECK (task IN ('look', 'check', 'recheck', 'commit')),
  state text NOT NULL CONSTRAINT run_state CHECK (state IN ('running', 'done', 'stopped', 'failed')),
  progress integer NOT NULL DEFAULT 0,
  expected integer,
  stop_asked boolean NOT NULL DEFAULT false,
  complete boolean NOT NULL DEFAULT false,
  skipped jsonb NOT NULL DEFAULT '[]',
  counts jsonb NOT NULL DEFAULT '{}',
  problem jsonb,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  ended_at timestamptz
);
COMMENT ON TABLE imports.run IS 'The newest working pass over an import: how far it is, whether it shall stop, what it skipped; complete once every row of the sheet was read. Working data, outside the log.';

CREATE TABLE imports.row (
  import_id uuid NOT NULL CONSTRAINT row_import REFERENCES imports.import (id) ON DELETE CASCADE,
  no integer NOT NULL CONSTRAINT row_no CHECK (no > 0),
  texts jsonb NOT NULL,
  fixes jsonb,
  key text,
  verdict text CONSTRAINT row_verdict CHECK (verdict IN ('made', 'changed', 'same', 'refused', 'review')),
  issues jsonb,
  changes jsonb,
  candidates jsonb,
  decision text,
  left_reason text CONSTRAINT row_left_reason CHECK (left_reason <> ''),
  twin_of integer,
  record_id text,
  state text NOT NULL GENERATED ALWAYS AS (CASE
    WHEN left_reason IS NOT NULL THEN 'left'
    WHEN twin_of IS NOT NULL THEN 'refused'
    ELSE coalesce(verdict, 'unread') END) STORED,
  CONSTRAINT row_pk PRIMARY KEY (import_id, no)
);
COMMENT ON TABLE imports.row IS 'A row of the sheet while the import is checked: texts by field as in the file, corrections, what would become of it. no is the number of the row in the sheet.';
CREATE INDEX row_state ON imports.row (import_id, state, no);

CREATE TABLE imports.trace (
  import_id uuid NOT NULL CONSTRAINT trace_import REFERENCES imports.import (id),
  relation text NOT NULL,
  record_id text NOT NULL,
  no integer NOT NULL,
  act text NOT NULL CONSTRAINT trace_act CHECK (act IN ('made', 'changed')),
  before jsonb,
  CONSTRAINT trace_pk PRIMARY KEY (import_id, relation, record_id, no)
);
COMMENT ON TABLE imports.trace IS 'Which record came from which row of which file; what it held before, so that the import can be undone.';
CREATE INDEX trace_record ON imports.trace (record_id);

CREATE TABLE imports.mapping (
  kind text NOT NULL,
  fingerprint text NOT NULL,
  mapping jsonb NOT NULL,
  used_at timestamptz NOT NULL,
  CONSTRAINT mapping_pk PRIMARY KEY (kind, fingerprint)
);
COMMENT ON TABLE imports.mapping IS 'Columns as last confirmed for a heading: the same form is understood at once the next time.';

-- Own imports, and all of them for who oversees imports. Rows hold what people will see only with rights of their own, so they go with the import.
CREATE FUNCTION imports.may_import() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('noivu.reach', true), '')::jsonb ? 'imports.makeImport', false) $$;
COMMENT ON FUNCTION imports.may_import IS 'True when the actor of this transaction may bring in files.';

ALTER TABLE imports.source ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports.import ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports.sheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports.run ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports.row ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports.trace ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports.mapping ENABLE ROW LEVEL SECURITY;
CREATE POLICY import_read ON imports.import FOR SELECT TO noivu_app
  USING ((SELECT access.reaches_all('imports.readImport')) OR (actor_id = current_setting('noivu.actor', true) AND (SELECT imports.may_import())));
CREATE POLICY import_insert ON imports.import FOR INSERT TO noivu_app
  WITH CHECK (actor_id = current_setting('noivu.actor', true) AND (SELECT imports.may_import()));
CREATE POLICY import_update ON imports.import FOR UPDATE TO noivu_app
  USING (actor_id = current_setting('noivu.actor', true) AND (SELECT imports.may_import()))
  WITH CHECK (actor_id = current_setting('noivu.actor', true) AND (SELECT imports.may_import()));
CREATE POLICY sheet_read ON imports.sheet FOR SELECT TO noivu_app USING (import_id IN (SELECT i.id FROM imports.import i));
CREATE POLICY sheet_insert ON imports.sheet FOR INSERT TO noivu_app
  WITH CHECK (import_id IN (SELECT i.id FROM imports.import i WHERE i.actor_id = current_setting('noivu.actor', true)));
CREATE POLICY sheet_delete ON imports.sheet FOR DELETE TO noivu_app
  USING (import_id IN (SELECT i.id FROM imports.import i WHERE i.actor_id = current_setting('noivu.actor', true)));
CREATE POLICY run_read ON imports.run FOR SELECT TO noivu_app USING (import_id IN (SELECT i.id FROM imports.import i));
CREATE POLICY run_insert ON imports.run FOR INSERT TO noivu_app
  WITH CHECK (import_id IN (SELECT i.id FROM imports.import i WHERE i.actor_id = current_setting('noivu.actor', true)));
CREATE POLICY run_update ON imports.run FOR UPDATE TO noivu_app
  USING (import_id IN (SELECT i.id FROM imports.import i WHERE i.actor_id = current_setting('noivu.actor', true)));
CREATE POLICY row_read ON imports.row FOR SELECT TO noivu_app USING (import_id IN (SELECT i.id FROM imports.import i));
CREATE POLICY row_insert ON imports.row FOR INSERT TO noivu_app
  WITH CHECK (import_id IN (SELECT i.id FROM imports.import i WHERE i.actor_id = current_setting('noivu.actor', true)));
CREATE POLICY row_update ON imports.row FOR UPDATE TO noivu_app
  USING (import_id IN (SELECT i.id FROM imports.import i WHERE i.actor_id = current_setting('noivu.actor', true)));
CREATE POLICY row_delete ON imports.row FOR DELETE TO noivu_app
  USING (import_id IN (SELECT i.id FROM imports.import i WHERE i.actor_id = current_setting('noivu.actor', true)));
-- A file is read and kept only for an import of one's own.
CREATE POLICY source_read ON imports.source FOR SELECT TO noivu_app USING (sha256 IN (SELECT i.sha256 FROM imports.import i));
CREATE POLICY source_insert ON imports.source FOR INSERT TO noivu_app WITH CHECK ((SELECT imports.may_import()));
CREATE POLICY trace_read ON imports.trace FOR SELECT TO noivu_app USING (import_id IN (SELECT i.id FROM imports.import i));
CREATE POLICY trace_insert ON imports.trace FOR INSERT TO noivu_app
  WITH CHECK (import_id IN (SELECT i.id FROM imports.import i WHERE i.actor_id = current_setting('noivu.actor', true)));
CREATE POLICY mapping_use ON imports.mapping TO noivu_app USING ((SELECT imports.may_import())) WITH CHECK ((SELECT imports.may_import()));
GRANT SELECT, INSERT, UPDATE ON imports.import, imports.run, imports.mapping TO noivu_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON imports.row TO noivu_app;
GRANT SELECT, INSERT, DELETE ON imports.sheet TO noivu_app;
GRANT SELECT, INSERT ON imports.source, imports.trace TO noivu_app;

-- Where a record came from, for whoever may see the record: the caller has found it within the actor's reach.
CREATE FUNCTION imports.origin(relations text[], record text)
  RETURNS TABLE (import_id uuid, kind text, file_name text, sheet text, no integer, act text, mapping jsonb, actor_name text, committed_at timestamptz, undone_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = imports, pg_catalog, pg_temp AS $$
  SELECT i.id, i.kind, i.file_name, i.sheet_name, t.no, t.act, i.mapping, i.actor_name, i.committed_at, i.undone_at
  FROM imports.trace t JOIN imports.import i ON i.id = t.import_id
  WHERE t.record_id = record AND t.relation = ANY (relations) ORDER BY i.committed_at DESC, t.no LIMIT 50
$$;
COMMENT ON FUNCTION imports.origin IS 'File, sheet and row a record came from. The caller has shown that the actor may see the record.';

-- What was written to records after an entry of the log: an import is undone only where nothing was.
CREATE FUNCTION audit.changed_since(entry uuid, relations text[], records text[])
  RETURNS TABLE (record_id text, at timestamptz, actor_name text, operation text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_catalog, pg_temp AS $$
  SELECT DISTINCT ON (c.record_id) c.record_id, e.at, e.actor_name, e.operation
  FROM audit.change c JOIN audit.entry e ON e.id = c.entry_id
  WHERE c.relation = ANY (relations) AND c.record_id = ANY (records) AND e.seq > (SELECT x.seq FROM audit.entry x WHERE x.id = entry)
  ORDER BY c.record_id, e.seq DESC
$$;
COMMENT ON FUNCTION audit.changed_since IS 'Records written again after an entry, with the newest writing of each.';

SELECT audit.track('imports.import');
