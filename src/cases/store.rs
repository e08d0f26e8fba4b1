//! Cases in the database: the row, who takes part, what was said.

mod entries;
mod incoming;
mod left;
mod lists;
mod parties;
mod parts;
#[cfg(test)]
pub(super) mod parts_tests;
mod seen;
mod stations;
mod waiting;
mod words;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

pub use entries::{Entry, entries, entry};
pub use incoming::Text;
pub use left::{Left, Own, left_behind, own_of_leavers};
pub use lists::{
    Line, Listing, Which, by_ids, candidates, counts, for_session, heard_in, joined, list, overdue,
    published, published_of, to_warn,
};
pub use parties::{Cosigner, Organ, Parties, parties};
pub use parts::tallies_are_true;
pub use seen::{takes_part, visible, visible_to};
pub use stations::{At, Entered, Outcomes, by_reception, of_form, of_reception, of_serial, outcomes};
pub use words::{alike, deputies_alike};

pub(super) use entries::insert_entry;
pub(super) use incoming::{erase_text, insert_text, text_entered, text_of, texts_before, texts_seen};
pub(super) use parties::{answer_cosigning, ask_cosigner, clear_organs, set_organ_state, take_part};
pub(super) use words::keep_words;

use super::{Case, acts::NewCase};
use crate::access::Actor;
use crate::base::{Conn, Error, Result, Tx, sql};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    number: String,
    receipt: String,
    version: i64,
    standing: String,
    channel: String,
    subject: String,
    body: String,
    place: String,
    area_id: Option<Uuid>,
    constituency_id: Option<Uuid>,
    station_id: Option<Uuid>,
    voter_name: String,
    voter_phone: String,
    voter_email: String,
    voter_account_id: Option<Uuid>,
    answer_by: String,
    deputy_id: Option<Uuid>,
    office_id: Option<Uuid>,
    body_id: Option<Uuid>,
    organ_id: Option<Uuid>,
    heard_on: NaiveDate,
    heard_in: Option<Uuid>,
    raised_at: DateTime<Utc>,
    entered_by: Option<Uuid>,
    serial: String,
    consented: bool,
    due_how: Option<String>,
    warn_on: Option<NaiveDate>,
    transferred_on: Option<NaiveDate>,
    joined_to: Option<Uuid>,
    supports: i64,
    public_subject: Option<String>,
    public_body: Option<String>,
    published_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "c.id, c.number, c.receipt, c.version, c.standing, c.channel, c.subject, c.body, c.place, \
     c.area_id, c.constituency_id, c.station_id, c.voter_name, c.voter_phone, c.voter_email, c.voter_account_id, \
     c.answer_by, c.deputy_id, c.office_id, c.body_id, c.organ_id, c.heard_on, c.heard_in, c.raised_at, c.entered_by, c.serial, c.consented, \
     c.due_how, c.warn_on, \
     c.transferred_on, c.joined_to, c.supports, c.public_subject, c.public_body, c.published_at, c.ended_at";

impl TryFrom<Row> for Case {
    type Error = Error;

    fn try_from(row: Row) -> Result<Case> {
        Ok(Case {
            standing: serde_json::from_str(&row.standing).map_err(anyhow::Error::from)?,
            id: row.id,
            number: row.number,
            receipt: row.receipt,
            version: row.version,
            channel: row.channel,
            subject: row.subject,
            body: row.body,
            place: row.place,
            area_id: row.area_id,
            constituency_id: row.constituency_id,
            station_id: row.station_id,
            voter_name: row.voter_name,
            voter_phone: row.voter_phone,
            voter_email: row.voter_email,
            voter_account_id: row.voter_account_id,
            answer_by: row.answer_by,
            deputy_id: row.deputy_id,
            office_id: row.office_id,
            body_id: row.body_id,
            organ_id: row.organ_id,
            heard_on: row.heard_on,
            heard_in: row.heard_in,
            raised_at: row.raised_at,
            entered_by: row.entered_by,
            serial: row.serial,
            consented: row.consented,
            due_how: row.due_how,
            warn_on: row.warn_on,
            transferred_on: row.transferred_on,
            joined_to: row.joined_to,
            supports: row.supports,
            public_subject: row.public_subject,
            public_body: row.public_body,
            published_at: row.published_at,
            ended_at: row.ended_at,
        })
    }
}

