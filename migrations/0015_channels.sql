-- How people are told things outside their inbox: by e-mail, by text message, through WeChat.

-- What somebody chose: 'now', 'daily', 'off'. Whoever has no row has the deployment's way.
CREATE TABLE channel_choices (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  account_id uuid NOT NULL,
  mail text NOT NULL,
  sms text NOT NULL,
  wechat text NOT NULL,
  -- Where text messages go; empty: the number of the person in the register.
  phone text NOT NULL DEFAULT '',
  -- Since when the other side says that nobody is reached there.
  sms_lost_at timestamptz,
  wechat_lost_at timestamptz,
  PRIMARY KEY (congress_id, account_id),
  FOREIGN KEY (congress_id, account_id) REFERENCES accounts (congress_id, id)
);

-- What became of a notice or a text in a channel: once by its key. It holds no text and no number.
CREATE TABLE deliveries (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  -- 'notice' or 'text', and which.
  thing text NOT NULL,
  thing_id uuid NOT NULL,
  account_id uuid,
  channel text NOT NULL,
  -- 'now' or 'daily'
  way text NOT NULL,
  -- Which parcel took it along: itself, or the digest.
  bundle_id uuid,
  -- 'waiting', 'sending', 'sent', 'unsure', 'failed', 'unreachable', 'dropped'
  state text NOT NULL,
  tries bigint NOT NULL DEFAULT 0,
  -- The word of a sentence `channel-why-…`.
  reason text NOT NULL DEFAULT '',
  -- What the other side calls it.
  outside text NOT NULL DEFAULT '',
  made_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, thing_id, channel),
  FOREIGN KEY (congress_id, account_id) REFERENCES accounts (congress_id, id)
);
CREATE INDEX deliveries_newest ON deliveries (congress_id, state, id);
CREATE INDEX deliveries_by_account ON deliveries (congress_id, account_id, channel, state);
CREATE INDEX deliveries_by_outside ON deliveries (congress_id, outside);

-- Text messages to people without an account. Number and facts are sealed, and erased once it is over.
CREATE TABLE texts (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  subject_id uuid NOT NULL,
  -- Whom to tell when it cannot be brought: the role and its organization.
  keeper_role text NOT NULL DEFAULT '',
  keeper_id uuid,
  sealed text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, id)
);
CREATE INDEX texts_by_subject ON texts (congress_id, subject_id);

-- Numbers that want no more text messages; the mark is a keyed hash.
CREATE TABLE text_stops (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  mark text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, mark)
);

-- How each channel is: 'works', 'resting' until a moment, 'refused' until somebody mends it.
CREATE TABLE channel_states (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  channel text NOT NULL,
  state text NOT NULL,
  rests_until timestamptz,
  failures bigint NOT NULL DEFAULT 0,
  reason text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, channel)
);

-- What the outside called us with, once by its own number.
CREATE TABLE channel_calls (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  source text NOT NULL,
  key text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, source, key)
);

CREATE TABLE wechat_bindings (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  account_id uuid NOT NULL,
  -- Sealed; the mark beside it is a keyed hash to find it by.
  openid text NOT NULL,
  mark text NOT NULL,
  bound_at timestamptz NOT NULL,
  PRIMARY KEY (congress_id, account_id),
  UNIQUE (congress_id, mark),
  FOREIGN KEY (congress_id, account_id) REFERENCES accounts (congress_id, id)
);

-- Who went to WeChat to bind an account, for a few minutes; the state is kept as its hash.
CREATE TABLE wechat_doors (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  state text NOT NULL,
  account_id uuid NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (congress_id, state)
);

-- What proves us to WeChat, sealed. Whoever moves renewing_until renews it; everybody else waits.
CREATE TABLE wechat_tokens (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  name text NOT NULL,
  sealed text NOT NULL,
  expires_at timestamptz NOT NULL,
  renewing_until timestamptz,
  forced_at timestamptz,
  PRIMARY KEY (congress_id, name)
);

-- Text messages that came in and wait for a keeper; number and words are erased once entered or put aside.
CREATE TABLE incoming_texts (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  -- The gateway's own number: taken once.
  message text NOT NULL,
  phone text NOT NULL,
  body text NOT NULL,
  organization_id uuid,
  at timestamptz NOT NULL,
  -- 'waiting', 'entered', 'aside'
  state text NOT NULL,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, message),
  FOREIGN KEY (congress_id, organization_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX incoming_texts_waiting ON incoming_texts (congress_id, state, id);
