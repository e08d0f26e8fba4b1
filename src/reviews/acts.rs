//! Writing a round, and the steps that two persons take.

pub mod amends;
pub mod casting;
pub mod ceremony;
pub mod opening;
pub mod paper;
pub mod telephone;

use charter::Listing;
use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

pub use paper::Paper;

use super::flow::{self, Refusal, Standing, State, Step, Telephone};
use super::rules::Rules;
use super::{MOST_DEPUTIES, MOST_SLIPS, Review, TITLE, pair, store};
use crate::access::{Actor, Permit, Role};
use crate::base::{App, Conn, Error, Mistake, Result, Tx, codes::ShortCode, form::Say, text::Lang};
use crate::bodies;
use crate::jobs::{self, NewJob};
use crate::journal::{self, Happening};
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::people::store::reach::{Elected, deputies_reached};

/// Characters of a reason.
const REASON: usize = 200;

/// Who is reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// All who sit for a constituency.
    Constituency(Uuid),
    /// One deputy.
    Deputy(Uuid),
}

/// A round as it shall be.
#[derive(Debug, Clone)]
pub struct NewReview {
    /// The form's own id: the same form sent twice is one round.
    pub form: Uuid,
    /// Who is reviewed.
    pub whom: Whom,
    /// Its title; made of the names when empty.
    pub title: String,
    /// Voters on the roll, as the office counted them.
    pub roll: i64,
    /// Slips wanted.
    pub slips: i64,
    /// The last day to cast.
    pub last_day: NaiveDate,
    /// The last day on which telephone numbers are checked, before the voting; none where nobody is checked so.
    pub check_until: Option<NaiveDate>,
    /// Whether the parts of the duty are rated one by one.
    pub parts: bool,
    /// Whether voters may add words.
    pub words: bool,
}

/// What is wrong with a round, each with its field.
pub fn wrong(new: &NewReview, today: NaiveDate) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut must = |right: bool, field: &str, key: &str| {
        if !right {
            found.push(Mistake::new(field, key));
        }
    };
    must(new.roll >= 1, "roll", "reviews-roll-missing");
    must(new.slips >= 1, "slips", "reviews-slips-missing");
    must(new.slips <= MOST_SLIPS, "slips", "reviews-slips-many");
    must(new.slips <= new.roll || new.roll < 1, "slips", "reviews-slips-more-than-roll");
    must(new.last_day >= today, "last_day", "reviews-last-day-past");
    must(new.check_until.is_none_or(|day| day >= today), "check_until", "reviews-check-day-past");
    must(new.check_until.is_none_or(|day| day < new.last_day), "check_until", "reviews-check-day-late");
    let long = new.title.trim().chars().count();
    if long > TITLE {
        let say = Say::new("error-too-long").with("max", TITLE).with("over", long - TITLE);
        found.push(Mistake { field: "title".to_owned(), say });
    }
    found
}

/// The deputies meant, of those whom the actor's office serves.
async fn meant(at: &impl Conn, actor: &Actor, whom: Whom, today: NaiveDate) -> Result<Vec<Elected>> {
    let all = deputies_reached(at, actor, Permit::ReviewKeep, today).await?;
    let is = |one: &Elected| match whom {
        Whom::Constituency(id) => one.constituency_id == id,
        Whom::Deputy(id) => one.person_id == id,
    };
    let mut meant: Vec<Elected> = all.into_iter().filter(is).collect();
    // Whoever has two seats is reviewed by the voters of the first.
    meant.dedup_by_key(|one| one.person_id);
    if meant.is_empty() || meant.len() > MOST_DEPUTIES {
        return Err(Error::invalid("whom", "reviews-whom-missing"));
    }
    Ok(meant)
}

/// The office in whose name the actor keeps rounds.
fn office(actor: &Actor) -> Result<Uuid> {
    actor.organization_for(Permit::ReviewKeep).ok_or(Error::Forbidden)
}

