-- What is found by words: one row a thing, its words cut beforehand.
CREATE TABLE search_things (
  number integer PRIMARY KEY,
  congress_id uuid NOT NULL REFERENCES congresses (id),
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  at timestamptz NOT NULL,
  UNIQUE (congress_id, kind, subject_id)
);
CREATE VIRTUAL TABLE search_words USING fts5 (words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0");
