-- Append-only, hash-chained log. Every table that holds the department's records is tracked by a trigger, so nothing is written past it.
CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO noivu_app;

CREATE TABLE audit.head (
  single boolean DEFAULT true CONSTRAINT head_pk PRIMARY KEY CONSTRAINT head_single CHECK (single),
  seq bigint NOT NULL,
  hash bytea NOT NULL
);
COMMENT ON TABLE audit.head IS 'Number and hash of the newest entry; its row lock puts concurrent writers in one order.';
INSERT INTO audit.head (seq, hash) VALUES (0, sha256('noivu audit chain'::bytea));

CREATE TABLE audit.entry (
  seq bigint CONSTRAINT entry_pk PRIMARY KEY,
  id uuid NOT NULL CONSTRAINT entry_id UNIQUE,
  at timestamptz NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  operation text NOT NULL,
  request_id text NOT NULL,
  reason text,
  changes integer NOT NULL,
  changes_hash bytea NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL
);
COMMENT ON TABLE audit.entry IS 'One writing operation: who, when, what, why; hash covers the entry, its changes and the hash before it.';
CREATE INDEX entry_at ON audit.entry (at);
CREATE INDEX entry_actor ON audit.entry (actor_id, seq);

CREATE TABLE audit.change (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT change_pk PRIMARY KEY,
  entry_id uuid NOT NULL,
  relation text NOT NULL,
  record_id text NOT NULL,
  before jsonb,
  after jsonb
);
COMMENT ON TABLE audit.change IS 'Before and after of each record an operation touched.';
CREATE INDEX change_entry ON audit.change (entry_id);
CREATE INDEX change_record ON audit.change (record_id);

CREATE FUNCTION audit.current_entry() RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF coalesce(current_setting('noivu.entry', true), '') = '' THEN
    RAISE EXCEPTION 'write outside an operation' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN current_setting('noivu.entry')::uuid;
END
$$;

-- Statement triggers with transition tables: one insert for a bulk write of any size. TG_ARGV[0] names the key column.
CREATE FUNCTION audit.track_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO audit.change (entry_id, relation, record_id, before, after)
  SELECT audit.current_entry(), TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, j ->> coalesce(TG_ARGV[0], 'id'), NULL, j
  FROM (SELECT to_jsonb(n) AS j FROM new_rows n) x;
  RETURN NULL;
END
$$;
CREATE FUNCTION audit.track_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO audit.change (entry_id, relation, record_id, before, after)
  SELECT audit.current_entry(), TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, coalesce(n.k, o.k), o.j, n.j
  FROM (SELECT to_jsonb(t) AS j, to_jsonb(t) ->> coalesce(TG_ARGV[0], 'id') AS k FROM old_rows t) o
  FULL JOIN (SELECT to_jsonb(t) AS j, to_jsonb(t) ->> coalesce(TG_ARGV[0], 'id') AS k FROM new_rows t) n ON n.k = o.k
  WHERE o.j IS DISTINCT FROM n.j;
  RETURN NULL;
END
$$;
CREATE FUNCTION audit.track_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO audit.change (entry_id, relation, record_id, before, after)
  SELECT audit.current_entry(), TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, j ->> coalesce(TG_ARGV[0], 'id'), j, NULL
  FROM (SELECT to_jsonb(o) AS j FROM old_rows o) x;
  RETURN NULL;
END
$$;

CREATE FUNCTION audit.track(relation regclass, key text DEFAULT 'id') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER track_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.track_insert(%L)', relation, key);
  EXECUTE format('CREATE TRIGGER track_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.track_update(%L)', relation, key);
  EXECUTE format('CREATE TRIGGER track_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.track_delete(%L)', relation, key);
END
$$;
COMMENT ON FUNCTION audit.track IS 'Puts a table under the log. Called in the migration beside the table.';

CREATE FUNCTION audit.changes_hash(entry uuid) RETURNS bytea LANGUAGE sql STABLE SET search_path = audit, pg_catalog AS $$
  SELECT sha256(coalesce(string_agg(sha256(convert_to(
    concat_ws(E'\x1f', relation, record_id, coalesce(before::text, '-'), coalesce(after::text, '-')), 'UTF8')), ''::bytea ORDER BY id), ''::bytea))
  FROM audit.change WHERE entry_id = entry
$$;

