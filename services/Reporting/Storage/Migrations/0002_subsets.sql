-- Sub-run of the instance; '' where the benchmark has none.
ALTER TABLE scores ADD COLUMN subset TEXT NOT NULL DEFAULT '';
