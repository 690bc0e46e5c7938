-- Backups made here, whoever asked for them: what each holds, and whether one is under way.
CREATE TABLE kernel.backup (
  id uuid CONSTRAINT backup_pk PRIMARY KEY,
  file text NOT NULL,
  -- Kept and cleared away by the retention rules; a file somebody named is theirs.
  scheduled boolean NOT NULL,
  encrypted boolean NOT NULL,
  began_at timestamptz NOT NULL,
  -- Said again and again while it runs: a process that died no longer holds the contents.
  alive_at timestamptz NOT NULL,
  ended_at timestamptz,
  size bigint,
  sha256 text,
  records bigint,
  contents integer,
  audit_seq bigint,
  audit_hash text,
  verified_at timestamptz,
  error text,
  removed_at timestamptz,
  CONSTRAINT backup_whole CHECK (sha256 IS NULL OR num_nulls(ended_at, size, records, contents, audit_seq, audit_hash) = 0)
);
COMMENT ON TABLE kernel.backup IS 'Backups made here: the file, what it holds, the head of the log in it, and what checking it found.';
CREATE INDEX backup_began ON kernel.backup (began_at DESC, id);
ALTER TABLE kernel.backup ENABLE ROW LEVEL SECURITY;
-- Written past the operations, by the process that makes the file.
CREATE POLICY backup_read ON kernel.backup FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('backups.readBackups')));
GRANT SELECT ON kernel.backup TO noivu_app;

CREATE FUNCTION kernel.backup_under_way() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM kernel.backup WHERE ended_at IS NULL AND alive_at > clock_timestamp() - interval '10 minutes')
$$;
COMMENT ON FUNCTION kernel.backup_under_way IS 'Whether contents are being copied: those of its snapshot stay until it is done.';
GRANT EXECUTE ON FUNCTION kernel.backup_under_way TO noivu_app;

CREATE FUNCTION kernel.backup_keep() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT value FROM kernel.setting WHERE key = 'backups.keep'
$$;
COMMENT ON FUNCTION kernel.backup_keep IS 'How many backups are kept, where this installation says so.';
GRANT EXECUTE ON FUNCTION kernel.backup_keep TO noivu_app;
