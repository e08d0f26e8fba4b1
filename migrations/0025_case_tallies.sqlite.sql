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
) WITHOUT ROWID;

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
    COALESCE(c.owed_on, '0001-01-01') AS on_day, count(*) AS n
  FROM case_scopes s JOIN cases c ON c.congress_id = s.congress_id AND c.id = s.case_id
  GROUP BY c.congress_id, s.scope, s.id, c.state, COALESCE(c.due_what, ''), COALESCE(c.owed_on, '0001-01-01')
  UNION ALL SELECT congress_id, 'raised', congress_id, '', '', date(raised_at, '+8 hours'), count(*) FROM cases
  GROUP BY congress_id, date(raised_at, '+8 hours')
  UNION ALL SELECT congress_id, 'ended', congress_id, '', '', date(ended_at, '+8 hours'), count(*) FROM cases WHERE ended_at IS NOT NULL
  GROUP BY congress_id, date(ended_at, '+8 hours');

INSERT INTO case_tallies (congress_id, scope, id, state, due_what, on_day, n)
  SELECT congress_id, scope, id, state, due_what, on_day, n FROM case_tallies_counted;

CREATE TRIGGER cases_tallied AFTER INSERT ON cases BEGIN
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT NEW.congress_id, s.scope, s.id, COALESCE(NEW.owed_on, '0001-01-01'), NEW.state, COALESCE(NEW.due_what, ''), 1 FROM (
    SELECT 'all' AS scope, NEW.congress_id AS id
    UNION ALL SELECT 'office', NEW.office_id
    UNION ALL SELECT 'body', NEW.body_id
    UNION ALL SELECT 'deputy', NEW.deputy_id
    UNION ALL SELECT 'lead', NEW.organ_id
    UNION ALL SELECT 'party', p.id FROM (SELECT NEW.office_id AS id UNION SELECT NEW.body_id UNION SELECT NEW.station_id) p
    UNION ALL SELECT 'own', o.id FROM (SELECT NEW.deputy_id AS id UNION SELECT person_id FROM case_cosigners
      WHERE congress_id = NEW.congress_id AND case_id = NEW.id) o
    UNION ALL SELECT 'organ', organ_id FROM case_organs WHERE congress_id = NEW.congress_id AND case_id = NEW.id
    UNION ALL SELECT 'co', organ_id FROM case_organs WHERE congress_id = NEW.congress_id AND case_id = NEW.id
      AND part = 'co' AND state IN ('waiting', 'signed')
  ) s WHERE s.id IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT NEW.congress_id, 'raised', NEW.congress_id, date(NEW.raised_at, '+8 hours'), '', '', 1 WHERE NEW.raised_at IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT NEW.congress_id, 'ended', NEW.congress_id, date(NEW.ended_at, '+8 hours'), '', '', 1 WHERE NEW.ended_at IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
END;

