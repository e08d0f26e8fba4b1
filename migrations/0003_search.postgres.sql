-- What is found by words: one row a thing. Its number sorts as its moment does (search::number).
-- The words are spelled in plain letters and digits beforehand (search::words).
CREATE TABLE search_things (
  number bigint NOT NULL,
  congress_id uuid NOT NULL REFERENCES congresses (id),
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  at timestamptz NOT NULL,
  words tsvector NOT NULL,
  PRIMARY KEY (congress_id, kind, subject_id),
  UNIQUE (congress_id, number)
);
CREATE INDEX search_by_words ON search_things USING gin (words);
CREATE INDEX search_newest ON search_things (congress_id, kind, number);
