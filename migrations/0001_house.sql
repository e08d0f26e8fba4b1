-- The house: registers, access, journal, ledger, jobs, notices, files.
-- Both databases take every line. Each tenant table has congress_id first in its keys, so that a
-- congress's rows can live on one shard. Rows name their congress with an index-friendly uuid.

CREATE TABLE congresses (
  id uuid NOT NULL PRIMARY KEY,
  parent_id uuid REFERENCES congresses (id),
  code text NOT NULL UNIQUE,
  name text NOT NULL,
  short_name text NOT NULL,
  host text UNIQUE,
  charter text NOT NULL,
  fictional boolean NOT NULL DEFAULT FALSE,
  -- Registers and cases are being filled in; nobody serves it until it is whole.
  loading boolean NOT NULL DEFAULT FALSE
);

CREATE TABLE terms (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  number bigint NOT NULL,
  name text NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, number)
);

CREATE TABLE areas (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  parent_id uuid,
  kind text NOT NULL,
  name text NOT NULL,
  initials text NOT NULL,
  rank bigint NOT NULL,
  latitude double precision,
  longitude double precision,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, parent_id) REFERENCES areas (congress_id, id)
);
CREATE INDEX areas_by_parent ON areas (congress_id, parent_id, rank);

CREATE TABLE constituencies (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  term_id uuid NOT NULL,
  area_id uuid NOT NULL,
  number bigint NOT NULL,
  name text NOT NULL,
  code text NOT NULL,
  seats bigint NOT NULL,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, term_id, number),
  UNIQUE (congress_id, code),
  FOREIGN KEY (congress_id, term_id) REFERENCES terms (congress_id, id),
  FOREIGN KEY (congress_id, area_id) REFERENCES areas (congress_id, id)
);

-- Which villages and communities a constituency is made of.
CREATE TABLE constituency_areas (
  congress_id uuid NOT NULL,
  constituency_id uuid NOT NULL,
  area_id uuid NOT NULL,
  PRIMARY KEY (congress_id, constituency_id, area_id),
  FOREIGN KEY (congress_id, constituency_id) REFERENCES constituencies (congress_id, id),
  FOREIGN KEY (congress_id, area_id) REFERENCES areas (congress_id, id)
);
CREATE INDEX constituency_areas_by_area ON constituency_areas (congress_id, area_id);

CREATE TABLE organizations (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  short_name text NOT NULL,
  code text NOT NULL,
  area_id uuid,
  parent_id uuid,
  rank bigint NOT NULL,
  address text NOT NULL DEFAULT '',
  phone text NOT NULL DEFAULT '',
  hours text NOT NULL DEFAULT '',
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, code),
  FOREIGN KEY (congress_id, area_id) REFERENCES areas (congress_id, id),
  FOREIGN KEY (congress_id, parent_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX organizations_by_kind ON organizations (congress_id, kind, rank);

CREATE TABLE persons (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  name text NOT NULL,
  strokes text NOT NULL,
  pinyin text NOT NULL,
  initials text NOT NULL,
  sex text NOT NULL,
  unit text NOT NULL DEFAULT '',
  post text NOT NULL DEFAULT '',
  phone text NOT NULL DEFAULT '',
  email text NOT NULL DEFAULT '',
  contact_public text NOT NULL DEFAULT 'constituency',
  PRIMARY KEY (congress_id, id)
);

-- Who holds which seat from when to when, and why it ended (deputies law, articles 61 and 62).
CREATE TABLE seats (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  term_id uuid NOT NULL,
  kind text NOT NULL,
  constituency_id uuid,
  code text NOT NULL,
  from_on date NOT NULL,
  to_on date,
  suspended_on date,
  end_reason text,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, code),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, term_id) REFERENCES terms (congress_id, id),
  FOREIGN KEY (congress_id, constituency_id) REFERENCES constituencies (congress_id, id)
);
CREATE INDEX seats_by_person ON seats (congress_id, person_id);
CREATE INDEX seats_by_constituency ON seats (congress_id, constituency_id, kind);

