//! Whose people an office's are: the one condition by which a permit reaches persons.

use sea_orm::Value;

use crate::access::{Actor, Permit, Role, Scope};

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
fn of_office(column: &str, n: usize) -> String {
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
