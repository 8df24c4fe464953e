-- Times are microseconds since 1970 in UTC, durations microseconds; ids are lower-case UUIDs as
-- text. What refers to what is kept right by the one writer, in memory; so are unique names.

CREATE TABLE meta (
  only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
  alive_at BIGINT NOT NULL,
  folded_row BIGINT NOT NULL,
  blackout_from BIGINT,
  blackout_to BIGINT,
  key_fingerprint TEXT  -- of the master key that channels.config is sealed with
);
INSERT INTO meta (only_row, alive_at, folded_row) VALUES (1, 0, 0);

CREATE TABLE projects (
  key BIGINT PRIMARY KEY,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  ping_key TEXT NOT NULL,
  badge_key TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  project BIGINT NOT NULL,
  name TEXT NOT NULL,
  access TEXT NOT NULL,
  hash TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  project BIGINT,
  password_hash TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE channels (
  key BIGINT PRIMARY KEY,
  id TEXT NOT NULL,
  project BIGINT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  config TEXT NOT NULL,  -- sealed, with the channel's id as context
  enabled BOOLEAN NOT NULL,
  wants_down BOOLEAN NOT NULL,
  wants_up BOOLEAN NOT NULL,
  last_error TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- What is expected, then what has been seen.
CREATE TABLE checks (
  key BIGINT PRIMARY KEY,
  project BIGINT NOT NULL,
  id TEXT NOT NULL,
  badge_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  name TEXT NOT NULL,
  slug TEXT NOT NULL,
  tags TEXT NOT NULL,
  description TEXT NOT NULL,
  period_s BIGINT,  -- either this, or an expression in a zone
  expression TEXT,
  zone TEXT,
  grace_s BIGINT NOT NULL,
  start_limit_s BIGINT,
  run_limit_s BIGINT,
  failures_before_down BIGINT NOT NULL,
  successes_before_up BIGINT NOT NULL,
  methods TEXT NOT NULL,
  resume TEXT NOT NULL,
  channels TEXT NOT NULL,  -- keys, separated by commas
  start_words TEXT,        -- this and the next six: all NULL without filters
  success_words TEXT,
  failure_words TEXT,
  filter_subject BOOLEAN,
  filter_mail_body BOOLEAN,
  filter_http_body BOOLEAN,
  filter_default_fail BOOLEAN,
  status TEXT NOT NULL,
  last_ping BIGINT,
  last_duration BIGINT,
  runs TEXT NOT NULL,  -- started_at, supervised 0 or 1, rid or nothing; next run after a semicolon
  failures_in_row BIGINT NOT NULL,
  successes_in_row BIGINT NOT NULL,
  pings BIGINT NOT NULL,
  last_row BIGINT NOT NULL,
  blackout BIGINT NOT NULL
);

CREATE TABLE transitions (
  row BIGINT PRIMARY KEY,
  check_key BIGINT NOT NULL,
  status_from TEXT NOT NULL,
  status_to TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX transitions_of_check ON transitions (check_key, at, row);

CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  check_key BIGINT NOT NULL,
  project BIGINT NOT NULL,
  reason TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  resolved_at BIGINT
);
CREATE INDEX alerts_of_project ON alerts (project, opened_at, id);
CREATE INDEX alerts_of_check ON alerts (check_key, opened_at, id);
CREATE INDEX alerts_open ON alerts (project, opened_at, id) WHERE resolved_at IS NULL;
CREATE INDEX alerts_resolved ON alerts (resolved_at) WHERE resolved_at IS NOT NULL;

CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  alert TEXT NOT NULL,
  check_key BIGINT NOT NULL,
  channel BIGINT NOT NULL,
  direction TEXT NOT NULL,
  reason TEXT NOT NULL,
  transition_at BIGINT NOT NULL,
  ping_row BIGINT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  next_attempt_at BIGINT NOT NULL,
  settled_at BIGINT,
  answer TEXT NOT NULL,
  ordinal BIGINT NOT NULL  -- rises in the order in which pending deliveries were made
);
CREATE INDEX deliveries_pending ON deliveries (ordinal) WHERE state = 'pending';
CREATE INDEX deliveries_of_alert ON deliveries (alert, created_at, ordinal);
CREATE INDEX deliveries_settled ON deliveries (settled_at) WHERE settled_at IS NOT NULL;
