-- Tables of clinicians' ratings that were imported.
CREATE TABLE rating_sets (
    id TEXT NOT NULL PRIMARY KEY,
    run TEXT NOT NULL, -- whose answers were rated; '' when nobody said
    rating_set $blob$ NOT NULL -- medhelm.trust.v1.RatingSet
);

-- What one clinician said about one answer of a set.
CREATE TABLE clinician_ratings (
    set_id TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    candidate TEXT NOT NULL,
    rater TEXT NOT NULL,
    marks $blob$ NOT NULL, -- medhelm.judging.v1.Marks
    jury $blob$, -- medhelm.judging.v1.Marks; NULL where the table gave none
    PRIMARY KEY (set_id, benchmark, instance_id, candidate, rater)
);

-- Reviews in which clinicians rate blind.
CREATE TABLE reviews (
    id TEXT NOT NULL PRIMARY KEY,
    run TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    jury_sha256 TEXT NOT NULL,
    spec $blob$ NOT NULL, -- medhelm.trust.v1.ReviewSpec
    create_ms BIGINT NOT NULL,
    answers BIGINT NOT NULL,
    version BIGINT NOT NULL -- counts every change of the review; who changes it must have seen the last one
);
CREATE INDEX reviews_of_benchmarks ON reviews (benchmark, run);

-- The answers of a review. The item's name is random: it says nothing about the answer. No text is kept here.
CREATE TABLE review_items (
    review TEXT NOT NULL,
    item TEXT NOT NULL,
    candidate TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    judged $blob$ NOT NULL, -- medhelm.scoring.v1.JudgedAnswer: what the jury said when the review was opened
    spread DOUBLE PRECISION NOT NULL,
    draw BIGINT, -- from 1, in the order in which items were drawn for rating; NULL before
    chance DOUBLE PRECISION, -- with which it was drawn among those that were left
    decided $blob$, -- medhelm.judging.v1.Marks: the adjudicator's
    PRIMARY KEY (review, item)
);

-- An item given to a rater, and what the rater said.
CREATE TABLE review_ratings (
    review TEXT NOT NULL,
    item TEXT NOT NULL,
    rater TEXT NOT NULL,
    expire_ms BIGINT NOT NULL, -- until when it is kept for the rater
    marks $blob$, -- medhelm.judging.v1.Marks; NULL until it is rated
    comment $blob$,
    rated_ms BIGINT,
    PRIMARY KEY (review, item, rater)
);
