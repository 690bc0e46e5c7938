-- Requests already answered: a second arrival of the same request gets the first answer.
CREATE SCHEMA IF NOT EXISTS kernel;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS pgcrypto;

-- The one role every operation runs as. It owns nothing, so row-level security binds it on every installation.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'noivu_app') THEN
    CREATE ROLE noivu_app NOLOGIN;
  END IF;
  EXECUTE format('GRANT noivu_app TO %I', current_user);
END
$$;

GRANT USAGE ON SCHEMA kernel TO noivu_app;

CREATE TABLE kernel.request (
  actor_id text NOT NULL,
  request_id text NOT NULL CONSTRAINT request_id_not_empty CHECK (request_id <> ''),
  operation text NOT NULL,
  input_hash text NOT NULL,
  answer jsonb,
  answered_at timestamptz NOT NULL,
  CONSTRAINT request_pk PRIMARY KEY (actor_id, request_id)
);
COMMENT ON TABLE kernel.request IS 'Answers of writing operations by actor and request id; a repeated request is answered from here.';

ALTER TABLE kernel.request ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_of_actor ON kernel.request TO noivu_app
  USING (actor_id = current_setting('noivu.actor', true)) WITH CHECK (actor_id = current_setting('noivu.actor', true));
GRANT SELECT, INSERT, UPDATE ON kernel.request TO noivu_app;

CREATE TABLE kernel.setting (
  key text CONSTRAINT setting_pk PRIMARY KEY,
  value jsonb NOT NULL
);
COMMENT ON TABLE kernel.setting IS 'Facts of this installation, such as whether it is a demonstration.';
ALTER TABLE kernel.setting ENABLE ROW LEVEL SECURITY;
