-- Who started a job sees who stopped it or had it tried again, and when.
DROP POLICY job_order_read ON kernel.job_order;
CREATE POLICY job_order_read ON kernel.job_order FOR SELECT TO noivu_app
  USING (by_id = current_setting('noivu.actor', true) OR (SELECT access.reaches_all('jobs.readAll'))
    OR EXISTS (SELECT FROM kernel.job j
      WHERE j.id = CASE WHEN subject ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN subject::uuid END
        AND j.started_by = current_setting('noivu.actor', true)));
