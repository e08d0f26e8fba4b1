//! The registers' rows.

mod calendar;
mod changes;
mod places;
mod whole;

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::acts::{NewArea, NewCongress, NewConstituency, NewOrganization};
use super::{Area, Constituency, Kind, Organization, Term};
use crate::base::{Conn, Result, Tables, Tx, sql};

pub(super) use calendar::{days, mark, unmark};
pub(super) use changes::{
    delete_area, delete_constituency, delete_organization, delete_parts, update_area, update_constituency,
    update_organization,
};
pub use places::{addresses, every_area, town_positions};
pub use whole::{
    AreaRow, ConstituencyRow, OrganizationRow, area_rows, every_constituency, every_organization, every_part,
};

const TERM: &str = "id, number, name, starts_on, ends_on";
const AREA: &str = "id, parent_id, kind, name, initials";
const CONSTITUENCY: &str = "id, area_id, number, name, code, seats";
const ORGANIZATION: &str = "id, kind, name, short_name, code, area_id, parent_id, address, phone, hours";

/// The term in which a day falls.
pub async fn term_on(at: &impl Conn, congress: Uuid, day: NaiveDate) -> Result<Option<Term>> {
    let text =
        format!("SELECT {TERM} FROM terms WHERE congress_id = $1 AND starts_on <= $2 AND ends_on >= $2");
    at.maybe(sql(text, [congress.into(), day.into()])).await
}

/// All terms, the earliest first.
pub async fn terms(at: &impl Conn, congress: Uuid) -> Result<Vec<Term>> {
    let text = format!("SELECT {TERM} FROM terms WHERE congress_id = $1 ORDER BY starts_on");
    at.all(sql(text, [congress.into()])).await
}

/// The code of the charter that a congress goes by.
pub async fn charter_code(at: &impl Conn, congress: Uuid) -> Result<String> {
    #[derive(FromQueryResult)]
    struct Code {
        charter: String,
    }
    let text = "SELECT charter FROM congresses WHERE id = $1";
    let code = async { Ok(at.one::<Code>(sql(text, [congress.into()])).await?.charter) };
    Ok(at.kept((Tables::Directory, congress), "charter", code).await?.as_ref().clone())
}

