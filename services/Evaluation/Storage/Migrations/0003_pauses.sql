-- Why a run waits for a budget (empty when it never did), and since when, so that it does not go back and forth without end.
ALTER TABLE runs ADD COLUMN pause_budget TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN pause_needed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN pause_available BIGINT NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN pause_wait_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN paused_at TEXT NULL;
ALTER TABLE runs ADD COLUMN resumed_at TEXT NULL;
