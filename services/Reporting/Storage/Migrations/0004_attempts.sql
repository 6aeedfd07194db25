-- Jurors can be asked several times about an answer: repeats, and replies asked for again in the right form.
ALTER TABLE completions RENAME TO first_completions;

-- An answer of a candidate (juror is '') or a juror's rating of it. failure is NULL for an answer.
CREATE TABLE completions (
    run                 TEXT   NOT NULL,
    benchmark           TEXT   NOT NULL,
    candidate           TEXT   NOT NULL,
    instance            TEXT   NOT NULL,
    juror               TEXT   NOT NULL,
    repeat              BIGINT NOT NULL,
    attempt             BIGINT NOT NULL,
    failure             BIGINT,
    cost                BIGINT NOT NULL,
    charged             BIGINT NOT NULL,
    paid                BIGINT NOT NULL,
    input_tokens        BIGINT NOT NULL,
    cached_input_tokens BIGINT NOT NULL,
    output_tokens       BIGINT NOT NULL,
    reasoning_tokens    BIGINT NOT NULL,
    PRIMARY KEY (run, benchmark, candidate, instance, juror, repeat, attempt)
);

INSERT INTO completions (run, benchmark, candidate, instance, juror, repeat, attempt, failure, cost, charged, paid, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens)
SELECT run, benchmark, candidate, instance, juror, 0, 0, failure, cost, charged, paid, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens FROM first_completions;

DROP TABLE first_completions;

ALTER TABLE verdicts RENAME TO first_verdicts;

-- abstention is NULL for valid marks.
CREATE TABLE verdicts (
    run        TEXT   NOT NULL,
    benchmark  TEXT   NOT NULL,
    candidate  TEXT   NOT NULL,
    instance   TEXT   NOT NULL,
    juror      TEXT   NOT NULL,
    repeat     BIGINT NOT NULL,
    abstention BIGINT,
    PRIMARY KEY (run, benchmark, candidate, instance, juror, repeat)
);

INSERT INTO verdicts (run, benchmark, candidate, instance, juror, repeat, abstention)
SELECT run, benchmark, candidate, instance, juror, 0, abstention FROM first_verdicts;

-- An answer on which its jury has decided, after so many calls of jurors, of which so many were spared.
CREATE TABLE judged (
    run       TEXT   NOT NULL,
    benchmark TEXT   NOT NULL,
    candidate TEXT   NOT NULL,
    instance  TEXT   NOT NULL,
    calls     BIGINT NOT NULL,
    spared    BIGINT NOT NULL,
    PRIMARY KEY (run, benchmark, candidate, instance)
);

INSERT INTO judged (run, benchmark, candidate, instance, calls, spared)
SELECT run, benchmark, candidate, instance, COUNT(*), 0 FROM first_verdicts GROUP BY run, benchmark, candidate, instance;

DROP TABLE first_verdicts;
