//! Persons, seats and memberships in the database.

mod changes;
mod days;
mod profile;
pub mod reach;
mod service;
mod whole;

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::acts::{NewPerson, NewSeat};
use super::{Deputy, Order};
use crate::base::{Conn, Error, Result, Tables, Tx, hanzi, sql};
use crate::bodies::{Organization, store::escaped};

pub use days::{LeaveDays, PairDays, SeatDays, leave_days, pair_days, seat_days};
pub(super) use profile::put_profile;
pub use profile::{Kept, Profile, profile, profiles_kept};
pub use service::{
    Assigned, Held, Leave, Sitting, assignments, assignments_on, leaves, seats, seats_on, sitting,
    sitting_named,
};
pub use whole::{MembershipRow, PersonRow, SeatRow, every_membership, every_person, every_seat};

pub(super) use changes::{
    delete_details, delete_membership, delete_person, delete_seat, end_membership, insert_details,
    restore_rest, seat_term, set_contact, set_seat_term, update_person,
};
pub(super) use service::{end_assignment, end_leave, insert_assignment, insert_leave};

const DEPUTY: &str = "SELECT p.id AS person_id, p.name, p.sex, p.unit, p.post, \
     CASE WHEN r.phone IS NULL OR r.phone = '' THEN p.phone ELSE r.phone END AS phone, p.contact_public, \
     s.code, s.id AS seat_id, s.from_on, s.suspended_on, c.id AS constituency_id, c.name AS constituency, \
     a.id AS area_id, a.name AS area \
     FROM seats s \
     JOIN persons p ON p.congress_id = s.congress_id AND p.id = s.person_id \
     JOIN constituencies c ON c.congress_id = s.congress_id AND c.id = s.constituency_id \
     JOIN areas a ON a.congress_id = s.congress_id AND a.id = c.area_id \
     LEFT JOIN profiles r ON r.congress_id = p.congress_id AND r.person_id = p.id \
     WHERE s.congress_id = $1 AND s.kind = 'deputy' AND s.to_on IS NULL";

/// The sitting deputy of a short code.
pub async fn deputy_by_code(at: &impl Conn, congress: Uuid, code: &str) -> Result<Deputy> {
    let all = deputies(at, congress, Order::Strokes).await?;
    all.iter().find(|it| it.code == code).cloned().ok_or(Error::NotFound)
}

/// Whose seat a short code is, and where, though it may have ended: printed codes outlive the seats.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Coded {
    /// The person.
    pub person_id: Uuid,
    /// The constituency.
    pub constituency_id: Uuid,
}

/// The deputy's seat of a short code, also one that has ended.
pub async fn seat_of_code(at: &impl Conn, congress: Uuid, code: &str) -> Result<Coded> {
    let text = "SELECT person_id, constituency_id FROM seats WHERE congress_id = $1 AND code = $2 AND kind = 'deputy' \
         AND constituency_id IS NOT NULL";
    at.one(sql(text, [congress.into(), code.into()])).await
}

/// The sitting deputy that a person is.
pub async fn deputy(at: &impl Conn, congress: Uuid, person: Uuid) -> Result<Option<Deputy>> {
    let all = deputies(at, congress, Order::Strokes).await?;
    Ok(all.iter().find(|it| it.person_id == person).cloned())
}

/// The sitting deputies of a constituency.
pub async fn deputies_of(at: &impl Conn, congress: Uuid, constituency: Uuid) -> Result<Vec<Deputy>> {
    let text = format!("{DEPUTY} AND s.constituency_id = $2 ORDER BY p.strokes, p.id");
    at.all(sql(text, [congress.into(), constituency.into()])).await
}

/// The sitting deputies of the constituencies that lie in a town or street.
pub async fn deputies_in(at: &impl Conn, congress: Uuid, area: Uuid) -> Result<Vec<Deputy>> {
    let text = format!("{DEPUTY} AND c.area_id = $2 ORDER BY c.number, p.strokes, p.id");
    at.all(sql(text, [congress.into(), area.into()])).await
}

/// The sitting deputies whose name holds `name`, or whose pinyin or its initials begin with it.
pub async fn deputies_named(at: &impl Conn, congress: Uuid, name: &str, most: i64) -> Result<Vec<Deputy>> {
    let text = format!(
        "{DEPUTY} AND (p.name LIKE $2 ESCAPE '!' OR p.initials LIKE $3 ESCAPE '!' OR p.pinyin LIKE $3 ESCAPE '!') \
         ORDER BY p.strokes, p.id LIMIT $4"
    );
    let (inside, begins) = (format!("%{}%", escaped(name)), format!("{}%", escaped(&name.to_lowercase())));
    at.all(sql(text, [congress.into(), inside.into(), begins.into(), most.into()])).await
}

/// All sitting deputies.
pub async fn deputies(at: &impl Conn, congress: Uuid, order: Order) -> Result<Arc<Vec<Deputy>>> {
    let order = match order {
        Order::Strokes => "p.strokes, p.id",
        Order::Pinyin => "p.pinyin, p.id",
        Order::District => "c.number, p.strokes, p.id",
    };
    let all = at.all(sql(format!("{DEPUTY} ORDER BY {order}"), [congress.into()]));
    at.kept((Tables::Directory, congress), &format!("deputies by {order}"), all).await
}

