-- What an act asks of the database is found at once: who holds a role of an office, whose account it is; and of which kinds one
-- opinion is, with its row read once and by a plan that is made once a connection.

CREATE INDEX grants_by_role ON grants (congress_id, role, organization_id, account_id);
CREATE INDEX accounts_by_person ON accounts (congress_id, person_id, id) WHERE person_id IS NOT NULL;

-- Of which kind each opinion is there, for whom; and on which day it was raised and ended. For whom: the congress, the office
-- and the working body that have it, the deputy concerned, the lead organ; every organization that sorts or examines it or
-- through whose station it came (`party`); the deputy and those who co-sign (`own`); every organ that ever had it, and those that
-- still help the lead organ (`co`).
CREATE OR REPLACE VIEW case_kinds AS
  SELECT c.congress_id, c.id AS case_id, k.scope, k.id, k.on_day, k.state, k.due_what
  FROM cases c CROSS JOIN LATERAL (VALUES
    ('all', c.congress_id, COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, '')),
    ('office', c.office_id, COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, '')),
    ('body', c.body_id, COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, '')),
    ('deputy', c.deputy_id, COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, '')),
    ('lead', c.organ_id, COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, '')),
    ('party', c.office_id, COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, '')),
    ('party', CASE WHEN c.body_id IS DISTINCT FROM c.office_id THEN c.body_id END,
      COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, '')),
    ('party', CASE WHEN c.station_id IS DISTINCT FROM c.office_id AND c.station_id IS DISTINCT FROM c.body_id THEN c.station_id END,
      COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, '')),
    ('own', c.deputy_id, COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, '')),
    ('raised', c.congress_id, CAST(c.raised_at AT TIME ZONE 'UTC' + INTERVAL '8 hours' AS date), '', ''),
    ('ended', CASE WHEN c.ended_at IS NOT NULL THEN c.congress_id END,
      CAST(c.ended_at AT TIME ZONE 'UTC' + INTERVAL '8 hours' AS date), '', '')
  ) AS k (scope, id, on_day, state, due_what) WHERE k.id IS NOT NULL
  UNION ALL SELECT c.congress_id, c.id, 'own', w.person_id, COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, '')
  FROM case_cosigners w JOIN cases c ON c.congress_id = w.congress_id AND c.id = w.case_id WHERE c.deputy_id IS DISTINCT FROM w.person_id
  UNION ALL SELECT c.congress_id, c.id, k.scope, o.organ_id, COALESCE(c.owed_on, DATE '0001-01-01'), c.state, COALESCE(c.due_what, '')
  FROM case_organs o JOIN cases c ON c.congress_id = o.congress_id AND c.id = o.case_id
  CROSS JOIN LATERAL (VALUES ('organ'), (CASE WHEN o.part = 'co' AND o.state IN ('waiting', 'signed') THEN 'co' END)) AS k (scope)
  WHERE k.scope IS NOT NULL;

DROP VIEW case_scopes;

-- One more of each kind that an opinion is of, or one less; or of those alone that concern somebody. In this language a connection
-- keeps its plan; in SQL, as it was, each call made one.
CREATE OR REPLACE FUNCTION case_tally(congress uuid, opinion uuid, by_n bigint, scopes text[] DEFAULT NULL, whose uuid DEFAULT NULL)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_tallies (congress_id, scope, id, on_day, state, due_what, n)
  SELECT k.congress_id, k.scope, k.id, k.on_day, k.state, k.due_what, by_n FROM case_kinds k
  WHERE k.congress_id = congress AND k.case_id = opinion AND (scopes IS NULL OR (k.scope = ANY (scopes) AND k.id = whose))
  ON CONFLICT ON CONSTRAINT case_tallies_pkey DO UPDATE SET n = case_tallies.n + excluded.n;
END
$$;

-- Another mark as soon as what somebody did changes, or what was frozen of it: what everybody's points come to is kept until then.
CREATE TRIGGER acts_marked AFTER INSERT OR UPDATE OR DELETE ON acts FOR EACH ROW EXECUTE FUNCTION table_marked('acts');
CREATE TRIGGER act_parties_marked AFTER INSERT OR UPDATE OR DELETE ON act_parties FOR EACH ROW EXECUTE FUNCTION table_marked('acts');
CREATE TRIGGER points_statements_marked AFTER INSERT OR UPDATE OR DELETE ON points_statements FOR EACH ROW
  EXECUTE FUNCTION table_marked('acts');
