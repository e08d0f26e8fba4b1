//! The registers as a whole, for rosters: every row with all that can be changed of it.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::base::{Conn, Result, sql};

/// An area as entered.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub struct AreaRow {
    /// Its id.
    pub id: Uuid,
    /// The area it lies in.
    pub parent_id: Option<Uuid>,
    /// `city`, `town`, `street`, `village` or `community`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its place in the official order.
    pub rank: i64,
}

/// A constituency as entered.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub struct ConstituencyRow {
    /// Its id.
    pub id: Uuid,
    /// Its term.
    pub term_id: Uuid,
    /// The town or street it lies in.
    pub area_id: Uuid,
    /// Its number within the term.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// The short code on its QR.
    pub code: String,
    /// How many deputies it elects.
    pub seats: i64,
}

/// An organization as entered.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub struct OrganizationRow {
    /// Its id.
    pub id: Uuid,
    /// The word of its kind.
    pub kind: String,
    /// Its full name.
    pub name: String,
    /// What people call it.
    pub short_name: String,
    /// The short code on its QR.
    pub code: String,
    /// The area it serves.
    pub area_id: Option<Uuid>,
    /// The organization it belongs to.
    pub parent_id: Option<Uuid>,
    /// Its place in the official order.
    pub rank: i64,
    /// Where it is.
    pub address: String,
    /// Its telephone.
    pub phone: String,
    /// When it is open.
    pub hours: String,
    /// Since when.
    pub from_on: NaiveDate,
}

/// Every area, in the official order.
pub async fn area_rows(at: &impl Conn, congress: Uuid) -> Result<Vec<AreaRow>> {
    let text =
        "SELECT id, parent_id, kind, name, rank FROM areas WHERE congress_id = $1 ORDER BY rank, name, id";
    at.all(sql(text, [congress.into()])).await
}

/// Every constituency of every term.
pub async fn every_constituency(at: &impl Conn, congress: Uuid) -> Result<Vec<ConstituencyRow>> {
    let text = "SELECT id, term_id, area_id, number, name, code, seats FROM constituencies WHERE congress_id = $1 \
         ORDER BY term_id, number";
    at.all(sql(text, [congress.into()])).await
}

/// Every constituency with each of the areas it is made of, in the official order.
pub async fn every_part(at: &impl Conn, congress: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    #[derive(FromQueryResult)]
    struct Part {
        constituency_id: Uuid,
        area_id: Uuid,
    }
    let text = "SELECT p.constituency_id, p.area_id FROM constituency_areas p \
         JOIN areas a ON a.congress_id = p.congress_id AND a.id = p.area_id \
         WHERE p.congress_id = $1 ORDER BY p.constituency_id, a.rank, a.name, a.id";
    let parts: Vec<Part> = at.all(sql(text, [congress.into()])).await?;
    Ok(parts.into_iter().map(|part| (part.constituency_id, part.area_id)).collect())
}

/// Every organization that exists now, in the official order.
pub async fn every_organization(at: &impl Conn, congress: Uuid) -> Result<Vec<OrganizationRow>> {
    let text = "SELECT id, kind, name, short_name, code, area_id, parent_id, rank, address, phone, hours, from_on \
         FROM organizations WHERE congress_id = $1 AND to_on IS NULL ORDER BY rank, name, id";
    at.all(sql(text, [congress.into()])).await
}
