-- The log tells for whom somebody acted, whether in an emergency, and who looked at what is sensitive.
ALTER TABLE audit.entry
  ADD COLUMN kind text NOT NULL DEFAULT 'write' CONSTRAINT entry_kind CHECK (kind IN ('write', 'read')),
  ADD COLUMN behalf_id text,
  ADD COLUMN behalf_name text,
  ADD COLUMN emergency_id uuid;
COMMENT ON COLUMN audit.entry.kind IS 'write: an operation that changed something; read: somebody looked at something sensitive, or looked during an emergency.';
COMMENT ON COLUMN audit.entry.behalf_name IS 'For whom the actor acted.';

-- Entries that use none of the new columns keep the hash they always had; any of them filled in, or emptied later, changes it.
CREATE OR REPLACE FUNCTION audit.entry_hash(e audit.entry) RETURNS bytea LANGUAGE sql STABLE SET search_path = audit, pg_catalog AS $$
  SELECT sha256(e.previous_hash || convert_to(concat_ws(E'\x1f', e.seq, e.id, extract(epoch FROM e.at), e.actor_id, e.actor_name,
    e.operation, e.request_id, coalesce(e.reason, '-'), e.changes, encode(e.changes_hash, 'hex'),
    CASE WHEN e.kind <> 'write' OR num_nonnulls(e.behalf_id, e.behalf_name, e.emergency_id) > 0 THEN
      jsonb_build_array(e.kind, e.behalf_id, e.behalf_name, e.emergency_id)::text END), 'UTF8'))
$$;

DROP FUNCTION audit.append(uuid, timestamptz, text, text, text, text, text);
CREATE FUNCTION audit.append(entry uuid, at timestamptz, actor_id text, actor_name text, operation text, request_id text, reason text,
    kind text DEFAULT 'write', behalf_id text DEFAULT NULL, behalf_name text DEFAULT NULL, emergency_id uuid DEFAULT NULL)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_catalog, pg_temp AS $$
DECLARE
  e audit.entry;
BEGIN
  e.id := entry; e.at := at; e.actor_id := actor_id; e.actor_name := actor_name;
  e.operation := operation; e.request_id := request_id; e.reason := reason;
  e.kind := kind; e.behalf_id := behalf_id; e.behalf_name := behalf_name; e.emergency_id := emergency_id;
  SELECT count(*) INTO e.changes FROM audit.change c WHERE c.entry_id = entry;
  e.changes_hash := audit.changes_hash(entry);
  SELECT h.seq + 1, h.hash INTO e.seq, e.previous_hash FROM audit.head h FOR UPDATE;
  e.hash := audit.entry_hash(e);
  INSERT INTO audit.entry SELECT e.*;
  UPDATE audit.head SET seq = e.seq, hash = e.hash;
  RETURN e.seq;
END
$$;
GRANT EXECUTE ON FUNCTION audit.append TO noivu_app;

-- Which records a sensitive reading showed: a change with neither before nor after.
CREATE FUNCTION audit.note_read(relation text, records text[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = audit, pg_catalog, pg_temp AS $$
  INSERT INTO audit.change (entry_id, relation, record_id) SELECT audit.current_entry(), relation, r FROM unnest(records) r
$$;
GRANT EXECUTE ON FUNCTION audit.note_read TO noivu_app;

-- A record's history is what became of it; who looked at it is asked of the log.
CREATE OR REPLACE FUNCTION audit.history(relations text[], record text)
  RETURNS TABLE (seq bigint, at timestamptz, actor_id text, actor_name text, operation text, reason text, relation text, before jsonb, after jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_catalog, pg_temp AS $$
  SELECT e.seq, e.at, e.actor_id, e.actor_name || coalesce(' → ' || e.behalf_name, ''), e.operation, e.reason, c.relation, c.before, c.after
  FROM audit.change c JOIN audit.entry e ON e.id = c.entry_id
  WHERE c.record_id = record AND c.relation = ANY (relations) AND e.kind = 'write'
  ORDER BY e.seq DESC, c.id DESC LIMIT 500
$$;
