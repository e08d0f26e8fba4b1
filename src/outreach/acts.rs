//! Recording an activity once for everybody who took part, changing it while nothing of it stands, and taking it back.

use charter::{ActKind, Vocabulary};
use chrono::NaiveDate;
use uuid::Uuid;

use super::store::{self, Outreach};
use super::{DUTY_REPORT, LONGEST, MOST_VOTERS, PLACE};
use crate::access::{Actor, Permit, Scope};
use crate::base::{App, Error, Mistake, Result, Tx, form::Say};
use crate::bodies;
use crate::files::{self, Checked};
use crate::ledger::{
    self, NewAct, State, Step,
    acts::{Wanted, amend as amend_act, take_in},
    store::Line,
};
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::people::store::reach::{Elected, deputies_reached, group_led};

/// An activity as somebody tells of it.
#[derive(Debug, Clone)]
pub struct NewOutreach {
    /// The form's own id: the same form sent twice is one activity.
    pub form: Uuid,
    /// By which of the charter's methods; a duty report is none of them here.
    pub method: String,
    /// What it was for: the charter's purposes, at least one.
    pub purposes: Vec<String>,
    /// On which day.
    pub on_day: NaiveDate,
    /// Where and with whom, in words that name no voter.
    pub place: String,
    /// In which constituency; none when it was in none of those whose deputies took part: then it counts for nobody.
    pub constituency: Option<Uuid>,
    /// How many voters were met, when somebody counted.
    pub voters: Option<i64>,
    /// What was said.
    pub said: String,
    /// Who took part: oneself, or the deputies whom the office serves.
    pub deputies: Vec<Uuid>,
    /// Declare it at once; else it stays a draft.
    pub declare: bool,
    /// Photos, never asked for.
    pub files: Vec<Checked>,
}

/// What must be there and is not, each with its field; the rest is looked up by [`record`].
pub fn missing(new: &NewOutreach) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut must = |there: bool, field: &str, key: &str| {
        if !there {
            found.push(Mistake::new(field, key));
        }
    };
    must(!new.method.is_empty(), "method", "outreach-method-missing");
    must(!new.place.trim().is_empty(), "place", "outreach-place-missing");
    must(!new.said.trim().is_empty(), "said", "outreach-said-missing");
    must(!new.purposes.is_empty(), "purposes", "outreach-purposes-missing");
    must(!new.deputies.is_empty(), "deputies", "outreach-deputies-missing");
    for (field, text, most) in [("place", &new.place, PLACE), ("said", &new.said, LONGEST)] {
        let long = text.trim().chars().count();
        if long > most {
            let say = Say::new("error-too-long").with("max", most).with("over", long - most);
            found.push(Mistake { field: field.to_owned(), say });
        }
    }
    if new.voters.is_some_and(|voters| !(1..=MOST_VOTERS).contains(&voters)) {
        let say = Say::new("error-whole").with("least", 1).with("most", MOST_VOTERS);
        found.push(Mistake { field: "voters".to_owned(), say });
    }
    found
}

/// What is wrong with it by the charter of its day and the registers; else its acts.
async fn acts_for(tx: &Tx, app: &App, actor: &Actor, new: &NewOutreach, id: Uuid) -> Result<Vec<NewAct>> {
    let mut found = missing(new);
    let code = bodies::store::charter_code(tx, actor.congress).await?;
    let Some(charter) = app.charters(&code)?.in_force(new.on_day) else {
        return Err(Error::invalid("on_day", "ledger-no-charter"));
    };
    if new.method == DUTY_REPORT {
        found.push(Mistake::new("method", "outreach-duty-report"));
    } else if !new.method.is_empty() && charter.word(Vocabulary::OutreachMethods, &new.method).is_none() {
        found.push(Mistake::new("method", "error-choice"));
    }
    if new.purposes.iter().any(|code| charter.word(Vocabulary::OutreachPurposes, code).is_none()) {
        found.push(Mistake::new("purposes", "error-choice"));
    }
    let reached = deputies_reached(tx, actor, Permit::OutreachRecord, new.on_day).await?;
    let known = |here: Uuid| reached.iter().any(|seat| seat.constituency_id == here);
    let sits = |person: Uuid| reached.iter().any(|seat| seat.person_id == person);
    let own = actor.person.is_some_and(|person| new.deputies == [person]);
    if new.deputies.iter().any(|person| !sits(*person)) {
        // One's own seat is missing on that day: it is the day that is wrong.
        let (field, key) =
            if own { ("on_day", "ledger-no-seat") } else { ("deputies", "outreach-deputy-elsewhere") };
        found.push(Mistake::new(field, key));
    } else if new.constituency.is_some_and(|here| !known(here)) {
        found.push(Mistake::new("constituency", "error-choice"));
    }
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let office = if own { None } else { office(tx, actor, &new.deputies).await? };
    let mut deputies = new.deputies.clone();
    deputies.sort_unstable();
    deputies.dedup();
    Ok(deputies.into_iter().map(|person| act_of(new, (id, person), &reached, office)).collect())
}

