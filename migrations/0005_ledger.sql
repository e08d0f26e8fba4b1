-- The one ledger, and the first link: who contacts whom, what was done, what it counts for (clauses 1, 2, 7, 9, 10).

-- Acts: what counts as duty done. A verified act is never edited: a correction is an act of its own that supersedes it.
CREATE TABLE acts (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL,
  on_day date NOT NULL,
  method text NOT NULL DEFAULT '',
  -- The charter's words for what it was about, separated by blanks.
  topics text NOT NULL DEFAULT '',
  place text NOT NULL DEFAULT '',
  constituency_id uuid,
  evidence text NOT NULL,
  evidence_id uuid NOT NULL,
  -- How it came here: witnessed by the system, or one of the charter's ways of registration.
  way text NOT NULL,
  state text NOT NULL,
  -- The office that registered it for others.
  office_id uuid,
  entered_by uuid,
  entered_at timestamptz NOT NULL,
  declared_on date,
  -- The last day on which its declaration was in time, as the charter and the calendar said on that day.
  timely_until date,
  decided_by uuid,
  decided_at timestamptz,
  -- Why it was returned, or why it corrects another.
  note text NOT NULL DEFAULT '',
  supersedes_id uuid,
  superseded_by uuid,
  -- A correction that leaves nothing: it was not done.
  void boolean NOT NULL DEFAULT FALSE,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, supersedes_id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, constituency_id) REFERENCES constituencies (congress_id, id),
  FOREIGN KEY (congress_id, office_id) REFERENCES organizations (congress_id, id),
  FOREIGN KEY (congress_id, supersedes_id) REFERENCES acts (congress_id, id)
);
-- The same act of a person on the same evidence is one.
CREATE UNIQUE INDEX acts_once ON acts (congress_id, person_id, kind, evidence_id) WHERE supersedes_id IS NULL;
CREATE INDEX acts_by_person ON acts (congress_id, person_id, on_day);
CREATE INDEX acts_by_day ON acts (congress_id, on_day, id);
CREATE INDEX acts_by_state ON acts (congress_id, state, entered_at, id);
CREATE INDEX acts_by_evidence ON acts (congress_id, evidence_id);

-- Who was on the other side, and what he or she says of it: '', 'confirmed' or 'objected'.
CREATE TABLE act_parties (
  congress_id uuid NOT NULL,
  act_id uuid NOT NULL,
  person_id uuid NOT NULL,
  answer text NOT NULL DEFAULT '',
  answered_at timestamptz,
  PRIMARY KEY (congress_id, act_id, person_id),
  FOREIGN KEY (congress_id, act_id) REFERENCES acts (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX act_parties_by_person ON act_parties (congress_id, person_id, act_id);

-- Further records that show it, such as the opinions that came of a contact.
CREATE TABLE act_links (
  congress_id uuid NOT NULL,
  act_id uuid NOT NULL,
  kind text NOT NULL,
  linked_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, act_id, linked_id),
  FOREIGN KEY (congress_id, act_id) REFERENCES acts (congress_id, id)
);

-- Somebody says that an act is wrong, or that one is missing in a year.
CREATE TABLE objections (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  act_id uuid,
  year bigint NOT NULL,
  text text NOT NULL,
  at timestamptz NOT NULL,
  -- '' while open, then 'kept' or 'corrected'.
  outcome text NOT NULL DEFAULT '',
  answer text NOT NULL DEFAULT '',
  answered_by uuid,
  answered_at timestamptz,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, act_id) REFERENCES acts (congress_id, id)
);
CREATE INDEX objections_by_act ON objections (congress_id, act_id);
CREATE INDEX objections_by_outcome ON objections (congress_id, outcome, at);

