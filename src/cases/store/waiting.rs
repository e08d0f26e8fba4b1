use sea_orm::Value;

use crate::access::{Actor, Role};

/// The condition on the cases `c` in which the lead organ has to act next.
pub(super) const WITH_ORGAN: &str = "c.due_what IN ('sign_for', 'reply', 'keep_promise')";

/// The condition on the cases `c` that wait for a step of theirs, for each role they hold.
pub(super) fn waits_for(actor: &Actor, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["FALSE".to_owned()];
    for post in &actor.posts {
        let id = match post.role {
            Role::Deputy => actor.person,
            _ => post.organization,
        };
        let Some(id) = id else { continue };
        let n = values.len() + 1;
        let condition = match post.role {
            Role::Deputy => format!(
                "(c.deputy_id = ${n} AND c.due_what IN ('cosign', 'sort', 'take_up', 'evaluate')) OR \
                 (c.due_what = 'cosign' AND EXISTS (SELECT 1 FROM case_cosigners w WHERE w.congress_id = c.congress_id \
                 AND w.case_id = c.id AND w.person_id = ${n} AND w.answer = 'asked'))"
            ),
            Role::LocalOffice | Role::StationKeeper => {
                format!("(c.office_id = ${n} AND c.due_what = 'sort')")
            }
            Role::WorkingBody => examines(n),
            Role::Commission => format!(
                "(c.office_id = ${n} AND c.due_what = 'sort') OR {} OR c.due_what = 'confirm_kept'",
                examines(n)
            ),
            Role::Organ => format!(
                "(c.organ_id = ${n} AND {WITH_ORGAN}) OR \
                 (c.state IN ('transferred', 'handling') AND EXISTS (SELECT 1 FROM case_organs w WHERE \
                 w.congress_id = c.congress_id AND w.case_id = c.id AND w.organ_id = ${n} AND w.part = 'co' \
                 AND w.state IN ('waiting', 'signed')))"
            ),
            _ => continue,
        };
        values.push(id.into());
        conditions.push(condition);
    }
    format!("({})", conditions.join(" OR "))
}

fn examines(n: usize) -> String {
    format!("(c.body_id = ${n} AND c.due_what IN ('examine', 'decide_return', 'conclude'))")
}
