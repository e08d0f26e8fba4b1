//! From when to when somebody held a seat, was on leave, contacted whom: the bare facts of many people at once, without
//! the names that lists put them in order by.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, sql};

/// The days of a seat.
#[derive(Debug, Clone, FromQueryResult)]
pub struct SeatDays {
    /// Whose.
    pub person_id: Uuid,
    /// In which term.
    pub term_id: Uuid,
    /// `deputy` or `committee-member`.
    pub kind: String,
    /// A deputy's constituency.
    pub constituency_id: Option<Uuid>,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; none while it lasts.
    pub to_on: Option<NaiveDate>,
}

/// The days of an assignment.
#[derive(Debug, Clone, FromQueryResult)]
pub struct PairDays {
    /// The committee member.
    pub member_id: Uuid,
    /// The deputy.
    pub deputy_id: Uuid,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; none while it lasts.
    pub to_on: Option<NaiveDate>,
}

/// The days of leave.
#[derive(Debug, Clone, FromQueryResult)]
pub struct LeaveDays {
    /// Whose.
    pub person_id: Uuid,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; none while it lasts.
    pub to_on: Option<NaiveDate>,
}

/// The days of all seats ever held: of one person, or of everybody.
pub async fn seat_days(at: &impl Conn, congress: Uuid, person: Option<Uuid>) -> Result<Vec<SeatDays>> {
    let mut values = vec![congress.into()];
    let mut whose = "";
    if let Some(person) = person {
        values.push(person.into());
        whose = " AND person_id = $2";
    }
    let text = format!(
        "SELECT person_id, term_id, kind, constituency_id, from_on, to_on FROM seats \
         WHERE congress_id = $1{whose} ORDER BY id"
    );
    at.all(sql(text, values)).await
}

/// The days of all assignments ever.
pub async fn pair_days(at: &impl Conn, congress: Uuid) -> Result<Vec<PairDays>> {
    let text =
        "SELECT member_id, deputy_id, from_on, to_on FROM assignments WHERE congress_id = $1 ORDER BY id";
    at.all(sql(text, [congress.into()])).await
}

/// The days of all leave ever approved.
pub async fn leave_days(at: &impl Conn, congress: Uuid) -> Result<Vec<LeaveDays>> {
    let text = "SELECT person_id, from_on, to_on FROM leaves WHERE congress_id = $1 ORDER BY id";
    at.all(sql(text, [congress.into()])).await
}
