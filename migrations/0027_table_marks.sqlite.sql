-- What tables that rarely change are like: another mark as soon as a row of one of them changes, so that what was
-- made of them may be kept by a program and used again while the mark is the same.
--
-- The database gives the marks itself, in the act that changes a row, so that they hold whoever changes one. A mark is drawn,
-- not counted: a change that was taken back leaves none that another change gets.

CREATE TABLE table_marks (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  -- `directory`: who and where people are, assigned to whom, on which days; `counts`: the running counters.
  name text NOT NULL,
  mark text NOT NULL,
  PRIMARY KEY (congress_id, name)
);

CREATE TRIGGER congresses_directory_insert AFTER INSERT ON congresses BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER congresses_directory_update AFTER UPDATE ON congresses BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER areas_directory_insert AFTER INSERT ON areas BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER areas_directory_update AFTER UPDATE ON areas BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER areas_directory_delete AFTER DELETE ON areas BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER assignments_directory_insert AFTER INSERT ON assignments BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER assignments_directory_update AFTER UPDATE ON assignments BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER assignments_directory_delete AFTER DELETE ON assignments BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER calendar_days_directory_insert AFTER INSERT ON calendar_days BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER calendar_days_directory_update AFTER UPDATE ON calendar_days BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER calendar_days_directory_delete AFTER DELETE ON calendar_days BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER constituencies_directory_insert AFTER INSERT ON constituencies BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER constituencies_directory_update AFTER UPDATE ON constituencies BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER constituencies_directory_delete AFTER DELETE ON constituencies BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER leaves_directory_insert AFTER INSERT ON leaves BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER leaves_directory_update AFTER UPDATE ON leaves BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER leaves_directory_delete AFTER DELETE ON leaves BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER memberships_directory_insert AFTER INSERT ON memberships BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER memberships_directory_update AFTER UPDATE ON memberships BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER memberships_directory_delete AFTER DELETE ON memberships BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER organizations_directory_insert AFTER INSERT ON organizations BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER organizations_directory_update AFTER UPDATE ON organizations BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER organizations_directory_delete AFTER DELETE ON organizations BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER persons_directory_insert AFTER INSERT ON persons BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER persons_directory_update AFTER UPDATE ON persons BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER persons_directory_delete AFTER DELETE ON persons BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER profiles_directory_insert AFTER INSERT ON profiles BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER profiles_directory_update AFTER UPDATE ON profiles BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER profiles_directory_delete AFTER DELETE ON profiles BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER seats_directory_insert AFTER INSERT ON seats BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER seats_directory_update AFTER UPDATE ON seats BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER seats_directory_delete AFTER DELETE ON seats BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER terms_directory_insert AFTER INSERT ON terms BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER terms_directory_update AFTER UPDATE ON terms BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER terms_directory_delete AFTER DELETE ON terms BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'directory', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER duty_counts_counts_insert AFTER INSERT ON duty_counts BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'counts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER duty_counts_counts_update AFTER UPDATE ON duty_counts BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (NEW.congress_id, 'counts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;

CREATE TRIGGER duty_counts_counts_delete AFTER DELETE ON duty_counts BEGIN
  INSERT INTO table_marks (congress_id, name, mark) VALUES (OLD.congress_id, 'counts', hex(randomblob(16)))
  ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
END;
