//! Letters are drafted and issued; where the settings say so, a second person signs before a letter goes out. Cases are
//! urged, and their letters are issued, in one act.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use papers::official::{self, Official};
use serde_json::json;
use uuid::Uuid;

use super::compose::{self, From, Told};
use super::store::{self, NewLetter};
use super::{Head, Kind, Letter};
use crate::access::{Actor, Permit, Scope};
use crate::base::text::{Lang, in_china};
use crate::base::{App, Conn, Error, Result, Tx};
use crate::cases::flow::{Owner, StepKind};
use crate::cases::store::Which;
use crate::cases::{self, Case};
use crate::journal::{self, Happening};
use crate::{bodies, people};

/// Cases of one press.
pub const MOST: usize = 50;

/// The office in whose name they write letters: their own.
///
/// # Errors
/// `Conflict` when they hold the permit for no office.
pub fn office(actor: &Actor) -> Result<Uuid> {
    let mut posts = actor.posts_with(Permit::LetterIssue);
    let own = posts.find_map(|(post, _)| post.organization);
    own.ok_or_else(|| Error::conflict("letters-no-office"))
}

/// How an office's papers begin: as it said, or by its name.
///
/// # Errors
/// When the database does not answer.
pub async fn head(at: &impl Conn, congress: Uuid, office: Uuid) -> Result<Head> {
    if let Some(head) = store::head(at, congress, office).await? {
        return Ok(head);
    }
    let it = bodies::store::organization(at, congress, office).await?;
    Ok(compose::default_head(&it.name, &it.short_name, &it.phone))
}

/// Say how the papers of one's own office begin.
///
/// # Errors
/// `Invalid` for a mark or word that is missing or too long.
pub async fn set_head(app: &App, actor: &Actor, head: &Head) -> Result<()> {
    actor.must(Permit::LetterIssue)?;
    for (field, text, most) in [("mark", &head.mark, 40), ("word", &head.word, 12)] {
        if text.is_empty() || text.chars().count() > most || text.contains(['〔', '〕']) {
            return Err(Error::invalid(field, &format!("letters-{field}-wrong")));
        }
    }
    let office = office(actor)?;
    let tx = app.db.begin().await?;
    store::set_head(&tx, actor.congress, office, head).await?;
    record(&tx, app, (actor, Permit::LetterIssue), ("letter.head", office), json!({})).await?;
    tx.commit().await
}

/// Write a letter about a case, and issue it unless a second person signs. The same form sent again is the same letter.
///
/// # Errors
/// `NotFound` for a case that is not theirs, `Conflict` for one that has come to nothing of which the letter tells.
pub async fn write(app: &App, actor: &Actor, (form, kind): (Uuid, Kind), case: Uuid) -> Result<Uuid> {
    actor.must(Permit::LetterIssue)?;
    let office = office(actor)?;
    let tx = app.db.begin().await?;
    if let Some(known) = store::of_form(&tx, actor.congress, form).await?.first() {
        return Ok(*known);
    }
    let case = taking_part(&tx, actor, case).await?;
    if !allows(actor, &case, kind) {
        return Err(Error::conflict("letters-not-now"));
    }
    let told = told(&tx, actor, &case).await?;
    let paper = compose_one(&tx, app, actor, (kind, office), &told).await?;
    let to = (case.organ_id.filter(|_| kind != Kind::Reply), case.deputy_id.filter(|_| kind == Kind::Reply));
    let id = draft(&tx, app, actor, (form, kind, office), (to, &paper, &[case.id])).await?;
    tx.commit().await?;
    Ok(id)
}

/// Whether a letter of a kind can be written about a case by them: the congress's side to the organ that has it, an organ
/// about what it replied.
pub fn allows(actor: &Actor, case: &Case, kind: Kind) -> bool {
    let organ = actor.posts_with(Permit::LetterIssue).any(|(post, scope)| {
        scope == Scope::Organ && post.organization.is_some() && post.organization == case.organ_id
    });
    let congress = actor.posts_with(Permit::LetterIssue).any(|(post, scope)| match scope {
        Scope::Congress => true,
        Scope::Office => post.organization.is_some() && post.organization == case.body_id,
        _ => false,
    });
    match kind {
        Kind::Transfer => congress && case.organ_id.is_some() && case.transferred_on.is_some(),
        Kind::Urging => {
            congress && case.organ_id.is_some() && case.standing.owner() == Some(Owner::LeadOrgan)
        }
        Kind::Reply => organ && case.standing.answer.is_some(),
    }
}

