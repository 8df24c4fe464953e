-- The log of pings: written once, read back along the chain of previous_row, trimmed from its
-- start. It has no other index, which is what makes writing it cheap.
CREATE TABLE pings (
  row BIGINT PRIMARY KEY,
  check_key BIGINT NOT NULL,
  number BIGINT NOT NULL,
  previous_row BIGINT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  scheme TEXT NOT NULL,
  remote_address TEXT NOT NULL,
  method TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  rid TEXT,
  exit_status BIGINT,
  duration BIGINT,
  body_bytes BIGINT NOT NULL
);

CREATE TABLE ping_bodies (
  row BIGINT PRIMARY KEY,
  body BYTEA NOT NULL
);
