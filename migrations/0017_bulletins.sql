-- What the Standing Committee publishes (clause 4): items, their editions, gazettes and briefs, to whom they went, who opened them.

CREATE TABLE bulletin_items (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  office_id uuid NOT NULL,
  kind text NOT NULL,
  -- public, deputies, or the people of one office.
  readers text NOT NULL,
  reader_office uuid,
  -- Its number in the year of its adoption, once it is published for the first time.
  year bigint,
  nth bigint,
  -- The edition that is being written or was written last, and the one that was published; 0 for none.
  latest bigint NOT NULL,
  edition bigint NOT NULL DEFAULT 0,
  written_at timestamptz NOT NULL,
  sent_at timestamptz,
  updated_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  withdrawn_reason text NOT NULL DEFAULT '',
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  UNIQUE (congress_id, year, nth),
  FOREIGN KEY (congress_id, office_id) REFERENCES organizations (congress_id, id)
);

CREATE INDEX bulletin_items_by_time ON bulletin_items (congress_id, written_at);
CREATE INDEX bulletin_items_sent ON bulletin_items (congress_id, sent_at);

-- What an item said, each time it was published: nothing is overwritten.
CREATE TABLE bulletin_editions (
  congress_id uuid NOT NULL,
  item_id uuid NOT NULL,
  edition bigint NOT NULL,
  title text NOT NULL,
  issuer text NOT NULL,
  adopted_on date NOT NULL,
  -- Minutes since midnight, where the hour is known.
  adopted_at bigint,
  adoption text NOT NULL,
  body text NOT NULL,
  -- What a correction changed.
  change_note text NOT NULL DEFAULT '',
  -- draft, review, returned, passed
  state text NOT NULL,
  -- The accounts that wrote in it, separated by blanks: none of them reviews it.
  writers text NOT NULL,
  reviewed_by uuid,
  reviewed_at timestamptz,
  returned text NOT NULL DEFAULT '',
  published_at timestamptz,
  PRIMARY KEY (congress_id, item_id, edition),
  FOREIGN KEY (congress_id, item_id) REFERENCES bulletin_items (congress_id, id)
);

CREATE TABLE bulletin_issues (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  office_id uuid NOT NULL,
  -- gazette, brief
  kind text NOT NULL,
  title text NOT NULL,
  readers text NOT NULL,
  -- draft, review, returned, issued
  state text NOT NULL,
  -- Where it goes when it is issued, as words separated by blanks; groups as ids.
  channels text NOT NULL,
  audience text NOT NULL,
  groups_told text NOT NULL,
  year bigint,
  nth bigint,
  -- Of all years together (总第…期).
  total bigint,
  -- What was issued before this system counted.
  before_nth bigint NOT NULL DEFAULT 0,
  before_total bigint NOT NULL DEFAULT 0,
  writers text NOT NULL,
  composed_at timestamptz NOT NULL,
  approved_by uuid,
  sent_at timestamptz,
  updated_at timestamptz,
  returned text NOT NULL DEFAULT '',
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  UNIQUE (congress_id, kind, year, nth),
  FOREIGN KEY (congress_id, office_id) REFERENCES organizations (congress_id, id)
);

CREATE TABLE bulletin_issue_items (
  congress_id uuid NOT NULL,
  issue_id uuid NOT NULL,
  item_id uuid NOT NULL,
  place bigint NOT NULL,
  -- The edition that it was issued with.
  edition bigint NOT NULL,
  PRIMARY KEY (congress_id, issue_id, item_id),
  FOREIGN KEY (congress_id, issue_id) REFERENCES bulletin_issues (congress_id, id),
  FOREIGN KEY (congress_id, item_id) REFERENCES bulletin_items (congress_id, id)
);

CREATE INDEX bulletin_issue_items_by_item ON bulletin_issue_items (congress_id, item_id);

-- By which channel an item or an issue went, and when it was there. What people carry waits until somebody says so.
CREATE TABLE bulletin_deliveries (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  thing_id uuid NOT NULL,
  channel text NOT NULL,
  ordered_at timestamptz NOT NULL,
  ordered_by uuid,
  delivered_at timestamptz,
  delivered_by uuid,
  copies bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (congress_id, thing_id, channel)
);

-- Who was sent it: opened or not, and the one reminder. How long anybody read is nobody's business.
CREATE TABLE bulletin_readers (
  congress_id uuid NOT NULL,
  thing_id uuid NOT NULL,
  person_id uuid NOT NULL,
  told_at timestamptz NOT NULL,
  opened_at timestamptz,
  reminded_at timestamptz,
  PRIMARY KEY (congress_id, thing_id, person_id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);

CREATE INDEX bulletin_readers_by_person ON bulletin_readers (congress_id, person_id, told_at);
CREATE INDEX bulletin_readers_waiting ON bulletin_readers (congress_id, told_at) WHERE opened_at IS NULL AND reminded_at IS NULL;

-- The last number of each series: of a year's items, of a year's gazettes and briefs, of all years.
CREATE TABLE bulletin_numbers (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  series text NOT NULL,
  value bigint NOT NULL,
  PRIMARY KEY (congress_id, series)
);
