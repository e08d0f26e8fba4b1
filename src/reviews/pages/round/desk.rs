//! The page of a round at the desk, put together from what its reader may see.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use ballot::BallotBox;
use uuid::Uuid;

use crate::access::{Actor, Permit, Role, Visit};
use crate::base::{
    App, Result,
    form::Form,
    page::{Ui, page_as},
};
use crate::reviews::acts::{self, paper};
use crate::reviews::flow::{self, Refusal};
use crate::reviews::pages::list::shape;
use crate::reviews::pages::result::{Shown, told};
use crate::reviews::pair::Proposed;
use crate::reviews::results::results;
use crate::reviews::{Amends, Counted, Review, Reviewed, State as At, Step, store};

/// A step that waits for the second person.
struct Waiting {
    step: String,
    label: String,
    who: String,
    when: String,
    own: bool,
    reason: bool,
    /// Where it is confirmed.
    action: &'static str,
}

/// A question with its fields for paper.
struct Counting {
    legend: String,
    /// Field and rating.
    fields: Vec<(String, String)>,
}

/// What one person counted, beside what the other did.
struct Tally {
    label: String,
    /// Each counter with the number.
    numbers: Vec<(String, u64)>,
    differs: bool,
}

/// How far the checks by telephone are.
struct Checks {
    until: String,
    /// Numbers on the list; none once it is erased.
    numbers: Option<i64>,
    /// Tokens signed.
    signed: i64,
    /// The list may be changed now.
    open: bool,
}

/// What is put right by somebody.
struct Amending {
    person: Uuid,
    name: String,
    amends: Amends,
}

#[derive(Template)]
#[template(path = "reviews/pages/round.html")]
struct RoundPage {
    ui: Ui,
    form: Form,
    review: Review,
    at: At,
    shape: &'static str,
    done: Option<String>,
    address: String,
    names: Vec<String>,
    keeps: bool,
    confirms: bool,
    settles: bool,
    waiting: Vec<Waiting>,
    /// The next step, and what is in its way.
    next: Option<(Step, Option<String>)>,
    may_abandon: bool,
    /// How the numbers are checked by telephone; none where nobody is.
    telephone: Option<Checks>,
    /// More slips may be proposed.
    may_more: bool,
    /// The visitor's own count, which can be taken back.
    counted_own: bool,
    /// Cast, once nobody casts any more.
    cast: i64,
    counters: Vec<String>,
    tallies: Vec<Tally>,
    counting: Vec<Counting>,
    /// The visitor is one of the two, or there is a place left.
    counts: bool,
    shown: Option<Shown>,
    said: Vec<String>,
    amending: Vec<Amending>,
    /// The visitor's own task.
    mine: Option<Amends>,
}

impl RoundPage {
    fn path(&self, step: &str) -> String {
        format!("/rounds/{}/{step}", self.review.id)
    }
}

fn refusal(ui: &Ui, counted: &[Counted], refusal: Refusal) -> String {
    match refusal {
        Refusal::Unbalanced(by) => ui.t1("reviews-unbalanced-by", "n", by),
        Refusal::PaperDiffers => {
            paper::difference(counted).map_or_else(|| ui.t(refusal.key()), |say| ui.say(&say))
        }
        other => ui.t(other.key()),
    }
}

fn waiting(ui: &Ui, actor: &Actor, (review, one): (&Review, &Proposed)) -> Waiting {
    let label = match Step::of_word(&one.step) {
        Some(Step::More) => ui.t1("reviews-more-n", "n", review.more),
        _ => ui.word("reviews-step", &one.step),
    };
    Waiting {
        label,
        action: if one.step == Step::More.word() { "more/slips" } else { "confirmations" },
        who: one.name.clone(),
        when: ui.moment(one.proposed_at),
        own: one.is_of(actor),
        reason: one.step == Step::Abandon.word(),
        step: one.step.clone(),
    }
}