/// Write a round; nobody but its office sees it until voters cast.
///
/// # Errors
/// `Invalid` with the field for what is missing or wrong.
pub async fn write(app: &App, actor: &Actor, new: &NewReview) -> Result<Uuid> {
    actor.must(Permit::ReviewKeep)?;
    let today = app.clock.today();
    let mut found = wrong(new, today);
    let deputies = match meant(&app.db, actor, new.whom, today).await {
        Ok(deputies) => deputies,
        Err(Error::Invalid(mistakes)) => {
            found.splice(..0, mistakes);
            Vec::new()
        }
        Err(other) => return Err(other),
    };
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let (congress, office, now) = (actor.congress, office(actor)?, app.clock.now());
    let code = bodies::store::charter_code(&app.db, congress).await?;
    let charter = app.charters(&code)?.in_force(today).ok_or_else(|| Error::conflict("cases-no-charter"))?;
    let telephone = new.check_until.is_some();
    let rules = Rules::of(&charter.review, deputies.len(), (new.parts, telephone));
    if telephone && (rules.telephone.is_none() || !telephone::may_text(app)) {
        return Err(Error::invalid("check_until", "reviews-no-telephone"));
    }
    let rules = serde_json::to_string(&rules).map_err(anyhow::Error::from)?;
    let term = bodies::store::term_on(&app.db, congress, today).await?.ok_or(Error::NotFound)?;
    let title = match new.title.trim() {
        "" => named(&deputies),
        typed => typed.to_owned(),
    };
    let id = app.chance.id(now);
    let public = app.chance.draw(ShortCode::random).plain();
    let tx = app.db.begin().await?;
    if let Some(before) = store::of_form(&tx, congress, new.form).await? {
        return Ok(before.id);
    }
    let constituency = deputies[0].constituency_id;
    store::insert(&tx, (congress, id), (office, &public, &rules), new, (&title, constituency)).await?;
    for (place, one) in (1..).zip(&deputies) {
        store::insert_person(&tx, (congress, id), (place, one.person_id, term.id)).await?;
    }
    let facts = json!({ "deputies": deputies.len(), "roll": new.roll });
    note(&tx, app, (actor, Permit::ReviewKeep), ("review.written", id), facts).await?;
    tx.commit().await?;
    Ok(id)
}

/// Whether a round may have its voters checked by telephone: the charter says so, and texts can go out.
///
/// # Errors
/// When the charter cannot be found.
pub async fn may_telephone(app: &App, congress: Uuid) -> Result<bool> {
    let code = bodies::store::charter_code(&app.db, congress).await?;
    let charter = app.charters(&code)?.in_force(app.clock.today());
    Ok(telephone::may_text(app) && charter.is_some_and(|charter| Rules::telephone(&charter.review).is_some()))
}

/// A title of the names, in the language of the congress.
fn named(deputies: &[Elected]) -> String {
    let names: Vec<&str> = deputies.iter().map(|one| one.name.as_str()).collect();
    let title = Lang::ZhCn.t1("reviews-title-of", "names", names.join(&Lang::ZhCn.t("reviews-and")));
    if title.chars().count() <= TITLE {
        return title;
    }
    Lang::ZhCn.t1("reviews-title-of", "names", deputies[0].constituency.as_str())
}

/// A round that the actor keeps.
pub(super) async fn kept(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Review> {
    actor.must(Permit::ReviewKeep)?;
    let review = store::find(at, actor, id).await?;
    if review.is_kept_by(actor, Permit::ReviewKeep) { Ok(review) } else { Err(Error::Forbidden) }
}

/// What the steps of a round look at.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(at: &impl Conn, (app, congress): (&App, Uuid), review: &Review) -> Result<Standing> {
    let today = app.clock.today();
    let cast = match review.state() {
        State::Draft | State::Checking | State::Open => 0,
        _ => store::count_by_slip(at, congress, review.id).await?,
    };
    let counted = store::counted(at, congress, review.id).await?;
    let telephone = match review.rules()?.telephone {
        Some(rules) => Some(Telephone {
            day_past: review.check_until.is_none_or(|until| today > until),
            list_missing: rules.listed == Listing::Before
                && store::count_numbers(at, congress, review.id).await? == 0,
        }),
        None => None,
    };
    Ok(Standing {
        state: review.state(),
        issued: review.issued,
        sealed: !review.sealed.is_empty(),
        last_day_past: today > review.last_day,
        telephone,
        paper: paper::standing(review.issued, cast, &counted),
    })
}

