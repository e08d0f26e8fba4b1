use charter::Charter;
use uuid::Uuid;

use super::told::how_counted;
use crate::access::{Actor, Permit, Scope, Visit};
use crate::base::page::Ui;
use crate::base::redact::{masked_email, masked_name, masked_phone};
use crate::base::{Conn, Error, Result};
use crate::cases::acts::may_read_personal;
use crate::cases::deadlines::Counted;
use crate::cases::timeline::Names;
use crate::cases::{Case, Channel};
use crate::ledger::{self, Act, State};
use crate::people;

/// Names that are said before the others are counted.
const NAMED: usize = 3;

/// The voter as this reader may see him or her.
pub struct VoterShown {
    /// The name.
    pub name: String,
    /// The telephone number.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
    /// How they want to hear the answer.
    pub answer_by: String,
    /// Whether it is masked.
    pub masked: bool,
    /// Whether this reader may see it whole.
    pub may_unmask: bool,
}

/// What is due, and how that was counted.
pub struct DueShown {
    /// What is awaited.
    pub what: String,
    /// By when.
    pub day: String,
    /// How long until then.
    pub left: String,
    /// The shape of the status word.
    pub kind: &'static str,
    /// What to be warned of.
    pub warning: Option<String>,
    /// How the day was counted.
    pub counted: Vec<String>,
}

/// The contact or activity in which it was heard.
pub struct Heard {
    /// In words.
    pub text: String,
    /// Its page, for those who may read it.
    pub href: Option<String>,
}

/// The contact or the activity with voters in which it was heard, with a way to it for whoever may read it.
pub async fn heard(at: &impl Conn, actor: &Actor, ui: &Ui, case: &Case) -> Result<Option<Heard>> {
    let Some(record) = case.heard_in else { return Ok(None) };
    if case.channel == Channel::Event.word() {
        let href = actor.may(Permit::EventRead).then(|| format!("/events/{record}"));
        return Ok(Some(Heard { text: ui.t("cases-heard-in-event"), href }));
    }
    let mut acts = ledger::store::of_evidence(at, actor.congress, record).await?;
    acts.retain(|act| act.superseded_by.is_none());
    if case.channel == Channel::Outreach.word() {
        return with_voters(at, actor, ui, (case, &acts)).await;
    }
    in_contact(at, actor, ui, (case, acts.first())).await
}

/// The deputies who were there; the activity is for whoever may see one of its acts.
async fn with_voters(
    at: &impl Conn,
    actor: &Actor,
    ui: &Ui,
    (case, acts): (&Case, &[Act]),
) -> Result<Option<Heard>> {
    let (mut names, mut seen) = (Vec::new(), false);
    for act in acts.iter().filter(|act| act.state() != Some(State::Discarded) && !act.void) {
        names.push(people::store::name(at, actor.congress, act.person_id).await?);
        seen = seen || (actor.may(Permit::OutreachRead) && may_see(at, actor, act.id).await?);
    }
    let Some(record) = acts.first().map(|act| act.evidence_id) else { return Ok(None) };
    let all = names.len();
    names.truncate(NAMED);
    let names = names.join(&ui.t("cases-list-comma"));
    let deputies = if all > NAMED { ui.t2("cases-list-and-others", "names", names, "n", all) } else { names };
    let text = ui.t2("cases-heard-with-voters", "day", ui.date(case.heard_on), "deputies", deputies);
    Ok(Some(Heard { text, href: seen.then(|| format!("/outreach/{record}")) }))
}

async fn may_see(at: &impl Conn, actor: &Actor, act: Uuid) -> Result<bool> {
    match ledger::store::find(at, actor, act).await {
        Ok(_) => Ok(true),
        Err(Error::NotFound | Error::Forbidden) => Ok(false),
        Err(other) => Err(other),
    }
}

