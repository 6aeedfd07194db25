CREATE TABLE batch_items (
    item_key TEXT NOT NULL PRIMARY KEY,
    request_digest TEXT NOT NULL,
    deployment TEXT NOT NULL,
    job_id TEXT NULL,
    payload $blob$ NOT NULL,
    deadline_ms BIGINT NOT NULL,
    ready_ms BIGINT NOT NULL
);

CREATE INDEX batch_items_by_job ON batch_items (job_id);
CREATE INDEX batch_items_waiting ON batch_items (deployment, ready_ms) WHERE job_id IS NULL;

CREATE TABLE batch_jobs (
    job_id TEXT NOT NULL PRIMARY KEY,
    deployment TEXT NOT NULL,
    provider_job TEXT NULL,
    state BIGINT NOT NULL,
    prices $blob$ NOT NULL,
    created_ms BIGINT NOT NULL,
    deadline_ms BIGINT NOT NULL,
    looks BIGINT NOT NULL,
    next_look_ms BIGINT NOT NULL
);

CREATE INDEX batch_jobs_by_deployment ON batch_jobs (deployment);
