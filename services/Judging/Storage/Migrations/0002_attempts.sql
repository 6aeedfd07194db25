-- A verdict for each call of a juror: repeats, repairs and judgements of stored answers included. The key is in the order in which verdicts are listed.
CREATE TABLE juror_verdicts (
    run TEXT NOT NULL,
    judgement TEXT NOT NULL, -- '' for the run's own jury
    candidate TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    juror TEXT NOT NULL,
    repeat BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    verdict $blob$ NOT NULL, -- medhelm.judging.v1.Verdict
    raw_reply $blob$ NOT NULL,
    detail $blob$, -- medhelm.judging.v1.RecordedVerdict without what stands beside it; NULL for verdicts of earlier versions
    PRIMARY KEY (run, judgement, candidate, benchmark, instance_id, juror, repeat, attempt)
);

INSERT INTO juror_verdicts (run, judgement, candidate, benchmark, instance_id, juror, repeat, attempt, verdict, raw_reply)
SELECT run, '', candidate, benchmark, instance_id, juror, 0, 0, verdict, raw_reply FROM verdicts;

DROP TABLE verdicts;

-- What was put to a jury, and how long the answer was, because the bias of jurors depends on it.
CREATE TABLE answers (
    run TEXT NOT NULL,
    judgement TEXT NOT NULL, -- '' for the run's own jury
    candidate TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    words BIGINT NOT NULL,
    prompt_digest TEXT NOT NULL,
    PRIMARY KEY (run, judgement, candidate, benchmark, instance_id)
);
