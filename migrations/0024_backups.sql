-- Backups that were taken, and restores that proved them or failed to. A backup is of the whole deployment; each congress
-- has it in its own journal and sees it.
CREATE TABLE backups (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  taken_at timestamptz NOT NULL,
  place text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  scheduled boolean NOT NULL,
  pruned_at timestamptz,
  PRIMARY KEY (congress_id, id)
);
CREATE INDEX backups_by_moment ON backups (congress_id, taken_at);

CREATE TABLE backup_drills (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  -- When the backup was taken that was put back; unknown when it could not even be opened.
  taken_at timestamptz,
  sha256 text NOT NULL,
  proved boolean NOT NULL,
  said text NOT NULL,
  PRIMARY KEY (congress_id, id)
);
CREATE INDEX backup_drills_by_moment ON backup_drills (congress_id, at);
