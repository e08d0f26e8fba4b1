-- The deputies' WeChat group (clause 6): robots of WeCom groups, and what is written for the groups.

CREATE TABLE robots (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  -- What people call its group.
  name text NOT NULL,
  -- The secret part of its address, sealed; whoever knows it can write into the group.
  key text NOT NULL,
  -- 'works'; 'refused' since the other side knows it no more; 'removed'.
  state text NOT NULL,
  made_at timestamptz NOT NULL,
  made_by uuid,
  PRIMARY KEY (congress_id, id)
);

CREATE TABLE chat_messages (
  congress_id uuid NOT NULL REFERENCES congresses (id),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  -- The office that wrote it.
  office_id uuid,
  title text NOT NULL,
  text text NOT NULL,
  -- A page of this site, from the slash on.
  link text NOT NULL DEFAULT '',
  written_at timestamptz NOT NULL,
  written_by uuid,
  PRIMARY KEY (congress_id, id),
  UNIQUE (congress_id, form_id),
  FOREIGN KEY (congress_id, office_id) REFERENCES organizations (congress_id, id)
);
CREATE INDEX chat_messages_newest ON chat_messages (congress_id, written_at, id);

CREATE TABLE chat_deliveries (
  congress_id uuid NOT NULL,
  message_id uuid NOT NULL,
  robot_id uuid NOT NULL,
  -- 'waiting', 'sending', 'sent', 'unsure', 'failed'
  state text NOT NULL,
  -- How often somebody asked for it: a job a time.
  round bigint NOT NULL,
  -- When it was given to the other side, and what that said.
  sent_at timestamptz,
  said text NOT NULL DEFAULT '',
  PRIMARY KEY (congress_id, message_id, robot_id),
  FOREIGN KEY (congress_id, message_id) REFERENCES chat_messages (congress_id, id),
  FOREIGN KEY (congress_id, robot_id) REFERENCES robots (congress_id, id)
);
CREATE INDEX chat_deliveries_by_robot ON chat_deliveries (congress_id, robot_id, sent_at);
