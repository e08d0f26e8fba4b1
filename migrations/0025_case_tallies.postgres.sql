-- How many opinions there are of each kind, for whom: lists and desks say it without counting.
--
-- The database keeps it itself, in the act that changes an opinion, so that it is true whoever changes one: this version of the
-- program, the version before, or a hand.

CREATE TABLE case_tallies (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  -- For whom: `all` (of the congress), `office` and `body` (of one in that part), `party` (of an organization that sorts or
  -- examines it, or through whose station it came), `deputy` (the one concerned), `own` (that deputy, and those who co-sign),
  -- `lead` (of the lead organ), `organ` (of one that ever had it), `co` (of one that still helps the lead organ). Of the
  -- congress there are also `raised` and `ended`: on which day.
  scope text NOT NULL,
  id uuid NOT NULL,
  state text NOT NULL,
  -- What is awaited; empty when nothing is.
  due_what text NOT NULL,
  -- By when it was first due, or the day of `raised` and `ended`; the first of all days when nothing is due.
  on_day date NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (congress_id, scope, id, on_day, state, due_what)
);

-- For whom each opinion counts.
CREATE VIEW case_scopes AS
  SELECT congress_id, id AS case_id, 'all' AS scope, congress_id AS id FROM cases
  UNION ALL SELECT congress_id, id, 'office', office_id FROM cases WHERE office_id IS NOT NULL
  UNION ALL SELECT congress_id, id, 'body', body_id FROM cases WHERE body_id IS NOT NULL
  UNION ALL SELECT congress_id, id, 'deputy', deputy_id FROM cases WHERE deputy_id IS NOT NULL
  UNION ALL SELECT congress_id, id, 'lead', organ_id FROM cases WHERE organ_id IS NOT NULL
  UNION ALL SELECT congress_id, case_id, 'party', party FROM (
    SELECT congress_id, id AS case_id, office_id AS party FROM cases UNION SELECT congress_id, id, body_id FROM cases
    UNION SELECT congress_id, id, station_id FROM cases) p WHERE party IS NOT NULL
  UNION ALL SELECT congress_id, case_id, 'own', person FROM (
    SELECT congress_id, id AS case_id, deputy_id AS person FROM cases
    UNION SELECT congress_id, case_id, person_id FROM case_cosigners) o WHERE person IS NOT NULL
  UNION ALL SELECT congress_id, case_id, 'organ', organ_id FROM case_organs
  UNION ALL SELECT congress_id, case_id, 'co', organ_id FROM case_organs WHERE part = 'co' AND state IN ('waiting', 'signed');

-- What the tallies must say.
CREATE VIEW case_tallies_counted AS
  SELECT c.congress_id, s.scope, s.id, c.state, COALESCE(c.due_what, '') AS due_what,
    COALESCE(c.owed_on, DATE '0001-01-01') AS on_day, count(*) AS n
  FROM case_scopes s JOIN cases c ON c.congress_id = s.congress_id AND c.id = s.case_id
  GROUP BY c.congress_id, s.scope, s.id, c.state, COALESCE(c.due_what, ''), COALESCE(c.owed_on, DATE '0001-01-01')
  UNION ALL SELECT congress_id, 'raised', congress_id, '', '', CAST(raised_at AT TIME ZONE 'UTC' + INTERVAL '8 hours' AS date), count(*) FROM cases
  GROUP BY congress_id, CAST(raised_at AT TIME ZONE 'UTC' + INTERVAL '8 hours' AS date)
  UNION ALL SELECT congress_id, 'ended', congress_id, '', '', CAST(ended_at AT TIME ZONE 'UTC' + INTERVAL '8 hours' AS date), count(*) FROM cases WHERE ended_at IS NOT NULL
  GROUP BY congress_id, CAST(ended_at AT TIME ZONE 'UTC' + INTERVAL '8 hours' AS date);

INSERT INTO case_tallies (congress_id, scope, id, state, due_what, on_day, n)
  SELECT congress_id, scope, id, state, due_what, on_day, n FROM case_tallies_counted;

CREATE FUNCTION case_tally(c cases, by_n bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT c.congress_id, s.scope, s.id, COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, ''), by_n FROM (
    SELECT 'all' AS scope, c.congress_id AS id
    UNION ALL SELECT 'office', c.office_id
    UNION ALL SELECT 'body', c.body_id
    UNION ALL SELECT 'deputy', c.deputy_id
    UNION ALL SELECT 'lead', c.organ_id
    UNION ALL SELECT 'party', p.id FROM (SELECT c.office_id AS id UNION SELECT c.body_id UNION SELECT c.station_id) p
    UNION ALL SELECT 'own', o.id FROM (SELECT c.deputy_id AS id UNION SELECT person_id FROM case_cosigners
      WHERE congress_id = c.congress_id AND case_id = c.id) o
    UNION ALL SELECT 'organ', organ_id FROM case_organs WHERE congress_id = c.congress_id AND case_id = c.id
    UNION ALL SELECT 'co', organ_id FROM case_organs WHERE congress_id = c.congress_id AND case_id = c.id
      AND part = 'co' AND state IN ('waiting', 'signed')
  ) s WHERE s.id IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