fn legend(ui: &Ui, review: &Review, reviewed: &[Reviewed]) -> Result<Vec<Counting>> {
    let rules = review.rules()?;
    let lang = ui.lang.code();
    let mut all = Vec::new();
    for (nth, asked) in rules.asked(reviewed).iter().enumerate() {
        let name = reviewed[asked.whom].name.as_str();
        let legend = match asked.part {
            None => ui.t1("reviews-whole-of", "name", name),
            Some(part) => ui.t2("reviews-part-of", "name", name, "part", rules.parts[part].label.pick(lang)),
        };
        let field = |(option, rating): (usize, &crate::reviews::rules::Named)| {
            (paper::field(nth, option), rating.label.pick(lang).to_owned())
        };
        all.push(Counting { legend, fields: rules.ratings.iter().enumerate().map(field).collect() });
    }
    Ok(all)
}

/// What the two counted, line by line.
fn tallies(ui: &Ui, counted: &[Counted], counting: &[Counting]) -> Vec<Tally> {
    let line = |label: String, numbers: Vec<u64>| {
        let differs = numbers.windows(2).any(|pair| pair[0] != pair[1]);
        let names = counted.iter().map(|one| one.name.clone());
        Tally { label, numbers: names.zip(numbers).collect(), differs }
    };
    let of = |key: &str, number: fn(&Counted) -> i64| {
        line(ui.t(key), counted.iter().map(|one| number(one).unsigned_abs()).collect())
    };
    let mut lines = vec![
        of("reviews-paper-ballots", |one| one.ballots),
        of("reviews-paper-spoiled", |one| one.spoiled),
        of("reviews-paper-unreturned", |one| one.unreturned),
    ];
    for (nth, question) in counting.iter().enumerate() {
        for (option, (_, rating)) in question.fields.iter().enumerate() {
            let votes = |one: &Counted| {
                one.votes().get(nth).and_then(|of| of.get(option)).copied().unwrap_or_default()
            };
            let label = format!("{} · {rating}", question.legend);
            lines.push(line(label, counted.iter().map(votes).collect()));
        }
    }
    lines
}

/// What came of it, for those who publish it and, once it is published, for everybody who sees the round.
async fn outcome(
    app: &App,
    visit: &Visit,
    (review, reviewed, amends): (&Review, &[Reviewed], &[Amends]),
    keeps: bool,
) -> Result<Option<Shown>> {
    let doc = match review.state() {
        At::Published => store::public_box(&app.db, visit.home.id, review.id).await?,
        At::Opened if keeps => store::opened_box(&app.db, visit.home.id, review.id).await?,
        _ => return Ok(None),
    };
    let whole = BallotBox::from_json(&doc).map_err(anyhow::Error::from)?;
    let rules = review.rules()?;
    Ok(results(&rules, reviewed, &whole).map(|results| told(&visit.ui, (&rules, results), amends)))
}

/// Who reads what voters added: the commission once the box is open, the deputies reviewed once it is published.
async fn words(app: &App, visit: &Visit, review: &Review) -> Result<Vec<String>> {
    let commission = visit.actor.has_role(Role::Commission);
    let own = match visit.actor.person {
        Some(person) => store::is_reviewed(&app.db, visit.home.id, (review.id, person)).await?,
        None => false,
    };
    match review.state() {
        At::Opened if commission => store::said(&app.db, visit.home.id, review.id).await,
        At::Published if commission || own => store::said(&app.db, visit.home.id, review.id).await,
        _ => Ok(Vec::new()),
    }
}

/// The next step of a keeper's, unless it waits for somebody, and what is in its way.
fn next(
    ui: &Ui,
    (stands, counted): (&flow::Standing, &[Counted]),
    steps: &[Proposed],
) -> Option<(Step, Option<String>)> {
    let step = flow::next(stands)?;
    if steps.iter().any(|one| one.step == step.word()) {
        return None;
    }
    Some((step, flow::after(stands, step).err().map(|it| refusal(ui, counted, it))))
}

