-- Opinions and suggestions: clause 8.

CREATE TABLE cases (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  number text NOT NULL,
  receipt text NOT NULL,
  version bigint NOT NULL,
  -- The machine's whole memory (cases::flow::Standing); the columns below mirror what is searched by.
  standing text NOT NULL,
  state text NOT NULL,
  origin text NOT NULL,
  channel text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  topic text,
  place text NOT NULL DEFAULT '',
  area_id uuid,
  constituency_id uuid,
  station_id uuid,
  -- The voter's own words about himself or herself: shown masked, erased on request.
  voter_name text NOT NULL DEFAULT '',
  voter_phone text NOT NULL DEFAULT '',
  voter_email text NOT NULL DEFAULT '',
  voter_account_id uuid,
  answer_by text NOT NULL,
  -- The deputy concerned; for a deputy's own opinion, who raised it.
  deputy_id uuid,
  office_id uuid,
  body_id uuid,
  organ_id uuid,
  heard_on date NOT NULL,
  raised_at timestamptz NOT NULL,
  entered_by uuid,
  due_what text,
  due_on date,
  -- The day it was first due: unlike due_on it does not move when a matter is taken higher.
  owed_on date,
  -- From this day on its owner is warned, once; then it is empty.
  warn_on date,
  due_how text,
  transferred_on date,
  confidential boolean NOT NULL,
  category text,
  promise_on date,
  joined_to uuid,
  supports bigint NOT NULL DEFAULT 0,
  public_subject text,
  public_body text,
  published_at timestamptz,
  ended_at timestamptz,
  -- Where an imported opinion comes from; taken once.
  source text,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  UNIQUE (congress_id, number),
  UNIQUE (congress_id, receipt),
  UNIQUE (congress_id, source),
  FOREIGN KEY (congress_id, area_id) REFERENCES areas (congress_id, id),
  FOREIGN KEY (congress_id, constituency_id) REFERENCES constituencies (congress_id, id),
  FOREIGN KEY (congress_id, station_id) REFERENCES organizations (congress_id, id),
  FOREIGN KEY (congress_id, deputy_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, office_id) REFERENCES organizations (congress_id, id),
  FOREIGN KEY (congress_id, body_id) REFERENCES organizations (congress_id, id),
  FOREIGN KEY (congress_id, organ_id) REFERENCES organizations (congress_id, id),
  FOREIGN KEY (congress_id, joined_to) REFERENCES cases (congress_id, id)
);
CREATE INDEX cases_newest ON cases (congress_id, raised_at, id);
CREATE INDEX cases_by_state ON cases (congress_id, state, due_on, id);
CREATE INDEX cases_by_due ON cases (congress_id, due_on, id);
CREATE INDEX cases_by_warning ON cases (congress_id, warn_on);
CREATE INDEX cases_by_deputy ON cases (congress_id, deputy_id, raised_at);
CREATE INDEX cases_by_body ON cases (congress_id, body_id, state, due_on);
CREATE INDEX cases_by_office ON cases (congress_id, office_id, state, due_on);
CREATE INDEX cases_by_station ON cases (congress_id, station_id, raised_at);
CREATE INDEX cases_by_joined ON cases (congress_id, joined_to);
CREATE INDEX cases_published ON cases (congress_id, published_at, id);

CREATE TABLE case_organs (
  congress_id uuid NOT NULL,
  case_id uuid NOT NULL,
  organ_id uuid NOT NULL,
  part text NOT NULL,
  state text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, case_id, organ_id),
  FOREIGN KEY (congress_id, case_id) REFERENCES cases (congress_id, id),
  FOREIGN KEY (congress_id, organ_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX case_organs_by_organ ON case_organs (congress_id, organ_id, case_id);

CREATE TABLE case_cosigners (
  congress_id uuid NOT NULL,
  case_id uuid NOT NULL,
  person_id uuid NOT NULL,
  answer text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, case_id, person_id),
  FOREIGN KEY (congress_id, case_id) REFERENCES cases (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX case_cosigners_by_person ON case_cosigners (congress_id, person_id, case_id);

-- What was said on the way: reasons, contacts, opinions, replies, ratings. The journal points here.
CREATE TABLE case_entries (
  congress_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  kind text NOT NULL,
  round bigint NOT NULL,
  by_account_id uuid,
  by_person_id uuid,
  by_organization_id uuid,
  on_day date NOT NULL,
  at timestamptz NOT NULL,
  text text NOT NULL,
  -- For voters, in plain words; a reply only.
  plain text NOT NULL DEFAULT '',
  way text,
  category text,
  promise_on date,
  attitude text,
  result text,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, case_id) REFERENCES cases (congress_id, id)
);
CREATE INDEX case_entries_by_case ON case_entries (congress_id, case_id, id);

-- "I have this too": one a browser.
CREATE TABLE case_supports (
  congress_id uuid NOT NULL,
  case_id uuid NOT NULL,
  browser text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, case_id, browser),
  FOREIGN KEY (congress_id, case_id) REFERENCES cases (congress_id, id)
);
