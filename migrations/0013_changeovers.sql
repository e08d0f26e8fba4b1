-- From one term to the next (换届): planned, rehearsed, carried out.

CREATE TABLE changeovers (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  -- The id of the term that it opens.
  id uuid NOT NULL,
  number bigint NOT NULL,
  name text NOT NULL,
  -- The day on which the new congress first meets, and the term's last.
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  -- The last day of the term before, as it stood when this was planned: it comes back when the plan is dropped.
  was_ends_on date NOT NULL,
  planned_at timestamptz NOT NULL,
  planned_by uuid,
  done_at timestamptz,
  -- What it came to, as JSON: numbers, no personal data.
  came_to text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, number)
);

-- A roster of the coming term is checked against the registers as they will stand, and written when the term begins.
ALTER TABLE rosters ADD COLUMN changeover_id uuid;
