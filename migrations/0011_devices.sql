-- Devices on which somebody works without a network: each has a token of its own, by which it learns that it was removed.

CREATE TABLE devices (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  -- SHA-256 of the token that lies on the device.
  token text NOT NULL,
  -- The browser and the system.
  name text NOT NULL,
  made_at timestamptz NOT NULL,
  -- When it last asked, to the hour.
  seen_at timestamptz NOT NULL,
  removed_at timestamptz,
  PRIMARY KEY (congress_id, id),
  FOREIGN KEY (congress_id, account_id) REFERENCES accounts (congress_id, id)
);
CREATE INDEX devices_by_account ON devices (congress_id, account_id);
