-- What the platform knows of its own state: counts, sizes and moments, nothing of what is recorded. Read by the platform itself for its metrics.
CREATE FUNCTION kernel.state_facts() RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object(
    'version', current_setting('server_version'),
    'size', pg_database_size(current_database()),
    'connections', (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL),
    'connectionLimit', current_setting('max_connections')::int,
    'clock', clock_timestamp(),
    'jobs', (SELECT jsonb_build_object(
        'waiting', count(*) FILTER (WHERE state = 'waiting'),
        'running', count(*) FILTER (WHERE state = 'running'),
        'failed', count(*) FILTER (WHERE state = 'failed'),
        'failedLately', count(*) FILTER (WHERE state = 'failed' AND finished_at > clock_timestamp() - interval '1 day'),
        'stuck', count(*) FILTER (WHERE stuck_at IS NOT NULL AND finished_at IS NULL))
      FROM kernel.job),
    -- A backup is good while it is there and nothing was found wrong with it; it is as old as what it holds.
    'backup', (SELECT jsonb_build_object('at', began_at, 'age', extract(epoch FROM clock_timestamp() - began_at)::float8, 'size', size, 'proven', verified_at IS NOT NULL)
      FROM kernel.backup WHERE sha256 IS NOT NULL AND error IS NULL AND removed_at IS NULL ORDER BY began_at DESC LIMIT 1),
    'log', (SELECT jsonb_build_object('seq', seq, 'hash', encode(hash, 'hex')) FROM audit.head))
$$;
COMMENT ON FUNCTION kernel.state_facts IS 'State of the database, the jobs, the backups and the log in numbers; for the platform itself.';
REVOKE ALL ON FUNCTION kernel.state_facts FROM PUBLIC;

CREATE FUNCTION kernel.state() RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT access.reaches_all('system.readState') THEN
    RAISE EXCEPTION 'the state of the platform is for who looks after it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN kernel.state_facts();
END
$$;
COMMENT ON FUNCTION kernel.state IS 'The same for an operation whose actor may read the state of the platform.';
REVOKE ALL ON FUNCTION kernel.state FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel.state TO noivu_app;
