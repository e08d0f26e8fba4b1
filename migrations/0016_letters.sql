-- Letters of offices (公文): transfer slips, urging letters, reply letters, kept as they were issued.

-- How an office's papers begin and how they are numbered.
CREATE TABLE letter_heads (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  organization_id uuid NOT NULL,
  -- The issuing mark of documents and letters, red.
  mark text NOT NULL,
  -- The word before the year.
  word text NOT NULL,
  -- Who signs documents.
  signatory text NOT NULL DEFAULT '',
  -- Whom to ask, in the note below.
  contact text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, organization_id)
);

CREATE TABLE letters (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  -- The form that made it: the same form sent twice makes one letter to each organ.
  form uuid NOT NULL,
  kind text NOT NULL,
  -- Whose letter, and to whom.
  office_id uuid NOT NULL,
  to_organ_id uuid,
  to_person_id uuid,
  title text NOT NULL,
  -- The paper as JSON: once issued, it stays.
  paper text NOT NULL,
  word text NOT NULL,
  year bigint NOT NULL,
  -- None until it is issued; no gaps within an office, a word and a year.
  number bigint,
  drafted_by uuid,
  drafted_at timestamptz NOT NULL,
  issued_by uuid,
  issued_at timestamptz,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, office_id, word, year, number)
);

CREATE INDEX letters_form ON letters (congress_id, form);

-- The last number of an office, a word and a year.
CREATE TABLE letter_series (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  office_id uuid NOT NULL,
  word text NOT NULL,
  year bigint NOT NULL,
  value bigint NOT NULL,
  PRIMARY KEY (congress_id, office_id, word, year)
);

-- What a letter is about.
CREATE TABLE letter_cases (
  congress_id uuid NOT NULL,
  letter_id uuid NOT NULL,
  case_id uuid NOT NULL,
  PRIMARY KEY (congress_id, letter_id, case_id),
  FOREIGN KEY (congress_id, letter_id) REFERENCES letters (congress_id, id),
  FOREIGN KEY (congress_id, case_id) REFERENCES cases (congress_id, id)
);

CREATE INDEX letter_cases_case ON letter_cases (congress_id, case_id);
