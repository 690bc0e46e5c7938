-- Accounts, credentials and sessions, in the shape better-auth expects. Only the sign-in service reads them; operations see the view.
CREATE SCHEMA auth;

CREATE TABLE auth."user" (
  id text CONSTRAINT user_pk PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL CONSTRAINT user_email UNIQUE,
  "emailVerified" boolean NOT NULL DEFAULT false,
  image text,
  "createdAt" timestamptz NOT NULL,
  "updatedAt" timestamptz NOT NULL,
  username text CONSTRAINT user_username UNIQUE,
  "displayUsername" text,
  "personId" uuid,
  disabled boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE auth."user" IS 'Accounts. "personId" links the account to a person record; a disabled account cannot sign in.';

CREATE TABLE auth.session (
  id text CONSTRAINT session_pk PRIMARY KEY,
  "expiresAt" timestamptz NOT NULL,
  token text NOT NULL CONSTRAINT session_token UNIQUE,
  "createdAt" timestamptz NOT NULL,
  "updatedAt" timestamptz NOT NULL,
  "ipAddress" text,
  "userAgent" text,
  "userId" text NOT NULL CONSTRAINT session_of_user REFERENCES auth."user" (id) ON DELETE CASCADE
);
COMMENT ON TABLE auth.session IS 'Signed-in browsers.';
CREATE INDEX session_user_id ON auth.session ("userId");

CREATE TABLE auth.account (
  id text CONSTRAINT account_pk PRIMARY KEY,
  "accountId" text NOT NULL,
  "providerId" text NOT NULL,
  "userId" text NOT NULL CONSTRAINT account_of_user REFERENCES auth."user" (id) ON DELETE CASCADE,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz NOT NULL,
  "updatedAt" timestamptz NOT NULL
);
COMMENT ON TABLE auth.account IS 'Credentials: the argon2id hash of a password, later single sign-on identities.';
CREATE INDEX account_user_id ON auth.account ("userId");

CREATE TABLE auth.verification (
  id text CONSTRAINT verification_pk PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  "expiresAt" timestamptz NOT NULL,
  "createdAt" timestamptz NOT NULL,
  "updatedAt" timestamptz NOT NULL
);
COMMENT ON TABLE auth.verification IS 'Short-lived proofs used by sign-in flows.';
CREATE INDEX verification_identifier ON auth.verification (identifier);

ALTER TABLE auth."user" ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.session ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.verification ENABLE ROW LEVEL SECURITY;

-- What the rest of the platform may know of an account.
CREATE VIEW access.user_account WITH (security_barrier) AS
  SELECT u.id, u.username, u.name, u."personId" AS person_id, u.disabled, u."createdAt" AS created_at
  FROM auth."user" u
  WHERE u.id = current_setting('noivu.actor', true) OR access.reaches_all('administration.readUsers');
COMMENT ON VIEW access.user_account IS 'Accounts the actor may see: own, or all for who administers users.';
GRANT SELECT ON access.user_account TO noivu_app;

-- Administrators make and disable accounts and set first passwords; nobody reads a password hash back.
GRANT USAGE ON SCHEMA auth TO noivu_app;
GRANT SELECT, INSERT ON auth."user" TO noivu_app;
GRANT UPDATE (name, "personId", disabled, "updatedAt") ON auth."user" TO noivu_app;
GRANT SELECT (id, "userId", "providerId"), INSERT, UPDATE (password, "updatedAt") ON auth.account TO noivu_app;
GRANT SELECT ("userId"), DELETE ON auth.session TO noivu_app;
CREATE POLICY user_manage ON auth."user" TO noivu_app
  USING ((SELECT access.reaches_all('administration.manageUsers'))) WITH CHECK ((SELECT access.reaches_all('administration.manageUsers')));
CREATE POLICY account_manage ON auth.account TO noivu_app
  USING ((SELECT access.reaches_all('administration.manageUsers'))) WITH CHECK ((SELECT access.reaches_all('administration.manageUsers')));
CREATE POLICY session_end ON auth.session TO noivu_app USING ((SELECT access.reaches_all('administration.manageUsers')));
SELECT audit.track('auth."user"');
