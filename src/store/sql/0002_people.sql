-- People get roles in several projects, sessions and several tokens. What the old columns of users
-- said is carried over: the role and its project become a membership, the token becomes a row of
-- api_tokens under its user's id.

ALTER TABLE projects ADD COLUMN enabled BOOLEAN NOT NULL DEFAULT TRUE;

ALTER TABLE users ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN admin BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN theme TEXT NOT NULL DEFAULT 'system';
ALTER TABLE users ADD COLUMN totp_secret TEXT NOT NULL DEFAULT '';  -- sealed, with the user's id
ALTER TABLE users ADD COLUMN totp_on BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE users ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN last_seen_at BIGINT;

CREATE TABLE memberships (
  user_id TEXT NOT NULL,
  project BIGINT NOT NULL,
  role TEXT NOT NULL,
  run_commands BOOLEAN NOT NULL,
  scan BOOLEAN NOT NULL,
  PRIMARY KEY (user_id, project)
);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  remember BOOLEAN NOT NULL,
  address TEXT NOT NULL,
  user_agent TEXT NOT NULL
);

CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  project BIGINT,
  access TEXT NOT NULL,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  expires_at BIGINT
);

UPDATE users SET admin = TRUE WHERE role = 'admin';

INSERT INTO memberships (user_id, project, role, run_commands, scan)
SELECT id, project, role, FALSE, FALSE FROM users WHERE role <> 'admin' AND project IS NOT NULL;

INSERT INTO api_tokens (id, user_id, access, name, hash, created_at)
SELECT id, id, 'read_write', 'first token', token_hash, created_at
FROM users WHERE token_hash <> '';

ALTER TABLE users DROP COLUMN role;
ALTER TABLE users DROP COLUMN project;
ALTER TABLE users DROP COLUMN token_hash;
