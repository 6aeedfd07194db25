-- Prompts that jurors were asked, by the digest of their text.
CREATE TABLE prompts (
    digest TEXT NOT NULL PRIMARY KEY,
    text $blob$ NOT NULL
);

-- One juror's verdict on one answer. The key is in the order in which verdicts are listed.
CREATE TABLE verdicts (
    run TEXT NOT NULL,
    candidate TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    juror TEXT NOT NULL,
    verdict $blob$ NOT NULL, -- medhelm.judging.v1.Verdict
    raw_reply $blob$ NOT NULL,
    PRIMARY KEY (run, candidate, benchmark, instance_id, juror)
);
