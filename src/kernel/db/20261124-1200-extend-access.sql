-- Second factors, passkeys, lock-out, service keys, delegations, emergency access, roles held by membership.

-- Accounts ---------------------------------------------------------------------------------------------------------------------------
ALTER TABLE auth."user"
  ADD COLUMN kind text NOT NULL DEFAULT 'person' CONSTRAINT user_kind CHECK (kind IN ('person', 'service')),
  ADD COLUMN oidc_name text CONSTRAINT user_oidc_name UNIQUE;
COMMENT ON COLUMN auth."user".oidc_name IS 'How the single sign-on service names this account; set by an administrator, and only then may it enter that way.';
ALTER TABLE auth.account ADD COLUMN must_change boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN auth.account.must_change IS 'The password was made by an administrator and is good for one sign-in: nothing else can be done before it is changed.';
ALTER TABLE auth.session
  ADD COLUMN method text NOT NULL DEFAULT 'password' CONSTRAINT session_method CHECK (method IN ('password', 'passkey', 'oidc')),
  ADD COLUMN second_factor_at timestamptz,
  ADD COLUMN acting_for uuid,
  ADD COLUMN challenge text;
COMMENT ON COLUMN auth.session.acting_for IS 'The delegation this browser now acts by.';
COMMENT ON COLUMN auth.session.challenge IS 'What a passkey being registered has to sign.';

CREATE TABLE auth.totp (
  user_id text CONSTRAINT totp_pk PRIMARY KEY CONSTRAINT totp_user REFERENCES auth."user" (id) ON DELETE CASCADE,
  secret text NOT NULL,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  last_step bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE auth.totp IS 'Secret of an authenticator application, enciphered; last_step is the newest code used, so that no code works twice.';

CREATE TABLE auth.recovery_code (
  user_id text NOT NULL CONSTRAINT recovery_code_user REFERENCES auth."user" (id) ON DELETE CASCADE,
  hash text NOT NULL,
  used_at timestamptz,
  CONSTRAINT recovery_code_pk PRIMARY KEY (user_id, hash)
);
COMMENT ON TABLE auth.recovery_code IS 'Codes for when the second factor is lost; each works once.';

CREATE TABLE auth.passkey (
  id text CONSTRAINT passkey_pk PRIMARY KEY,
  user_id text NOT NULL CONSTRAINT passkey_user REFERENCES auth."user" (id) ON DELETE CASCADE,
  name text NOT NULL CONSTRAINT passkey_name CHECK (name <> ''),
  public_key text NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
COMMENT ON TABLE auth.passkey IS 'Public keys of devices that sign in without a password.';
CREATE INDEX passkey_user_id ON auth.passkey (user_id);

CREATE TABLE auth.attempt (
  key text CONSTRAINT attempt_pk PRIMARY KEY,
  failures integer NOT NULL,
  last_at timestamptz NOT NULL,
  locked_until timestamptz
);
COMMENT ON TABLE auth.attempt IS 'Failed attempts by name typed and by address, whether or not there is such an account; in the database, so that it holds over processes.';
CREATE INDEX attempt_last ON auth.attempt (last_at);

ALTER TABLE auth.totp ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.passkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.attempt ENABLE ROW LEVEL SECURITY;
CREATE POLICY totp_own ON auth.totp TO noivu_app USING (user_id = current_setting('noivu.actor', true)) WITH CHECK (user_id = current_setting('noivu.actor', true));
CREATE POLICY totp_reset ON auth.totp FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('administration.manageUsers')));
CREATE POLICY totp_know ON auth.totp FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('administration.manageUsers')));
CREATE POLICY recovery_code_own ON auth.recovery_code TO noivu_app USING (user_id = current_setting('noivu.actor', true)) WITH CHECK (user_id = current_setting('noivu.actor', true));
CREATE POLICY recovery_code_reset ON auth.recovery_code FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('administration.manageUsers')));
CREATE POLICY recovery_code_know ON auth.recovery_code FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('administration.manageUsers')));
CREATE POLICY passkey_own ON auth.passkey TO noivu_app USING (user_id = current_setting('noivu.actor', true)) WITH CHECK (user_id = current_setting('noivu.actor', true));
CREATE POLICY passkey_reset ON auth.passkey FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('administration.manageUsers')));
CREATE POLICY passkey_know ON auth.passkey FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('administration.manageUsers')));
CREATE POLICY attempt_unlock ON auth.attempt TO noivu_app
  USING (key LIKE 'user:%' AND (SELECT access.reaches_all('administration.manageUsers')));