/// The act of one who took part: the constituency stands in it only when it is his or her own.
fn act_of(
    new: &NewOutreach,
    (id, person): (Uuid, Uuid),
    reached: &[Elected],
    office: Option<Uuid>,
) -> NewAct {
    let own =
        |here: &Uuid| reached.iter().any(|seat| seat.person_id == person && seat.constituency_id == *here);
    NewAct {
        method: new.method.clone(),
        topics: new.purposes.clone(),
        place: new.place.trim().to_owned(),
        constituency: new.constituency.filter(own),
        office,
        ..NewAct::new(person, ActKind::Outreach, new.on_day, ("outreach", id))
    }
}

/// The office in whose name one records for others, or the group that one leads.
async fn office(tx: &Tx, actor: &Actor, deputies: &[Uuid]) -> Result<Option<Uuid>> {
    let mut posts = actor.posts_with(Permit::OutreachRecord);
    let office = posts.find_map(|(post, scope)| post.organization.filter(|_| scope == Scope::Office));
    match (office, actor.person) {
        (None, Some(leader)) => group_led(tx, actor.congress, leader, deputies).await,
        _ => Ok(office),
    }
}

/// Record an activity: one row, one act for each deputy who took part. The same form sent again is the same activity.
///
/// # Errors
/// `Invalid` with the field for what is missing or wrong; as [`ledger::enter`] for the acts.
pub async fn record(app: &App, actor: &Actor, new: &NewOutreach) -> Result<Uuid> {
    actor.must(Permit::OutreachRecord)?;
    for file in &new.files {
        files::keep(app, actor.congress, file).await?;
    }
    let id = app.chance.id(app.clock.now());
    let tx = app.db.begin().await?;
    let acts = acts_for(&tx, app, actor, new, id).await?;
    if !store::insert(&tx, actor.congress, (id, new.form), (new.said.trim(), new.voters)).await? {
        return Ok(store::of_form(&tx, actor, new.form).await?.id);
    }
    for act in &acts {
        ledger::enter(&tx, app, (actor, Permit::OutreachRecord), act, new.declare).await?;
    }
    attach(&tx, app, actor, (id, &new.files)).await?;
    if new.declare {
        tell_deputies(&tx, app, actor, id).await?;
    }
    tx.commit().await?;
    Ok(id)
}

async fn attach(tx: &Tx, app: &App, actor: &Actor, (id, files): (Uuid, &[Checked])) -> Result<()> {
    let author = actor.author(Permit::OutreachRecord, app.clock.now());
    for file in files {
        files::attach(tx, app, &author, file, ("outreach", id), None).await?;
    }
    Ok(())
}

/// Those for whom an office declared are told while it is not decided yet, and may object.
async fn tell_deputies(tx: &Tx, app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    for line in acts_in(tx, actor, id).await? {
        let Some(office) = line.act.office_id else { continue };
        if line.act.state() != Some(State::Declared) || actor.person == Some(line.act.person_id) {
            continue;
        }
        let office = bodies::store::organization(tx, actor.congress, office).await?;
        let facts = Facts::from([
            ("office".to_owned(), Fact::Text(office.name)),
            ("day".to_owned(), Fact::Day(line.act.on_day)),
        ]);
        let (congress, to) = (actor.congress, Audience::Person(line.act.person_id));
        let kind = "outreach-recorded";
        tell(tx, app, &Notice { congress, to, kind, subject: "outreach", subject_id: id, facts }).await?;
    }
    Ok(())
}

async fn acts_in(tx: &Tx, actor: &Actor, id: Uuid) -> Result<Vec<Line>> {
    Ok(store::acts_of(tx, actor, &[id]).await?.remove(&id).unwrap_or_default())
}