-- Who belongs to which group, or receives voters at which station.
CREATE TABLE memberships (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  part text NOT NULL,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, organization_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX memberships_by_person ON memberships (congress_id, person_id);
CREATE INDEX memberships_by_organization ON memberships (congress_id, organization_id);

CREATE TABLE accounts (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  login text NOT NULL,
  name text NOT NULL,
  person_id uuid,
  email text NOT NULL DEFAULT '',
  password text,
  totp text,
  -- A second factor that waits for its first code.
  totp_new text,
  totp_step bigint NOT NULL DEFAULT 0,
  slip text,
  slip_until timestamptz,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, login),
  UNIQUE (congress_id, slip),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);

CREATE TABLE grants (
  congress_id uuid NOT NULL,
  account_id uuid NOT NULL,
  role text NOT NULL,
  organization_id uuid,
  granted_at timestamptz NOT NULL,
  FOREIGN KEY (congress_id, account_id) REFERENCES accounts (congress_id, id),
  FOREIGN KEY (congress_id, organization_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX grants_by_account ON grants (congress_id, account_id);

-- The token itself is only in the browser; here is its SHA-256.
CREATE TABLE sessions (
  congress_id uuid NOT NULL,
  token text NOT NULL,
  account_id uuid NOT NULL,
  csrf text NOT NULL,
  device text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, token),
  FOREIGN KEY (congress_id, account_id) REFERENCES accounts (congress_id, id)
);
CREATE INDEX sessions_by_account ON sessions (congress_id, account_id);

-- Failures to sign in, and other things counted against a rate; the key is a keyed hash, not a name.
CREATE TABLE tries (
  congress_id uuid NOT NULL,
  key text NOT NULL,
  count bigint NOT NULL,
  since timestamptz NOT NULL,
  wait_until timestamptz,
  PRIMARY KEY (congress_id, key)
);

-- What happened, appended once. Each entry's hash covers the one before it.
CREATE TABLE journal (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  account_id uuid,
  role text NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  subject_id uuid NOT NULL,
  facts text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (congress_id, seq)
);
CREATE INDEX journal_by_subject ON journal (congress_id, subject_id, seq);
CREATE INDEX journal_by_kind ON journal (congress_id, subject, seq);
CREATE INDEX journal_by_account ON journal (congress_id, account_id, seq);

CREATE TABLE journal_heads (
  congress_id uuid NOT NULL PRIMARY KEY REFERENCES congresses (id),
  seq bigint NOT NULL,
  hash text NOT NULL
);

-- Acts: what counts as duty done, each pointing at its evidence. Superseded, never edited.
CREATE TABLE ledger (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL,
  on_day date NOT NULL,
  constituency_id uuid,
  topic text,
  evidence text NOT NULL,
  evidence_id uuid NOT NULL,
  state text NOT NULL,
  entered_by uuid,
  entered_at timestamptz NOT NULL,
  supersedes_id uuid,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, person_id, kind, evidence_id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);

-- Running numbers: one row a series, such as the opinions of a year.
CREATE TABLE counters (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  name text NOT NULL,
  value bigint NOT NULL,
  PRIMARY KEY (congress_id, name)
);

-- The outbox: what is to be done after an act, once by key.
CREATE TABLE jobs (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  key text NOT NULL,
  name text NOT NULL,
  payload text NOT NULL,
  run_at timestamptz NOT NULL,
  tries bigint NOT NULL DEFAULT 0,
  state text NOT NULL,
  said text NOT NULL DEFAULT '',
  claimed_until timestamptz,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, key)
);
CREATE INDEX jobs_due ON jobs (state, run_at);

CREATE TABLE notices (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  subject_id uuid NOT NULL,
  facts text NOT NULL,
  at timestamptz NOT NULL,
  read_at timestamptz,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, account_id) REFERENCES accounts (congress_id, id)
);
CREATE INDEX notices_by_account ON notices (congress_id, account_id, id);
CREATE INDEX notices_unread ON notices (congress_id, account_id, id) WHERE read_at IS NULL;

CREATE TABLE files (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  subject text NOT NULL,
  subject_id uuid NOT NULL,
  entry_id uuid,
  name text NOT NULL,
  kind text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  at timestamptz NOT NULL,
  account_id uuid,
  PRIMARY KEY (congress_id, id)
);
CREATE INDEX files_by_subject ON files (congress_id, subject_id);

-- Public holidays and make-up workdays, editable; days not listed follow the week.
CREATE TABLE calendar_days (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  day date NOT NULL,
  working boolean NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (congress_id, day)
);
