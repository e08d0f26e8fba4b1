//! What is written down about a step: the journal's entry, the ledger's act.

use charter::ActKind;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::flow::{Reader, StepKind};
use super::{Case, Move, permit};
use crate::access::{Actor, Permit};
use crate::base::{App, Result, Tx};
use crate::files::{self, Checked};
use crate::journal::{self, Happening};
use crate::ledger::{self, NewAct};
use crate::search;

/// Write down that a case was raised.
pub(super) async fn raised(tx: &Tx, app: &App, actor: &Actor, case: &Case, permit: Permit) -> Result<()> {
    let author = actor.author(permit, case.raised_at);
    let mut facts = Map::new();
    facts.insert("channel".into(), json!(case.channel));
    note(&mut facts, "deputy", case.deputy_id);
    note(&mut facts, "office", case.office_id);
    note(&mut facts, "station", case.station_id);
    note(&mut facts, "heard_in", case.heard_in);
    if case.consented {
        facts.insert("consented".into(), json!("on_paper"));
    }
    facts.insert("due".into(), json!(case.standing.deadline.map(|deadline| deadline.on)));
    append(tx, &author, "case.raised", case.id, facts).await?;
    if super::acts::is_deputys(permit) {
        count(tx, app, actor, case, (ActKind::OpinionRaised, permit)).await?;
    }
    Ok(())
}

/// Write down that a step was taken.
pub(super) async fn record(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    case: &Case,
    wanted: &Move,
    entry: Option<Uuid>,
) -> Result<()> {
    use StepKind::*;
    let author = actor.author(permit(wanted.kind), app.clock.now());
    let mut facts = Map::new();
    note(&mut facts, "entry", entry);
    match wanted.kind {
        SendToDeputy | NameDeputy | TakeUp => note(&mut facts, "deputy", case.deputy_id),
        SendOn | Reassign => note(&mut facts, "body", case.body_id),
        Transfer | Retransfer => {
            note(&mut facts, "organ", case.organ_id);
            if !wanted.co.is_empty() {
                facts.insert("co".into(), json!(wanted.co));
            }
        }
        SignFor | Return | Reply | KeepPromise => note(&mut facts, "organ", case.organ_id),
        CoSignFor | GiveCoOpinion => note(&mut facts, "organ", actor.organization_for(permit(wanted.kind))),
        ExcuseCoOrgan => note(&mut facts, "organ", wanted.organ),
        Join => note(&mut facts, "case", case.joined_to),
        Confirm | Decline => note(&mut facts, "deputy", actor.person),
        Receive => {
            facts.insert("reader".into(), json!(wanted.reader.word()));
        }
        Evaluate => {
            facts.insert("reader".into(), json!(wanted.reader.word()));
        }
        _ => {}
    }
    facts.insert("round".into(), json!(case.standing.round));
    facts.insert("due".into(), json!(case.standing.deadline.map(|deadline| deadline.next())));
    append(tx, &author, &format!("case.{}", wanted.kind.word()), case.id, facts).await?;
    let counts = match wanted.kind {
        Confirm => Some(ActKind::OpinionCosigned),
        TakeUp => Some(ActKind::OpinionRaised),
        Evaluate if wanted.reader == Reader::Deputy => Some(ActKind::OpinionEvaluated),
        _ => None,
    };
    match counts {
        Some(kind) => count(tx, app, actor, case, (kind, permit(wanted.kind))).await,
        None => Ok(()),
    }
}

/// Tie files to what was said with them, or to the case itself.
pub(super) async fn attach(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    case: &Case,
    (permit, entry, files): (Permit, Option<Uuid>, &[Checked]),
) -> Result<()> {
    let author = actor.author(permit, app.clock.now());
    for file in files {
        files::attach(tx, app, &author, file, ("case", case.id), entry).await?;
    }
    Ok(())
}

/// Let a case be found by what was answered, as well as by what was said.
pub(super) async fn index(tx: &Tx, actor: &Actor, case: &Case, wanted: &Move) -> Result<()> {
    if !matches!(wanted.kind, StepKind::Reply | StepKind::AnswerOnSpot) {
        return Ok(());
    }
    let all =
        [&case.subject, &case.body, &case.place, &wanted.text, &wanted.plain].map(String::as_str).join("\n");
    search::index(tx, actor.congress, "case", case.id, case.raised_at, &search::words_of(&all)).await
}

fn note(facts: &mut Map<String, Value>, name: &str, id: Option<Uuid>) {
    if let Some(id) = id {
        facts.insert(name.to_owned(), json!(id));
    }
}

async fn append(
    tx: &Tx,
    author: &journal::Author,
    kind: &str,
    case: Uuid,
    facts: Map<String, Value>,
) -> Result<()> {
    let happening =
        Happening { kind: kind.to_owned(), subject: "case", subject_id: case, facts: Value::Object(facts) };
    journal::append(tx, author, happening).await?;
    Ok(())
}

/// What counts as a deputy's duty goes to the ledger, with the case as its evidence.
async fn count(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    case: &Case,
    (kind, permit): (ActKind, Permit),
) -> Result<()> {
    let Some(person) = actor.person else { return Ok(()) };
    let act = NewAct {
        constituency: case.constituency_id,
        ..NewAct::new(person, kind, app.clock.today(), ("case", case.id))
    };
    ledger::witness(tx, app, &actor.author(permit, app.clock.now()), &act).await
}
