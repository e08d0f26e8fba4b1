-- How many opinions there are of each kind, for whom: lists and desks say it without counting.
--
-- The database keeps it itself, in the act that changes an opinion, so that it is true whoever changes one: this version of the
-- program, the version before, or a hand.

CREATE TABLE case_tallies (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  -- For whom: see the view `case_scopes`.
  scope text NOT NULL,
  id uuid NOT NULL,
  -- By when it was first due, the first of all days when nothing is due; for `raised` and `ended` the day of that.
  on_day date NOT NULL,
  state text NOT NULL,
  -- What is awaited; empty when nothing is.
  due_what text NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (congress_id, scope, id, on_day, state, due_what)
);

-- For whom each opinion counts: the congress, the office and the working body that have it, the deputy concerned, the lead
-- organ; every organization that sorts or examines it or through whose station it came (`party`); the deputy and those who
-- co-sign (`own`); every organ that ever had it, and those that still help the lead organ (`co`).
CREATE VIEW case_scopes AS
  SELECT congress_id, id AS case_id, 'all' AS scope, congress_id AS id FROM cases
  UNION ALL SELECT congress_id, id, 'office', office_id FROM cases
  UNION ALL SELECT congress_id, id, 'body', body_id FROM cases
  UNION ALL SELECT congress_id, id, 'deputy', deputy_id FROM cases
  UNION ALL SELECT congress_id, id, 'lead', organ_id FROM cases
  UNION ALL SELECT congress_id, id, 'party', office_id FROM cases
  UNION ALL SELECT congress_id, id, 'party', body_id FROM cases WHERE body_id IS DISTINCT FROM office_id
  UNION ALL SELECT congress_id, id, 'party', station_id FROM cases
    WHERE station_id IS DISTINCT FROM office_id AND station_id IS DISTINCT FROM body_id
  UNION ALL SELECT congress_id, id, 'own', deputy_id FROM cases
  UNION ALL SELECT w.congress_id, w.case_id, 'own', w.person_id FROM case_cosigners w
    JOIN cases c ON c.congress_id = w.congress_id AND c.id = w.case_id WHERE c.deputy_id IS DISTINCT FROM w.person_id
  UNION ALL SELECT congress_id, case_id, 'organ', organ_id FROM case_organs
  UNION ALL SELECT congress_id, case_id, 'co', organ_id FROM case_organs WHERE part = 'co' AND state IN ('waiting', 'signed');

-- Of which kind each opinion is there; and on which day it was raised and ended.
CREATE VIEW case_kinds AS
  SELECT s.congress_id, s.case_id, s.scope, s.id, COALESCE(c.owed_on, DATE '0001-01-01') AS on_day, c.state,
    COALESCE(c.due_what, '') AS due_what
  FROM case_scopes s JOIN cases c ON c.congress_id = s.congress_id AND c.id = s.case_id WHERE s.id IS NOT NULL
  UNION ALL SELECT congress_id, id, 'raised', congress_id, CAST(raised_at AT TIME ZONE 'UTC' + INTERVAL '8 hours' AS date), '', '' FROM cases
  UNION ALL SELECT congress_id, id, 'ended', congress_id, CAST(ended_at AT TIME ZONE 'UTC' + INTERVAL '8 hours' AS date), '', '' FROM cases
    WHERE ended_at IS NOT NULL;

-- What the tallies must say.
CREATE VIEW case_tallies_counted AS
  SELECT congress_id, scope, id, on_day, state, due_what, count(*) AS n FROM case_kinds
  GROUP BY congress_id, scope, id, on_day, state, due_what;

INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT congress_id, scope, id, on_day, state, due_what, n FROM case_tallies_counted;

-- One more of each kind that an opinion is of, or one less; or of those alone that concern somebody.
CREATE FUNCTION case_tally(congress uuid, opinion uuid, by_n bigint, scopes text[] DEFAULT NULL, whose uuid DEFAULT NULL)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT congress_id, scope, id, on_day, state, due_what, by_n FROM case_kinds
  WHERE congress_id = congress AND case_id = opinion AND (scopes IS NULL OR (scope = ANY(scopes) AND id = whose))
  ON CONFLICT (congress_id, scope, id, on_day, state, due_what) DO UPDATE SET n = case_tallies.n + excluded.n;
$$;

-- What is none any more goes, so that a sum reads only days on which something is due.
CREATE FUNCTION case_tallies_none() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM case_tallies WHERE congress_id = NEW.congress_id AND scope = NEW.scope AND id = NEW.id AND on_day = NEW.on_day
    AND state = NEW.state AND due_what = NEW.due_what;
  RETURN NULL;
