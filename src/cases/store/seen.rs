use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit, Role, Scope};
use crate::base::{Conn, Result, sql};
use crate::search::Only;

/// The one condition on who sees which cases `c`: its values are added to `values`, `$1` is the congress.
pub fn visible_to(actor: &Actor, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["c.published_at IS NOT NULL".to_owned()];
    conditions.extend(takes_part(actor, values));
    format!("({})", conditions.join(" OR "))
}

/// The same condition for the search index.
pub fn visible(actor: &Actor) -> Only {
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = visible_to(actor, &mut values);
    let join = "JOIN cases c ON c.congress_id = t.congress_id AND c.id = t.subject_id".to_owned();
    Only { join, condition: format!("c.congress_id = $1 AND {condition}"), values }
}

/// Whether they take part in a case beyond being its public.
pub async fn is_party(at: &impl Conn, actor: &Actor, case: Uuid) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Id {
        #[expect(dead_code, reason = "only whether there is a row")]
        id: Uuid,
    }
    let mut values: Vec<Value> = vec![actor.congress.into(), case.into()];
    let conditions = takes_part(actor, &mut values);
    if conditions.is_empty() {
        return Ok(false);
    }
    let text = format!(
        "SELECT c.id FROM cases c WHERE c.congress_id = $1 AND c.id = $2 AND ({})",
        conditions.join(" OR ")
    );
    Ok(at.maybe::<Id>(sql(text, values)).await?.is_some())
}

/// The conditions under which they take part in a case `c`; any of them is enough.
fn takes_part(actor: &Actor, values: &mut Vec<Value>) -> Vec<String> {
    let mut conditions = Vec::new();
    for (post, scope) in actor.posts_with(Permit::CaseRead) {
        match scope {
            Scope::Congress | Scope::Deployment => return vec!["TRUE".to_owned()],
            Scope::Own => own(actor, post.role, values, &mut conditions),
            Scope::Office => {
                if let Some(office) = post.organization {
                    values.push(office.into());
                    let n = values.len();
                    conditions.push(format!("c.body_id = ${n} OR c.office_id = ${n} OR c.station_id = ${n}"));
                }
            }
            Scope::Organ => {
                if let Some(organ) = post.organization {
                    values.push(organ.into());
                    let n = values.len();
                    conditions.push(format!(
                        "EXISTS (SELECT 1 FROM case_organs o WHERE o.congress_id = c.congress_id AND o.case_id = c.id \
                         AND o.organ_id = ${n})"
                    ));
                }
            }
        }
    }
    conditions
}

fn own(actor: &Actor, role: Role, values: &mut Vec<Value>, conditions: &mut Vec<String>) {
    if role == Role::Voter {
        if let Some(account) = actor.account {
            values.push(account.into());
            conditions.push(format!("c.voter_account_id = ${}", values.len()));
        }
        return;
    }
    let Some(person) = actor.person else { return };
    values.push(person.into());
    let n = values.len();
    conditions.push(format!("c.deputy_id = ${n}"));
    conditions.push(format!(
        "EXISTS (SELECT 1 FROM case_cosigners s WHERE s.congress_id = c.congress_id AND s.case_id = c.id \
         AND s.person_id = ${n})"
    ));
    if role == Role::GroupLeader {
        conditions.push(format!(
            "c.deputy_id IN (SELECT m.person_id FROM memberships m JOIN memberships l ON l.congress_id = m.congress_id \
             AND l.organization_id = m.organization_id WHERE m.congress_id = $1 AND l.person_id = ${n} \
             AND l.part = 'leader' AND l.to_on IS NULL AND m.to_on IS NULL)"
        ));
    }
}
