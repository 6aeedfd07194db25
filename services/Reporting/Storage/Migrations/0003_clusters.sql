-- Cluster of the instance, such as its patient or note; '' where it is its own.
ALTER TABLE scores ADD COLUMN cluster TEXT NOT NULL DEFAULT '';