/// Whether they are those who recorded it: the deputy himself or herself, the office, or the leader of a group.
pub fn recorded_it(actor: &Actor, acts: &[Line]) -> bool {
    let offices: Vec<Option<Uuid>> = actor
        .posts_with(Permit::OutreachRecord)
        .filter(|(_, scope)| *scope == Scope::Office)
        .map(|(post, _)| post.organization)
        .collect();
    let entered = |line: &Line| actor.account.is_some() && actor.account == line.act.entered_by;
    let theirs = |line: &Line| match line.act.office_id {
        Some(_) => offices.contains(&line.act.office_id) || entered(line),
        None => actor.may(Permit::OutreachRecord) && actor.person == Some(line.act.person_id),
    };
    !acts.is_empty() && acts.iter().all(theirs)
}

/// Whether what is written of it may still be changed: none of its acts is declared or verified.
pub fn is_open(acts: &[Line]) -> bool {
    let states = || acts.iter().filter_map(|line| line.act.state());
    states().all(|state| state.is_open() || state == State::Discarded) && states().any(State::is_open)
}

/// The activity and its acts, for those who recorded it.
async fn of_recorder(tx: &Tx, actor: &Actor, id: Uuid) -> Result<(Outreach, Vec<Line>)> {
    let found = store::find(tx, actor, id).await?;
    let acts = acts_in(tx, actor, id).await?;
    if recorded_it(actor, &acts) { Ok((found, acts)) } else { Err(Error::Forbidden) }
}

/// Change an activity of which nothing stands: a draft, or one that was sent back. Who took part may change too;
/// whoever is left out, his or her act is given up. With `declare` all of it is declared again.
///
/// # Errors
/// `NotFound` for a stranger, `Forbidden` for whoever did not record it, `Conflict` when an act of it is declared or
/// verified; as [`record`] for the rest.
pub async fn amend(app: &App, actor: &Actor, id: Uuid, new: &NewOutreach) -> Result<()> {
    actor.must(Permit::OutreachRecord)?;
    for file in &new.files {
        files::keep(app, actor.congress, file).await?;
    }
    let tx = app.db.begin().await?;
    let (found, before) = of_recorder(&tx, actor, id).await?;
    if !is_open(&before) {
        return Err(Error::conflict("outreach-stands"));
    }
    let wanted = acts_for(&tx, app, actor, new, id).await?;
    store::amend(&tx, actor.congress, found.id, (new.said.trim(), new.voters)).await?;
    for act in &wanted {
        let old = before.iter().find(|line| line.act.person_id == act.person);
        match old.map(|line| (line.act.id, line.act.state())) {
            None => {
                ledger::enter(&tx, app, (actor, Permit::OutreachRecord), act, new.declare).await?;
            }
            Some((_, Some(State::Discarded))) => {
                return Err(Error::invalid("deputies", "outreach-deputy-given-up"));
            }
            Some((old, _)) => {
                amend_act(&tx, app, (actor, Permit::OutreachRecord), old, act).await?;
                if new.declare {
                    take_in(&tx, app, actor, old, (Step::Declare, Wanted::default())).await?;
                }
            }
        }
    }
    let left = |line: &&Line| !wanted.iter().any(|act| act.person == line.act.person_id);
    for line in before.iter().filter(left).filter(|line| line.act.state().is_some_and(State::is_open)) {
        take_in(&tx, app, actor, line.act.id, (Step::Discard, Wanted::default())).await?;
    }
    attach(&tx, app, actor, (id, &new.files)).await?;
    if new.declare {
        tell_deputies(&tx, app, actor, id).await?;
    }
    tx.commit().await
}

/// Whether a step of those who recorded it may be taken with an act now.
pub fn may_follow(line: &Line, step: Step) -> bool {
    matches!(step, Step::Declare | Step::Recall | Step::Discard) && line.act.allows(step)
}

/// Declare an activity, take its declaration back, or give it up: with each of its acts with which it may be done now.
///
/// # Errors
/// `NotFound` for a stranger, `Forbidden` for whoever did not record it, `Conflict` when there is no such act (any more).
pub async fn take(app: &App, actor: &Actor, id: Uuid, step: Step) -> Result<()> {
    actor.must(Permit::OutreachRecord)?;
    let tx = app.db.begin().await?;
    let (_, acts) = of_recorder(&tx, actor, id).await?;
    let mut taken = false;
    for line in acts.iter().filter(|line| may_follow(line, step)) {
        take_in(&tx, app, actor, line.act.id, (step, Wanted::default())).await?;
        taken = true;
    }
    if !taken {
        return Err(Error::conflict("ledger-moved-on"));
    }
    if step == Step::Declare {
        tell_deputies(&tx, app, actor, id).await?;
    }
    tx.commit().await
}
