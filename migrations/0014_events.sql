-- Events (clause 3): meetings that deputies attend, inspections, research, enforcement checks, group activities, training.

CREATE TABLE events (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  -- `session`, `inspection`, `research`, `check`, `group` or `training`.
  kind text NOT NULL,
  year bigint NOT NULL,
  nth bigint NOT NULL,
  title text NOT NULL,
  body text NOT NULL DEFAULT '',
  place text NOT NULL,
  on_day date NOT NULL,
  -- Minutes since midnight.
  starts bigint NOT NULL,
  ends bigint NOT NULL,
  last_day date NOT NULL,
  -- Whose it is: the commission, a working body, a local office.
  office_id uuid NOT NULL,
  answer_by date NOT NULL,
  -- `draft`, `announced`, `cancelled` or `closed`.
  state text NOT NULL,
  -- At the door: whoever scans it and is invited is present.
  code text NOT NULL,
  change_reason text NOT NULL DEFAULT '',
  -- Of the calendar's entry: it grows with each change.
  sequence bigint NOT NULL DEFAULT 0,
  announced_at timestamptz,
  changed_at timestamptz NOT NULL,
  closed_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  UNIQUE (congress_id, year, nth),
  UNIQUE (congress_id, code),
  FOREIGN KEY (congress_id, office_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX events_by_day ON events (congress_id, on_day, id);
CREATE INDEX events_by_office ON events (congress_id, office_id, on_day);

-- What an event is about; deputies are invited to a topic.
CREATE TABLE event_topics (
  congress_id uuid NOT NULL,
  event_id uuid NOT NULL,
  place bigint NOT NULL,
  title text NOT NULL,
  -- The fields and towns that deputies are proposed by, separated by blanks.
  fields text NOT NULL DEFAULT '',
  areas text NOT NULL DEFAULT '',
  -- What voters were asked about it (clause 5).
  consultation_id uuid,
  -- How many may speak; 0 when nobody is asked to.
  slots bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (congress_id, event_id, place),
  FOREIGN KEY (congress_id, event_id) REFERENCES events (congress_id, id)
);

CREATE TABLE event_invited (
  congress_id uuid NOT NULL,
  event_id uuid NOT NULL,
  person_id uuid NOT NULL,
  -- To which topic; to the whole event when none.
  topic bigint,
  -- The words of the reasons, separated by blanks.
  reasons text NOT NULL DEFAULT '',
  -- The person's own address for the answer: no account is needed on a telephone that is not bound.
  code text NOT NULL,
  -- Empty, `accepted` or `declined`.
  answer text NOT NULL DEFAULT '',
  answer_reason text NOT NULL DEFAULT '',
  answered_at timestamptz,
  -- Empty, `present`, `excused` or `absent`.
  presence text NOT NULL DEFAULT '',
  -- `door` or `desk`.
  checked_how text NOT NULL DEFAULT '',
  checked_at timestamptz,
  -- Asks to speak on the topic.
  speaks boolean NOT NULL DEFAULT FALSE,
  PRIMARY KEY (congress_id, event_id, person_id),
  UNIQUE (congress_id, code),
  FOREIGN KEY (congress_id, event_id) REFERENCES events (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX event_invited_by_person ON event_invited (congress_id, person_id, event_id);

-- What was said, on which topic, by whom.
CREATE TABLE event_speeches (
  congress_id uuid NOT NULL,
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  event_id uuid NOT NULL,
  person_id uuid NOT NULL,
  topic bigint,
  text text NOT NULL,
  entered_by uuid,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  FOREIGN KEY (congress_id, event_id) REFERENCES events (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX event_speeches_by_event ON event_speeches (congress_id, event_id, entered_at);