/// Where a step leads.
///
/// # Errors
/// What is in its way; where two counted the paper differently, with both numbers.
pub(super) async fn leads(
    tx: &Tx,
    app: &App,
    (congress, review): (Uuid, &Review),
    step: Step,
) -> Result<State> {
    match flow::after(&standing(tx, (app, congress), review).await?, step) {
        Ok(to) => Ok(to),
        Err(Refusal::PaperDiffers) => {
            let counted = store::counted(tx, congress, review.id).await?;
            let key = Refusal::PaperDiffers.key();
            Err(paper::difference(&counted).map_or_else(|| Error::conflict(key), Error::Differs))
        }
        Err(other) => Err(Error::conflict(other.key())),
    }
}

/// More slips are proposed and printed by acts of their own: they have a number.
fn is_plain(step: Step) -> Result<()> {
    if step == Step::More { Err(Error::conflict(Refusal::State.key())) } else { Ok(()) }
}

/// Propose a step; it happens when another person confirms it.
///
/// # Errors
/// `Conflict` when something is in its way or it was proposed already; `Invalid` for a reason that is missing.
pub async fn propose(app: &App, actor: &Actor, id: Uuid, step: Step) -> Result<()> {
    actor.must(Permit::ReviewKeep)?;
    is_plain(step)?;
    let tx = app.db.begin().await?;
    let review = kept(&tx, actor, id).await?;
    proposed(&tx, app, actor, (&review, step), json!({ "step": step.word() })).await?;
    tx.commit().await
}

/// A step is written down as proposed, and those hear of it who may confirm it.
pub(super) async fn proposed(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (review, step): (&Review, Step),
    facts: serde_json::Value,
) -> Result<()> {
    leads(tx, app, (actor.congress, review), step).await?;
    pair::propose(tx, actor, (review.id, step), app.clock.now()).await?;
    note(tx, app, (actor, Permit::ReviewKeep), ("review.proposed", review.id), facts).await?;
    let said = facts_of(review, [("step", Fact::Word("reviews-step".to_owned(), step.word().to_owned()))]);
    for to in [Audience::Role(Role::Commission), Audience::Office(Role::LocalOffice, review.office_id)] {
        notice(tx, app, actor.congress, (to, "review-proposed", review.id), said.clone()).await?;
    }
    Ok(())
}

/// Take back what was proposed.
///
/// # Errors
/// `Conflict` when it is not proposed.
pub async fn withdraw(app: &App, actor: &Actor, id: Uuid, step: Step) -> Result<()> {
    actor.must(Permit::ReviewKeep)?;
    let tx = app.db.begin().await?;
    kept(&tx, actor, id).await?;
    pair::withdraw(&tx, actor, (id, step)).await?;
    let facts = json!({ "step": step.word() });
    note(&tx, app, (actor, Permit::ReviewKeep), ("review.not-proposed", id), facts).await?;
    tx.commit().await
}