CREATE TRIGGER cases_tallied_anew AFTER UPDATE OF state, due_what, owed_on, office_id, body_id, station_id, deputy_id, organ_id ON cases
WHEN OLD.state IS NOT NEW.state
  OR OLD.due_what IS NOT NEW.due_what
  OR OLD.owed_on IS NOT NEW.owed_on
  OR OLD.office_id IS NOT NEW.office_id
  OR OLD.body_id IS NOT NEW.body_id
  OR OLD.station_id IS NOT NEW.station_id
  OR OLD.deputy_id IS NOT NEW.deputy_id
  OR OLD.organ_id IS NOT NEW.organ_id BEGIN
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT OLD.congress_id, s.scope, s.id, COALESCE(OLD.owed_on, '0001-01-01'), OLD.state, COALESCE(OLD.due_what, ''), -1 FROM (
    SELECT 'all' AS scope, OLD.congress_id AS id
    UNION ALL SELECT 'office', OLD.office_id
    UNION ALL SELECT 'body', OLD.body_id
    UNION ALL SELECT 'deputy', OLD.deputy_id
    UNION ALL SELECT 'lead', OLD.organ_id
    UNION ALL SELECT 'party', p.id FROM (SELECT OLD.office_id AS id UNION SELECT OLD.body_id UNION SELECT OLD.station_id) p
    UNION ALL SELECT 'own', o.id FROM (SELECT OLD.deputy_id AS id UNION SELECT person_id FROM case_cosigners
      WHERE congress_id = OLD.congress_id AND case_id = OLD.id) o
    UNION ALL SELECT 'organ', organ_id FROM case_organs WHERE congress_id = OLD.congress_id AND case_id = OLD.id
    UNION ALL SELECT 'co', organ_id FROM case_organs WHERE congress_id = OLD.congress_id AND case_id = OLD.id
      AND part = 'co' AND state IN ('waiting', 'signed')
  ) s WHERE s.id IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT NEW.congress_id, s.scope, s.id, COALESCE(NEW.owed_on, '0001-01-01'), NEW.state, COALESCE(NEW.due_what, ''), 1 FROM (
    SELECT 'all' AS scope, NEW.congress_id AS id
    UNION ALL SELECT 'office', NEW.office_id
    UNION ALL SELECT 'body', NEW.body_id
    UNION ALL SELECT 'deputy', NEW.deputy_id
    UNION ALL SELECT 'lead', NEW.organ_id
    UNION ALL SELECT 'party', p.id FROM (SELECT NEW.office_id AS id UNION SELECT NEW.body_id UNION SELECT NEW.station_id) p
    UNION ALL SELECT 'own', o.id FROM (SELECT NEW.deputy_id AS id UNION SELECT person_id FROM case_cosigners
      WHERE congress_id = NEW.congress_id AND case_id = NEW.id) o
    UNION ALL SELECT 'organ', organ_id FROM case_organs WHERE congress_id = NEW.congress_id AND case_id = NEW.id
    UNION ALL SELECT 'co', organ_id FROM case_organs WHERE congress_id = NEW.congress_id AND case_id = NEW.id
      AND part = 'co' AND state IN ('waiting', 'signed')
  ) s WHERE s.id IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
  DELETE FROM case_tallies WHERE n = 0 AND (congress_id, scope, id, on_day, state, due_what) IN (
    SELECT OLD.congress_id, s.scope, s.id, COALESCE(OLD.owed_on, '0001-01-01'), OLD.state, COALESCE(OLD.due_what, '') FROM (
      SELECT 'all' AS scope, OLD.congress_id AS id
      UNION ALL SELECT 'office', OLD.office_id
      UNION ALL SELECT 'body', OLD.body_id
      UNION ALL SELECT 'deputy', OLD.deputy_id
      UNION ALL SELECT 'lead', OLD.organ_id
      UNION ALL SELECT 'party', p.id FROM (SELECT OLD.office_id AS id UNION SELECT OLD.body_id UNION SELECT OLD.station_id) p
      UNION ALL SELECT 'own', o.id FROM (SELECT OLD.deputy_id AS id UNION SELECT person_id FROM case_cosigners
        WHERE congress_id = OLD.congress_id AND case_id = OLD.id) o
      UNION ALL SELECT 'organ', organ_id FROM case_organs WHERE congress_id = OLD.congress_id AND case_id = OLD.id
      UNION ALL SELECT 'co', organ_id FROM case_organs WHERE congress_id = OLD.congress_id AND case_id = OLD.id
        AND part = 'co' AND state IN ('waiting', 'signed')
    ) s WHERE s.id IS NOT NULL);
END;

CREATE TRIGGER cases_tallied_ended AFTER UPDATE OF ended_at ON cases WHEN OLD.ended_at IS NOT NEW.ended_at BEGIN
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT OLD.congress_id, 'ended', OLD.congress_id, date(OLD.ended_at, '+8 hours'), '', '', -1 WHERE OLD.ended_at IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT NEW.congress_id, 'ended', NEW.congress_id, date(NEW.ended_at, '+8 hours'), '', '', 1 WHERE NEW.ended_at IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
END;

CREATE TRIGGER cases_untallied BEFORE DELETE ON cases BEGIN
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT OLD.congress_id, s.scope, s.id, COALESCE(OLD.owed_on, '0001-01-01'), OLD.state, COALESCE(OLD.due_what, ''), -1 FROM (
    SELECT 'all' AS scope, OLD.congress_id AS id
    UNION ALL SELECT 'office', OLD.office_id
    UNION ALL SELECT 'body', OLD.body_id
    UNION ALL SELECT 'deputy', OLD.deputy_id
    UNION ALL SELECT 'lead', OLD.organ_id
    UNION ALL SELECT 'party', p.id FROM (SELECT OLD.office_id AS id UNION SELECT OLD.body_id UNION SELECT OLD.station_id) p
    UNION ALL SELECT 'own', o.id FROM (SELECT OLD.deputy_id AS id UNION SELECT person_id FROM case_cosigners
      WHERE congress_id = OLD.congress_id AND case_id = OLD.id) o
    UNION ALL SELECT 'organ', organ_id FROM case_organs WHERE congress_id = OLD.congress_id AND case_id = OLD.id
    UNION ALL SELECT 'co', organ_id FROM case_organs WHERE congress_id = OLD.congress_id AND case_id = OLD.id
      AND part = 'co' AND state IN ('waiting', 'signed')
  ) s WHERE s.id IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
  DELETE FROM case_tallies WHERE n = 0 AND (congress_id, scope, id, on_day, state, due_what) IN (
    SELECT OLD.congress_id, s.scope, s.id, COALESCE(OLD.owed_on, '0001-01-01'), OLD.state, COALESCE(OLD.due_what, '') FROM (
      SELECT 'all' AS scope, OLD.congress_id AS id
      UNION ALL SELECT 'office', OLD.office_id
      UNION ALL SELECT 'body', OLD.body_id
      UNION ALL SELECT 'deputy', OLD.deputy_id
      UNION ALL SELECT 'lead', OLD.organ_id
      UNION ALL SELECT 'party', p.id FROM (SELECT OLD.office_id AS id UNION SELECT OLD.body_id UNION SELECT OLD.station_id) p
      UNION ALL SELECT 'own', o.id FROM (SELECT OLD.deputy_id AS id UNION SELECT person_id FROM case_cosigners
        WHERE congress_id = OLD.congress_id AND case_id = OLD.id) o
      UNION ALL SELECT 'organ', organ_id FROM case_organs WHERE congress_id = OLD.congress_id AND case_id = OLD.id
      UNION ALL SELECT 'co', organ_id FROM case_organs WHERE congress_id = OLD.congress_id AND case_id = OLD.id
        AND part = 'co' AND state IN ('waiting', 'signed')
    ) s WHERE s.id IS NOT NULL);
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT OLD.congress_id, 'raised', OLD.congress_id, date(OLD.raised_at, '+8 hours'), '', '', -1 WHERE OLD.raised_at IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT OLD.congress_id, 'ended', OLD.congress_id, date(OLD.ended_at, '+8 hours'), '', '', -1 WHERE OLD.ended_at IS NOT NULL
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
END;

