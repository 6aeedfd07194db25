ALTER TABLE completions ADD COLUMN project TEXT NOT NULL DEFAULT '';
ALTER TABLE completions ADD COLUMN sealed BIGINT NOT NULL DEFAULT 0;

CREATE TABLE claims (
    request_digest TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    owner TEXT NOT NULL,
    until_ms BIGINT NOT NULL,
    item_key TEXT NOT NULL,
    run TEXT NOT NULL,
    project TEXT NOT NULL,
    month TEXT NOT NULL,
    deployment TEXT NOT NULL,
    purpose BIGINT NOT NULL,
    price_version TEXT NOT NULL,
    price_class BIGINT NOT NULL,
    honours_keys BIGINT NOT NULL,
    reserved_nano_usd BIGINT NOT NULL,
    claimed_at TEXT NOT NULL
);

CREATE INDEX claims_by_owner ON claims (owner);
CREATE INDEX claims_by_end ON claims (until_ms);

CREATE TABLE accounts (
    name TEXT NOT NULL,
    month TEXT NOT NULL,
    spent_nano_usd BIGINT NOT NULL,
    reserved_nano_usd BIGINT NOT NULL,
    presumed_nano_usd BIGINT NOT NULL,
    PRIMARY KEY (name, month)
);

INSERT INTO accounts (name, month, spent_nano_usd, reserved_nano_usd, presumed_nano_usd)
SELECT 'installation', '', COALESCE(SUM(cost_nano_usd), 0), 0, 0 FROM ledger;

INSERT INTO accounts (name, month, spent_nano_usd, reserved_nano_usd, presumed_nano_usd)
SELECT 'projects/default', '', COALESCE(SUM(cost_nano_usd), 0), 0, 0 FROM ledger;

INSERT INTO accounts (name, month, spent_nano_usd, reserved_nano_usd, presumed_nano_usd)
SELECT run, '', SUM(cost_nano_usd), 0, 0 FROM ledger WHERE run <> '' GROUP BY run;

CREATE TABLE budgets (
    name TEXT NOT NULL PRIMARY KEY,
    limit_nano_usd BIGINT NOT NULL
);

ALTER TABLE ledger ADD COLUMN cache_write_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN project TEXT NOT NULL DEFAULT 'default';
ALTER TABLE ledger ADD COLUMN month TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger ADD COLUMN price_version TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger ADD COLUMN price_class BIGINT NOT NULL DEFAULT 1;
ALTER TABLE ledger ADD COLUMN outcome BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN billed BIGINT NOT NULL DEFAULT 1;
ALTER TABLE ledger ADD COLUMN presumed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN latency_ms DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN request_digest TEXT NOT NULL DEFAULT '';

CREATE INDEX ledger_by_digest ON ledger (request_digest);
CREATE INDEX ledger_presumed ON ledger (request_digest) WHERE presumed = 1;
