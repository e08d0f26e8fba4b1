-- What an act asks of the database is found at once: who holds a role of an office, whose account it is.

CREATE INDEX grants_by_role ON grants (congress_id, role, organization_id, account_id);
CREATE INDEX accounts_by_person ON accounts (congress_id, person_id, id) WHERE person_id IS NOT NULL;

-- Another mark as soon as what somebody did changes, or what was frozen of it: what everybody's points come to is kept until then.

CREATE TRIGGER acts_marked_insert AFTER INSERT ON acts BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'acts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER acts_marked_update AFTER UPDATE ON acts BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'acts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER acts_marked_delete AFTER DELETE ON acts BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'acts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER act_parties_marked_insert AFTER INSERT ON act_parties BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'acts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER act_parties_marked_update AFTER UPDATE ON act_parties BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'acts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER act_parties_marked_delete AFTER DELETE ON act_parties BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'acts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER points_statements_marked_insert AFTER INSERT ON points_statements BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'acts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER points_statements_marked_update AFTER UPDATE ON points_statements BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'acts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER points_statements_marked_delete AFTER DELETE ON points_statements BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'acts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;