CREATE POLICY account_own ON auth.account TO noivu_app
  USING ("userId" = current_setting('noivu.actor', true) AND "providerId" = 'credential')
  WITH CHECK ("userId" = current_setting('noivu.actor', true) AND "providerId" = 'credential');
CREATE POLICY session_own ON auth.session TO noivu_app
  USING ("userId" = current_setting('noivu.actor', true)) WITH CHECK ("userId" = current_setting('noivu.actor', true));
GRANT SELECT (user_id, secret, created_at, confirmed_at), INSERT, UPDATE (secret, created_at, confirmed_at, last_step), DELETE ON auth.totp TO noivu_app;
GRANT SELECT (user_id, used_at), INSERT, DELETE ON auth.recovery_code TO noivu_app;
GRANT SELECT (id, user_id, name, transports, created_at, last_used_at), INSERT, UPDATE (name), DELETE ON auth.passkey TO noivu_app;
GRANT SELECT (key, failures, locked_until), DELETE ON auth.attempt TO noivu_app;
GRANT SELECT (must_change), UPDATE (must_change), DELETE ON auth.account TO noivu_app;
GRANT UPDATE (oidc_name) ON auth."user" TO noivu_app;
GRANT SELECT (id, "createdAt", "updatedAt", "expiresAt", "ipAddress", "userAgent", method, second_factor_at, acting_for, challenge),
  UPDATE (second_factor_at, acting_for, challenge) ON auth.session TO noivu_app;

CREATE FUNCTION auth.own_password_hash() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = auth, pg_catalog, pg_temp AS $$
  SELECT password FROM auth.account WHERE "userId" = nullif(current_setting('noivu.actor', true), '') AND "providerId" = 'credential'
$$;
COMMENT ON FUNCTION auth.own_password_hash IS 'Hash of the actor''s own password, to check the present one before it is changed. Nobody else''s.';

CREATE OR REPLACE VIEW access.user_account WITH (security_barrier) AS
  SELECT u.id, u.username, u.name, u."personId" AS person_id, u.disabled, u."createdAt" AS created_at, u.kind, u.oidc_name
  FROM auth."user" u
  WHERE u.id = current_setting('noivu.actor', true) OR access.reaches_all('administration.readUsers');

CREATE FUNCTION access.holds(permission text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('noivu.reach', true), '')::jsonb ? permission, false) $$;
COMMENT ON FUNCTION access.holds IS 'True when the actor of this transaction may do this at any reach.';

CREATE VIEW access.colleague WITH (security_barrier) AS
  SELECT u.id, u.username, u.name FROM auth."user" u
  WHERE NOT u.disabled AND u.kind = 'person' AND u.id <> 'system' AND u.id <> current_setting('noivu.actor', true)
    AND access.holds('administration.delegate');
COMMENT ON VIEW access.colleague IS 'Names of those to whom work may be delegated, for who may delegate.';
GRANT SELECT ON access.colleague TO noivu_app;

-- Roles -------------------------------------------------------------------------------------------------------------------------------
ALTER TABLE access.role ADD COLUMN second_factor boolean NOT NULL DEFAULT false;
CREATE TABLE access.role_rule (
  role text CONSTRAINT role_rule_pk PRIMARY KEY CONSTRAINT role_rule_role REFERENCES access.role (code) ON DELETE CASCADE,
  second_factor boolean NOT NULL
);
COMMENT ON TABLE access.role_rule IS 'What an administrator settled for a role of this installation, over what roles.yaml says.';
ALTER TABLE access.role_rule ENABLE ROW LEVEL SECURITY;
CREATE POLICY role_rule_read ON access.role_rule FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('administration.readUsers')));
CREATE POLICY role_rule_write ON access.role_rule TO noivu_app
  USING ((SELECT access.reaches_all('administration.manageSecurity'))) WITH CHECK ((SELECT access.reaches_all('administration.manageSecurity')));
GRANT SELECT, INSERT, UPDATE ON access.role_rule TO noivu_app;
SELECT audit.track('access.role_rule', 'role');