/// One case, if they may see it; a stranger learns nothing, not even that it exists.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Case> {
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = visible_to(actor, &mut values);
    let text =
        format!("SELECT {COLUMNS} FROM cases c WHERE c.congress_id = $1 AND c.id = $2 AND {condition}");
    at.one::<Row>(sql(text, values)).await?.try_into()
}

/// The case of a receipt: whoever holds the receipt may follow it.
pub async fn by_receipt(at: &impl Conn, congress: Uuid, receipt: &str) -> Result<Case> {
    let text = format!("SELECT {COLUMNS} FROM cases c WHERE c.congress_id = $1 AND c.receipt = $2");
    at.one::<Row>(sql(text, [congress.into(), receipt.into()])).await?.try_into()
}

/// The case of a number, if they may see it.
pub async fn by_number(at: &impl Conn, actor: &Actor, number: &str) -> Result<Case> {
    let mut values: Vec<Value> = vec![actor.congress.into(), number.into()];
    let condition = visible_to(actor, &mut values);
    let text =
        format!("SELECT {COLUMNS} FROM cases c WHERE c.congress_id = $1 AND c.number = $2 AND {condition}");
    at.one::<Row>(sql(text, values)).await?.try_into()
}

/// A published case by its number, for everybody.
pub async fn published_one(at: &impl Conn, congress: Uuid, number: &str) -> Result<Case> {
    let text = format!(
        "SELECT {COLUMNS} FROM cases c WHERE c.congress_id = $1 AND c.number = $2 AND c.published_at IS NOT NULL"
    );
    at.one::<Row>(sql(text, [congress.into(), number.into()])).await?.try_into()
}

pub(super) async fn by_form(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<Option<Case>> {
    let text = format!("SELECT {COLUMNS} FROM cases c WHERE c.congress_id = $1 AND c.form_id = $2");
    at.maybe::<Row>(sql(text, [congress.into(), form.into()])).await?.map(Case::try_from).transpose()
}

/// The case that was imported from a source, if it was.
pub async fn by_source(at: &impl Conn, congress: Uuid, source: &str) -> Result<Option<Case>> {
    let text = format!("SELECT {COLUMNS} FROM cases c WHERE c.congress_id = $1 AND c.source = $2");
    at.maybe::<Row>(sql(text, [congress.into(), source.into()])).await?.map(Case::try_from).transpose()
}

#[derive(FromQueryResult)]
struct Counter {
    value: i64,
}

/// The next number of a series, counted within the act: no gaps, no doubles.
pub(super) async fn next_number(tx: &Tx, congress: Uuid, series: &str) -> Result<i64> {
    let text = "INSERT INTO counters (congress_id, name, value) VALUES ($1, $2, 1) \
         ON CONFLICT (congress_id, name) DO UPDATE SET value = counters.value + 1 RETURNING value";
    Ok(tx.one::<Counter>(sql(text, [congress.into(), series.into()])).await?.value)
}

fn standing(case: &Case) -> Result<String> {
    Ok(serde_json::to_string(&case.standing).map_err(anyhow::Error::from)?)
}

/// What the columns beside the standing say of it.
fn mirrored(case: &Case) -> [Value; 8] {
    let due = case.standing.due();
    let answer = case.standing.answer;
    [
        case.standing.state.word().into(),
        due.map(|due| due.what.word()).into(),
        due.map(|due| due.deadline.next()).into(),
        case.standing.confidential.into(),
        answer.map(|answer| answer.category.word()).into(),
        answer.and_then(|answer| answer.promise).map(|promise| promise.on).into(),
        case.ended_at.into(),
        due.map(|due| due.deadline.on).into(),
    ]
}

pub(super) async fn insert(tx: &Tx, congress: Uuid, case: &Case, new: &NewCase) -> Result<()> {
    let [state, due_what, due_on, confidential, .., owed_on] = mirrored(case);
    let text = "INSERT INTO cases (congress_id, id, form_id, number, receipt, version, standing, state, origin, channel, \
         subject, body, place, area_id, constituency_id, station_id, voter_name, voter_phone, voter_email, \
         voter_account_id, answer_by, deputy_id, office_id, heard_on, raised_at, entered_by, due_what, due_on, due_how, \
         confidential, source, owed_on, warn_on, heard_in, reception_id, serial, consented) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
         $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)";
    let values = [
        congress.into(),
        case.id.into(),
        new.form.into(),
        case.number.clone().into(),
        case.receipt.clone().into(),
        case.version.into(),
        standing(case)?.into(),
        state,
        case.standing.origin.word().into(),
        case.channel.clone().into(),
        case.subject.clone().into(),
        case.body.clone().into(),
        case.place.clone().into(),
        case.area_id.into(),
        case.constituency_id.into(),
        case.station_id.into(),
        case.voter_name.clone().into(),
        case.voter_phone.clone().into(),
        case.voter_email.clone().into(),
        case.voter_account_id.into(),
        case.answer_by.clone().into(),
        case.deputy_id.into(),
        case.office_id.into(),
        case.heard_on.into(),
        case.raised_at.into(),
        case.entered_by.into(),
        due_what,
        due_on,
        case.due_how.clone().into(),
        confidential,
        new.source.clone().into(),
        owed_on,
        case.warn_on.into(),
        case.heard_in.into(),
        new.reception.into(),
        case.serial.clone().into(),
        case.consented.into(),
    ];
    tx.put(sql(text, values)).await
}

