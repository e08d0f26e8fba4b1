//! The register of people as a whole, for rosters: persons with their details, seats, memberships.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::base::{Conn, Result, sql};

/// A person as entered, with what is kept beside.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub struct PersonRow {
    /// The id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// `male` or `female`.
    pub sex: String,
    /// The unit.
    pub unit: String,
    /// The position there.
    pub post: String,
    /// The telephone number.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
    /// The code of the field of work.
    pub field: String,
    /// `public`, `constituency` or `relay`.
    pub contact_public: String,
    /// The number of the certificate, or the office's own.
    pub number: String,
    /// 民族
    pub ethnicity: String,
    /// The month of birth, as 1975-08.
    pub born: String,
    /// 党派
    pub party: String,
    /// 学历
    pub education: String,
    /// 职业
    pub occupation: String,
    /// Where letters go.
    pub address: String,
    /// 代表团
    pub delegation: String,
}

/// A seat as entered.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub struct SeatRow {
    /// The seat.
    pub id: Uuid,
    /// Whose.
    pub person_id: Uuid,
    /// In which term.
    pub term_id: Uuid,
    /// `deputy` or `committee-member`.
    pub kind: String,
    /// A deputy's constituency.
    pub constituency_id: Option<Uuid>,
    /// The short code on the deputy's QR.
    pub code: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: Option<NaiveDate>,
    /// The mandate rests since this day.
    pub suspended_on: Option<NaiveDate>,
    /// Why it ended.
    pub end_reason: Option<String>,
}

/// Who belongs where now.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub struct MembershipRow {
    /// Its id.
    pub id: Uuid,
    /// Who.
    pub person_id: Uuid,
    /// Where.
    pub organization_id: Uuid,
    /// `leader`, `member`, `attached` or `counterpart`.
    pub part: String,
}

/// Every person, in the order of names.
pub async fn every_person(at: &impl Conn, congress: Uuid) -> Result<Vec<PersonRow>> {
    let text = "SELECT p.id, p.name, p.sex, p.unit, p.post, p.phone, p.email, p.field, p.contact_public, \
         COALESCE(d.number, '') AS number, COALESCE(d.ethnicity, '') AS ethnicity, COALESCE(d.born, '') AS born, \
         COALESCE(d.party, '') AS party, COALESCE(d.education, '') AS education, \
         COALESCE(d.occupation, '') AS occupation, COALESCE(d.address, '') AS address, \
         COALESCE(d.delegation, '') AS delegation \
         FROM persons p LEFT JOIN person_details d ON d.congress_id = p.congress_id AND d.person_id = p.id \
         WHERE p.congress_id = $1 ORDER BY p.strokes, p.id";
    at.all(sql(text, [congress.into()])).await
}

/// Every seat ever held, the earliest first.
pub async fn every_seat(at: &impl Conn, congress: Uuid) -> Result<Vec<SeatRow>> {
    let text = "SELECT id, person_id, term_id, kind, constituency_id, code, from_on, to_on, suspended_on, end_reason \
         FROM seats WHERE congress_id = $1 ORDER BY from_on, id";
    at.all(sql(text, [congress.into()])).await
}

/// Every membership that lasts, by the organizations' official order.
pub async fn every_membership(at: &impl Conn, congress: Uuid) -> Result<Vec<MembershipRow>> {
    let text = "SELECT m.id, m.person_id, m.organization_id, m.part FROM memberships m \
         JOIN organizations o ON o.congress_id = m.congress_id AND o.id = m.organization_id \
         WHERE m.congress_id = $1 AND m.to_on IS NULL ORDER BY o.rank, o.name, m.id";
    at.all(sql(text, [congress.into()])).await
}
