-- Deputies' archives (clause 10.2). What the system saw itself is composed from the ledger, the events and the cases; here
-- stands only what is none of these, what was issued, what was asked to be put right, and what was sealed.

-- What is no act: a published result, a reward, what happened before there was a system.
CREATE TABLE archive_entries (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  part text NOT NULL,
  on_day date NOT NULL,
  -- The program's word for it with the facts of its sentence as JSON; or words that a person wrote, with the reason.
  code text NOT NULL DEFAULT '',
  facts text NOT NULL DEFAULT '{}',
  words text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  -- Where the record that shows it is.
  path text NOT NULL DEFAULT '',
  source text NOT NULL,
  source_id uuid NOT NULL,
  entered_by uuid,
  entered_at timestamptz NOT NULL,
  -- Taken back, and why.
  void_at timestamptz,
  void_reason text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, person_id, part, source, source_id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX archive_entries_by_person ON archive_entries (congress_id, person_id, on_day);

-- A deputy asks for something to be put right, and is answered.
CREATE TABLE archive_corrections (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  person_id uuid NOT NULL,
  term_id uuid NOT NULL,
  part text NOT NULL,
  -- Which line of the part; empty for the part as a whole.
  line text NOT NULL DEFAULT '',
  -- What that line said when it was asked about.
  about text NOT NULL DEFAULT '',
  text text NOT NULL,
  asked_by uuid,
  asked_at timestamptz NOT NULL,
  -- Empty while open, then `corrected` or `declined`.
  outcome text NOT NULL DEFAULT '',
  answer text NOT NULL DEFAULT '',
  answered_by uuid,
  answered_at timestamptz,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, term_id) REFERENCES terms (congress_id, id)
);
CREATE INDEX archive_corrections_by_person ON archive_corrections (congress_id, person_id, asked_at);
CREATE INDEX archive_corrections_by_outcome ON archive_corrections (congress_id, outcome, asked_at);

-- An archive as it was when its term ended; the digest stands in the journal too.
CREATE TABLE archive_seals (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  person_id uuid NOT NULL,
  term_id uuid NOT NULL,
  content text NOT NULL,
  digest text NOT NULL,
  sealed_at timestamptz NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (congress_id, person_id, term_id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, term_id) REFERENCES terms (congress_id, id)
);
CREATE INDEX archive_seals_by_term ON archive_seals (congress_id, term_id);

-- Each file that was issued: what it was, its hash, the journal's entry that has it too.
CREATE TABLE archive_prints (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  -- The short number at the foot of its pages.
  number text NOT NULL,
  -- `archive` or `annex`.
  kind text NOT NULL,
  person_id uuid,
  term_id uuid,
  year bigint,
  -- `pdf`, `docx` or `xlsx`.
  format text NOT NULL,
  sha256 text NOT NULL,
  pages bigint NOT NULL,
  issued_at timestamptz NOT NULL,
  issued_by uuid,
  seq bigint NOT NULL,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, number),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX archive_prints_by_hash ON archive_prints (congress_id, sha256);
CREATE INDEX archive_prints_by_person ON archive_prints (congress_id, person_id, issued_at);

-- The pages of a PDF, the parts of a DOCX or XLSX, each by its own content.
CREATE TABLE archive_print_pages (
  congress_id uuid NOT NULL,
  print_id uuid NOT NULL,
  place bigint NOT NULL,
  name text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (congress_id, print_id, place),
  FOREIGN KEY (congress_id, print_id) REFERENCES archive_prints (congress_id, id)
);
CREATE INDEX archive_print_pages_by_hash ON archive_print_pages (congress_id, hash);

-- Which reception an activity came of.
CREATE INDEX receptions_by_outreach ON receptions (congress_id, outreach_id);
-- The annex counts a year of opinions, and of what was said of replies.
CREATE INDEX cases_by_heard ON cases (congress_id, heard_on, origin, state, category);
CREATE INDEX case_entries_by_kind ON case_entries (congress_id, kind, on_day, result, by_person_id);
-- And of what counts.
CREATE INDEX acts_that_count ON acts (congress_id, kind, on_day, method, person_id, constituency_id, state, superseded_by, void)
  WHERE state = 'verified' AND superseded_by IS NULL AND NOT void;
