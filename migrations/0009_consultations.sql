-- What a deputy shows of himself or herself (clause 7), and what deputies ask voters before a session (clause 5).

-- What a deputy chose to show beside what the register and the charter say.
CREATE TABLE profiles (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  person_id uuid NOT NULL,
  -- The number that voters are given instead of the register's; empty for the register's.
  phone text NOT NULL DEFAULT '',
  intro text NOT NULL DEFAULT '',
  languages text NOT NULL DEFAULT '',
  photo_id uuid,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, person_id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);

-- A topic on which voters are asked.
CREATE TABLE consultations (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  year bigint NOT NULL,
  nth bigint NOT NULL,
  title text NOT NULL,
  -- What it is about, in plain words for voters.
  body text NOT NULL,
  link text NOT NULL DEFAULT '',
  -- The commission or working body whose topic it is.
  office_id uuid NOT NULL,
  from_on date NOT NULL,
  until_on date NOT NULL,
  -- Until when it is said what came of it.
  outcome_by date NOT NULL,
  -- The charter's words of the fields, and the towns, that deputies were proposed by; separated by blanks.
  fields text NOT NULL DEFAULT '',
  areas text NOT NULL DEFAULT '',
  written_by uuid,
  written_at timestamptz NOT NULL,
  opened_at timestamptz,
  closed_at timestamptz,
  -- The digest as it was when the topic closed; the answers it is made of are erased later.
  digest text,
  outcome text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  decided_at timestamptz,
  erased_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  UNIQUE (congress_id, year, nth),
  FOREIGN KEY (congress_id, office_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX consultations_by_days ON consultations (congress_id, until_on, id);

CREATE TABLE consultation_questions (
  congress_id uuid NOT NULL,
  consultation_id uuid NOT NULL,
  place bigint NOT NULL,
  text text NOT NULL,
  -- One choice a line; empty for an open question.
  choices text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, consultation_id, place),
  FOREIGN KEY (congress_id, consultation_id) REFERENCES consultations (congress_id, id)
);

-- Who is asked to gather answers, each with an address of his or her own.
CREATE TABLE consultation_deputies (
  congress_id uuid NOT NULL,
  consultation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  code text NOT NULL,
  -- Why he or she was proposed, in the program's words separated by blanks.
  reasons text NOT NULL DEFAULT '',
  summary text NOT NULL DEFAULT '',
  summed_at timestamptz,
  digest text,
  PRIMARY KEY (congress_id, consultation_id, person_id),
  UNIQUE (congress_id, code),
  FOREIGN KEY (congress_id, consultation_id) REFERENCES consultations (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX consultation_deputies_by_person ON consultation_deputies (congress_id, person_id);

-- An answer, without a name; erased some months after the topic has closed.
CREATE TABLE consultation_answers (
  congress_id uuid NOT NULL,
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  consultation_id uuid NOT NULL,
  -- Whose gathering it belongs to; none when the voter came by the general page.
  person_id uuid,
  channel text NOT NULL,
  area_id uuid,
  -- How many people said it: one, or those present.
  people bigint NOT NULL DEFAULT 1,
  office_id uuid,
  entered_by uuid,
  -- A hash of a random word in the browser's cookie: one answer a browser.
  browser text,
  at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  UNIQUE (congress_id, consultation_id, browser),
  FOREIGN KEY (congress_id, consultation_id) REFERENCES consultations (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, area_id) REFERENCES areas (congress_id, id)
);
CREATE INDEX consultation_answers_by_topic ON consultation_answers (congress_id, consultation_id, id);

CREATE TABLE consultation_words (
  congress_id uuid NOT NULL,
  answer_id uuid NOT NULL,
  place bigint NOT NULL,
  -- The number of the choice, or nothing.
  choice bigint,
  text text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, answer_id, place),
  FOREIGN KEY (congress_id, answer_id) REFERENCES consultation_answers (congress_id, id)
);
