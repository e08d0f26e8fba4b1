-- What is found by words: one row a thing. Its number sorts as its moment does (search::number), so the index
-- yields the newest things first without sorting.
CREATE TABLE search_things (
  number integer PRIMARY KEY,
  congress_id uuid NOT NULL REFERENCES congresses (id),
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  at timestamptz NOT NULL,
  UNIQUE (congress_id, kind, subject_id)
);
-- The words are spelled in plain letters and digits beforehand (search::words).
CREATE VIRTUAL TABLE search_words USING fts5 (words, content='', contentless_delete=1, detail=none, tokenize="ascii");
