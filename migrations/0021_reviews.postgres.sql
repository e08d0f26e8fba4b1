-- Reviews (clause 7): the voters' secret review of their deputies.

CREATE TABLE reviews (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  -- The short code of its public address.
  code text NOT NULL,
  title text NOT NULL,
  -- Whose voters.
  constituency_id uuid NOT NULL,
  -- Which office holds it.
  office_id uuid NOT NULL,
  -- `draft`, `open`, `closed`, `opening`, `opened`, `published` or `abandoned`.
  state text NOT NULL,
  -- Voters on the roll, counted by the office: the roll itself is never kept.
  roll bigint NOT NULL,
  -- Slips wanted, and those that were printed.
  slips bigint NOT NULL,
  issued bigint NOT NULL DEFAULT 0,
  last_day date NOT NULL,
  -- Whether voters may add words.
  words boolean NOT NULL,
  -- What the charter said of ratings and parts when it was written, as JSON.
  rules text NOT NULL,
  -- What is asked and to whom it is sealed, as JSON: public. Empty until slips are printed.
  form text NOT NULL DEFAULT '',
  key_doc text NOT NULL DEFAULT '',
  -- The digest of the closed box, as it stands in the journal.
  sealed text NOT NULL DEFAULT '',
  -- The public box as JSON: as it was closed, and with the opening and the result.
  box text NOT NULL DEFAULT '',
  opened_box text NOT NULL DEFAULT '',
  -- Why it was given up.
  reason text NOT NULL DEFAULT '',
  opened_on date,
  closed_on date,
  published_on date,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  UNIQUE (congress_id, code),
  FOREIGN KEY (congress_id, constituency_id) REFERENCES constituencies (congress_id, id),
  FOREIGN KEY (congress_id, office_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX reviews_by_state ON reviews (congress_id, state, last_day, id);

-- Who is reviewed, in the order of the ballot.
CREATE TABLE review_persons (
  congress_id uuid NOT NULL,
  review_id uuid NOT NULL,
  place bigint NOT NULL,
  person_id uuid NOT NULL,
  term_id uuid NOT NULL,
  PRIMARY KEY (congress_id, review_id, place),
  FOREIGN KEY (congress_id, review_id) REFERENCES reviews (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX review_persons_by_person ON review_persons (congress_id, person_id, review_id);

-- A step that two persons take: one proposed it and another has not confirmed it yet.
CREATE TABLE review_steps (
  congress_id uuid NOT NULL,
  review_id uuid NOT NULL,
  step text NOT NULL,
  proposed_by uuid NOT NULL,
  proposed_at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, review_id, step),
  FOREIGN KEY (congress_id, review_id) REFERENCES reviews (congress_id, id)
);

-- The slips that may be cast: keyed marks of their codes, in the order of the marks. Nothing says who has which.
CREATE TABLE review_slips (
  congress_id uuid NOT NULL,
  review_id uuid NOT NULL,
  mark text NOT NULL,
  PRIMARY KEY (congress_id, review_id, mark),
  FOREIGN KEY (congress_id, review_id) REFERENCES reviews (congress_id, id)
);

-- One sealed ballot a slip: no time, no address, no session, no account, no order.
CREATE TABLE review_ballots (
  congress_id uuid NOT NULL,
  review_id uuid NOT NULL,
  mark text NOT NULL,
  tracker text NOT NULL,
  sealed text NOT NULL,
  PRIMARY KEY (congress_id, review_id, mark),
  FOREIGN KEY (congress_id, review_id) REFERENCES reviews (congress_id, id)
);
CREATE INDEX review_ballots_by_tracker ON review_ballots (congress_id, review_id, tracker);

-- Sealed words, under a mark of their own: nothing ties them to a ballot.
CREATE TABLE review_words (
  congress_id uuid NOT NULL,
  review_id uuid NOT NULL,
  mark text NOT NULL,
  sealed text NOT NULL,
  PRIMARY KEY (congress_id, review_id, mark),
  FOREIGN KEY (congress_id, review_id) REFERENCES reviews (congress_id, id)
);

-- What voters added, once the box was opened: without names and numbers, in no order.
CREATE TABLE review_said (
  congress_id uuid NOT NULL,
  review_id uuid NOT NULL,
  place bigint NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (congress_id, review_id, place),
  FOREIGN KEY (congress_id, review_id) REFERENCES reviews (congress_id, id)
);

-- A trustee's part of opening the box; alone it opens nothing.
CREATE TABLE review_openings (
  congress_id uuid NOT NULL,
  review_id uuid NOT NULL,
  trustee bigint NOT NULL,
  opening text NOT NULL,
  words text NOT NULL,
  PRIMARY KEY (congress_id, review_id, trustee),
  FOREIGN KEY (congress_id, review_id) REFERENCES reviews (congress_id, id)
);

-- Paper ballots as one person counted them; two count apart from each other.
CREATE TABLE review_papers (
  congress_id uuid NOT NULL,
  review_id uuid NOT NULL,
  account_id uuid NOT NULL,
  ballots bigint NOT NULL,
  spoiled bigint NOT NULL,
  unreturned bigint NOT NULL,
  -- Votes by question and option, as JSON.
  counts text NOT NULL,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, review_id, account_id),
  FOREIGN KEY (congress_id, review_id) REFERENCES reviews (congress_id, id)
);

-- What a deputy puts right after most were not satisfied.
CREATE TABLE review_amends (
  congress_id uuid NOT NULL,
  review_id uuid NOT NULL,
  person_id uuid NOT NULL,
  due_on date NOT NULL,
  report text NOT NULL DEFAULT '',
  reported_on date,
  confirmed_on date,
  PRIMARY KEY (congress_id, review_id, person_id),
  FOREIGN KEY (congress_id, review_id) REFERENCES reviews (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX review_amends_by_day ON review_amends (congress_id, due_on, review_id);
