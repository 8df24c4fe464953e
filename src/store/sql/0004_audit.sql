-- Who did what. Rows are inserted and, by age, deleted; nothing ever changes one. `hash` is keyed,
-- and covers the row and the `previous` hash (store/audit_chain.h).
CREATE TABLE audit (
  row BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  user_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  object_name TEXT NOT NULL,
  project BIGINT,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX audit_of_project ON audit (project, row);
CREATE INDEX audit_of_user ON audit (user_id, row);

-- Up to which row each person has seen it.
CREATE TABLE audit_seen (
  user_id TEXT PRIMARY KEY,
  row BIGINT NOT NULL
);
