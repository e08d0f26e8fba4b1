use uuid::Uuid;

use super::own;
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result};
use crate::cases::acts::{HeardIn, NewCase};
use crate::cases::{self, Case, Channel};
use crate::contacts::Passed;
use crate::contacts::store::Contact;
use crate::ledger;
use crate::ledger::State;

/// Pass on what a deputy said in a contact: it becomes an opinion in the deputy's name, tied to the contact, in one
/// transaction. What was confided never goes with it. The opinion.
///
/// # Errors
/// `NotFound` and `Forbidden` as for amending; `Conflict` for a contact that was not declared, or was given up;
/// `Invalid` when the deputy was not in it or nothing is said.
pub async fn pass_on(app: &App, actor: &Actor, id: Uuid, passed: &Passed) -> Result<Case> {
    actor.must(Permit::ContactPassOn)?;
    let contact = own(&app.db, actor, id).await?;
    if !may_pass_on(&contact) {
        return Err(Error::conflict("contacts-pass-on-early"));
    }
    let parties = ledger::store::parties_of(&app.db, actor.congress, contact.act_id).await?;
    if !parties.iter().any(|party| party.person_id == passed.deputy) {
        return Err(Error::invalid("deputy", "contacts-pass-on-deputy"));
    }
    let new = NewCase {
        subject: passed.subject.clone(),
        place: passed.place.clone(),
        deputy: Some(passed.deputy),
        voter: None,
        heard_on: Some(contact.on_day),
        heard_in: Some(HeardIn { record: id, act: Some(contact.act_id) }),
        ..NewCase::of_voter(passed.form, Channel::Contact, &passed.body)
    };
    Ok(cases::acts::pass_on(app, actor, &new).await?.case)
}

/// Whether what was heard in a contact may be passed on now: once the deputy has been told of the contact.
pub fn may_pass_on(contact: &Contact) -> bool {
    matches!(contact.state(), Some(State::Declared | State::Verified | State::Returned))
}
