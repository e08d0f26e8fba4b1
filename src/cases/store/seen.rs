use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit, Role, Scope};
use crate::base::{Conn, Result, sql};
use crate::search::Only;

/// The one condition on who sees which cases `c`: its values are added to `values`, `$1` is the congress.
pub fn visible_to(actor: &Actor, values: &mut Vec<Value>) -> String {
    format!("(c.published_at IS NOT NULL OR {})", part_of(actor, values))
}

/// The same condition for the search index.
pub fn visible(actor: &Actor) -> Only {
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = visible_to(actor, &mut values);
    let join = "JOIN cases c ON c.congress_id = t.congress_id AND c.id = t.subject_id".to_owned();
    Only { join, condition: format!("c.congress_id = $1 AND {condition}"), values }
}

/// The condition on the cases `c` in which they take part: those whose whole file is theirs to read, and not only
/// what the public reads too.
pub(super) fn part_of(actor: &Actor, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["FALSE".to_owned()];
    for (post, scope) in actor.posts_with(Permit::CaseRead) {
        match scope {
            Scope::Congress | Scope::Deployment => return "TRUE".to_owned(),
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
    format!("({})", conditions.join(" OR "))
}

fn own(actor: &Actor, role: Role, values: &mut Vec<Value>, conditions: &mut Vec<String>) {
    if role == Role::Voter {
        if let Some(account) = actor.account {
            values.push(account.into());
            conditions.push(format!("c.voter_account_id = ${}", values.len()));
        }
        return;
    }
    if let Some(account) = actor.account.filter(|_| role == Role::Member) {
        // A committee member follows what became of an opinion that he or she passed on.
        values.push(account.into());
        conditions.push(format!("(c.heard_in IS NOT NULL AND c.entered_by = ${})", values.len()));
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

/// Whether a case that they see is theirs to read as a whole.
pub async fn takes_part(at: &impl Conn, actor: &Actor, case: Uuid) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let mut values: Vec<Value> = vec![actor.congress.into(), case.into()];
    let condition = part_of(actor, &mut values);
    let text =
        format!("SELECT count(*) AS n FROM cases c WHERE c.congress_id = $1 AND c.id = $2 AND {condition}");
    Ok(at.one::<Count>(sql(text, values)).await?.n > 0)
}
