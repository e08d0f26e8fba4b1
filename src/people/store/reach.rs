//! Whose people an office's are: the one condition by which a permit reaches persons.

use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit, Role, Scope};
use crate::base::{Conn, Result, sql};

/// The condition on a column that holds a person: oneself, one's group, the deputies and members whom one's office
/// serves (clause 10), or the whole congress. `$1` is the congress; values are added to `values`.
pub fn reaching(actor: &Actor, permit: Permit, column: &str, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["FALSE".to_owned()];
    for (post, scope) in actor.posts_with(permit) {
        match scope {
            Scope::Congress | Scope::Deployment => return "TRUE".to_owned(),
            Scope::Own => {
                let Some(person) = actor.person else { continue };
                values.push(person.into());
                let n = values.len();
                conditions.push(format!("{column} = ${n}"));
                if post.role == Role::GroupLeader {
                    conditions.push(format!(
                        "{column} IN (SELECT m.person_id FROM memberships m JOIN memberships l \
                         ON l.congress_id = m.congress_id AND l.organization_id = m.organization_id \
                         WHERE m.congress_id = $1 AND l.person_id = ${n} AND l.part = 'leader' \
                         AND l.to_on IS NULL AND m.to_on IS NULL)"
                    ));
                }
            }
            Scope::Office => {
                let Some(office) = post.organization else { continue };
                values.push(office.into());
                conditions.push(of_office(column, values.len()));
            }
            Scope::Organ => {}
        }
    }
    format!("({})", conditions.join(" OR "))
}

/// Those whom an office serves: a local office the deputies elected in its area and those of its groups, a working
/// body its counterpart members.
pub fn of_office(column: &str, n: usize) -> String {
    format!(
        "({column} IN (SELECT m.person_id FROM memberships m WHERE m.congress_id = $1 AND m.organization_id = ${n} \
         AND m.part = 'counterpart' AND m.to_on IS NULL) \
         OR {column} IN (SELECT m.person_id FROM memberships m JOIN organizations g ON g.congress_id = m.congress_id \
         AND g.id = m.organization_id WHERE m.congress_id = $1 AND g.kind = 'group' AND g.parent_id = ${n} \
         AND m.to_on IS NULL) \
         OR {column} IN (SELECT s.person_id FROM seats s JOIN constituencies c ON c.congress_id = s.congress_id \
         AND c.id = s.constituency_id JOIN organizations o ON o.congress_id = s.congress_id AND o.area_id = c.area_id \
         WHERE s.congress_id = $1 AND o.id = ${n} AND o.kind = 'local-office' AND s.kind = 'deputy'))"
    )
}

/// A deputy's seat on a day, with the constituency that elected him or her.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Elected {
    /// The person.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// The constituency (原选区).
    pub constituency_id: Uuid,
    /// Its name.
    pub constituency: String,
}

/// The deputies of a day whom a permit reaches, by constituency, then in the order of names; a deputy with two seats
/// is there twice.
pub async fn deputies_reached(
    at: &impl Conn,
    actor: &Actor,
    permit: Permit,
    day: NaiveDate,
) -> Result<Vec<Elected>> {
    let mut values: Vec<Value> = vec![actor.congress.into(), day.into()];
    let condition = reaching(actor, permit, "s.person_id", &mut values);
    let text = format!(
        "SELECT s.person_id, p.name, c.id AS constituency_id, c.name AS constituency FROM seats s \
         JOIN persons p ON p.congress_id = s.congress_id AND p.id = s.person_id \
         JOIN constituencies c ON c.congress_id = s.congress_id AND c.id = s.constituency_id \
         JOIN terms t ON t.congress_id = s.congress_id AND t.id = s.term_id \
         WHERE s.congress_id = $1 AND s.kind = 'deputy' AND s.from_on <= $2 \
         AND (s.to_on IS NULL OR s.to_on >= $2) AND t.ends_on >= $2 AND {condition} \
         ORDER BY c.number, c.id, p.strokes, p.id"
    );
    at.all(sql(text, values)).await
}

#[derive(FromQueryResult)]
struct Group {
    organization_id: Uuid,
}

/// The group that somebody leads and to which all of these deputies belong.
pub async fn group_led(
    at: &impl Conn,
    congress: Uuid,
    leader: Uuid,
    deputies: &[Uuid],
) -> Result<Option<Uuid>> {
    let text = "SELECT l.organization_id FROM memberships l WHERE l.congress_id = $1 AND l.person_id = $2 \
         AND l.part = 'leader' AND l.to_on IS NULL ORDER BY l.from_on, l.id";
    let led: Vec<Group> = at.all(sql(text, [congress.into(), leader.into()])).await?;
    for Group { organization_id } in led {
        let text = "SELECT m.person_id AS id FROM memberships m WHERE m.congress_id = $1 AND m.organization_id = $2 \
             AND m.to_on IS NULL";
        let members: Vec<Member> = at.all(sql(text, [congress.into(), organization_id.into()])).await?;
        if deputies.iter().all(|deputy| members.iter().any(|member| member.id == *deputy)) {
            return Ok(Some(organization_id));
        }
    }
    Ok(None)
}

#[derive(FromQueryResult)]
struct Member {
    id: Uuid,
}