fn done_word(ui: &Ui, done: &str) -> Option<String> {
    const ALL: [&str; 9] = [
        "proposed",
        "withdrawn",
        "confirmed",
        "counted",
        "taken-back",
        "listed",
        "unlisted",
        "amended",
        "settled",
    ];
    ALL.contains(&done).then(|| ui.word("reviews-done", done))
}

/// How far the checks by telephone are, for the office.
async fn checks(app: &App, (ui, congress): (&Ui, Uuid), review: &Review) -> Result<Option<Checks>> {
    let Some(rules) = review.rules()?.telephone else { return Ok(None) };
    let (prepared, checked) = (review.state() == At::Draft, review.state() == At::Checking);
    let numbers = match prepared || checked {
        true => Some(store::count_numbers(&app.db, congress, review.id).await?),
        false => None,
    };
    Ok(Some(Checks {
        until: review.check_until.map(|until| ui.date(until)).unwrap_or_default(),
        numbers,
        signed: review.signed,
        open: prepared || (checked && rules.listed == charter::Listing::While),
    }))
}

/// The page, and the sent form that comes back.
pub(super) async fn shown(
    app: &App,
    visit: Visit,
    (id, done): (Uuid, &str),
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let review = store::find(db, &visit.actor, id).await?;
    let reviewed = store::reviewed(db, congress, id).await?;
    let keeps = review.is_kept_by(&visit.actor, Permit::ReviewKeep);
    let at = review.state();
    let steps = if keeps { store::steps(db, congress, id).await? } else { Vec::new() };
    let counted = if keeps { store::counted(db, congress, id).await? } else { Vec::new() };
    let stands = acts::standing(db, (app, congress), &review).await?;
    let counting = legend(&visit.ui, &review, &reviewed)?;
    let amends = store::amends(db, congress, id).await?;
    let shown = outcome(app, &visit, (&review, &reviewed, &amends), keeps).await?;
    let said = words(app, &visit, &review).await?;
    let telephone = if keeps { checks(app, (&visit.ui, congress), &review).await? } else { None };
    let casting = matches!(at, At::Draft | At::Checking | At::Open);
    let cast = if casting { 0 } else { store::count_ballots(db, congress, id).await? };
    let me = visit.actor.account;
    let ui = visit.ui;
    let amending = amends.iter().filter_map(|one| {
        let who = reviewed.iter().find(|it| it.person_id == one.person_id)?;
        Some(Amending { person: one.person_id, name: who.name.clone(), amends: one.clone() })
    });
    let view = RoundPage {
        shape: shape(at),
        done: done_word(&ui, done),
        address: format!("{}/reviews/{}", app.config.public_url(), review.code),
        names: reviewed.iter().map(|one| one.name.clone()).collect(),
        confirms: review.is_kept_by(&visit.actor, Permit::ReviewConfirm),
        settles: visit.actor.may(Permit::ReviewSettle),
        waiting: steps.iter().map(|one| waiting(&ui, &visit.actor, (&review, one))).collect(),
        next: next(&ui, (&stands, &counted), &steps).filter(|_| keeps),
        may_abandon: keeps
            && flow::after(&stands, Step::Abandon).is_ok()
            && !steps.iter().any(|one| one.step == Step::Abandon.word()),
        may_more: keeps
            && flow::after(&stands, Step::More).is_ok()
            && !steps.iter().any(|one| one.step == Step::More.word()),
        counted_own: at == At::Closed && counted.iter().any(|one| Some(one.account_id) == me),
        telephone,
        counters: counted.iter().map(|one| one.name.clone()).collect(),
        tallies: if counted.is_empty() { Vec::new() } else { tallies(&ui, &counted, &counting) },
        counts: keeps
            && at == At::Closed
            && (counted.len() < 2 || counted.iter().any(|one| Some(one.account_id) == me)),
        mine: amends.iter().find(|one| Some(one.person_id) == visit.actor.person).cloned(),
        amending: if keeps { amending.collect() } else { Vec::new() },
        cast,
        counting,
        shown,
        said,
        keeps,
        at,
        review,
        form,
        ui,
    };
    page_as(status, view)
}