/// The cases that are late with their organs, for whoever may urge them: the ones of which [`allows`] says so.
pub fn late(actor: &Actor, today: NaiveDate) -> Which {
    let all = actor.posts_with(Permit::LetterIssue).any(|(_, scope)| scope == Scope::Congress);
    let body = office(actor).ok().filter(|_| !all);
    Which { due_before: Some(today), with_organ: true, by_due: true, body, page: MOST, ..Which::default() }
}

/// Urge the organs that are late with these cases, one letter to each: the step on every case, and the letters, together.
/// The ids of the letters. The same form sent again makes nothing twice.
///
/// # Errors
/// `Invalid` when none or too many are chosen, `Conflict` when a case is no longer with its organ.
pub async fn urge(app: &App, actor: &Actor, form: Uuid, chosen: &[Uuid]) -> Result<Vec<Uuid>> {
    actor.must(Permit::CaseSupervise)?;
    actor.must(Permit::LetterIssue)?;
    if chosen.is_empty() || chosen.len() > MOST {
        return Err(Error::invalid("cases", "letters-choose"));
    }
    let office = office(actor)?;
    let tx = app.db.begin().await?;
    let known = store::of_form(&tx, actor.congress, form).await?;
    if !known.is_empty() {
        return Ok(known);
    }
    let mut by_organ: BTreeMap<Uuid, Vec<Case>> = BTreeMap::new();
    for id in chosen {
        let case = taking_part(&tx, actor, *id).await?;
        let organ = case.organ_id.filter(|_| allows(actor, &case, Kind::Urging));
        let organ = organ.ok_or_else(|| Error::conflict("letters-not-late"))?;
        cases::acts::urge(&tx, app, actor, case.id).await?;
        by_organ.entry(organ).or_default().push(case);
    }
    let mut letters = Vec::new();
    for (organ, cases) in by_organ {
        let mut all = Vec::new();
        for case in &cases {
            all.push(told(&tx, actor, case).await?);
        }
        let (name, head) = named(&tx, actor, office).await?;
        let from = From { office: &name, head: &head, today: app.clock.today() };
        let paper = compose::urging(&from, &all[0].organ, &all);
        let ids: Vec<Uuid> = cases.iter().map(|case| case.id).collect();
        let what = ((Some(organ), None), &paper, ids.as_slice());
        letters.push(draft(&tx, app, actor, (form, Kind::Urging, office), what).await?);
    }
    tx.commit().await?;
    Ok(letters)
}

/// The second person signs a letter that waits for it: it gets its number and goes out.
///
/// # Errors
/// `NotFound` for a letter that is not theirs to see, `Conflict` when it was issued or they wrote it themselves.
pub async fn sign(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::LetterSign)?;
    let tx = app.db.begin().await?;
    let letter = store::find(&tx, actor, id).await?;
    if actor.account.is_none() || letter.drafted_by == actor.account {
        return Err(Error::conflict("letters-own"));
    }
    let paper = store::paper(&tx, actor.congress, id).await?;
    issue(&tx, app, (actor, Permit::LetterSign), &letter, paper).await?;
    tx.commit().await
}

/// What goes to whom.
type What<'a> = ((Option<Uuid>, Option<Uuid>), &'a Official, &'a [Uuid]);

/// Write a letter down; issue it unless a second person signs.
async fn draft(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (form, kind, office): (Uuid, Kind, Uuid),
    ((to_organ, to_person), paper, cases): What<'_>,
) -> Result<Uuid> {
    let now = app.clock.now();
    let head = head(tx, actor.congress, office).await?;
    let (id, year) = (app.chance.id(now), app.clock.today().year());
    let new = NewLetter { id, form, kind, office, to_organ, to_person, paper, word: &head.word, year };
    store::insert(tx, actor, &new, cases, now).await?;
    let facts = json!({ "kind": kind.word(), "office": office, "cases": cases });
    record(tx, app, (actor, Permit::LetterIssue), ("letter.drafted", id), facts).await?;
    if !app.config.letters.second_signature {
        let letter = store::find(tx, actor, id).await?;
        issue(tx, app, (actor, Permit::LetterIssue), &letter, paper.clone()).await?;
    }
    Ok(id)
}

