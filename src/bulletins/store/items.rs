use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::ITEM;
use crate::base::{Conn, Result, Tx, sql};
use crate::bulletins::Item;
use crate::bulletins::acts::NewItem;

/// What an item said, and when.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Edition {
    /// Which.
    pub edition: i64,
    /// Its title.
    pub title: String,
    /// What it corrected.
    pub change_note: String,
    /// The word of its state.
    pub state: String,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// The name of who reviewed it.
    pub reviewer: Option<String>,
    /// When.
    pub reviewed_at: Option<DateTime<Utc>>,
}

/// An item for what the program itself does, whoever may see it: its published edition, or its last.
pub async fn item_of(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Item> {
    let text = format!("SELECT {ITEM} AND e.edition = i.latest WHERE i.congress_id = $1 AND i.id = $2");
    at.one(sql(text, [congress.into(), id.into()])).await
}

/// The id of an item whose form was sent before.
pub(in crate::bulletins) async fn of_form(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<Uuid> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let text = "SELECT id FROM bulletin_items WHERE congress_id = $1 AND form_id = $2";
    Ok(at.one::<Id>(sql(text, [congress.into(), form.into()])).await?.id)
}

/// False when the same form was sent before.
pub(in crate::bulletins) async fn insert(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    office: Uuid,
    new: &NewItem,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "INSERT INTO bulletin_items (congress_id, id, form_id, office_id, kind, readers, reader_office, latest, \
         written_at, corrects_issue) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9) ON CONFLICT (congress_id, form_id) DO NOTHING";
    let values = [
        congress.into(),
        id.into(),
        new.form.into(),
        office.into(),
        new.kind.clone().into(),
        new.readers.clone().into(),
        new.reader_office.into(),
        now.into(),
        new.corrects.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// Write an edition, or what it says now.
pub(in crate::bulletins) async fn put_edition(
    tx: &Tx,
    (congress, item, edition): (Uuid, Uuid, i64),
    new: &NewItem,
    writers: &str,
) -> Result<()> {
    let text = "INSERT INTO bulletin_editions (congress_id, item_id, edition, title, issuer, adopted_on, adopted_at, \
         adoption, body, change_note, state, writers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft', $11) \
         ON CONFLICT (congress_id, item_id, edition) DO UPDATE SET title = $4, issuer = $5, adopted_on = $6, \
         adopted_at = $7, adoption = $8, body = $9, change_note = $10, writers = $11";
    let values = [
        congress.into(),
        item.into(),
        edition.into(),
        new.title.clone().into(),
        new.issuer.clone().into(),
        new.adopted_on.into(),
        new.adopted_at.into(),
        new.adoption.clone().into(),
        new.body.clone().into(),
        new.change_note.clone().into(),
        writers.into(),
    ];
    tx.put(sql(text, values)).await
}

/// What an item is and whom it is for, before it is published; and that it was changed. False when it changed meanwhile.
pub(in crate::bulletins) async fn touch(
    tx: &Tx,
    (congress, id, version): (Uuid, Uuid, i64),
    new: &NewItem,
) -> Result<bool> {
    let text = "UPDATE bulletin_items SET kind = CASE WHEN edition = 0 THEN $4 ELSE kind END, \
         readers = CASE WHEN edition = 0 THEN $5 ELSE readers END, \
         reader_office = CASE WHEN edition = 0 THEN $6 ELSE reader_office END, version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND version = $3";
    let values = [
        congress.into(),
        id.into(),
        version.into(),
        new.kind.clone().into(),
        new.readers.clone().into(),
        new.reader_office.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// Begin another edition of what was published. False when somebody began one meanwhile.
pub(in crate::bulletins) async fn correct(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    latest: i64,
) -> Result<bool> {
    let text = "UPDATE bulletin_items SET latest = latest + 1, version = version + 1 WHERE congress_id = $1 AND id = $2 \
         AND latest = $3 AND edition = $3 AND withdrawn_at IS NULL";
    Ok(tx.run(sql(text, [congress.into(), id.into(), latest.into()])).await? == 1)
}

/// Ask for a review. False when it is under review already.
pub(in crate::bulletins) async fn submit(
    tx: &Tx,
    (congress, item, edition): (Uuid, Uuid, i64),
) -> Result<bool> {
    let text = "UPDATE bulletin_editions SET state = 'review', returned = '' WHERE congress_id = $1 AND item_id = $2 \
         AND edition = $3 AND state IN ('draft', 'returned')";
    Ok(tx.run(sql(text, [congress.into(), item.into(), edition.into()])).await? == 1)
}

/// A review: it may go out, or it goes back with a reason. False when it is not under review.
pub(in crate::bulletins) async fn review(
    tx: &Tx,
    (congress, item, edition): (Uuid, Uuid, i64),
    (state, returned): (&str, &str),
    (account, now): (Uuid, DateTime<Utc>),
) -> Result<bool> {
    let text = "UPDATE bulletin_editions SET state = $4, returned = $5, reviewed_by = $6, reviewed_at = $7 \
         WHERE congress_id = $1 AND item_id = $2 AND edition = $3 AND state = 'review'";
    let (reason, by) = (returned.into(), account.into());
    let values = [congress.into(), item.into(), edition.into(), state.into(), reason, by, now.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// What was reviewed is what people read from now on. `number` is its year and number when it is published for the first time.
/// False when it is not reviewed.
pub(in crate::bulletins) async fn publish(
    tx: &Tx,
    (congress, item, edition): (Uuid, Uuid, i64),
    number: Option<(i64, i64)>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE bulletin_editions SET published_at = $4 WHERE congress_id = $1 AND item_id = $2 AND edition = $3 \
         AND state = 'passed' AND published_at IS NULL";
    if tx.run(sql(text, [congress.into(), item.into(), edition.into(), now.into()])).await? == 0 {
        return Ok(false);
    }
    let (year, nth) = number.unzip();
    let text = "UPDATE bulletin_items SET edition = $3, updated_at = $4, sent_at = COALESCE(sent_at, $4), \
         year = COALESCE(year, $5), nth = COALESCE(nth, $6), version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND latest = $3 AND withdrawn_at IS NULL";
    let values = [congress.into(), item.into(), edition.into(), now.into(), year.into(), nth.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// Take an item back. False when it was taken back before.
pub(in crate::bulletins) async fn withdraw(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    reason: &str,
    (account, now): (Option<Uuid>, DateTime<Utc>),
) -> Result<bool> {
    let text = "UPDATE bulletin_items SET withdrawn_at = $4, withdrawn_by = $5, withdrawn_reason = $3, updated_at = $4, \
         version = version + 1 WHERE congress_id = $1 AND id = $2 AND withdrawn_at IS NULL AND edition > 0";
    let values = [congress.into(), id.into(), reason.into(), now.into(), account.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// The editions of an item, the newest first.
pub(in crate::bulletins) async fn editions(
    at: &impl Conn,
    congress: Uuid,
    item: Uuid,
) -> Result<Vec<Edition>> {
    let text = "SELECT e.edition, e.title, e.change_note, e.state, e.published_at, a.name AS reviewer, e.reviewed_at \
         FROM bulletin_editions e LEFT JOIN accounts a ON a.congress_id = e.congress_id AND a.id = e.reviewed_by \
         WHERE e.congress_id = $1 AND e.item_id = $2 ORDER BY e.edition DESC";
    at.all(sql(text, [congress.into(), item.into()])).await
}