/// The sitting deputies attached to a station, or members of a group.
pub async fn deputies_at(at: &impl Conn, congress: Uuid, organization: Uuid) -> Result<Vec<Deputy>> {
    let text = format!(
        "{DEPUTY} AND p.id IN (SELECT person_id FROM memberships WHERE congress_id = $1 AND organization_id = $2 \
         AND to_on IS NULL) ORDER BY p.strokes, p.id"
    );
    at.all(sql(text, [congress.into(), organization.into()])).await
}

/// A sitting deputy's place in an organization.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct Belongs {
    /// The organization.
    pub organization_id: Uuid,
    /// The deputy.
    pub person_id: Uuid,
}

/// Which sitting deputies belong to which organizations now.
pub async fn belonging(at: &impl Conn, congress: Uuid) -> Result<Vec<Belongs>> {
    let text = "SELECT m.organization_id, m.person_id FROM memberships m WHERE m.congress_id = $1 AND m.to_on IS NULL \
         AND m.person_id IN (SELECT person_id FROM seats WHERE congress_id = $1 AND kind = 'deputy' AND to_on IS NULL) \
         ORDER BY m.organization_id, m.person_id";
    at.all(sql(text, [congress.into()])).await
}

/// The groups and stations a person belongs to now.
pub async fn organizations_of(at: &impl Conn, congress: Uuid, person: Uuid) -> Result<Vec<Organization>> {
    let text = "SELECT o.id, o.kind, o.name, o.short_name, o.code, o.area_id, o.parent_id, o.address, o.phone, o.hours \
         FROM memberships m JOIN organizations o ON o.congress_id = m.congress_id AND o.id = m.organization_id \
         WHERE m.congress_id = $1 AND m.person_id = $2 AND m.to_on IS NULL ORDER BY o.kind, o.rank";
    at.all(sql(text, [congress.into(), person.into()])).await
}

/// The name of a person.
pub async fn name(at: &impl Conn, congress: Uuid, person: Uuid) -> Result<String> {
    #[derive(FromQueryResult)]
    struct Named {
        name: String,
    }
    let text = "SELECT name FROM persons WHERE congress_id = $1 AND id = $2";
    Ok(at.one::<Named>(sql(text, [congress.into(), person.into()])).await?.name)
}

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
    name: String,
}

/// The names of all persons, organizations and constituencies, whatever became of them.
pub async fn all_names(at: &impl Conn, congress: Uuid) -> Result<Arc<BTreeMap<Uuid, String>>> {
    let read = async {
        let text = "SELECT id, name FROM persons WHERE congress_id = $1 \
             UNION ALL SELECT id, name FROM organizations WHERE congress_id = $1 \
             UNION ALL SELECT id, name FROM constituencies WHERE congress_id = $1";
        let rows: Vec<Named> = at.all(sql(text, [congress.into()])).await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    };
    at.kept((Tables::Directory, congress), "names", read).await
}

pub(super) async fn insert_person(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    name: &str,
    new: &NewPerson,
) -> Result<()> {
    let text = "INSERT INTO persons (congress_id, id, name, strokes, pinyin, initials, sex, unit, post, phone, email, \
         field) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = [
        congress.into(),
        id.into(),
        name.into(),
        hanzi::stroke_key(name).into(),
        hanzi::pinyin_full(name).into(),
        hanzi::pinyin_initials(name).into(),
        new.sex.into(),
        new.unit.clone().into(),
        new.post.clone().into(),
        new.phone.clone().into(),
        new.email.clone().into(),
        new.field.into(),
    ];
    tx.put(sql(text, values)).await
}

pub(super) async fn insert_seat(tx: &Tx, congress: Uuid, id: Uuid, new: &NewSeat, code: &str) -> Result<()> {
    let text = "INSERT INTO seats (congress_id, id, person_id, term_id, kind, constituency_id, code, from_on) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        congress.into(),
        id.into(),
        new.person.into(),
        new.term.into(),
        new.kind.word().into(),
        new.constituency.into(),
        code.into(),
        new.from_on.into(),
    ];
    tx.put(sql(text, values)).await
}

pub(super) async fn end_seat(
    tx: &Tx,
    congress: Uuid,
    seat: Uuid,
    on: NaiveDate,
    reason: &str,
) -> Result<bool> {
    let text =
        "UPDATE seats SET to_on = $3, end_reason = $4 WHERE congress_id = $1 AND id = $2 AND to_on IS NULL";
    Ok(tx.run(sql(text, [congress.into(), seat.into(), on.into(), reason.into()])).await? == 1)
}

pub(super) async fn suspend_seat(
    tx: &Tx,
    congress: Uuid,
    seat: Uuid,
    since: Option<NaiveDate>,
) -> Result<bool> {
    let text = "UPDATE seats SET suspended_on = $3 WHERE congress_id = $1 AND id = $2 AND to_on IS NULL";
    Ok(tx.run(sql(text, [congress.into(), seat.into(), since.into()])).await? == 1)
}

pub(super) async fn insert_membership(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    (person, organization): (Uuid, Uuid),
    (part, from_on): (&str, NaiveDate),
) -> Result<()> {
    let text = "INSERT INTO memberships (congress_id, id, person_id, organization_id, part, from_on) \
         VALUES ($1, $2, $3, $4, $5, $6)";
    let values =
        [congress.into(), id.into(), person.into(), organization.into(), part.into(), from_on.into()];
    tx.put(sql(text, values)).await
}
