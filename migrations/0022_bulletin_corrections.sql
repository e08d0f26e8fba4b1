-- An issue that went out may be withdrawn, and put right by an item that says what was wrong in it. Its number stays.

ALTER TABLE bulletin_issues ADD COLUMN withdrawn_at timestamptz;
ALTER TABLE bulletin_issues ADD COLUMN withdrawn_by uuid;
ALTER TABLE bulletin_issues ADD COLUMN withdrawn_reason text NOT NULL DEFAULT '';

-- The issue that an item puts right.
ALTER TABLE bulletin_items ADD COLUMN corrects_issue uuid;

CREATE INDEX bulletin_items_by_corrected ON bulletin_items (congress_id, corrects_issue);
