-- Where files lie that metrics need, by digest of their content.
CREATE TABLE attachments (
    sha256 TEXT NOT NULL PRIMARY KEY,
    path TEXT NOT NULL
);
