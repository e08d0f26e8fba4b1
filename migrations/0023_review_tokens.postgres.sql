-- Reviews (clause 7): voters who were checked by telephone before the voting, and got a token that was signed blindly.

-- The last day on which numbers are checked; none where nobody is.
ALTER TABLE reviews ADD COLUMN check_until date;
-- Whose signature makes a token: the public part for good, the secret one sealed, and erased when voting begins.
ALTER TABLE reviews ADD COLUMN issuer text NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN issuer_sealed text NOT NULL DEFAULT '';
-- Tokens signed.
ALTER TABLE reviews ADD COLUMN signed bigint NOT NULL DEFAULT 0;
-- More slips that somebody proposed to print.
ALTER TABLE reviews ADD COLUMN more bigint NOT NULL DEFAULT 0;

-- The telephone numbers that may get a token: keyed marks, in the order of the marks. All of it is erased when voting begins.
CREATE TABLE review_numbers (
  congress_id uuid NOT NULL,
  review_id uuid NOT NULL,
  mark text NOT NULL,
  -- A keyed mark of the code that was sent, until when it is good, and how often a wrong one was typed.
  code text NOT NULL DEFAULT '',
  code_until timestamptz,
  tries bigint NOT NULL DEFAULT 0,
  -- How many codes were sent, and on which day.
  codes bigint NOT NULL DEFAULT 0,
  codes_on date,
  -- The digest of what was signed: sent again it is signed again, anything else is not.
  blinded text NOT NULL DEFAULT '',
  -- The number, sealed, of whoever wants to be told when voting begins.
  tell text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, review_id, mark),
  FOREIGN KEY (congress_id, review_id) REFERENCES reviews (congress_id, id)
);
