-- The last examination of a model by a rubric.
CREATE TABLE admissions (
    deployment TEXT NOT NULL,
    rubric_sha256 TEXT NOT NULL,
    model TEXT NOT NULL,
    time_ms BIGINT NOT NULL,
    renewals BIGINT NOT NULL, -- numbers the samples, so that a renewed examination is not answered from the archive
    admission $blob$ NOT NULL, -- medhelm.trust.v1.Admission
    PRIMARY KEY (deployment, rubric_sha256, model)
);

-- Frozen answers. What is here never changes.
CREATE TABLE anchor_sets (
    id TEXT NOT NULL PRIMARY KEY,
    request $blob$ NOT NULL, -- medhelm.trust.v1.CreateAnchorSetRequest with its defaults filled in
    content $blob$ NOT NULL, -- medhelm.trust.v1.AnchorSet without what checks and links add
    jury $blob$ NOT NULL, -- medhelm.judging.v1.Jury of the run
    data_tier BIGINT NOT NULL,
    protocol TEXT NOT NULL,
    instance_set TEXT NOT NULL
);

-- One answer of a set as one juror marked it. The place is the order in which anchors are judged again.
CREATE TABLE anchors (
    anchor_set TEXT NOT NULL,
    juror TEXT NOT NULL,
    place BIGINT NOT NULL,
    candidate TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    mark DOUBLE PRECISION NOT NULL,
    prompt_digest TEXT NOT NULL, -- '' where the prompt is to be rendered again
    verdict $blob$ NOT NULL, -- medhelm.judging.v1.Verdict as it was frozen
    PRIMARY KEY (anchor_set, juror, place)
);

-- A check of one juror, begun or done. Anchors take slots, counted over all checks of a version.
CREATE TABLE drift_checks (
    anchor_set TEXT NOT NULL,
    juror TEXT NOT NULL,
    number BIGINT NOT NULL,
    version TEXT NOT NULL,
    sample_index BIGINT NOT NULL UNIQUE,
    first_slot BIGINT NOT NULL,
    most BIGINT NOT NULL,
    time_ms BIGINT NOT NULL,
    done BIGINT NOT NULL,
    content $blob$ NOT NULL, -- medhelm.trust.v1.DriftCheck
    PRIMARY KEY (anchor_set, juror, number)
);

-- A juror has one check under way on a set.
CREATE UNIQUE INDEX drift_checks_under_way ON drift_checks (anchor_set, juror) WHERE done = 0;

-- An anchor judged again.
CREATE TABLE drift_marks (
    anchor_set TEXT NOT NULL,
    juror TEXT NOT NULL,
    version TEXT NOT NULL,
    slot BIGINT NOT NULL,
    number BIGINT NOT NULL,
    place BIGINT NOT NULL,
    difference DOUBLE PRECISION, -- NULL for an abstention
    snapshot TEXT NOT NULL,
    cost_nano_usd BIGINT NOT NULL,
    PRIMARY KEY (anchor_set, juror, version, slot)
);

CREATE TABLE version_links (
    anchor_set TEXT NOT NULL,
    juror TEXT NOT NULL,
    from_version TEXT NOT NULL,
    to_version TEXT NOT NULL,
    time_ms BIGINT NOT NULL,
    link $blob$ NOT NULL, -- medhelm.trust.v1.VersionLink
    PRIMARY KEY (anchor_set, juror, from_version, to_version)
);

-- Work that one replica does at a time.
CREATE TABLE bench_leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    until_ms BIGINT NOT NULL
);
