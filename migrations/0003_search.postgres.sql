-- What is found by words: one row a thing, its words cut beforehand.
CREATE TABLE search_things (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  at timestamptz NOT NULL,
  words tsvector NOT NULL,
  PRIMARY KEY (congress_id, kind, subject_id)
);
CREATE INDEX search_by_words ON search_things USING gin (words);
CREATE INDEX search_newest ON search_things (congress_id, kind, at);