/// The member's contact: for the member, those named in it, the commission.
async fn in_contact(
    at: &impl Conn,
    actor: &Actor,
    ui: &Ui,
    (case, act): (&Case, Option<&Act>),
) -> Result<Option<Heard>> {
    let Some(act) = act else { return Ok(None) };
    let named = ledger::store::parties_of(at, actor.congress, act.id).await?;
    let named: Vec<Uuid> = named.into_iter().map(|party| party.person_id).collect();
    let told = !matches!(act.state(), Some(State::Draft | State::Discarded));
    let may = actor.posts_with(Permit::ContactRead).any(|(_, scope)| match scope {
        Scope::Congress | Scope::Deployment => told,
        Scope::Own => actor.person.is_some_and(|own| own == act.person_id || (told && named.contains(&own))),
        Scope::Office | Scope::Organ => false,
    });
    let member = people::store::name(at, actor.congress, act.person_id).await?;
    let text = ui.t2("cases-heard-in", "day", ui.date(case.heard_on), "member", member);
    Ok(Some(Heard { text, href: may.then(|| format!("/contacts/{}", act.evidence_id)) }))
}

/// What is due, and how that was counted.
pub fn due(ui: &Ui, charter: &Charter, case: &Case) -> Result<Option<DueShown>> {
    let Some(due) = case.standing.due() else { return Ok(None) };
    let counted: Option<Counted> = match &case.due_how {
        Some(how) => Some(serde_json::from_str(how).map_err(anyhow::Error::from)?),
        None => None,
    };
    let on = due.deadline.on;
    let near = counted.as_ref().is_some_and(|counted| ui.today >= counted.warn_on);
    let (kind, warning) = match due.deadline.escalation {
        Some(it) => ("late", Some(ui.t2("cases-escalated", "n", u32::from(it.level), "day", ui.date(it.on)))),
        None if ui.is_late(on) => ("late", Some(ui.t("cases-late"))),
        None if near => ("wait", Some(ui.t("cases-near"))),
        None => ("go", None),
    };
    Ok(Some(DueShown {
        what: ui.word("case-awaits", due.what.word()),
        day: ui.date(on),
        left: ui.days_left(on),
        kind,
        warning,
        counted: counted.map(|counted| how_counted(ui, charter, &counted)).unwrap_or_default(),
    }))
}

/// What is known of a case, each with its label.
pub fn facts(ui: &Ui, case: &Case, names: &Names) -> Result<Vec<(String, String)>> {
    let mut facts = vec![
        ("number", case.number.clone()),
        ("channel", ui.word("case-channel", &case.channel)),
        ("heard-on", ui.date(case.heard_on)),
        ("raised-at", ui.moment(case.raised_at)),
    ];
    if !case.place.is_empty() {
        facts.push(("place", case.place.clone()));
    }
    for (name, id) in [
        ("constituency", case.constituency_id),
        ("deputy", case.deputy_id),
        ("station", case.station_id),
        ("office", case.office_id),
        ("body", case.body_id),
        ("organ", case.organ_id),
    ] {
        if let Some(id) = id {
            facts.push((name, names.name(id)?));
        }
    }
    if !case.serial.is_empty() {
        facts.push(("serial", case.serial.clone()));
    }
    if case.consented {
        facts.push(("consented", ui.t("cases-consented")));
    }
    if case.standing.round > 1 {
        facts.push(("round", case.standing.round.to_string()));
    }
    if case.supports > 0 {
        facts.push(("supports", case.supports.to_string()));
    }
    let shown = if case.standing.confidential {
        "confidential"
    } else if case.standing.published {
        "public"
    } else {
        "inside"
    };
    facts.push(("shown", ui.word("case-shown", shown)));
    Ok(facts.into_iter().map(|(name, value)| (ui.word("case-fact", name), value)).collect())
}

/// The voter, masked unless this look was recorded; nothing for those whose business the voter is not.
pub fn voter(ui: &Ui, visit: &Visit, case: &Case, personal: bool) -> Option<VoterShown> {
    if !case.standing.has_voter || !may_read_personal(&visit.actor, case) {
        return None;
    }
    let known = [&case.voter_name, &case.voter_phone, &case.voter_email].iter().any(|it| !it.is_empty());
    Some(VoterShown {
        name: if personal { case.voter_name.clone() } else { masked_name(&case.voter_name) },
        phone: if personal { case.voter_phone.clone() } else { masked_phone(&case.voter_phone) },
        email: if personal { case.voter_email.clone() } else { masked_email(&case.voter_email) },
        answer_by: ui.word("case-answer-by", &case.answer_by),
        masked: !personal,
        may_unmask: known && !personal,
    })
}
