-- What waits, in the order of its due days, for each who can be awaited; and what was open with somebody who left.
CREATE INDEX cases_due_what ON cases (congress_id, due_what, due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX cases_due_office ON cases (congress_id, office_id, due_what, due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX cases_due_body ON cases (congress_id, body_id, due_what, due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX cases_due_organ ON cases (congress_id, organ_id, due_what, due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX cases_due_deputy ON cases (congress_id, deputy_id, due_what, due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX cases_open_deputy ON cases (congress_id, deputy_id) WHERE ended_at IS NULL;
CREATE INDEX cases_joined ON cases (congress_id, joined_to, raised_at) WHERE joined_to IS NOT NULL;
CREATE INDEX case_organs_helping ON case_organs (congress_id, organ_id, case_id)
  WHERE part = 'co' AND state IN ('waiting', 'signed');
CREATE INDEX case_cosigners_asked ON case_cosigners (congress_id, person_id, case_id) WHERE answer = 'asked';
-- What the public sees of a deputy's and of a station's.
CREATE INDEX cases_published_deputy ON cases (congress_id, deputy_id, published_at, id, category) WHERE published_at IS NOT NULL;
CREATE INDEX cases_published_station ON cases (congress_id, station_id, published_at, id) WHERE published_at IS NOT NULL;
CREATE INDEX cases_published_constituency ON cases (congress_id, constituency_id, published_at, id)
  WHERE published_at IS NOT NULL;
-- What of a person counts, by kind and day: numbers of one person, and points, are found without passing over what
-- everybody else did, nor over the person's acts of other kinds.
CREATE INDEX acts_of_person_that_count ON acts (congress_id, person_id, kind, on_day, state, superseded_by, void)
  WHERE state = 'verified' AND superseded_by IS NULL AND NOT void;
