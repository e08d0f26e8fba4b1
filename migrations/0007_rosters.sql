-- Rosters: registers that come and go as workbooks (clause 0.1).

-- What the office keeps of a person beyond the register, and shows to nobody outside it. Erased by itself: whatever the
-- person did stays.
CREATE TABLE person_details (
  congress_id uuid NOT NULL,
  person_id uuid NOT NULL,
  -- The number of the deputy's certificate, or one of the office's own: rosters find the person by it.
  number text,
  ethnicity text NOT NULL DEFAULT '',
  -- The month of birth, as 1975-08: the day is nobody's business here.
  born text NOT NULL DEFAULT '',
  party text NOT NULL DEFAULT '',
  education text NOT NULL DEFAULT '',
  occupation text NOT NULL DEFAULT '',
  address text NOT NULL DEFAULT '',
  delegation text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, person_id),
  UNIQUE (congress_id, number),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);

-- A workbook on its way into the registers, and what became of it.
CREATE TABLE rosters (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  name text NOT NULL,
  state text NOT NULL,
  account_id uuid,
  uploaded_at timestamptz NOT NULL,
  applied_at timestamptz,
  undone_at timestamptz,
  undone_by uuid,
  -- How many rows of which sheet, as JSON: no personal data.
  counts text NOT NULL DEFAULT '',
  -- What the check found, as JSON; erased with the file.
  report text NOT NULL DEFAULT '',
  -- What the preview showed, as a hash: what is written is what was seen.
  digest text NOT NULL DEFAULT '',
  -- The journal's last entry of the import: what came after it stands on it.
  head bigint,
  PRIMARY KEY (congress_id, id)
);
CREATE INDEX rosters_by_state ON rosters (congress_id, state);

-- The workbook itself, only until it is done with.
CREATE TABLE roster_files (
  congress_id uuid NOT NULL,
  roster_id uuid NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (congress_id, roster_id),
  FOREIGN KEY (congress_id, roster_id) REFERENCES rosters (congress_id, id)
);

-- What an import did, in its order, so that it can be taken back within a day; erased after that.
CREATE TABLE roster_marks (
  congress_id uuid NOT NULL,
  roster_id uuid NOT NULL,
  seq bigint NOT NULL,
  did text NOT NULL,
  subject_id uuid NOT NULL,
  -- What stood there before, as JSON; nothing for what was new.
  before text,
  PRIMARY KEY (congress_id, roster_id, seq),
  FOREIGN KEY (congress_id, roster_id) REFERENCES rosters (congress_id, id)
);
CREATE INDEX roster_marks_by_subject ON roster_marks (congress_id, subject_id);

-- One import of a congress writes at a time: whoever is at this desk.
CREATE TABLE roster_desks (
  congress_id uuid NOT NULL PRIMARY KEY REFERENCES congresses (id),
  roster_id uuid NOT NULL
);
