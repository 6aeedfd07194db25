CREATE TABLE project_keys (
    project TEXT NOT NULL,
    version BIGINT NOT NULL,
    master_key TEXT NOT NULL,
    wrapped $blob$ NOT NULL,
    created_at TEXT NOT NULL,
    shredded_at TEXT,
    PRIMARY KEY (project, version)
);

CREATE INDEX completions_sealed_by_project ON completions (project) WHERE sealed = 1;

CREATE TABLE served (
    run TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    PRIMARY KEY (run, request_digest)
);

CREATE TABLE imports (
    import TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    record $blob$ NOT NULL,
    started_at TEXT NOT NULL,
    PRIMARY KEY (import, request_digest)
);
