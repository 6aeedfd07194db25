-- Stored answers of a run that are judged again by another jury. Their verdicts are in juror_verdicts under "judgements/" and the id.
CREATE TABLE judgements (
    id TEXT NOT NULL PRIMARY KEY,
    run TEXT NOT NULL,
    spec $blob$ NOT NULL, -- medhelm.trust.v1.JudgementSpec as it was asked for
    content $blob$ NOT NULL, -- medhelm.trust.v1.Judgement: project and juries as they were pinned
    created_at TEXT NOT NULL,
    completed_at TEXT NULL,
    prepared BIGINT NOT NULL, -- 1 once every answer has been put before the jury
    answers BIGINT NOT NULL,
    missing BIGINT NOT NULL,
    cost BIGINT NOT NULL, -- in billionths of a US dollar, fixed with completed_at
    charged BIGINT NOT NULL,
    problem TEXT NOT NULL
);

CREATE INDEX judgements_by_age ON judgements (created_at, id);

-- Answers on which the whole jury of a judgement has spoken.
CREATE TABLE judged_answers (
    judgement TEXT NOT NULL,
    candidate TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    PRIMARY KEY (judgement, candidate, benchmark, instance_id)
);