/// Confirm as the second person what somebody else proposed: now it happens.
///
/// # Errors
/// `Conflict` for the one who proposed it, when nobody did, and when something is in its way by now.
pub async fn confirm(app: &App, actor: &Actor, id: Uuid, (step, reason): (Step, &str)) -> Result<()> {
    actor.must(Permit::ReviewConfirm)?;
    let (congress, today) = (actor.congress, app.clock.today());
    is_plain(step)?;
    if step == Step::Abandon && !(1..=REASON).contains(&reason.trim().chars().count()) {
        return Err(Error::invalid("reason", "reviews-reason-missing"));
    }
    let tx = app.db.begin().await?;
    let review = store::find(&tx, actor, id).await?;
    if !review.is_kept_by(actor, Permit::ReviewConfirm) {
        return Err(Error::Forbidden);
    }
    let first = pair::confirm(&tx, actor, (id, step)).await?;
    let to = leads(&tx, app, (congress, &review), step).await?;
    let moved = (review.state().word(), to.word());
    if !store::move_on(&tx, (congress, id), moved, (today, reason.trim())).await? {
        return Err(Error::conflict("reviews-moved-on"));
    }
    store::delete_steps(&tx, (congress, id)).await?;
    let mut facts = json!({ "proposed_by": first });
    let kind = match step {
        Step::Check => {
            facts["numbers"] = store::count_numbers(&tx, congress, id).await?.into();
            "review.checking"
        }
        Step::Open if review.state() == State::Checking => {
            facts["tokens"] = review.signed.into();
            "review.opened"
        }
        Step::Open | Step::More => "review.opened",
        Step::Close => {
            facts["ballots"] = store::count_ballots(&tx, congress, id).await?.into();
            "review.closed"
        }
        Step::Unseal => "review.unsealed",
        Step::Publish => {
            let author = actor.author(Permit::ReviewConfirm, app.clock.now());
            facts["digest"] = opening::publish(&tx, app, &author, &review).await?.into();
            "review.published"
        }
        Step::Abandon => "review.abandoned",
    };
    note(&tx, app, (actor, Permit::ReviewConfirm), (kind, id), facts).await?;
    follow_up(&tx, app, congress, (&review, step)).await?;
    tx.commit().await?;
    if step == Step::Close {
        opening::seal(app, congress, id).await?;
    }
    Ok(())
}

/// What others hear of a step, and what it sets going.
async fn follow_up(tx: &Tx, app: &App, congress: Uuid, (review, step): (&Review, Step)) -> Result<()> {
    if review.state() == State::Checking || step == Step::Abandon {
        telephone::end(tx, app, congress, (review, step == Step::Open)).await?;
    }
    let kind = match step {
        Step::Open => "review-opened",
        Step::Publish => "review-published",
        Step::Close => {
            // Should the program stop before the box is sealed, this job seals it.
            let key = format!("reviews.seal:{}", review.id);
            let payload = json!({ "review": review.id });
            let new = NewJob { congress, key, name: opening::SEAL, payload, run_at: app.clock.now() };
            return jobs::enqueue(tx, app, new).await;
        }
        Step::Check | Step::More | Step::Unseal | Step::Abandon => return Ok(()),
    };
    for one in store::reviewed(tx, congress, review.id).await? {
        let said = facts_of(review, [("until", Fact::Day(review.last_day))]);
        notice(tx, app, congress, (Audience::Person(one.person_id), kind, review.id), said).await?;
    }
    Ok(())
}

/// What a notice of a round says: its title, and more.
pub(super) fn facts_of<const N: usize>(review: &Review, more: [(&str, Fact); N]) -> Facts {
    let title = ("title".to_owned(), Fact::Text(review.title.clone()));
    let more = more.into_iter().map(|(name, fact)| (name.to_owned(), fact));
    std::iter::once(title).chain(more).collect()
}

pub(super) async fn notice(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    (to, kind, id): (Audience, &'static str, Uuid),
    facts: Facts,
) -> Result<()> {
    tell(tx, app, &Notice { congress, to, kind, subject: "review", subject_id: id, facts }).await
}

pub(super) async fn note(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, id): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let author = actor.author(permit, app.clock.now());
    let happening = Happening { kind: kind.to_owned(), subject: "review", subject_id: id, facts };
    journal::append(tx, &author, happening).await?;
    Ok(())
}
