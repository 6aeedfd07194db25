CREATE TABLE runs (
    id TEXT NOT NULL PRIMARY KEY,
    spec $blob$ NOT NULL,
    state BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    completed_at TEXT NULL,
    error TEXT NOT NULL,
    plan_digest TEXT NOT NULL,
    plan $blob$ NULL
);

CREATE INDEX runs_by_age ON runs (created_at, id);

CREATE TABLE cells (
    run TEXT NOT NULL,
    candidate TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    planned BIGINT NOT NULL,
    decided BIGINT NOT NULL,
    PRIMARY KEY (run, candidate, benchmark)
);

CREATE TABLE decisions (
    run TEXT NOT NULL,
    candidate TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    metrics_decided BIGINT NOT NULL,
    PRIMARY KEY (run, candidate, benchmark, instance_id)
);

CREATE TABLE instance_sets (
    instance_set TEXT NOT NULL PRIMARY KEY,
    instances BIGINT NOT NULL
);

CREATE TABLE instances (
    instance_set TEXT NOT NULL,
    ordinal BIGINT NOT NULL,
    instance_id TEXT NOT NULL,
    prompt_digest TEXT NOT NULL,
    content $blob$ NOT NULL,
    PRIMARY KEY (instance_set, ordinal)
);

CREATE UNIQUE INDEX instances_by_id ON instances (instance_set, instance_id);

CREATE TABLE prompts (
    digest TEXT NOT NULL PRIMARY KEY,
    content $blob$ NOT NULL
);
