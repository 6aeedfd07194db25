-- An answer of a candidate (juror is '') or a juror's rating of it. failure is NULL for an answer.
CREATE TABLE completions (
    run                 TEXT   NOT NULL,
    benchmark           TEXT   NOT NULL,
    candidate           TEXT   NOT NULL,
    instance            TEXT   NOT NULL,
    juror               TEXT   NOT NULL,
    failure             BIGINT,
    cost                BIGINT NOT NULL,
    charged             BIGINT NOT NULL,
    paid                BIGINT NOT NULL,
    input_tokens        BIGINT NOT NULL,
    cached_input_tokens BIGINT NOT NULL,
    output_tokens       BIGINT NOT NULL,
    reasoning_tokens    BIGINT NOT NULL,
    PRIMARY KEY (run, benchmark, candidate, instance, juror)
);

-- Under the benchmark's main metric: value, or unscored with its detail.
CREATE TABLE scores (
    run       TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    candidate TEXT NOT NULL,
    instance  TEXT NOT NULL,
    value     DOUBLE PRECISION,
    unscored  BIGINT,
    detail    TEXT NOT NULL,
    PRIMARY KEY (run, benchmark, candidate, instance)
);

-- abstention is NULL for valid marks.
CREATE TABLE verdicts (
    run        TEXT NOT NULL,
    benchmark  TEXT NOT NULL,
    candidate  TEXT NOT NULL,
    instance   TEXT NOT NULL,
    juror      TEXT NOT NULL,
    abstention BIGINT,
    PRIMARY KEY (run, benchmark, candidate, instance, juror)
);

CREATE TABLE completed_runs (
    run TEXT NOT NULL PRIMARY KEY
);

-- Final ones only, as protobuf.
CREATE TABLE leaderboards (
    run         TEXT   NOT NULL PRIMARY KEY,
    leaderboard $blob$ NOT NULL
);
