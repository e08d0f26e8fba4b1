-- Homes and stations, their reception days, what was found there: clause 6.

-- What is told of a home or station beside its row in the register.
CREATE TABLE stations (
  congress_id uuid NOT NULL,
  id uuid NOT NULL,
  directions text NOT NULL DEFAULT '',
  -- `yes`, `partly`, `no`; empty when nobody said.
  accessible text NOT NULL DEFAULT '',
  square_metres bigint,
  latitude double precision,
  longitude double precision,
  -- How many paper forms have their serial number already.
  papers bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, id) REFERENCES organizations (congress_id, id)
);

-- Days on which nobody is received.
CREATE TABLE station_closures (
  congress_id uuid NOT NULL,
  id uuid NOT NULL,
  station_id uuid NOT NULL,
  from_on date NOT NULL,
  to_on date NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, station_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX station_closures_by_station ON station_closures (congress_id, station_id, from_on);

-- The year's plan of a station, thing by thing.
CREATE TABLE station_plans (
  congress_id uuid NOT NULL,
  id uuid NOT NULL,
  station_id uuid NOT NULL,
  on_day date NOT NULL,
  what text NOT NULL,
  held_on date,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, station_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX station_plans_by_station ON station_plans (congress_id, station_id, on_day);

-- Posters that hang somewhere, so that a torn one can be reported by its number.
CREATE TABLE station_posters (
  congress_id uuid NOT NULL,
  station_id uuid NOT NULL,
  number bigint NOT NULL,
  place text NOT NULL,
  printed_on date NOT NULL,
  torn_on date,
  PRIMARY KEY (congress_id, station_id, number),
  FOREIGN KEY (congress_id, station_id) REFERENCES organizations (congress_id, id)
);

-- Guidance: who visited a station when, and what was found.
CREATE TABLE station_visits (
  congress_id uuid NOT NULL,
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  station_id uuid NOT NULL,
  -- In whose name: a working body, a local office, the commission.
  office_id uuid NOT NULL,
  on_day date NOT NULL,
  note text NOT NULL,
  entered_by uuid,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  FOREIGN KEY (congress_id, station_id) REFERENCES organizations (congress_id, id),
  FOREIGN KEY (congress_id, office_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX station_visits_by_station ON station_visits (congress_id, station_id, on_day);

CREATE TABLE station_findings (
  congress_id uuid NOT NULL,
  id uuid NOT NULL,
  visit_id uuid NOT NULL,
  station_id uuid NOT NULL,
  -- Which of the six haves it is about, or none.
  have text NOT NULL DEFAULT '',
  text text NOT NULL,
  due_on date NOT NULL,
  -- `open`, `done` (the keeper says so), `confirmed` (the visitor saw it).
  state text NOT NULL,
  done text NOT NULL DEFAULT '',
  done_on date,
  confirmed_on date,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, visit_id) REFERENCES station_visits (congress_id, id),
  FOREIGN KEY (congress_id, station_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX station_findings_by_station ON station_findings (congress_id, station_id, state);
CREATE INDEX station_findings_by_state ON station_findings (congress_id, state, due_on);

-- The outline of an area, simplified, as a JSON list of rings of [longitude, latitude].
CREATE TABLE area_outlines (
  congress_id uuid NOT NULL,
  area_id uuid NOT NULL,
  rings text NOT NULL,
  PRIMARY KEY (congress_id, area_id),
  FOREIGN KEY (congress_id, area_id) REFERENCES areas (congress_id, id)
);

-- How often a station receives voters.
CREATE TABLE reception_rhythms (
  congress_id uuid NOT NULL,
  station_id uuid NOT NULL,
  -- `weekly` (day 1 is Monday) or `monthly` (the day of the month).
  kind text NOT NULL,
  day bigint NOT NULL,
  -- Minutes since midnight.
  starts bigint NOT NULL,
  ends bigint NOT NULL,
  -- Deputies on duty at a time.
  each bigint NOT NULL,
  -- How long a slot is, and how many may book it; 0 takes no bookings.
  slot bigint NOT NULL,
  capacity bigint NOT NULL,
  PRIMARY KEY (congress_id, station_id),
  FOREIGN KEY (congress_id, station_id) REFERENCES organizations (congress_id, id)
);

CREATE TABLE receptions (
  congress_id uuid NOT NULL,
  id uuid NOT NULL,
  station_id uuid NOT NULL,
  on_day date NOT NULL,
  starts bigint NOT NULL,
  ends bigint NOT NULL,
  slot bigint NOT NULL,
  capacity bigint NOT NULL,
  -- `planned`, `published`, `cancelled`, `closed`.
  state text NOT NULL,
  published_at timestamptz,
  -- Why it was announced later than the charter asks, or what was changed after it was announced.
  short_reason text NOT NULL DEFAULT '',
  change_reason text NOT NULL DEFAULT '',
  -- When it was first announced for, once that was changed.
  was_on date,
  was_starts bigint,
  sequence bigint NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL,
  -- Those who came and had no opinion to hand in; the others are counted by their opinions.
  visitors bigint NOT NULL DEFAULT 0,
  summary text NOT NULL DEFAULT '',
  closing_form uuid,
  closed_on date,
  outreach_id uuid,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, station_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX receptions_by_station ON receptions (congress_id, station_id, on_day);
CREATE INDEX receptions_by_day ON receptions (congress_id, on_day, state);

-- Who is on duty; who stands in for somebody has a row of his or her own.
CREATE TABLE reception_duties (
  congress_id uuid NOT NULL,
  reception_id uuid NOT NULL,
  person_id uuid NOT NULL,
  -- The words of the reasons, separated by blanks.
  reasons text NOT NULL DEFAULT '',
  stands_in_for uuid,
  -- `came`, `absent`; empty when nobody said.
  presence text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, reception_id, person_id),
  FOREIGN KEY (congress_id, reception_id) REFERENCES receptions (congress_id, id),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);
CREATE INDEX reception_duties_by_person ON reception_duties (congress_id, person_id);

-- A voter's place in the line. Name and number are erased a month after the day.
CREATE TABLE bookings (
  congress_id uuid NOT NULL,
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  reception_id uuid NOT NULL,
  code text NOT NULL,
  -- Minutes since midnight.
  slot bigint NOT NULL,
  name text NOT NULL,
  phone text NOT NULL,
  -- `booked`, `cancelled`, `came`, `missed`.
  state text NOT NULL,
  at timestamptz NOT NULL,
  erased_at timestamptz,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  UNIQUE (congress_id, code),
  FOREIGN KEY (congress_id, reception_id) REFERENCES receptions (congress_id, id)
);
CREATE INDEX bookings_by_reception ON bookings (congress_id, reception_id, slot);

-- The address of a deputy's own calendar; here is only its hash.
CREATE TABLE calendar_keys (
  congress_id uuid NOT NULL,
  person_id uuid NOT NULL,
  token text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, person_id),
  UNIQUE (congress_id, token),
  FOREIGN KEY (congress_id, person_id) REFERENCES persons (congress_id, id)
);

-- The reception at which an opinion was entered, and the serial number of its paper form.
ALTER TABLE cases ADD COLUMN reception_id uuid;
ALTER TABLE cases ADD COLUMN serial text NOT NULL DEFAULT '';
CREATE INDEX cases_by_reception ON cases (congress_id, reception_id, raised_at);
