use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::show::{Came, page_of};
use crate::access::{Actor, Role, Sent, Visit};
use crate::base::form::{Form, Say};
use crate::base::{App, Error, Result};
use crate::cases::acts::{self, Move};
use crate::cases::attached::accepted;
use crate::cases::flow::{Reader, StepKind};
use crate::cases::{Case, permit, store};
use crate::files::Purpose;

/// Where the form of a step goes: a noun, as in "the signature of this case".
pub fn path(kind: StepKind) -> &'static str {
    use StepKind::*;
    match kind {
        Confirm => "/cases/{id}/cosignature",
        Decline => "/cases/{id}/cosignature-refusal",
        Submit => "/cases/{id}/submission",
        AnswerOnSpot => "/cases/{id}/answer",
        GuideElsewhere => "/cases/{id}/guidance",
        Join => "/cases/{id}/joining",
        Reopen => "/cases/{id}/reopening",
        SendToDeputy => "/cases/{id}/deputy-decision",
        SendOn => "/cases/{id}/examination",
        TakeUp => "/cases/{id}/suggestion",
        LeaveIt => "/cases/{id}/suggestion-refusal",
        NameDeputy => "/cases/{id}/deputy",
        Reassign => "/cases/{id}/working-body",
        SendBackToSort => "/cases/{id}/sorting",
        Transfer => "/cases/{id}/transfer",
        SignFor => "/cases/{id}/signature",
        CoSignFor => "/cases/{id}/co-signature",
        Return => "/cases/{id}/return",
        AcceptReturn => "/cases/{id}/return-acceptance",
        Retransfer => "/cases/{id}/new-transfer",
        UpholdTransfer => "/cases/{id}/upholding",
        AskExtension => "/cases/{id}/extension-request",
        GrantExtension => "/cases/{id}/extension",
        RefuseExtension => "/cases/{id}/extension-refusal",
        RecordContact => "/cases/{id}/contact",
        GiveCoOpinion => "/cases/{id}/co-opinion",
        ExcuseCoOrgan => "/cases/{id}/co-organ-excuse",
        Reply => "/cases/{id}/reply",
        Receive => "/cases/{id}/receipt",
        TellVoter => "/cases/{id}/voter-notice",
        Evaluate => "/cases/{id}/evaluation",
        LapseEvaluation => "/cases/{id}/evaluation-lapse",
        Rehandle => "/cases/{id}/rehandling",
        Supervise => "/cases/{id}/supervision",
        ContactProposer => "/cases/{id}/proposer-contact",
        ConcludeSupervision => "/cases/{id}/supervision-conclusion",
        TrackPromise => "/cases/{id}/promise",
        KeepPromise => "/cases/{id}/promise-report",
        ConfirmKept => "/cases/{id}/promise-confirmation",
        RejectKept => "/cases/{id}/promise-rejection",
        MovePromise => "/cases/{id}/promise-day",
        Close => "/cases/{id}/closing",
        Withdraw => "/cases/{id}/withdrawal",
        MakeConfidential => "/cases/{id}/confidentiality",
        LiftConfidential => "/cases/{id}/confidentiality-end",
        Publish => "/cases/{id}/publication",
        Unpublish => "/cases/{id}/publication-end",
        Urge => "/cases/{id}/urging",
        Escalate => "/cases/{id}/escalation",
    }
}

/// The address of a step of a case.
pub fn action(kind: StepKind, id: Uuid) -> String {
    path(kind).replace("{id}", &id.to_string())
}

/// The name of a step's form on the page: the last word of its path.
pub fn place(kind: StepKind) -> &'static str {
    path(kind).rsplit('/').next().unwrap_or_default()
}

