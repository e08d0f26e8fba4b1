-- Clause 7: duty reports to the voters, one a deputy and term, and what voters ask about them.
CREATE TABLE duty_reports (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  -- The short code of its public address.
  code text NOT NULL,
  person_id uuid NOT NULL,
  term_id uuid NOT NULL,
  constituency_id uuid NOT NULL,
  state text NOT NULL,
  -- The office that writes it down for the deputy; none when the deputy writes it.
  office_id uuid,
  summary text NOT NULL DEFAULT '',
  study text NOT NULL DEFAULT '',
  sessions text NOT NULL DEFAULT '',
  activities text NOT NULL DEFAULT '',
  voters text NOT NULL DEFAULT '',
  proposals text NOT NULL DEFAULT '',
  plans text NOT NULL DEFAULT '',
  -- Its parts as the program drafted them: what still equals them may be drafted anew.
  drafted text NOT NULL DEFAULT '',
  -- Told at a meeting, or put up in writing: empty until it is planned.
  way text NOT NULL DEFAULT '',
  on_day date,
  until_on date,
  starts bigint,
  place text NOT NULL DEFAULT '',
  station_id uuid,
  chair text NOT NULL DEFAULT '',
  present bigint,
  -- Why it was sent back, called off, changed or withdrawn last.
  reason text NOT NULL DEFAULT '',
  begun_at timestamptz NOT NULL,
  begun_by uuid,
  submitted_at timestamptz,
  given_at timestamptz,
  withdrawn_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, code),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, term_id) REFERENCES terms (congress_id, id),
  FOREIGN KEY (congress_id, constituency_id) REFERENCES constituencies (congress_id, id)
);

-- Of a deputy's reports of a term one is alive.
CREATE UNIQUE INDEX duty_reports_alive ON duty_reports (congress_id, person_id, term_id)
  WHERE state <> 'withdrawn' AND state <> 'discarded';
CREATE INDEX duty_reports_public ON duty_reports (congress_id, on_day);

CREATE TABLE report_questions (
  congress_id uuid NOT NULL,
  id uuid NOT NULL,
  report_id uuid NOT NULL,
  -- The form's own id: the same form sent twice is one question.
  form_id uuid NOT NULL,
  receipt text NOT NULL,
  body text NOT NULL,
  -- For the answer; erased some time after it was given.
  phone text NOT NULL DEFAULT '',
  -- Whoever asked wants the answer for himself or herself.
  alone boolean NOT NULL,
  asked_at timestamptz NOT NULL,
  due_on date NOT NULL,
  -- How it was counted.
  provisional boolean NOT NULL DEFAULT FALSE,
  answer text NOT NULL DEFAULT '',
  answered_at timestamptz,
  answered_by uuid,
  -- The office that wrote the answer down for the deputy.
  office_id uuid,
  -- Whether question and answer stand under the report, and the question as it stands there.
  shown boolean NOT NULL DEFAULT FALSE,
  shown_body text NOT NULL DEFAULT '',
  warned_at timestamptz,
  overdue_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  UNIQUE (congress_id, receipt),
  FOREIGN KEY (congress_id, report_id) REFERENCES duty_reports (congress_id, id)
);

CREATE INDEX report_questions_of ON report_questions (congress_id, report_id, asked_at);
CREATE INDEX report_questions_open ON report_questions (congress_id, due_on) WHERE answered_at IS NULL;