/// It gets the next number of its office, word and year, and the day, and is kept as it goes out.
async fn issue(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    letter: &Letter,
    paper: Official,
) -> Result<()> {
    let today = app.clock.today();
    let letter = Letter { year: i64::from(today.year()), ..letter.clone() };
    if letter.number.is_some() {
        return Err(Error::conflict("letters-issued-already"));
    }
    let number = store::next_number(tx, actor.congress, &letter).await?;
    let mut paper = paper;
    paper.number = official::number(&letter.word, today.year(), number);
    let day = official::date(today);
    paper.signature.iter_mut().for_each(|it| it.date.clone_from(&day));
    paper.printed.iter_mut().for_each(|it| it.on.clone_from(&day));
    if !store::issue(tx, actor, (letter.id, number), (today.year(), &paper), app.clock.now()).await? {
        return Err(Error::conflict("letters-issued-already"));
    }
    let facts = json!({ "kind": letter.kind, "office": letter.office_id, "number": number });
    record(tx, app, (actor, permit), ("letter.issued", letter.id), facts).await
}

async fn record(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, id): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let happening = Happening { kind: kind.to_owned(), subject: "letter", subject_id: id, facts };
    journal::append(tx, &actor.author(permit, app.clock.now()), happening).await?;
    Ok(())
}

/// A case in which they take part; what everybody reads is not enough for a paper.
pub(super) async fn taking_part(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Case> {
    let case = cases::store::find(at, actor, id).await?;
    if !cases::store::takes_part(at, actor, id).await? {
        return Err(Error::NotFound);
    }
    Ok(case)
}

async fn named(at: &impl Conn, actor: &Actor, office: Uuid) -> Result<(String, Head)> {
    let name = bodies::store::organization(at, actor.congress, office).await?.name;
    Ok((name, head(at, actor.congress, office).await?))
}

/// A letter about one case, without a number.
pub(super) async fn compose_one(
    at: &impl Conn,
    app: &App,
    actor: &Actor,
    (kind, office): (Kind, Uuid),
    told: &Told,
) -> Result<Official> {
    let (name, head) = named(at, actor, office).await?;
    let from = From { office: &name, head: &head, today: app.clock.today() };
    Ok(match kind {
        Kind::Transfer => compose::transfer(&from, told),
        Kind::Urging => compose::urging(&from, &told.organ, std::slice::from_ref(told)),
        Kind::Reply => {
            let side = bodies::store::organizations(at, actor.congress, bodies::Kind::Commission).await?;
            let copies: Vec<String> = side.into_iter().map(|it| it.name).collect();
            compose::reply(&from, told, &copies.join("，"))
        }
    })
}

/// A case as papers tell of it.
pub(super) async fn told(at: &impl Conn, actor: &Actor, case: &Case) -> Result<Told> {
    let congress = actor.congress;
    let parties = cases::store::parties(at, congress, case.id).await?;
    let entries = cases::store::entries(at, congress, case.id).await?;
    let last = |kinds: &[StepKind]| {
        let mut found = entries.iter().rev();
        found.find(|entry| kinds.iter().any(|kind| kind.word() == entry.kind))
    };
    let mut co = Vec::new();
    for organ in parties.organs.iter().filter(|organ| organ.part == "co") {
        co.push(bodies::store::organization(at, congress, organ.organ_id).await?.name);
    }
    let due = case.standing.due();
    Ok(Told {
        number: case.number.clone(),
        subject: case.subject.clone(),
        body: case.body.clone(),
        deputy: match case.deputy_id {
            Some(person) => people::store::name(at, congress, person).await?,
            None => String::new(),
        },
        organ: match case.organ_id {
            Some(organ) => bodies::store::organization(at, congress, organ).await?.name,
            None => String::new(),
        },
        co,
        raised: Some(in_china(case.raised_at).date_naive()),
        awaits: due.map_or_else(String::new, |due| Lang::ZhCn.word("case-awaits", due.what.word())),
        due: due.map(|due| due.deadline.on),
        instruction: last(&[StepKind::Transfer, StepKind::Retransfer])
            .map_or_else(String::new, |entry| entry.text.clone()),
        reply: last(&[StepKind::Reply]).map_or_else(String::new, |entry| entry.text.clone()),
        category: case.standing.answer.map_or_else(String::new, |it| it.category.word().to_owned()),
    })
}
