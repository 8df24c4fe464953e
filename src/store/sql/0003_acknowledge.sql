-- Alerts that somebody has taken note of, and alerts over all projects.

ALTER TABLE alerts ADD COLUMN acknowledged_at BIGINT;
ALTER TABLE alerts ADD COLUMN acknowledged_by TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN remark TEXT NOT NULL DEFAULT '';

CREATE INDEX alerts_by_time ON alerts (opened_at, id);
CREATE INDEX alerts_open_by_time ON alerts (opened_at, id) WHERE resolved_at IS NULL;
