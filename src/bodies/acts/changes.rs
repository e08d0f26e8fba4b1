//! Changing what was entered, and striking an entry that was made by mistake. What something stands on is not struck:
//! the database refuses, and the act says so.

use serde_json::json;
use uuid::Uuid;

use super::{NewArea, NewConstituency, NewOrganization, record};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx, hanzi};
use crate::bodies::store;

/// Change an area; `fields` are the program's words for what changes.
pub async fn change_area(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (area, to): (Uuid, &NewArea),
    fields: &[&str],
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::update_area(tx, actor.congress, area, to, &hanzi::pinyin_initials(&to.name)).await?;
    note(tx, app, actor, ("area.changed", "area", area), fields).await
}

/// Change a constituency, its villages and communities with it; its term and its short code stay.
///
/// # Errors
/// `Invalid` as for a new one.
pub async fn change_constituency(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (constituency, to): (Uuid, &NewConstituency),
    fields: &[&str],
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    if !(1..=3).contains(&to.seats) {
        return Err(Error::invalid("seats", "bodies-seats-one-to-three"));
    }
    store::update_constituency(tx, actor.congress, constituency, to).await?;
    store::delete_parts(tx, actor.congress, constituency).await?;
    for part in &to.parts {
        store::insert_part(tx, actor.congress, constituency, *part).await?;
    }
    note(tx, app, actor, ("constituency.changed", "constituency", constituency), fields).await
}

/// Change an organization; its kind and its short code stay.
///
/// # Errors
/// `Invalid` when it would have no name.
pub async fn change_organization(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (organization, to): (Uuid, &NewOrganization),
    fields: &[&str],
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    if to.name.trim().is_empty() {
        return Err(Error::invalid("name", "bodies-name-missing"));
    }
    store::update_organization(tx, actor.congress, organization, to).await?;
    note(tx, app, actor, ("organization.changed", "organization", organization), fields).await
}

/// Strike an area.
///
/// # Errors
/// `Conflict` when something stands on it; so do the others.
pub async fn strike_area(tx: &Tx, app: &App, actor: &Actor, area: Uuid) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::delete_area(tx, actor.congress, area).await.map_err(|cause| cause.tied("bodies-tied"))?;
    note(tx, app, actor, ("area.struck", "area", area), &[]).await
}

/// Strike a constituency.
pub async fn strike_constituency(tx: &Tx, app: &App, actor: &Actor, constituency: Uuid) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::delete_parts(tx, actor.congress, constituency).await?;
    store::delete_constituency(tx, actor.congress, constituency)
        .await
        .map_err(|cause| cause.tied("bodies-tied"))?;
    note(tx, app, actor, ("constituency.struck", "constituency", constituency), &[]).await
}

/// Strike an organization.
pub async fn strike_organization(tx: &Tx, app: &App, actor: &Actor, organization: Uuid) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::delete_organization(tx, actor.congress, organization)
        .await
        .map_err(|cause| cause.tied("bodies-tied"))?;
    note(tx, app, actor, ("organization.struck", "organization", organization), &[]).await
}

async fn note(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (kind, subject, id): (&str, &'static str, Uuid),
    fields: &[&str],
) -> Result<()> {
    let author = actor.author(Permit::RegisterKeep, app.clock.now());
    let facts = if fields.is_empty() { json!({}) } else { json!({ "fields": fields }) };
    record(tx, &author, kind, subject, id, facts).await
}