-- Running counters of the charter's duties; a recount from the acts gives the same (target: all zeros for anybody).
CREATE TABLE duty_counts (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  person_id uuid NOT NULL,
  duty text NOT NULL,
  target_id uuid NOT NULL,
  period_from date NOT NULL,
  done bigint NOT NULL,
  PRIMARY KEY (congress_id, person_id, duty, target_id, period_from),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX duty_counts_by_period ON duty_counts (congress_id, period_from, duty);

-- Which charter the counters were counted by: another one means counting anew.
CREATE TABLE duty_books (
  congress_id uuid NOT NULL PRIMARY KEY REFERENCES congresses (id),
  charter text NOT NULL
);

-- Acts that were audited and published for a quarter, where the charter asks for it.
CREATE TABLE act_publications (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  quarter_from date NOT NULL,
  acts bigint NOT NULL,
  digest text NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid,
  PRIMARY KEY (congress_id, quarter_from)
);

INSERT INTO acts (congress_id, id, person_id, kind, on_day, constituency_id, evidence, evidence_id, way, state,
  entered_by, entered_at, supersedes_id)
SELECT congress_id, id, person_id,
  CASE kind WHEN 'opinion-raised' THEN 'opinion_raised' WHEN 'opinion-taken-up' THEN 'opinion_raised'
    WHEN 'opinion-cosigned' THEN 'opinion_cosigned' ELSE 'opinion_evaluated' END,
  on_day, constituency_id, evidence, evidence_id, 'witnessed', state, entered_by, entered_at, supersedes_id
FROM ledger;
DROP TABLE ledger;

-- The field of work: with the area, what an assignment goes by.
ALTER TABLE persons ADD COLUMN field text NOT NULL DEFAULT '';

-- Approved leave, and mandates that rested (deputies law, article 61): days on which nothing is owed.
CREATE TABLE leaves (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  reason text NOT NULL,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX leaves_by_person ON leaves (congress_id, person_id);

-- Which committee member contacts which deputy, from when to when (clause 2).
CREATE TABLE assignments (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  deputy_id uuid NOT NULL,
  from_on date NOT NULL,
  to_on date,
  -- The words of the reasons, separated by blanks.
  reasons text NOT NULL DEFAULT '',
  plan_id uuid,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, member_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, deputy_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX assignments_by_member ON assignments (congress_id, member_id);
CREATE INDEX assignments_by_deputy ON assignments (congress_id, deputy_id);

-- Proposals for them, until they are published.
CREATE TABLE plans (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  state text NOT NULL,
  in_force_on date NOT NULL,
  earlier text NOT NULL,
  made_by uuid,
  made_at timestamptz NOT NULL,
  published_by uuid,
  published_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (congress_id, id)
);

CREATE TABLE plan_pairs (
  congress_id uuid NOT NULL,
  plan_id uuid NOT NULL,
  deputy_id uuid NOT NULL,
  member_id uuid,
  reasons text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, plan_id, deputy_id),
  FOREIGN KEY (congress_id, plan_id) REFERENCES plans (congress_id, id),
  FOREIGN KEY (congress_id, deputy_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX plan_pairs_by_member ON plan_pairs (congress_id, plan_id, member_id);

-- What was changed by hand, so that it can be undone: the pairs of one change share its number.
CREATE TABLE plan_changes (
  congress_id uuid NOT NULL,
  plan_id uuid NOT NULL,
  number bigint NOT NULL,
  deputy_id uuid NOT NULL,
  from_member_id uuid,
  from_reasons text NOT NULL DEFAULT '',
  to_member_id uuid,
  PRIMARY KEY (congress_id, plan_id, number, deputy_id),
  FOREIGN KEY (congress_id, plan_id) REFERENCES plans (congress_id, id)
);

-- Who must not be assigned to whom: spouses, kin, superior and subordinate.
CREATE TABLE ties (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  one_id uuid NOT NULL,
  other_id uuid NOT NULL,
  kind text NOT NULL,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, one_id, other_id),
  FOREIGN KEY (congress_id, one_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, other_id) REFERENCES persons (congress_id, id)
);

-- What was said in a contact; whether it counts stands in its act.
CREATE TABLE contacts (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  member_id uuid NOT NULL,
  act_id uuid NOT NULL,
  said text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  UNIQUE (congress_id, act_id),
  FOREIGN KEY (congress_id, member_id) REFERENCES persons (congress_id, id),
  FOREIGN KEY (congress_id, act_id) REFERENCES acts (congress_id, id)
);

-- A deputy's personal difficulties (clause 1): for the member who heard them and the commission, nobody else.
CREATE TABLE confidences (
  congress_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (congress_id, contact_id),
  FOREIGN KEY (congress_id, contact_id) REFERENCES contacts (congress_id, id)
);

-- What was done with voters (clauses 5 and 7): one activity, an act for each deputy who took part.
CREATE TABLE outreaches (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  said text NOT NULL DEFAULT '',
  voters bigint,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id)
);

-- What a commendation was given for; it counts only when it was approved.
CREATE TABLE merits (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  text text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id)
);

-- The points of a year as they were frozen; a later freeze is a further revision.
CREATE TABLE points_years (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  year bigint NOT NULL,
  revision bigint NOT NULL,
  digest text NOT NULL,
  frozen_at timestamptz NOT NULL,
  frozen_by uuid,
  PRIMARY KEY (congress_id, year, revision)
);

CREATE TABLE points_statements (
  congress_id uuid NOT NULL,
  year bigint NOT NULL,
  revision bigint NOT NULL,
  person_id uuid NOT NULL,
  total bigint NOT NULL,
  lines text NOT NULL,
  PRIMARY KEY (congress_id, year, revision, person_id),
  FOREIGN KEY (congress_id, year, revision) REFERENCES points_years (congress_id, year, revision),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);

-- An opinion heard in a contact points back at it.
ALTER TABLE cases ADD COLUMN heard_in uuid;
CREATE INDEX cases_by_heard_in ON cases (congress_id, heard_in);
