-- What the platform tells a person, in the platform itself and, if that person wants it, by e-mail.
CREATE TABLE kernel.notice (
  id uuid CONSTRAINT notice_pk PRIMARY KEY,
  user_id text NOT NULL CONSTRAINT notice_user CHECK (user_id <> ''),
  kind text NOT NULL,
  params jsonb NOT NULL,
  link text CONSTRAINT notice_link_inside CHECK (link ~ '^/([^/\\]|$)'),
  raised_by text NOT NULL CONSTRAINT notice_raised_by CHECK (raised_by <> ''),
  raised_at timestamptz NOT NULL,
  read_at timestamptz,
  mail text NOT NULL CONSTRAINT notice_mail CHECK (mail IN ('none', 'waiting', 'sent')),
  mailed_at timestamptz
);
COMMENT ON TABLE kernel.notice IS 'Notices: who is told what (kind and parameters; the words are made in the language of the reader), whether it was read, whether it goes by e-mail.';
CREATE INDEX notice_of_user ON kernel.notice (user_id, raised_at, id);
CREATE INDEX notice_unread ON kernel.notice (user_id) WHERE read_at IS NULL;
CREATE INDEX notice_to_mail ON kernel.notice (user_id) WHERE mail = 'waiting';
CREATE INDEX notice_raised ON kernel.notice (raised_at);
ALTER TABLE kernel.notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY notice_read ON kernel.notice FOR SELECT TO noivu_app USING (user_id = current_setting('noivu.actor', true));
CREATE POLICY notice_mark ON kernel.notice FOR UPDATE TO noivu_app USING (user_id = current_setting('noivu.actor', true));
CREATE POLICY notice_raise ON kernel.notice FOR INSERT TO noivu_app WITH CHECK (raised_by = current_setting('noivu.actor', true));
GRANT SELECT, INSERT ON kernel.notice TO noivu_app;
GRANT UPDATE (read_at) ON kernel.notice TO noivu_app;

CREATE TABLE kernel.notice_setting (
  user_id text CONSTRAINT notice_setting_pk PRIMARY KEY,
  email text CONSTRAINT notice_setting_email CHECK (email ~ '^[^\s@<>",;:\\]+@[^\s@<>",;:\\]+$'),
  lang text NOT NULL CONSTRAINT notice_setting_lang CHECK (lang IN ('vi', 'en')),
  quiet_from text NOT NULL CONSTRAINT notice_setting_quiet_from CHECK (quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  quiet_until text NOT NULL CONSTRAINT notice_setting_quiet_until CHECK (quiet_until ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  quiet_days_off boolean NOT NULL,
  digest_hour integer NOT NULL CONSTRAINT notice_setting_digest_hour CHECK (digest_hour BETWEEN 0 AND 23),
  choices jsonb NOT NULL
);
COMMENT ON TABLE kernel.notice_setting IS 'How a person wants to be told by e-mail: the address, quiet hours, the hour of the digest, and for each kind of notice at once, in the digest or not at all.';
ALTER TABLE kernel.notice_setting ENABLE ROW LEVEL SECURITY;
CREATE POLICY notice_setting_own ON kernel.notice_setting TO noivu_app
  USING (user_id = current_setting('noivu.actor', true)) WITH CHECK (user_id = current_setting('noivu.actor', true) AND user_id <> '');
GRANT SELECT, INSERT, UPDATE ON kernel.notice_setting TO noivu_app;
SELECT audit.track('kernel.notice_setting', 'user_id');

-- Whoever tells somebody something must know whether an e-mail is to be made, and nothing else of that person's settings.
CREATE FUNCTION kernel.wanting_mail(users text[]) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = kernel, pg_temp
  AS $$ SELECT s.user_id FROM kernel.notice_setting s JOIN auth."user" u ON u.id = s.user_id AND NOT u.disabled
    WHERE s.email IS NOT NULL AND s.user_id = ANY (users) $$;
COMMENT ON FUNCTION kernel.wanting_mail IS 'Of these accounts, those that gave an e-mail address for notices.';

-- Who is told of what happens: the accounts that hold a permission today. Tells identifiers only.
CREATE FUNCTION kernel.holders_of(wanted text, on_day date) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = access, pg_temp
  AS $$ SELECT DISTINCT a.user_id FROM access.assignment a
    JOIN access.role_permission p ON p.role = a.role AND p.permission = wanted
    JOIN auth."user" u ON u.id = a.user_id AND NOT u.disabled
    WHERE a.valid_from <= on_day AND (a.valid_until IS NULL OR a.valid_until > on_day) $$;
COMMENT ON FUNCTION kernel.holders_of IS 'Accounts that hold a permission on a day, at any reach.';