CREATE FUNCTION audit.entry_hash(e audit.entry) RETURNS bytea LANGUAGE sql STABLE SET search_path = audit, pg_catalog AS $$
  SELECT sha256(e.previous_hash || convert_to(concat_ws(E'\x1f', e.seq, e.id, extract(epoch FROM e.at), e.actor_id, e.actor_name,
    e.operation, e.request_id, coalesce(e.reason, '-'), e.changes, encode(e.changes_hash, 'hex')), 'UTF8'))
$$;

-- Closes the entry of this transaction. Takes the head's lock last, so writers wait for each other only here.
CREATE FUNCTION audit.append(entry uuid, at timestamptz, actor_id text, actor_name text, operation text, request_id text, reason text)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_catalog, pg_temp AS $$
DECLARE
  e audit.entry;
BEGIN
  e.id := entry; e.at := at; e.actor_id := actor_id; e.actor_name := actor_name;
  e.operation := operation; e.request_id := request_id; e.reason := reason;
  SELECT count(*) INTO e.changes FROM audit.change c WHERE c.entry_id = entry;
  e.changes_hash := audit.changes_hash(entry);
  SELECT h.seq + 1, h.hash INTO e.seq, e.previous_hash FROM audit.head h FOR UPDATE;
  e.hash := audit.entry_hash(e);
  INSERT INTO audit.entry SELECT e.*;
  UPDATE audit.head SET seq = e.seq, hash = e.hash;
  RETURN e.seq;
END
$$;

CREATE FUNCTION audit.history(relations text[], record text)
  RETURNS TABLE (seq bigint, at timestamptz, actor_id text, actor_name text, operation text, reason text, relation text, before jsonb, after jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_catalog, pg_temp AS $$
  SELECT e.seq, e.at, e.actor_id, e.actor_name, e.operation, e.reason, c.relation, c.before, c.after
  FROM audit.change c JOIN audit.entry e ON e.id = c.entry_id
  WHERE c.record_id = record AND c.relation = ANY (relations)
  ORDER BY e.seq DESC, c.id DESC LIMIT 500
$$;
COMMENT ON FUNCTION audit.history IS 'History of one record. The caller has shown that the actor may see the record.';

-- First broken link, or none. Recomputes every hash from what is stored.
CREATE FUNCTION audit.verify() RETURNS TABLE (seq bigint, fault text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_catalog, pg_temp AS $$
  WITH chain AS (
    SELECT e.seq, e, lag(e.seq, 1, 0::bigint) OVER w AS seq_before,
      lag(e.hash, 1, sha256('noivu audit chain'::bytea)) OVER w AS hash_before
    FROM audit.entry e WINDOW w AS (ORDER BY e.seq)
  ), faults AS (
    SELECT c.seq, CASE
      WHEN c.seq <> c.seq_before + 1 THEN 'entry-missing-before'
      WHEN (c.e).previous_hash <> c.hash_before THEN 'chain-broken'
      WHEN (c.e).hash <> audit.entry_hash(c.e) THEN 'entry-altered'
      WHEN (c.e).changes <> (SELECT count(*) FROM audit.change x WHERE x.entry_id = (c.e).id) THEN 'changes-missing'
      WHEN (c.e).changes_hash <> audit.changes_hash((c.e).id) THEN 'changes-altered'
    END AS fault FROM chain c
    UNION ALL
    SELECT h.seq, 'tail-cut-off' FROM audit.head h
    WHERE h.seq <> coalesce((SELECT max(e.seq) FROM audit.entry e), 0)
      OR h.hash <> coalesce((SELECT e.hash FROM audit.entry e ORDER BY e.seq DESC LIMIT 1), sha256('noivu audit chain'::bytea))
    UNION ALL
    SELECT NULL, 'change-without-entry' FROM audit.change x
    WHERE NOT EXISTS (SELECT FROM audit.entry e WHERE e.id = x.entry_id)
    GROUP BY x.entry_id
  )
  SELECT f.seq, f.fault FROM faults f WHERE f.fault IS NOT NULL ORDER BY f.seq LIMIT 20
$$;

-- Neither the application role nor a careless owner can rewrite the log.
CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.change FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.head ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.change ENABLE ROW LEVEL SECURITY;
CREATE POLICY entry_read ON audit.entry FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('administration.readAudit')));
CREATE POLICY change_read ON audit.change FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('administration.readAudit')));
GRANT SELECT ON audit.entry, audit.change TO noivu_app;
GRANT EXECUTE ON FUNCTION audit.append, audit.history, audit.verify TO noivu_app;

SELECT audit.track('access.assignment');
