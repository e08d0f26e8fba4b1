//! Whose duties somebody may see, with what their lists are ordered by.

use std::sync::Arc;

use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, Tables, sql};
use crate::people::store::reach::reaching;

/// Somebody who holds or held a seat, as the lists name him or her.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Reached {
    /// The person.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The town or street of the latest constituency; none for whoever never was a deputy.
    pub area: Option<String>,
    /// The group he or she belongs to now.
    pub group_name: Option<String>,
}

/// The people whom a permit reaches, by area, group and name: all, one of them, or those whom an office serves too.
pub async fn reached(
    at: &impl Conn,
    actor: &Actor,
    permit: Permit,
    person: Option<Uuid>,
    office: Option<&Actor>,
) -> Result<Arc<Vec<Reached>>> {
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let mut conditions = vec![reaching(actor, permit, "p.id", &mut values)];
    if let Some(office) = office {
        conditions.push(reaching(office, permit, "p.id", &mut values));
    }
    if let Some(person) = person {
        values.push(person.into());
        conditions.push(format!("p.id = ${}", values.len()));
    }
    let text = format!(
        "SELECT p.id, p.name, a.name AS area, g.name AS group_name FROM persons p \
         LEFT JOIN seats s ON s.congress_id = p.congress_id AND s.id = (SELECT x.id FROM seats x \
          WHERE x.congress_id = p.congress_id AND x.person_id = p.id AND x.kind = 'deputy' \
          ORDER BY x.from_on DESC, x.id DESC LIMIT 1) \
         LEFT JOIN constituencies c ON c.congress_id = s.congress_id AND c.id = s.constituency_id \
         LEFT JOIN areas a ON a.congress_id = c.congress_id AND a.id = c.area_id \
         LEFT JOIN organizations g ON g.congress_id = p.congress_id AND g.id = (SELECT m.organization_id \
          FROM memberships m JOIN organizations o ON o.congress_id = m.congress_id AND o.id = m.organization_id \
          AND o.kind = 'group' WHERE m.congress_id = p.congress_id AND m.person_id = p.id AND m.to_on IS NULL \
          ORDER BY m.from_on DESC, m.id DESC LIMIT 1) \
         WHERE p.congress_id = $1 AND {} \
         AND EXISTS (SELECT 1 FROM seats e WHERE e.congress_id = p.congress_id AND e.person_id = p.id) \
         ORDER BY COALESCE(a.rank, -1), COALESCE(g.rank, -1), g.id, p.strokes, p.id",
        conditions.join(" AND ")
    );
    if person.is_some() {
        return at.all(sql(text, values)).await.map(Arc::new);
    }
    // By whatever decides who is reached.
    let name = format!("reached {conditions:?} {values:?}");
    at.kept((Tables::Directory, actor.congress), &name, at.all(sql(text, values))).await
}
