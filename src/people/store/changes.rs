//! Rows that are changed or struck, and what is kept of a person beyond the register.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Error, Result, Tx, hanzi, sql};
use crate::people::acts::{Details, NewPerson, SeatTerm};

pub(in crate::people) async fn update_person(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    name: &str,
    to: &NewPerson,
) -> Result<()> {
    let text = "UPDATE persons SET name = $3, strokes = $4, pinyin = $5, initials = $6, sex = $7, unit = $8, post = $9, \
         phone = $10, email = $11, field = $12 WHERE congress_id = $1 AND id = $2";
    let values = [
        congress.into(),
        id.into(),
        name.into(),
        hanzi::stroke_key(name).into(),
        hanzi::pinyin_full(name).into(),
        hanzi::pinyin_initials(name).into(),
        to.sex.into(),
        to.unit.clone().into(),
        to.post.clone().into(),
        to.phone.clone().into(),
        to.email.clone().into(),
        to.field.into(),
    ];
    one(tx.run(sql(text, values)).await?)
}

pub(in crate::people) async fn set_contact(tx: &Tx, congress: Uuid, id: Uuid, to: &str) -> Result<()> {
    let text = "UPDATE persons SET contact_public = $3 WHERE congress_id = $1 AND id = $2";
    one(tx.run(sql(text, [congress.into(), id.into(), to.into()])).await?)
}

pub(in crate::people) async fn insert_details(
    tx: &Tx,
    congress: Uuid,
    person: Uuid,
    to: &Details,
) -> Result<()> {
    let text = "INSERT INTO person_details (congress_id, person_id, number, ethnicity, born, party, education, occupation, \
         address, delegation) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let number = (!to.number.is_empty()).then(|| to.number.clone());
    let values = [
        congress.into(),
        person.into(),
        number.into(),
        to.ethnicity.clone().into(),
        to.born.clone().into(),
        to.party.clone().into(),
        to.education.clone().into(),
        to.occupation.clone().into(),
        to.address.clone().into(),
        to.delegation.clone().into(),
    ];
    tx.put(sql(text, values)).await
}

pub(in crate::people) async fn delete_details(tx: &Tx, congress: Uuid, person: Uuid) -> Result<()> {
    let text = "DELETE FROM person_details WHERE congress_id = $1 AND person_id = $2";
    tx.put(sql(text, [congress.into(), person.into()])).await
}

/// End a membership that lasts, or let one last again when `on` is none; false when there is none to be ended.
pub(in crate::people) async fn end_membership(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    on: Option<NaiveDate>,
) -> Result<bool> {
    let text = "UPDATE memberships SET to_on = $3 WHERE congress_id = $1 AND id = $2 \
         AND ($3 IS NULL OR to_on IS NULL)";
    Ok(tx.run(sql(text, [congress.into(), id.into(), on.into()])).await? == 1)
}

pub(in crate::people) async fn delete_membership(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "DELETE FROM memberships WHERE congress_id = $1 AND id = $2";
    one(tx.run(sql(text, [congress.into(), id.into()])).await?)
}

/// How a seat stands.
pub(in crate::people) async fn seat_term(
    at: &impl Conn,
    congress: Uuid,
    id: Uuid,
) -> Result<Option<SeatTerm>> {
    #[derive(FromQueryResult)]
    struct Row {
        from_on: NaiveDate,
        to_on: Option<NaiveDate>,
        end_reason: Option<String>,
        suspended_on: Option<NaiveDate>,
    }
    let text =
        "SELECT from_on, to_on, end_reason, suspended_on FROM seats WHERE congress_id = $1 AND id = $2";
    let row: Option<Row> = at.maybe(sql(text, [congress.into(), id.into()])).await?;
    let term = |row: Row| {
        let Row { from_on, to_on, end_reason, suspended_on } = row;
        SeatTerm { from_on, to_on, end_reason, suspended_on }
    };
    Ok(row.map(term))
}

pub(in crate::people) async fn set_seat_term(tx: &Tx, congress: Uuid, id: Uuid, to: &SeatTerm) -> Result<()> {
    let text = "UPDATE seats SET from_on = $3, to_on = $4, end_reason = $5, suspended_on = $6 \
         WHERE congress_id = $1 AND id = $2";
    let values = [
        congress.into(),
        id.into(),
        to.from_on.into(),
        to.to_on.into(),
        to.end_reason.clone().into(),
        to.suspended_on.into(),
    ];
    one(tx.run(sql(text, values)).await?)
}

/// The days on which a mandate rested, put back: those begun on `begun` go, those begun on `again` last again.
pub(in crate::people) async fn restore_rest(
    tx: &Tx,
    congress: Uuid,
    (person, reason): (Uuid, &str),
    (begun, again): (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<()> {
    if let Some(begun) = begun {
        let text =
            "DELETE FROM leaves WHERE congress_id = $1 AND person_id = $2 AND reason = $3 AND from_on = $4";
        tx.put(sql(text, [congress.into(), person.into(), reason.into(), begun.into()])).await?;
    }
    if let Some(again) = again {
        let text = "UPDATE leaves SET to_on = NULL WHERE congress_id = $1 AND person_id = $2 AND reason = $3 AND from_on = $4";
        tx.put(sql(text, [congress.into(), person.into(), reason.into(), again.into()])).await?;
    }
    Ok(())
}

pub(in crate::people) async fn delete_seat(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "DELETE FROM seats WHERE congress_id = $1 AND id = $2";
    one(tx.run(sql(text, [congress.into(), id.into()])).await?)
}

pub(in crate::people) async fn delete_person(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "DELETE FROM persons WHERE congress_id = $1 AND id = $2";
    one(tx.run(sql(text, [congress.into(), id.into()])).await?)
}

fn one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::NotFound) }
}
