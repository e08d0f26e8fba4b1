-- Whether the voter agreed on paper that somebody else filled it in.
ALTER TABLE cases ADD COLUMN consented boolean NOT NULL DEFAULT FALSE;
