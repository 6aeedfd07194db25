CREATE TABLE completions (
    request_digest TEXT NOT NULL PRIMARY KEY,
    payer TEXT NOT NULL,
    record $blob$ NOT NULL
);

CREATE INDEX completions_by_payer ON completions (payer);

CREATE TABLE ledger (
    call_key TEXT NOT NULL PRIMARY KEY,
    run TEXT NOT NULL,
    deployment TEXT NOT NULL,
    purpose BIGINT NOT NULL,
    input_tokens BIGINT NOT NULL,
    cached_input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    reasoning_tokens BIGINT NOT NULL,
    cost_nano_usd BIGINT NOT NULL,
    called_at TEXT NOT NULL
);

CREATE INDEX ledger_by_run ON ledger (run, deployment, purpose);

CREATE TABLE failures (
    item_key TEXT NOT NULL PRIMARY KEY,
    outcome $blob$ NOT NULL
);
