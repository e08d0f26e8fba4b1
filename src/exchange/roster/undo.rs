//! Taking back what an import did, from the last thing to the first, by the acts of the rooms whose registers they are.
//! What something else stands on by now is not taken away from under it: the acts refuse, and nothing is taken back.

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::apply::{contact, details, kind, new_person};
use super::sheets::area_kind;
use super::store::Kept;
use crate::access::store::AccountRow;
use crate::access::{Actor, Role, acts as access};
use crate::base::{App, Error, Result, Tx};
use crate::bodies::acts as bodies;
use crate::bodies::store::{AreaRow, ConstituencyRow, OrganizationRow};
use crate::people::acts as people;
use crate::people::store::{PersonRow, SeatRow};

/// Take one thing back.
///
/// # Errors
/// `Conflict` when something stands on it.
pub async fn take_back((tx, app): (&Tx, &App), actor: &Actor, mark: &Kept) -> Result<()> {
    let id = mark.subject_id;
    match mark.did.as_str() {
        "area.made" => bodies::strike_area(tx, app, actor, id).await,
        "area.changed" => {
            let row: AreaRow = before(mark)?;
            let to = bodies::NewArea {
                parent: row.parent_id,
                kind: area_kind(&row.kind),
                name: row.name,
                rank: row.rank,
            };
            bodies::change_area(tx, app, actor, (id, &to), &BACK).await
        }
        "constituency.made" => bodies::strike_constituency(tx, app, actor, id).await,
        "constituency.changed" => {
            let (row, parts): (ConstituencyRow, Vec<Uuid>) = before(mark)?;
            let ConstituencyRow { term_id: term, area_id: area, number, name, seats, .. } = row;
            let to = bodies::NewConstituency { term, area, parts, number, name, seats };
            bodies::change_constituency(tx, app, actor, (id, &to), &BACK).await
        }
        "organization.made" => bodies::strike_organization(tx, app, actor, id).await,
        "organization.changed" => {
            let to = organization(before(mark)?);
            bodies::change_organization(tx, app, actor, (id, &to), &BACK).await
        }
        "account.made" => access::strike_account(tx, app, actor, id).await,
        "account.changed" => {
            let row: AccountRow = before(mark)?;
            let AccountRow { login, name, person_id: person, email, .. } = row;
            let to = access::NewAccount { login, name, person, email };
            access::change_account(tx, app, actor, (id, &to), &BACK).await
        }
        "grant.made" => {
            let given: Given = before(mark)?;
            let role = Role::of_word(&given.role).ok_or(Error::NotFound)?;
            access::take(tx, app, actor, id, (role, given.organization)).await
        }
        _ => of_people((tx, app), actor, mark).await,
    }
}

/// What the journal says changes when something is put back.
const BACK: [&str; 1] = ["as-before"];

/// A role as it was given.
#[derive(serde::Deserialize)]
struct Given {
    role: String,
    organization: Option<Uuid>,
}

async fn of_people((tx, app): (&Tx, &App), actor: &Actor, mark: &Kept) -> Result<()> {
    let id = mark.subject_id;
    match mark.did.as_str() {
        "person.made" => people::strike_person(tx, app, actor, id).await,
        "person.changed" => {
            let row: PersonRow = before(mark)?;
            people::change_person(tx, app, actor, (id, &new_person(&row)), &BACK).await?;
            people::set_contact(tx, app, actor, id, contact(&row)).await?;
            people::keep_details(tx, app, actor, id, &details(&row)).await
        }
        "seat.made" => people::strike_seat(tx, app, actor, (before(mark)?, id)).await,
        "seat.changed" => {
            let row: SeatRow = before(mark)?;
            let SeatRow { from_on, to_on, end_reason, suspended_on, .. } = row;
            let to = people::SeatTerm { from_on, to_on, end_reason, suspended_on };
            people::restore_seat(tx, app, actor, (row.person_id, id), &to).await
        }
        "membership.made" => people::strike_membership(tx, app, actor, (before(mark)?, id)).await,
        "membership.ended" => people::restore_membership(tx, app, actor, (before(mark)?, id)).await,
        other => Err(anyhow::anyhow!("nobody knows how to take back {other}").into()),
    }
}

fn before<T: DeserializeOwned>(mark: &Kept) -> Result<T> {
    let text = mark.before.as_deref().unwrap_or_default();
    Ok(serde_json::from_str(text).map_err(anyhow::Error::from)?)
}

fn organization(row: OrganizationRow) -> bodies::NewOrganization {
    bodies::NewOrganization {
        kind: kind(&row.kind),
        name: row.name,
        short_name: row.short_name,
        area: row.area_id,
        parent: row.parent_id,
        rank: row.rank,
        address: row.address,
        phone: row.phone,
        hours: row.hours,
        from_on: row.from_on,
    }
}