CREATE TRIGGER case_cosigners_tallied AFTER INSERT ON case_cosigners BEGIN
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT c.congress_id, 'own', NEW.person_id, COALESCE(c.owed_on, '0001-01-01'), c.state, COALESCE(c.due_what, ''), 1
  FROM cases c WHERE c.congress_id = NEW.congress_id AND c.id = NEW.case_id AND c.deputy_id IS NOT NEW.person_id
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
END;

CREATE TRIGGER case_cosigners_untallied AFTER DELETE ON case_cosigners BEGIN
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT c.congress_id, 'own', OLD.person_id, COALESCE(c.owed_on, '0001-01-01'), c.state, COALESCE(c.due_what, ''), -1
  FROM cases c WHERE c.congress_id = OLD.congress_id AND c.id = OLD.case_id AND c.deputy_id IS NOT OLD.person_id
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
END;

CREATE TRIGGER case_organs_tallied AFTER INSERT ON case_organs BEGIN
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT c.congress_id, 'organ', NEW.organ_id, COALESCE(c.owed_on, '0001-01-01'), c.state, COALESCE(c.due_what, ''), 1
  FROM cases c WHERE c.congress_id = NEW.congress_id AND c.id = NEW.case_id
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT c.congress_id, 'co', NEW.organ_id, COALESCE(c.owed_on, '0001-01-01'), c.state, COALESCE(c.due_what, ''), 1
  FROM cases c WHERE c.congress_id = NEW.congress_id AND c.id = NEW.case_id AND NEW.part = 'co' AND NEW.state IN ('waiting', 'signed')
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
END;

CREATE TRIGGER case_organs_tallied_anew AFTER UPDATE OF part, state ON case_organs WHEN OLD.part IS NOT NEW.part OR OLD.state IS NOT NEW.state BEGIN
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT c.congress_id, 'co', OLD.organ_id, COALESCE(c.owed_on, '0001-01-01'), c.state, COALESCE(c.due_what, ''), -1
  FROM cases c WHERE c.congress_id = OLD.congress_id AND c.id = OLD.case_id AND OLD.part = 'co' AND OLD.state IN ('waiting', 'signed')
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT c.congress_id, 'co', NEW.organ_id, COALESCE(c.owed_on, '0001-01-01'), c.state, COALESCE(c.due_what, ''), 1
  FROM cases c WHERE c.congress_id = NEW.congress_id AND c.id = NEW.case_id AND NEW.part = 'co' AND NEW.state IN ('waiting', 'signed')
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
END;

CREATE TRIGGER case_organs_untallied AFTER DELETE ON case_organs BEGIN
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT c.congress_id, 'organ', OLD.organ_id, COALESCE(c.owed_on, '0001-01-01'), c.state, COALESCE(c.due_what, ''), -1
  FROM cases c WHERE c.congress_id = OLD.congress_id AND c.id = OLD.case_id
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT c.congress_id, 'co', OLD.organ_id, COALESCE(c.owed_on, '0001-01-01'), c.state, COALESCE(c.due_what, ''), -1
  FROM cases c WHERE c.congress_id = OLD.congress_id AND c.id = OLD.case_id AND OLD.part = 'co' AND OLD.state IN ('waiting', 'signed')
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
END;

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