$$;

CREATE FUNCTION case_tally_forget(c cases) RETURNS void LANGUAGE sql AS $$
  DELETE FROM case_tallies t USING (
    SELECT c.congress_id, s.scope, s.id FROM (
      SELECT 'all' AS scope, c.congress_id AS id
      UNION ALL SELECT 'office', c.office_id
      UNION ALL SELECT 'body', c.body_id
      UNION ALL SELECT 'deputy', c.deputy_id
      UNION ALL SELECT 'lead', c.organ_id
      UNION ALL SELECT 'party', p.id FROM (SELECT c.office_id AS id UNION SELECT c.body_id UNION SELECT c.station_id) p
      UNION ALL SELECT 'own', o.id FROM (SELECT c.deputy_id AS id UNION SELECT person_id FROM case_cosigners
        WHERE congress_id = c.congress_id AND case_id = c.id) o
      UNION ALL SELECT 'organ', organ_id FROM case_organs WHERE congress_id = c.congress_id AND case_id = c.id
      UNION ALL SELECT 'co', organ_id FROM case_organs WHERE congress_id = c.congress_id AND case_id = c.id
        AND part = 'co' AND state IN ('waiting', 'signed')
    ) s WHERE s.id IS NOT NULL
  ) k WHERE t.n = 0 AND t.congress_id = k.congress_id AND t.scope = k.scope AND t.id = k.id
    AND t.on_day = COALESCE(c.owed_on, DATE '0001-01-01') AND t.state = c.state AND t.due_what = COALESCE(c.due_what, '');
$$;

CREATE FUNCTION case_tally_day(congress uuid, what text, at timestamptz, by_n bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT congress, what, congress, CAST(at AT TIME ZONE 'UTC' + INTERVAL '8 hours' AS date), '', '', by_n WHERE at IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
$$;

CREATE FUNCTION case_tally_party(congress uuid, opinion uuid, what text, who uuid, by_n bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT c.congress_id, what, who, COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, ''), by_n
  FROM cases c WHERE c.congress_id = congress AND c.id = opinion AND (what <> 'own' OR c.deputy_id IS DISTINCT FROM who)
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
$$;

CREATE FUNCTION cases_tallied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM case_tally(NEW, 1);
    PERFORM case_tally_day(NEW.congress_id, 'raised', NEW.raised_at, 1);
    PERFORM case_tally_day(NEW.congress_id, 'ended', NEW.ended_at, 1);
  ELSE
    IF (OLD.state, OLD.due_what, OLD.owed_on, OLD.office_id, OLD.body_id, OLD.station_id, OLD.deputy_id, OLD.organ_id)
      IS DISTINCT FROM
      (NEW.state, NEW.due_what, NEW.owed_on, NEW.office_id, NEW.body_id, NEW.station_id, NEW.deputy_id, NEW.organ_id) THEN
      PERFORM case_tally(OLD, -1);
      PERFORM case_tally(NEW, 1);
      PERFORM case_tally_forget(OLD);
    END IF;
    IF OLD.ended_at IS DISTINCT FROM NEW.ended_at THEN
      PERFORM case_tally_day(NEW.congress_id, 'ended', OLD.ended_at, -1);
      PERFORM case_tally_day(NEW.congress_id, 'ended', NEW.ended_at, 1);
    END IF;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER cases_tallied AFTER INSERT OR UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION cases_tallied();

CREATE FUNCTION cases_untallied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM case_tally(OLD, -1);
  PERFORM case_tally_forget(OLD);
  PERFORM case_tally_day(OLD.congress_id, 'raised', OLD.raised_at, -1);
  PERFORM case_tally_day(OLD.congress_id, 'ended', OLD.ended_at, -1);
  RETURN OLD;
END
$$;

CREATE TRIGGER cases_untallied BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION cases_untallied();

CREATE FUNCTION case_cosigners_tallied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM case_tally_party(NEW.congress_id, NEW.case_id, 'own', NEW.person_id, 1);
  ELSE
    PERFORM case_tally_party(OLD.congress_id, OLD.case_id, 'own', OLD.person_id, -1);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER case_cosigners_tallied AFTER INSERT OR DELETE ON case_cosigners
  FOR EACH ROW EXECUTE FUNCTION case_cosigners_tallied();

CREATE FUNCTION case_organs_tallied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM case_tally_party(NEW.congress_id, NEW.case_id, 'organ', NEW.organ_id, 1);
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM case_tally_party(OLD.congress_id, OLD.case_id, 'organ', OLD.organ_id, -1);
  END IF;
  IF TG_OP <> 'INSERT' AND OLD.part = 'co' AND OLD.state IN ('waiting', 'signed') THEN
    PERFORM case_tally_party(OLD.congress_id, OLD.case_id, 'co', OLD.organ_id, -1);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.part = 'co' AND NEW.state IN ('waiting', 'signed') THEN
    PERFORM case_tally_party(NEW.congress_id, NEW.case_id, 'co', NEW.organ_id, 1);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER case_organs_tallied AFTER INSERT OR UPDATE OR DELETE ON case_organs
  FOR EACH ROW EXECUTE FUNCTION case_organs_tallied();

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