/// One area.
pub async fn area(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Area> {
    let text = format!("SELECT {AREA} FROM areas WHERE congress_id = $1 AND id = $2");
    at.one(sql(text, [congress.into(), id.into()])).await
}

/// The areas that lie directly in `parent`; of the congress itself when none is given.
pub async fn areas_in(at: &impl Conn, congress: Uuid, parent: Option<Uuid>) -> Result<Vec<Area>> {
    match parent {
        Some(parent) => {
            let text = format!(
                "SELECT {AREA} FROM areas WHERE congress_id = $1 AND parent_id = $2 ORDER BY rank, name"
            );
            at.all(sql(text, [congress.into(), parent.into()])).await
        }
        None => {
            let text = format!(
                "SELECT {AREA} FROM areas WHERE congress_id = $1 AND parent_id IS NULL ORDER BY rank, name"
            );
            at.all(sql(text, [congress.into()])).await
        }
    }
}

/// Towns and streets, in their official order.
pub async fn towns(at: &impl Conn, congress: Uuid) -> Result<Vec<Area>> {
    let text = format!(
        "SELECT {AREA} FROM areas WHERE congress_id = $1 AND kind IN ('town', 'street') ORDER BY rank, name"
    );
    at.all(sql(text, [congress.into()])).await
}

/// A name as a pattern that matches only itself.
pub fn escaped(name: &str) -> String {
    name.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// One constituency.
pub async fn constituency(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Constituency> {
    let text = format!("SELECT {CONSTITUENCY} FROM constituencies WHERE congress_id = $1 AND id = $2");
    at.one(sql(text, [congress.into(), id.into()])).await
}

/// The constituency of a short code.
pub async fn constituency_by_code(at: &impl Conn, congress: Uuid, code: &str) -> Result<Constituency> {
    let text = format!("SELECT {CONSTITUENCY} FROM constituencies WHERE congress_id = $1 AND code = $2");
    at.one(sql(text, [congress.into(), code.into()])).await
}

/// The constituency of the latest term that has most of what an earlier one was made of; itself when it is of that term,
/// or when nothing of it is left.
pub async fn followed_by(at: &impl Conn, congress: Uuid, earlier: Uuid) -> Result<Constituency> {
    let text = format!(
        "SELECT {CONSTITUENCY} FROM constituencies WHERE congress_id = $1 AND term_id = \
         (SELECT id FROM terms WHERE congress_id = $1 ORDER BY starts_on DESC LIMIT 1) \
         AND (id = $2 OR id IN (SELECT n.constituency_id FROM constituency_areas n \
          JOIN constituency_areas o ON o.congress_id = n.congress_id AND o.area_id = n.area_id \
          WHERE n.congress_id = $1 AND o.constituency_id = $2)) \
         ORDER BY (CASE WHEN id = $2 THEN 0 ELSE 1 END), (SELECT COUNT(*) FROM constituency_areas n \
          JOIN constituency_areas o ON o.congress_id = n.congress_id AND o.area_id = n.area_id \
          WHERE n.congress_id = $1 AND n.constituency_id = constituencies.id AND o.constituency_id = $2) DESC, number \
         LIMIT 1"
    );
    match at.maybe(sql(text, [congress.into(), earlier.into()])).await? {
        Some(found) => Ok(found),
        None => constituency(at, congress, earlier).await,
    }
}

/// The constituencies of a term in a town or street, or made of a village or community.
pub async fn constituencies_of(
    at: &impl Conn,
    congress: Uuid,
    term: Uuid,
    area: Uuid,
) -> Result<Vec<Constituency>> {
    let text = format!(
        "SELECT {CONSTITUENCY} FROM constituencies WHERE congress_id = $1 AND term_id = $2 AND (area_id = $3 \
         OR id IN (SELECT constituency_id FROM constituency_areas WHERE congress_id = $1 AND area_id = $3)) \
         ORDER BY number"
    );
    at.all(sql(text, [congress.into(), term.into(), area.into()])).await
}

/// The villages and communities of a constituency.
pub async fn parts_of(at: &impl Conn, congress: Uuid, constituency: Uuid) -> Result<Vec<Area>> {
    let text = format!(
        "SELECT {AREA} FROM areas WHERE congress_id = $1 AND id IN \
         (SELECT area_id FROM constituency_areas WHERE congress_id = $1 AND constituency_id = $2) ORDER BY rank, name"
    );
    at.all(sql(text, [congress.into(), constituency.into()])).await
}

/// One organization.
pub async fn organization(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Organization> {
    let text = format!("SELECT {ORGANIZATION} FROM organizations WHERE congress_id = $1 AND id = $2");
    at.one(sql(text, [congress.into(), id.into()])).await
}

/// The organization of a short code.
pub async fn organization_by_code(at: &impl Conn, congress: Uuid, code: &str) -> Result<Organization> {
    let text = format!("SELECT {ORGANIZATION} FROM organizations WHERE congress_id = $1 AND code = $2");
    at.one(sql(text, [congress.into(), code.into()])).await
}

/// The organizations of a kind that exist now, in their official order.
pub async fn organizations(at: &impl Conn, congress: Uuid, kind: Kind) -> Result<Vec<Organization>> {
    let text = format!(
        "SELECT {ORGANIZATION} FROM organizations WHERE congress_id = $1 AND kind = $2 AND to_on IS NULL \
         ORDER BY rank, name"
    );
    at.all(sql(text, [congress.into(), kind.word().into()])).await
}

/// The organizations of a kind that serve an area.
pub async fn organizations_of(
    at: &impl Conn,
    congress: Uuid,
    kind: Kind,
    area: Uuid,
) -> Result<Vec<Organization>> {
    let text = format!(
        "SELECT {ORGANIZATION} FROM organizations WHERE congress_id = $1 AND kind = $2 AND area_id = $3 \
         AND to_on IS NULL ORDER BY rank, name"
    );
    at.all(sql(text, [congress.into(), kind.word().into(), area.into()])).await
}

pub(super) async fn insert_congress(tx: &Tx, id: Uuid, new: &NewCongress) -> Result<()> {
    let text = "INSERT INTO congresses (id, code, name, short_name, charter, fictional) \
         VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        id.into(),
        new.code.clone().into(),
        new.name.clone().into(),
        new.short_name.clone().into(),
        new.charter.clone().into(),
        new.fictional.into(),
    ];
    tx.put(sql(text, values)).await
}

pub(super) async fn insert_term(tx: &Tx, congress: Uuid, new: &Term) -> Result<()> {
    let text = "INSERT INTO terms (congress_id, id, number, name, starts_on, ends_on) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        congress.into(),
        new.id.into(),
        new.number.into(),
        new.name.clone().into(),
        new.starts_on.into(),
        new.ends_on.into(),
    ];
    tx.put(sql(text, values)).await
}

/// False when there is no such term that began before that day.
pub(super) async fn set_term_end(tx: &Tx, congress: Uuid, term: Uuid, ends_on: NaiveDate) -> Result<bool> {
    let text = "UPDATE terms SET ends_on = $3 WHERE congress_id = $1 AND id = $2 AND starts_on < $3";
    Ok(tx.run(sql(text, [congress.into(), term.into(), ends_on.into()])).await? == 1)
}

pub(super) async fn insert_area(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    new: &NewArea,
    initials: &str,
) -> Result<()> {
    let text = "INSERT INTO areas (congress_id, id, parent_id, kind, name, initials, rank) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        congress.into(),
        id.into(),
        new.parent.into(),
        new.kind.into(),
        new.name.clone().into(),
        initials.into(),
        new.rank.into(),
    ];
    tx.put(sql(text, values)).await
}

pub(super) async fn insert_constituency(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    new: &NewConstituency,
    code: &str,
) -> Result<()> {
    let text = "INSERT INTO constituencies (congress_id, id, term_id, area_id, number, name, code, seats) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        congress.into(),
        id.into(),
        new.term.into(),
        new.area.into(),
        new.number.into(),
        new.name.clone().into(),
        code.into(),
        new.seats.into(),
    ];
    tx.put(sql(text, values)).await
}

