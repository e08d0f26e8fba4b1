//! A report, for those who report and those who look after them: where it is, and what may follow.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{place, when};
use crate::access::{Permit, Visit};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Ui, page_as},
};
use crate::cases::attached::{Attached, attached};
use crate::files;
use crate::ledger::parties::{Sayable, has_open_objection, sayable};
use crate::ledger::{Act, State as ActState, store::parties_of_all};
use crate::reports::acts::{Standing, standing};
use crate::reports::{Part, Report, State as At, Step, store};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

/// How a page comes: after a step, or with a form to be put right.
#[derive(Default)]
pub(super) struct Came {
    /// What was typed.
    pub(super) form: Form,
    /// The word of what was just done.
    pub(super) done: Option<String>,
    /// 200, or 422 when something is to be put right.
    pub(super) status: StatusCode,
}

/// Its act in the ledger.
struct Counts {
    id: Uuid,
    shape: &'static str,
    word: String,
    note: String,
}

/// What one may say of one's own act that an office entered.
#[derive(Default)]
struct Own {
    act: Uuid,
    say: Sayable,
    objected: bool,
}

#[derive(Template)]
#[template(path = "reports/pages/show.html")]
struct ShowPage {
    ui: Ui,
    form: Form,
    report: Report,
    shape: &'static str,
    at: At,
    done: Option<String>,
    when: String,
    place: String,
    parts: Vec<(String, String)>,
    files: Vec<Attached>,
    counts: Option<Counts>,
    may_see_acts: bool,
    own: Own,
    /// The steps that are offered.
    offers: Vec<Step>,
    /// Whether taking it back is sending it back: the office asks for another text.
    sends_back: bool,
    /// What that is called.
    reopen: String,
    /// How many questions were asked, and how many are answered.
    asked: (i64, i64),
    address: String,
}

impl ShowPage {
    fn path(&self, step: &str) -> String {
        format!("/reporting/{}/{step}", self.report.id)
    }

    fn may(&self, step: &str) -> bool {
        self.offers.iter().any(|offered| offered.word() == step)
    }
}

/// `GET /reporting/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let came = Came { done: asked.done, ..Came::default() };
    page_of(&app, visit, id, came).await
}

/// The page of a report.
pub(super) async fn page_of(app: &App, visit: Visit, id: Uuid, came: Came) -> Result<Response> {
    const DONE: [&str; 9] = [
        "submitted",
        "written",
        "planned",
        "given",
        "reopened",
        "called-off",
        "taken-back",
        "corrected",
        "withdrawn",
    ];
    let (db, actor, congress) = (&app.db, &visit.actor, visit.home.id);
    let known = came.done.as_deref().and_then(|done| DONE.into_iter().find(|word| *word == done));
    let done = match came.done.as_deref() {
        Some("confirmed") => Some(visit.ui.t("reports-done-confirmed")),
        _ => known.map(|word| visit.ui.word("reports-done", word)),
    };
    let standing = standing(db, actor, id).await?;
    let own = own(app, &visit, &standing).await?;
    let offers = Step::ALL.into_iter().filter(|step| standing.offers(actor, *step)).collect();
    let report = standing.report;
    let ui = visit.ui;
    let written = Part::ALL.into_iter().filter(|part| !report.texts.get(*part).is_empty());
    let written =
        written.map(|part| (ui.word("reports-part", part.word()), report.texts.get(part).to_owned()));
    let at = report.state().ok_or(Error::NotFound)?;
    let day = report.on_day.map(|day| day.to_string()).unwrap_or_default();
    let view = ShowPage {
        form: came.form.preset_in("correct", "on_day", &day),
        done,
        shape: at.shape(),
        when: when(&ui, &report),
        place: place(&report),
        parts: written.collect(),
        files: attached(&ui, &format!("/reporting/{id}"), files::of(db, congress, id).await?),
        counts: standing.act.as_ref().map(|act| counts(&ui, act)),
        may_see_acts: actor.may(Permit::ActRead),
        own,
        offers,
        sends_back: !standing.writes,
        reopen: ui.word("reports-step", if standing.writes { "recall" } else { "return" }),
        asked: store::asked_about(db, congress, id).await?,
        address: format!("{}/reports/{}", app.config.public_url(), report.code),
        at,
        report,
        ui,
    };
    page_as(came.status, view)
}

fn counts(ui: &Ui, act: &Act) -> Counts {
    let (shape, code) = match act.state() {
        _ if act.void => ("stop", "void"),
        Some(ActState::Verified) => ("done", "verified"),
        Some(ActState::Declared) => ("wait", "declared"),
        Some(ActState::Returned) => ("late", "returned"),
        Some(ActState::Discarded) => ("stop", "discarded"),
        Some(ActState::Draft) | None => ("new", "draft"),
    };
    Counts { id: act.id, shape, word: ui.word("act-state", code), note: act.note.clone() }
}

/// What the visitor may say of his or her own act.
async fn own(app: &App, visit: &Visit, standing: &Standing) -> Result<Own> {
    let mine = visit.actor.person == Some(standing.report.person_id);
    let Some(act) = standing.act.as_ref().filter(|_| mine) else { return Ok(Own::default()) };
    let objected = has_open_objection(&app.db, visit.home.id, act.id).await?;
    let named = parties_of_all(&app.db, visit.home.id, &[act.id]).await?;
    let say = sayable(app, &visit.actor, act, (&named, objected)).await?;
    Ok(Own { act: act.id, say, objected })
}

/// `GET /reporting/{id}/files/{file}`: a paper or a photo, for those who look after the report.
pub(super) async fn file(
    State(app): State<App>,
    visit: Visit,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response> {
    let found = store::find(&app.db, &visit.actor, id).await?;
    let all = files::of(&app.db, visit.home.id, found.id).await?;
    if !all.iter().any(|it| it.id == file) {
        return Err(Error::NotFound);
    }
    let (file, bytes) = files::open(&app, visit.home.id, file).await?;
    Ok(files::answer(&file, bytes))
}
