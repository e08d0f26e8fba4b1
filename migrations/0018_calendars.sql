-- A calendar's own address belongs to an account: it shows what the account sees, and ends with it.
CREATE TABLE calendar_links (
  congress_id uuid NOT NULL,
  account_id uuid NOT NULL,
  -- The hash of the address's secret part.
  token text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, account_id),
  UNIQUE (congress_id, token),
  FOREIGN KEY (congress_id, account_id) REFERENCES accounts (congress_id, id)
);

-- The addresses that deputies have go on.
INSERT INTO calendar_links (congress_id, account_id, token, made_at)
SELECT k.congress_id, a.id, k.token, k.made_at FROM calendar_keys k
JOIN accounts a ON a.congress_id = k.congress_id AND a.person_id = k.person_id
WHERE NOT EXISTS (SELECT 1 FROM accounts b WHERE b.congress_id = a.congress_id AND b.person_id = a.person_id AND b.id < a.id);
DROP TABLE calendar_keys;