ALTER TABLE access.assignment
  ALTER COLUMN user_id DROP NOT NULL,
  ADD COLUMN members_of uuid,
  ADD COLUMN members_below boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT assignment_holder CHECK (num_nonnulls(user_id, members_of) = 1),
  ADD CONSTRAINT assignment_members_no_overlap EXCLUDE USING gist (
    members_of WITH =, role WITH =, (coalesce(unit_id, '00000000-0000-0000-0000-000000000000'::uuid)) WITH =,
    daterange(valid_from, valid_until) WITH &&) WHERE (members_of IS NOT NULL);
COMMENT ON TABLE access.assignment IS 'A user, or everybody with a main post in a unit (and below it), holds a role at a unit, from..until (until is the first day without it).';
CREATE INDEX assignment_members ON access.assignment (members_of) WHERE members_of IS NOT NULL;

-- Delegation ----------------------------------------------------------------------------------------------------------------------------
CREATE TABLE access.delegation (
  id uuid CONSTRAINT delegation_pk PRIMARY KEY,
  from_user text NOT NULL CONSTRAINT delegation_from REFERENCES auth."user" (id),
  to_user text NOT NULL CONSTRAINT delegation_to REFERENCES auth."user" (id),
  permissions text[] CONSTRAINT delegation_permissions CHECK (permissions IS NULL OR cardinality(permissions) > 0),
  valid_from date NOT NULL,
  valid_until date NOT NULL,
  reason text NOT NULL CONSTRAINT delegation_reason CHECK (reason <> ''),
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by_name text,
  CONSTRAINT delegation_period CHECK (valid_until > valid_from),
  CONSTRAINT delegation_other CHECK (from_user <> to_user)
);
COMMENT ON TABLE access.delegation IS 'Somebody acts for somebody else, from..until (until is the first day without it); all permissions but those of administration, or those named.';
CREATE INDEX delegation_from_user ON access.delegation (from_user);
CREATE INDEX delegation_to_user ON access.delegation (to_user);
ALTER TABLE access.delegation ENABLE ROW LEVEL SECURITY;
CREATE POLICY delegation_read ON access.delegation FOR SELECT TO noivu_app
  USING (from_user = current_setting('noivu.actor', true) OR to_user = current_setting('noivu.actor', true)
    OR (SELECT access.reaches_all('administration.manageDelegations')));
CREATE POLICY delegation_give ON access.delegation FOR INSERT TO noivu_app
  WITH CHECK (from_user = current_setting('noivu.actor', true) AND (SELECT access.holds('administration.delegate')));
CREATE POLICY delegation_end ON access.delegation FOR UPDATE TO noivu_app
  USING (from_user = current_setting('noivu.actor', true) OR to_user = current_setting('noivu.actor', true)
    OR (SELECT access.reaches_all('administration.manageDelegations')));
GRANT SELECT, INSERT, UPDATE (ended_at, ended_by_name) ON access.delegation TO noivu_app;
SELECT audit.track('access.delegation');

CREATE VIEW access.delegation_named WITH (security_barrier) AS
  SELECT d.*, f.name AS from_name, t.name AS to_name FROM access.delegation d
  JOIN auth."user" f ON f.id = d.from_user JOIN auth."user" t ON t.id = d.to_user
  WHERE d.from_user = current_setting('noivu.actor', true) OR d.to_user = current_setting('noivu.actor', true)
    OR access.reaches_all('administration.manageDelegations');
COMMENT ON VIEW access.delegation_named IS 'Delegations the actor may see, with the names of both.';
GRANT SELECT ON access.delegation_named TO noivu_app;

