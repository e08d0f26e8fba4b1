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

-- Once for all rows of a transaction; what is noted of it is taken back with a savepoint, as the mark is.
CREATE FUNCTION table_marked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  congress uuid;
  done text;
BEGIN
  IF TG_TABLE_NAME = 'congresses' THEN
    congress := NEW.id;
  ELSE
    congress := COALESCE(NEW.congress_id, OLD.congress_id);
  END IF;
  done := congress::text || pg_current_xact_id()::text;
  IF current_setting('table_mark.' || TG_ARGV[0], true) IS DISTINCT FROM done THEN
    INSERT INTO table_marks (congress_id, name, mark) VALUES (congress, TG_ARGV[0], gen_random_uuid()::text)
    ON CONFLICT (congress_id, name) DO UPDATE SET mark = excluded.mark;
    PERFORM set_config('table_mark.' || TG_ARGV[0], done, true);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER congresses_directory AFTER INSERT OR UPDATE ON congresses FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER areas_directory AFTER INSERT OR UPDATE OR DELETE ON areas FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER assignments_directory AFTER INSERT OR UPDATE OR DELETE ON assignments FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER calendar_days_directory AFTER INSERT OR UPDATE OR DELETE ON calendar_days FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER constituencies_directory AFTER INSERT OR UPDATE OR DELETE ON constituencies FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER leaves_directory AFTER INSERT OR UPDATE OR DELETE ON leaves FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER memberships_directory AFTER INSERT OR UPDATE OR DELETE ON memberships FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER organizations_directory AFTER INSERT OR UPDATE OR DELETE ON organizations FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER persons_directory AFTER INSERT OR UPDATE OR DELETE ON persons FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER profiles_directory AFTER INSERT OR UPDATE OR DELETE ON profiles FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER seats_directory AFTER INSERT OR UPDATE OR DELETE ON seats FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER terms_directory AFTER INSERT OR UPDATE OR DELETE ON terms FOR EACH ROW EXECUTE FUNCTION table_marked('directory');

CREATE TRIGGER duty_counts_counts AFTER INSERT OR UPDATE OR DELETE ON duty_counts FOR EACH ROW EXECUTE FUNCTION table_marked('counts');
