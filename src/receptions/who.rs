//! Whose stations an actor keeps or sees: a keeper the own one, a local office those it is responsible for, the
//! commission and whoever guides all of them. A deputy sees the receptions at which he or she is on duty.

use sea_orm::Value;
use uuid::Uuid;

use crate::access::{Actor, Permit, Scope};
use crate::base::{Conn, Error, Result};
use crate::bodies::{self, Kind, Organization};

/// Whether an organization is a home or station.
pub fn is_station(organization: &Organization) -> bool {
    [Kind::Station, Kind::Home].iter().any(|kind| kind.word() == organization.kind)
}

/// Whether a permit reaches a station.
pub fn reaches(actor: &Actor, permit: Permit, station: &Organization) -> bool {
    actor.posts_with(permit).any(|(post, scope)| match scope {
        Scope::Congress | Scope::Deployment => true,
        Scope::Office => {
            post.organization.is_some_and(|own| own == station.id || Some(own) == station.parent_id)
        }
        Scope::Own | Scope::Organ => false,
    })
}

/// A station that a permit reaches; a stranger gets `NotFound`.
///
/// # Errors
/// As [`Actor::must`]; `NotFound` when it is no station or not theirs.
pub async fn station(at: &impl Conn, actor: &Actor, permit: Permit, id: Uuid) -> Result<Organization> {
    actor.must(permit)?;
    let station = bodies::store::organization(at, actor.congress, id).await?;
    if is_station(&station) && reaches(actor, permit, &station) { Ok(station) } else { Err(Error::NotFound) }
}

/// All homes and stations that exist now: homes first, each in the official order.
///
/// # Errors
/// When the database does not answer.
pub async fn stations(at: &impl Conn, congress: Uuid) -> Result<Vec<Organization>> {
    let mut all = bodies::store::organizations(at, congress, Kind::Home).await?;
    all.extend(bodies::store::organizations(at, congress, Kind::Station).await?);
    Ok(all)
}

/// The homes and stations that a permit reaches.
///
/// # Errors
/// As [`stations`].
pub async fn reached(at: &impl Conn, actor: &Actor, permit: Permit) -> Result<Vec<Organization>> {
    let mut all = stations(at, actor.congress).await?;
    all.retain(|station| reaches(actor, permit, station));
    Ok(all)
}

/// The condition on stations `o` that a permit reaches: `$1` is the congress, values are added to `values`.
pub fn stations_seen(actor: &Actor, permit: Permit, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["FALSE".to_owned()];
    for (post, scope) in actor.posts_with(permit) {
        match (scope, post.organization) {
            (Scope::Congress | Scope::Deployment, _) => return "TRUE".to_owned(),
            (Scope::Office, Some(office)) => {
                values.push(office.into());
                let n = values.len();
                conditions.push(format!("o.id = ${n} OR o.parent_id = ${n}"));
            }
            _ => {}
        }
    }
    format!("({})", conditions.join(" OR "))
}

/// The condition on receptions `r` of stations `o`: `$1` is the congress, values are added to `values`.
pub fn seen(actor: &Actor, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["FALSE".to_owned()];
    for (post, scope) in actor.posts_with(Permit::ReceptionRead) {
        match (scope, post.organization) {
            (Scope::Congress | Scope::Deployment, _) => return "TRUE".to_owned(),
            (Scope::Office, Some(office)) => {
                values.push(office.into());
                let n = values.len();
                conditions.push(format!("o.id = ${n} OR o.parent_id = ${n}"));
            }
            (Scope::Own, _) => {
                let Some(person) = actor.person else { continue };
                values.push(person.into());
                conditions.push(format!(
                    "(r.state <> 'planned' AND EXISTS (SELECT 1 FROM reception_duties d WHERE d.congress_id = r.congress_id \
                     AND d.reception_id = r.id AND d.person_id = ${}))",
                    values.len()
                ));
            }
            _ => {}
        }
    }
    format!("({})", conditions.join(" OR "))
}
