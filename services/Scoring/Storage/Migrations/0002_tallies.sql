-- What a value counts, where it is made of decisions: right, named and not right, right and not named.
ALTER TABLE scores ADD COLUMN tp BIGINT;
ALTER TABLE scores ADD COLUMN fp BIGINT;
ALTER TABLE scores ADD COLUMN fn BIGINT;