-- Emergency access ------------------------------------------------------------------------------------------------------------------------
CREATE TABLE access.emergency (
  id uuid CONSTRAINT emergency_pk PRIMARY KEY,
  user_id text NOT NULL CONSTRAINT emergency_user REFERENCES auth."user" (id),
  user_name text NOT NULL,
  reason text NOT NULL CONSTRAINT emergency_reason CHECK (reason <> ''),
  started_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  ended_at timestamptz,
  finding text CONSTRAINT emergency_finding CHECK (finding IN ('justified', 'unjustified')),
  review_note text,
  reviewed_at timestamptz,
  reviewed_by text,
  reviewed_by_name text,
  CONSTRAINT emergency_period CHECK (until > started_at),
  CONSTRAINT emergency_reviewed CHECK (num_nonnulls(finding, reviewed_at, reviewed_by, reviewed_by_name) IN (0, 4)),
  CONSTRAINT emergency_other_reviews CHECK (reviewed_by IS NULL OR reviewed_by <> user_id),
  CONSTRAINT emergency_once EXCLUDE USING gist (user_id WITH =, tstzrange(started_at, coalesce(ended_at, until)) WITH &&)
);
COMMENT ON TABLE access.emergency IS 'Uses of emergency access: who reached everywhere, from when to when, why, and what another person found afterwards.';
ALTER TABLE access.emergency ENABLE ROW LEVEL SECURITY;
CREATE POLICY emergency_read ON access.emergency FOR SELECT TO noivu_app
  USING (user_id = current_setting('noivu.actor', true) OR (SELECT access.reaches_all('administration.reviewEmergency')));
CREATE POLICY emergency_take ON access.emergency FOR INSERT TO noivu_app
  WITH CHECK (user_id = current_setting('noivu.actor', true) AND (SELECT access.holds('administration.takeEmergency')) AND finding IS NULL);
CREATE POLICY emergency_end ON access.emergency FOR UPDATE TO noivu_app
  USING (user_id = current_setting('noivu.actor', true) AND finding IS NULL) WITH CHECK (finding IS NULL);
CREATE POLICY emergency_review ON access.emergency FOR UPDATE TO noivu_app
  USING (user_id <> current_setting('noivu.actor', true) AND (SELECT access.reaches_all('administration.reviewEmergency')))
  WITH CHECK (user_id <> current_setting('noivu.actor', true));
GRANT SELECT, INSERT, UPDATE (ended_at, finding, review_note, reviewed_at, reviewed_by, reviewed_by_name) ON access.emergency TO noivu_app;
SELECT audit.track('access.emergency');

-- Service accounts --------------------------------------------------------------------------------------------------------------------------
CREATE TABLE access.service_key (
  id uuid CONSTRAINT service_key_pk PRIMARY KEY,
  user_id text NOT NULL CONSTRAINT service_key_user REFERENCES auth."user" (id),
  name text NOT NULL CONSTRAINT service_key_name CHECK (name <> ''),
  prefix text NOT NULL CONSTRAINT service_key_prefix UNIQUE,
  operations text[] NOT NULL CONSTRAINT service_key_operations CHECK (cardinality(operations) > 0),
  addresses text[],
  created_at timestamptz NOT NULL,
  created_by_name text NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
COMMENT ON TABLE access.service_key IS 'Keys of other systems: known by their prefix, limited to the operations named, and to addresses where given.';
CREATE INDEX service_key_user_id ON access.service_key (user_id);
CREATE TABLE auth.service_secret (
  key_id uuid CONSTRAINT service_secret_pk PRIMARY KEY CONSTRAINT service_secret_key REFERENCES access.service_key (id),
  hash text NOT NULL,
  last_used_at timestamptz,
  last_address text
);
COMMENT ON TABLE auth.service_secret IS 'SHA-256 of each service key (256 random bits need no slow hash), and when it was last used.';
ALTER TABLE access.service_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.service_secret ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_key_manage ON access.service_key TO noivu_app
  USING ((SELECT access.reaches_all('administration.manageServices'))) WITH CHECK ((SELECT access.reaches_all('administration.manageServices')));
CREATE POLICY service_secret_manage ON auth.service_secret TO noivu_app
  USING ((SELECT access.reaches_all('administration.manageServices'))) WITH CHECK ((SELECT access.reaches_all('administration.manageServices')));
GRANT SELECT, INSERT, UPDATE (revoked_at) ON access.service_key TO noivu_app;
GRANT SELECT (key_id, last_used_at, last_address), INSERT ON auth.service_secret TO noivu_app;
CREATE POLICY user_service ON auth."user" TO noivu_app
  USING (kind = 'service' AND (SELECT access.reaches_all('administration.manageServices')))
  WITH CHECK (kind = 'service' AND (SELECT access.reaches_all('administration.manageServices')));
SELECT audit.track('access.service_key');
