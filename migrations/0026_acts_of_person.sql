-- What of a person counts, by kind and day: numbers of one person, and points, are found without passing over what
-- everybody else did, nor over the person's acts of other kinds.
CREATE INDEX acts_of_person_that_count ON acts (congress_id, person_id, kind, on_day, state, superseded_by, void)
  WHERE state = 'verified' AND superseded_by IS NULL AND NOT void;