/// Write what a step made of a case; false when somebody else changed it since it was read.
pub(super) async fn save(tx: &Tx, congress: Uuid, case: &Case) -> Result<bool> {
    let [state, due_what, due_on, confidential, category, promise_on, ended_at, owed_on] = mirrored(case);
    let text = "UPDATE cases SET version = version + 1, standing = $4, state = $5, due_what = $6, due_on = $7, \
         confidential = $8, category = $9, promise_on = $10, ended_at = $11, due_how = $12, deputy_id = $13, \
         office_id = $14, body_id = $15, organ_id = $16, transferred_on = $17, joined_to = $18, public_subject = $19, \
         public_body = $20, published_at = $21, owed_on = $22, warn_on = $23 WHERE congress_id = $1 AND id = $2 AND version = $3";
    let values = [
        congress.into(),
        case.id.into(),
        case.version.into(),
        standing(case)?.into(),
        state,
        due_what,
        due_on,
        confidential,
        category,
        promise_on,
        ended_at,
        case.due_how.clone().into(),
        case.deputy_id.into(),
        case.office_id.into(),
        case.body_id.into(),
        case.organ_id.into(),
        case.transferred_on.into(),
        case.joined_to.into(),
        case.public_subject.clone().into(),
        case.public_body.clone().into(),
        case.published_at.into(),
        owed_on,
        case.warn_on.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// One more "I have this too"; false when this browser said so before.
pub(super) async fn support(
    tx: &Tx,
    congress: Uuid,
    case: Uuid,
    browser: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "INSERT INTO case_supports (congress_id, case_id, browser, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT DO NOTHING";
    if tx.run(sql(text, [congress.into(), case.into(), browser.into(), now.into()])).await? == 0 {
        return Ok(false);
    }
    let text = "UPDATE cases SET supports = supports + 1 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), case.into()])).await?;
    Ok(true)
}

/// Note that a case's owner was warned of its due day.
pub(super) async fn warned(tx: &Tx, congress: Uuid, case: Uuid) -> Result<()> {
    let text = "UPDATE cases SET warn_on = NULL WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), case.into()])).await
}
