use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};
use crate::bulletins::acts::NewIssue;

/// False when the same form was sent before.
pub(in crate::bulletins) async fn insert_issue(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (office, writers, readers): (Uuid, &str, &str),
    new: &NewIssue,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "INSERT INTO bulletin_issues (congress_id, id, form_id, office_id, kind, title, readers, state, channels, \
         audience, groups_told, before_nth, before_total, writers, composed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'draft', $8, $9, $10, $11, $12, $13, $14) \
         ON CONFLICT (congress_id, form_id) DO NOTHING";
    let values = [
        congress.into(),
        id.into(),
        new.form.into(),
        office.into(),
        new.kind.clone().into(),
        new.title.clone().into(),
        readers.into(),
        new.channels.join(" ").into(),
        new.to.words().into(),
        new.to.groups().into(),
        new.before.0.into(),
        new.before.1.into(),
        writers.into(),
        now.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// Change an issue that is being composed. False when it changed meanwhile.
pub(in crate::bulletins) async fn set_issue(
    tx: &Tx,
    (congress, id, version): (Uuid, Uuid, i64),
    (writers, readers): (&str, &str),
    new: &NewIssue,
) -> Result<bool> {
    let text = "UPDATE bulletin_issues SET title = $4, readers = $5, channels = $6, audience = $7, groups_told = $8, \
         before_nth = $9, before_total = $10, writers = $11, version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND version = $3 AND state IN ('draft', 'returned')";
    let values = [
        congress.into(),
        id.into(),
        version.into(),
        new.title.clone().into(),
        readers.into(),
        new.channels.join(" ").into(),
        new.to.words().into(),
        new.to.groups().into(),
        new.before.0.into(),
        new.before.1.into(),
        writers.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// These items in this order, each with its edition, and no others.
pub(in crate::bulletins) async fn put_items(
    tx: &Tx,
    (congress, issue): (Uuid, Uuid),
    items: &[(Uuid, i64)],
) -> Result<()> {
    let text = "DELETE FROM bulletin_issue_items WHERE congress_id = $1 AND issue_id = $2";
    tx.put(sql(text, [congress.into(), issue.into()])).await?;
    for (place, (item, edition)) in items.iter().enumerate() {
        let text = "INSERT INTO bulletin_issue_items (congress_id, issue_id, item_id, place, edition) \
             VALUES ($1, $2, $3, $4, $5)";
        let place = place as i64 + 1;
        let values = [congress.into(), issue.into(), (*item).into(), place.into(), (*edition).into()];
        tx.put(sql(text, values)).await?;
    }
    Ok(())
}

/// Ask for approval. False when it waits for it already or was issued.
pub(in crate::bulletins) async fn submit_issue(tx: &Tx, (congress, id): (Uuid, Uuid)) -> Result<bool> {
    let text = "UPDATE bulletin_issues SET state = 'review', returned = '', version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND state IN ('draft', 'returned')";
    Ok(tx.run(sql(text, [congress.into(), id.into()])).await? == 1)
}

/// Back to whoever composed it, with a reason. False when it does not wait for approval.
pub(in crate::bulletins) async fn send_back(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    reason: &str,
) -> Result<bool> {
    let text = "UPDATE bulletin_issues SET state = 'returned', returned = $3, version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND state = 'review'";
    Ok(tx.run(sql(text, [congress.into(), id.into(), reason.into()])).await? == 1)
}

/// It is issued under a number: year, number in it, number of all years. False when it does not wait for approval.
pub(in crate::bulletins) async fn approve(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (year, nth, total): (i64, i64, i64),
    (account, now): (Uuid, DateTime<Utc>),
) -> Result<bool> {
    let text = "UPDATE bulletin_issues SET state = 'issued', year = $3, nth = $4, total = $5, approved_by = $6, sent_at = $7, \
         updated_at = $7, version = version + 1 WHERE congress_id = $1 AND id = $2 AND state = 'review'";
    let (by, at) = (account.into(), now.into());
    let values = [congress.into(), id.into(), year.into(), nth.into(), total.into(), by, at];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// What an issue shows changed.
pub(in crate::bulletins) async fn touch_issue(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "UPDATE bulletin_issues SET updated_at = $3, version = version + 1 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), now.into()])).await
}

/// Take an issue back. False when it was not issued, or was taken back before.
pub(in crate::bulletins) async fn withdraw_issue(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    reason: &str,
    (account, now): (Option<Uuid>, DateTime<Utc>),
) -> Result<bool> {
    let text = "UPDATE bulletin_issues SET withdrawn_at = $4, withdrawn_by = $5, withdrawn_reason = $3, updated_at = $4, \
         version = version + 1 WHERE congress_id = $1 AND id = $2 AND state = 'issued' AND withdrawn_at IS NULL";
    let values = [congress.into(), id.into(), reason.into(), now.into(), account.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}