/// Take a step as a form asks for it; what cannot be done comes back in its place with every letter kept.
pub async fn take(app: &App, visit: &Visit, (kind, id): (StepKind, Uuid), sent: Sent) -> Result<Response> {
    let mut form = sent.form.at(place(kind));
    let mut wanted = wanted(app, visit, (kind, id), &mut form).await?;
    let seen = wanted.version;
    let uploads = if brings_files(kind) { sent.files } else { Vec::new() };
    let taken = match accepted(app, &uploads, ("files", Purpose::Either)).await {
        _ if !form.is_fine() => Err(Error::Invalid(Vec::new())),
        Ok(files) => {
            wanted.files = files;
            acts::take(app, &visit.actor, id, wanted).await
        }
        Err(refused) => Err(refused),
    };
    match taken.map_err(in_its_field) {
        Ok(case) => Ok(done(kind, case.id)),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            page_of(
                app,
                visit,
                id,
                Came { form, status: StatusCode::UNPROCESSABLE_ENTITY, ..Came::default() },
            )
            .await
        }
        Err(Error::Conflict(why)) => {
            let came = Came { form, status: StatusCode::CONFLICT, ..Came::default() };
            let stopped = Some((kind, Say::new(&why)));
            page_of(app, visit, id, Came { stopped, seen, ..came }).await
        }
        Err(other) => Err(other),
    }
}

/// Steps with which papers and photos may be sent: what an organ answers, and how it kept its word.
pub fn brings_files(kind: StepKind) -> bool {
    matches!(kind, StepKind::Reply | StepKind::KeepPromise)
}

/// A refusal that a day in the form brought about belongs beside that day.
fn in_its_field(error: Error) -> Error {
    const OF_A_DAY: [&str; 4] = [
        "cases-refusal-promise_day_missing",
        "cases-refusal-promise_out_of_place",
        "cases-refusal-not_later",
        "cases-refusal-beyond_cap",
    ];
    match error {
        Error::Conflict(why) if OF_A_DAY.contains(&why.as_str()) => Error::invalid("until", &why),
        other => other,
    }
}

fn done(kind: StepKind, id: Uuid) -> Response {
    Redirect::to(&format!("/cases/{id}?done={}", kind.word())).into_response()
}

/// What the form asks for.
async fn wanted(app: &App, visit: &Visit, (kind, id): (StepKind, Uuid), form: &mut Form) -> Result<Move> {
    let reader = reader(&visit.actor, form.value("reader"), &store::find(&app.db, &visit.actor, id).await?);
    let case = if kind == StepKind::Join { joined_to(app, visit, form).await? } else { None };
    let co = form.values("co").iter().filter_map(|id| id.parse().ok()).collect();
    Ok(Move {
        version: form.whole("version", 1, i64::MAX),
        text: form.text("text", 10_000),
        plain: form.text("plain", 10_000),
        subject: form.text("subject", 100),
        way: form.value("way").to_owned(),
        on: form.date("on"),
        case,
        deputy: form.uuid("deputy"),
        body: form.uuid("body"),
        organ: form.uuid("organ"),
        co,
        matter: form.value("matter").to_owned(),
        category: form.value("category").to_owned(),
        until: form.date("until"),
        attitude: form.value("attitude").to_owned(),
        result: form.value("result").to_owned(),
        reader,
        all_agree: form.checked("all_agree"),
        ..Move::new(kind)
    })
}

/// In whose name they receive the feedback: the deputy concerned, or the congress's side. A voter does so by the
/// receipt and never here.
pub fn reader(actor: &Actor, asked: &str, case: &Case) -> Reader {
    let deputy = actor.has_role(Role::Deputy) && actor.person.is_some() && case.deputy_id == actor.person;
    let office = actor.posts_with(permit(StepKind::Receive)).any(|(post, _)| post.role != Role::Deputy);
    match (deputy, office) {
        (true, true) if asked == Reader::Body.word() => Reader::Body,
        (true, _) => Reader::Deputy,
        _ => Reader::Body,
    }
}

/// The case to join: chosen from the similar ones, or by its number.
async fn joined_to(app: &App, visit: &Visit, form: &mut Form) -> Result<Option<Uuid>> {
    let typed = [form.value("number"), form.value("case")].map(str::trim);
    let chosen = typed.into_iter().find(|typed| !typed.is_empty()).unwrap_or_default().to_owned();
    if let Ok(id) = chosen.parse() {
        return Ok(Some(id));
    }
    match store::by_number(&app.db, &visit.actor, &chosen).await {
        Ok(case) => Ok(Some(case.id)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}
