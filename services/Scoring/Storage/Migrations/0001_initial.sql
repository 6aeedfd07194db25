CREATE TABLE scores (
    run       TEXT   NOT NULL,
    candidate TEXT   NOT NULL,
    benchmark TEXT   NOT NULL,
    instance  TEXT   NOT NULL,
    metric    TEXT   NOT NULL,
    value     DOUBLE PRECISION,
    unscored  BIGINT NOT NULL,
    detail    TEXT   NOT NULL,
    rule      TEXT   NOT NULL,
    PRIMARY KEY (run, candidate, benchmark, instance, metric)
);
