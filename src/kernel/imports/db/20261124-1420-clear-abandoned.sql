-- Imports begun and never written, with their rows: people's data nobody decided to record is not kept for ever.
CREATE FUNCTION imports.clear_abandoned(before timestamptz, at_most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = imports, pg_catalog, pg_temp AS $$
DECLARE
  gone uuid[];
  files text[];
BEGIN
  IF NOT access.reaches_all('jobs.manage') THEN
    RAISE EXCEPTION 'abandoned imports are cleared by the platform alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT array_agg(x.id), array_agg(x.sha256) INTO gone, files FROM (
    SELECT i.id, i.sha256 FROM imports.import i LEFT JOIN imports.run r ON r.import_id = i.id
    WHERE i.state = 'drafted' AND i.created_at < before AND (r.seen_at IS NULL OR r.seen_at < before)
      AND NOT EXISTS (SELECT FROM imports.trace t WHERE t.import_id = i.id)
    ORDER BY i.created_at LIMIT at_most FOR UPDATE OF i) x;
  IF gone IS NULL THEN RETURN 0; END IF;
  -- Rows, sheets and the run go with it.
  DELETE FROM imports.import WHERE id = ANY (gone);
  DELETE FROM imports.source s WHERE s.sha256 = ANY (files) AND NOT EXISTS (SELECT FROM imports.import i WHERE i.sha256 = s.sha256);
  RETURN cardinality(gone);
END
$$;
COMMENT ON FUNCTION imports.clear_abandoned IS 'Takes away imports never written whose last working pass lies before a moment; never one that wrote a record.';
REVOKE ALL ON FUNCTION imports.clear_abandoned FROM PUBLIC;
GRANT EXECUTE ON FUNCTION imports.clear_abandoned TO noivu_app;
