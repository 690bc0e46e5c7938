-- Work that goes on after the answer: what the queue hands out and what the board shows are the same row.
CREATE TABLE kernel.job (
  id uuid CONSTRAINT job_pk PRIMARY KEY,
  name text NOT NULL,
  input jsonb NOT NULL,
  started_by text NOT NULL CONSTRAINT job_started_by CHECK (started_by <> ''),
  started_by_name text NOT NULL,
  runs_as text NOT NULL CONSTRAINT job_runs_as CHECK (runs_as IN ('starter', 'system')),
  lang text NOT NULL CONSTRAINT job_lang CHECK (lang IN ('vi', 'en')),
  schedule text,
  key text,
  state text NOT NULL CONSTRAINT job_state CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  asked_at timestamptz NOT NULL,
  run_at timestamptz NOT NULL,
  attempt integer NOT NULL DEFAULT 0,
  attempts integer NOT NULL CONSTRAINT job_attempts CHECK (attempts > 0),
  run uuid,
  worker text,
  began_at timestamptz,
  beat_at timestamptz,
  progressed_at timestamptz,
  done bigint NOT NULL DEFAULT 0,
  total bigint,
  note text,
  error jsonb,
  error_detail text,
  result jsonb,
  cancel_asked_at timestamptz,
  cancelled_by text,
  stuck_at timestamptz,
  finished_at timestamptz,
  CONSTRAINT job_running CHECK ((state = 'running') = (run IS NOT NULL)),
  CONSTRAINT job_finished CHECK ((state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);
COMMENT ON TABLE kernel.job IS 'Jobs: who started what, how far it is, how it ended. "run" is the token of the attempt under way: whoever lost it can write nothing more.';
CREATE INDEX job_next ON kernel.job (run_at, id) WHERE state = 'waiting';
CREATE INDEX job_open ON kernel.job (state) WHERE state = 'running';
CREATE UNIQUE INDEX job_key ON kernel.job (name, key) WHERE state = 'waiting';
CREATE INDEX job_of_starter ON kernel.job (started_by, asked_at);
CREATE INDEX job_asked ON kernel.job (asked_at);
CREATE INDEX job_of_schedule ON kernel.job (schedule, asked_at) WHERE schedule IS NOT NULL;

ALTER TABLE kernel.job ENABLE ROW LEVEL SECURITY;
CREATE POLICY job_read ON kernel.job FOR SELECT TO noivu_app
  USING (started_by = current_setting('noivu.actor', true) OR (runs_as = 'system' AND current_setting('noivu.actor', true) = 'system')
    OR (SELECT access.reaches_all('jobs.readAll')));
CREATE POLICY job_start ON kernel.job FOR INSERT TO noivu_app
  WITH CHECK (started_by = current_setting('noivu.actor', true));
CREATE POLICY job_control ON kernel.job FOR UPDATE TO noivu_app
  USING (started_by = current_setting('noivu.actor', true) OR (runs_as = 'system' AND current_setting('noivu.actor', true) = 'system')
    OR (SELECT access.reaches_all('jobs.manage')));
GRANT SELECT, INSERT ON kernel.job TO noivu_app;
GRANT UPDATE (state, run_at, attempt, attempts, cancel_asked_at, cancelled_by, stuck_at, finished_at, error, error_detail) ON kernel.job TO noivu_app;

-- A waiting job of this kind and key, brought forward to an earlier moment. Whoever asked for it first, the second one need not see it.
CREATE FUNCTION kernel.hurry_job(kind text, job_key text, moment timestamptz) RETURNS uuid
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = kernel, pg_temp
  AS $$ UPDATE kernel.job SET run_at = least(run_at, moment) WHERE name = kind AND key = job_key AND state = 'waiting' RETURNING id $$;
COMMENT ON FUNCTION kernel.hurry_job IS 'Brings a waiting job forward; tells its id and nothing else.';

CREATE TABLE kernel.job_schedule (
  name text CONSTRAINT job_schedule_pk PRIMARY KEY,
  last_due timestamptz NOT NULL,
  paused_at timestamptz,
  paused_by text
);
COMMENT ON TABLE kernel.job_schedule IS 'Jobs that start by the clock: the moment last dealt with, so that each moment starts one job whichever process sees it first.';
ALTER TABLE kernel.job_schedule ENABLE ROW LEVEL SECURITY;
CREATE POLICY job_schedule_read ON kernel.job_schedule FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('jobs.readAll')));
CREATE POLICY job_schedule_manage ON kernel.job_schedule FOR UPDATE TO noivu_app USING ((SELECT access.reaches_all('jobs.manage')));
GRANT SELECT, UPDATE ON kernel.job_schedule TO noivu_app;

-- What people did to jobs and schedules. The state of a job changes every second and stays out of the log; a decision belongs into it.
CREATE TABLE kernel.job_order (
  id uuid CONSTRAINT job_order_pk PRIMARY KEY,
  subject text NOT NULL,
  job text NOT NULL,
  act text NOT NULL CONSTRAINT job_order_act CHECK (act IN ('cancel', 'retry', 'pause', 'resume', 'run')),
  by_id text NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL
);
COMMENT ON TABLE kernel.job_order IS 'Orders given to jobs (subject: id of the job) and schedules (subject: name): stopped, tried again, paused, resumed, run at once.';
CREATE INDEX job_order_subject ON kernel.job_order (subject, at);
ALTER TABLE kernel.job_order ENABLE ROW LEVEL SECURITY;
CREATE POLICY job_order_read ON kernel.job_order FOR SELECT TO noivu_app
  USING (by_id = current_setting('noivu.actor', true) OR (SELECT access.reaches_all('jobs.readAll')));
CREATE POLICY job_order_give ON kernel.job_order FOR INSERT TO noivu_app
  WITH CHECK (by_id = current_setting('noivu.actor', true) AND by_id <> '');
GRANT SELECT, INSERT ON kernel.job_order TO noivu_app;
SELECT audit.track('kernel.job_order', 'subject');
