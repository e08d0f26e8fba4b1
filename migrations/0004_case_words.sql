-- The most telling words of each opinion, at most 12: by them those that may say the same are fetched.

CREATE TABLE case_words (
  congress_id uuid NOT NULL,
  word text NOT NULL,
  case_id uuid NOT NULL,
  PRIMARY KEY (congress_id, word, case_id),
  FOREIGN KEY (congress_id, case_id) REFERENCES cases (congress_id, id)
);
