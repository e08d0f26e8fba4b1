//! Rows that are changed or struck.

use uuid::Uuid;

use crate::base::{Conn, Error, Result, Tx, sql};
use crate::bodies::acts::{NewArea, NewConstituency, NewOrganization};

pub(in crate::bodies) async fn update_area(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    to: &NewArea,
    initials: &str,
) -> Result<()> {
    let text = "UPDATE areas SET parent_id = $3, kind = $4, name = $5, initials = $6, rank = $7 \
         WHERE congress_id = $1 AND id = $2";
    let values = [
        congress.into(),
        id.into(),
        to.parent.into(),
        to.kind.into(),
        to.name.clone().into(),
        initials.into(),
        to.rank.into(),
    ];
    one(tx.run(sql(text, values)).await?)
}

pub(in crate::bodies) async fn update_constituency(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    to: &NewConstituency,
) -> Result<()> {
    let text = "UPDATE constituencies SET area_id = $3, number = $4, name = $5, seats = $6 \
         WHERE congress_id = $1 AND id = $2";
    let values = [
        congress.into(),
        id.into(),
        to.area.into(),
        to.number.into(),
        to.name.clone().into(),
        to.seats.into(),
    ];
    one(tx.run(sql(text, values)).await?)
}

pub(in crate::bodies) async fn update_organization(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    to: &NewOrganization,
) -> Result<()> {
    let text = "UPDATE organizations SET name = $3, short_name = $4, area_id = $5, parent_id = $6, rank = $7, \
         address = $8, phone = $9, hours = $10, from_on = $11 WHERE congress_id = $1 AND id = $2";
    let values = [
        congress.into(),
        id.into(),
        to.name.clone().into(),
        to.short_name.clone().into(),
        to.area.into(),
        to.parent.into(),
        to.rank.into(),
        to.address.clone().into(),
        to.phone.clone().into(),
        to.hours.clone().into(),
        to.from_on.into(),
    ];
    one(tx.run(sql(text, values)).await?)
}

pub(in crate::bodies) async fn delete_parts(tx: &Tx, congress: Uuid, constituency: Uuid) -> Result<()> {
    let text = "DELETE FROM constituency_areas WHERE congress_id = $1 AND constituency_id = $2";
    tx.put(sql(text, [congress.into(), constituency.into()])).await
}

pub(in crate::bodies) async fn delete_area(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "DELETE FROM areas WHERE congress_id = $1 AND id = $2";
    one(tx.run(sql(text, [congress.into(), id.into()])).await?)
}

pub(in crate::bodies) async fn delete_constituency(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "DELETE FROM constituencies WHERE congress_id = $1 AND id = $2";
    one(tx.run(sql(text, [congress.into(), id.into()])).await?)
}

pub(in crate::bodies) async fn delete_organization(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "DELETE FROM organizations WHERE congress_id = $1 AND id = $2";
    one(tx.run(sql(text, [congress.into(), id.into()])).await?)
}

fn one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::NotFound) }
}