END
$$;

CREATE TRIGGER case_tallies_none AFTER UPDATE OF n ON case_tallies FOR EACH ROW WHEN (NEW.n = 0)
  EXECUTE FUNCTION case_tallies_none();

-- An opinion is of its kinds as long as it is so: no more before a change, anew after it.
CREATE FUNCTION cases_tallied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_WHEN = 'BEFORE' THEN
    PERFORM case_tally(OLD.congress_id, OLD.id, -1);
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  PERFORM case_tally(NEW.congress_id, NEW.id, 1);
  RETURN NULL;
END
$$;

CREATE TRIGGER cases_tallied AFTER INSERT ON cases FOR EACH ROW EXECUTE FUNCTION cases_tallied();

CREATE TRIGGER cases_before BEFORE UPDATE ON cases FOR EACH ROW
WHEN (OLD.state IS DISTINCT FROM NEW.state
  OR OLD.due_what IS DISTINCT FROM NEW.due_what
  OR OLD.owed_on IS DISTINCT FROM NEW.owed_on
  OR OLD.ended_at IS DISTINCT FROM NEW.ended_at
  OR OLD.office_id IS DISTINCT FROM NEW.office_id
  OR OLD.body_id IS DISTINCT FROM NEW.body_id
  OR OLD.station_id IS DISTINCT FROM NEW.station_id
  OR OLD.deputy_id IS DISTINCT FROM NEW.deputy_id
  OR OLD.organ_id IS DISTINCT FROM NEW.organ_id)
  EXECUTE FUNCTION cases_tallied();

CREATE TRIGGER cases_after AFTER UPDATE ON cases FOR EACH ROW
WHEN (OLD.state IS DISTINCT FROM NEW.state
  OR OLD.due_what IS DISTINCT FROM NEW.due_what
  OR OLD.owed_on IS DISTINCT FROM NEW.owed_on
  OR OLD.ended_at IS DISTINCT FROM NEW.ended_at
  OR OLD.office_id IS DISTINCT FROM NEW.office_id
  OR OLD.body_id IS DISTINCT FROM NEW.body_id
  OR OLD.station_id IS DISTINCT FROM NEW.station_id
  OR OLD.deputy_id IS DISTINCT FROM NEW.deputy_id
  OR OLD.organ_id IS DISTINCT FROM NEW.organ_id)
  EXECUTE FUNCTION cases_tallied();

CREATE TRIGGER cases_untallied BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION cases_tallied();

-- Whoever co-signs an opinion of his or her own is not there twice.
CREATE FUNCTION case_cosigners_tallied() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  it case_cosigners := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF it.person_id IS DISTINCT FROM
    (SELECT deputy_id FROM cases WHERE congress_id = it.congress_id AND id = it.case_id)
  THEN
    PERFORM case_tally(it.congress_id, it.case_id, CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END, '{own}', it.person_id);
  END IF;
  RETURN it;
END
$$;

CREATE TRIGGER case_cosigners_tallied AFTER INSERT ON case_cosigners FOR EACH ROW EXECUTE FUNCTION case_cosigners_tallied();

CREATE TRIGGER case_cosigners_untallied BEFORE DELETE ON case_cosigners FOR EACH ROW EXECUTE FUNCTION case_cosigners_tallied();

CREATE FUNCTION case_organs_tallied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_WHEN = 'BEFORE' THEN
    PERFORM case_tally(OLD.congress_id, OLD.case_id, -1, '{organ, co}', OLD.organ_id);
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  PERFORM case_tally(NEW.congress_id, NEW.case_id, 1, '{organ, co}', NEW.organ_id);
  RETURN NULL;
END
$$;

CREATE TRIGGER case_organs_tallied AFTER INSERT ON case_organs FOR EACH ROW EXECUTE FUNCTION case_organs_tallied();

CREATE TRIGGER case_organs_before BEFORE UPDATE OF part, state ON case_organs FOR EACH ROW EXECUTE FUNCTION case_organs_tallied();

CREATE TRIGGER case_organs_after AFTER UPDATE OF part, state ON case_organs FOR EACH ROW EXECUTE FUNCTION case_organs_tallied();

CREATE TRIGGER case_organs_untallied BEFORE DELETE ON case_organs FOR EACH ROW EXECUTE FUNCTION case_organs_tallied();
