import type { CheckDocument } from "./api/contract";

/** A check with nothing special about it. */
export const sampleCheck = (change: Partial<CheckDocument> = {}): CheckDocument => ({
  id: "1",
  name: "Backup",
  slug: "backup",
  tags: "",
  description: "",
  timeout: 3_600,
  grace: 600,
  failures_before_down: 1,
  successes_before_up: 1,
  methods: "any",
  resume: "on_ping",
  status: "up",
  paused: false,
  started: false,
  pings: 3,
  contacts: [],
  created_at: "2026-01-01T00:00:00Z",
  ...change,
});