pub(super) async fn insert_part(tx: &Tx, congress: Uuid, constituency: Uuid, area: Uuid) -> Result<()> {
    let text = "INSERT INTO constituency_areas (congress_id, constituency_id, area_id) VALUES ($1, $2, $3)";
    tx.put(sql(text, [congress.into(), constituency.into(), area.into()])).await
}

pub(super) async fn insert_organization(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    new: &NewOrganization,
    code: &str,
) -> Result<()> {
    let text = "INSERT INTO organizations (congress_id, id, kind, name, short_name, code, area_id, parent_id, rank, \
         address, phone, hours, from_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = [
        congress.into(),
        id.into(),
        new.kind.word().into(),
        new.name.clone().into(),
        new.short_name.clone().into(),
        code.into(),
        new.area.into(),
        new.parent.into(),
        new.rank.into(),
        new.address.clone().into(),
        new.phone.clone().into(),
        new.hours.clone().into(),
        new.from_on.into(),
    ];
    tx.put(sql(text, values)).await
}

/// Where an area is, in degrees.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct Position {
    /// The area.
    pub id: Uuid,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// The positions of areas, as far as they are known.
pub async fn positions(at: &impl Conn, congress: Uuid) -> Result<Vec<Position>> {
    let text = "SELECT id, latitude, longitude FROM areas WHERE congress_id = $1 AND latitude IS NOT NULL \
         AND longitude IS NOT NULL";
    at.all(sql(text, [congress.into()])).await
}

pub(super) async fn place_area(tx: &Tx, congress: Uuid, at: &Position) -> Result<()> {
    let text = "UPDATE areas SET latitude = $3, longitude = $4 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), at.id.into(), at.latitude.into(), at.longitude.into()])).await
}

pub(super) async fn set_whereabouts(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    (address, phone, hours): (&str, &str, &str),
) -> Result<()> {
    let text =
        "UPDATE organizations SET address = $3, phone = $4, hours = $5 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), address.into(), phone.into(), hours.into()])).await
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// Whether there is a congress of this code already.
pub(super) async fn is_founded(at: &impl Conn, code: &str) -> Result<bool> {
    let text = "SELECT COUNT(*) AS count FROM congresses WHERE code = $1";
    let row: Count = at.one(sql(text, [code.into()])).await?;
    Ok(row.count > 0)
}

/// Whether a constituency of the term has this number already.
pub(super) async fn is_numbered(at: &impl Conn, congress: Uuid, term: Uuid, number: i64) -> Result<bool> {
    let text = "SELECT COUNT(*) AS count FROM constituencies WHERE congress_id = $1 AND term_id = $2 AND number = $3";
    let row: Count = at.one(sql(text, [congress.into(), term.into(), number.into()])).await?;
    Ok(row.count > 0)
}

/// Whether a short code is taken: by a constituency, an organization, or (read by reference) a seat.
pub(super) async fn is_coded(at: &impl Conn, congress: Uuid, code: &str) -> Result<bool> {
    let text = "SELECT (SELECT COUNT(*) FROM constituencies WHERE congress_id = $1 AND code = $2) \
         + (SELECT COUNT(*) FROM organizations WHERE congress_id = $1 AND code = $2) \
         + (SELECT COUNT(*) FROM seats WHERE congress_id = $1 AND code = $2) AS count";
    let row: Count = at.one(sql(text, [congress.into(), code.into()])).await?;
    Ok(row.count > 0)
}

pub(super) async fn set_host(tx: &Tx, congress: Uuid, host: &str) -> Result<()> {
    let text = "UPDATE congresses SET host = $2 WHERE id = $1";
    tx.put(sql(text, [congress.into(), host.into()])).await
}

/// A congress of the deployment, as one that is founded beside it must know it.
#[derive(Debug, FromQueryResult)]
pub struct Neighbour {
    /// Its code.
    pub code: String,
    /// The host name by which it is reached.
    pub host: Option<String>,
    /// Made-up people and matters.
    pub fictional: bool,
}

/// Every congress of the deployment.
pub async fn neighbours(at: &impl Conn) -> Result<Vec<Neighbour>> {
    at.all(sql("SELECT code, host, fictional FROM congresses ORDER BY code", [])).await
}

pub(super) async fn set_loading(tx: &Tx, congress: Uuid, loading: bool) -> Result<()> {
    let text = "UPDATE congresses SET loading = $2 WHERE id = $1";
    tx.put(sql(text, [congress.into(), loading.into()])).await
}

/// Whether a congress of the deployment is being loaded, or its loading was interrupted.
pub async fn is_loading(at: &impl Conn) -> Result<bool> {
    let text = "SELECT COUNT(*) AS count FROM congresses WHERE loading";
    Ok(at.one::<Count>(sql(text, [])).await?.count > 0)
}
