-- What somebody was writing on a page and has not sent yet: one draft an account and page, erased when it is sent,
-- discarded or a month old.

CREATE TABLE drafts (
  congress_id uuid NOT NULL,
  account_id uuid NOT NULL,
  page text NOT NULL,
  -- The fields as a JSON list of pairs.
  fields text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, account_id, page),
  FOREIGN KEY (congress_id, account_id) REFERENCES accounts (congress_id, id)
);
CREATE INDEX drafts_by_age ON drafts (congress_id, at);
