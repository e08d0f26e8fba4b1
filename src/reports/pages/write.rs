//! Writing a report: its parts with the numbers beside them, and the opinions that may be told of.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use crate::access::{Sent, Visit, drafts};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Link, Ui, page_as},
};
use crate::bodies;
use crate::cases::attached::accepted;
use crate::files::Purpose;
use crate::reports::acts::{self, Then};
use crate::reports::draft::{Material, material};
use crate::reports::{Part, Report, State as At, Step, Texts, store};

/// Opinions offered at most.
const STORIES: usize = 12;

/// A section with what the records say of it.
struct Section {
    word: &'static str,
    label: String,
    hint: String,
    part: Part,
    rows: usize,
    figures: Vec<Link>,
}

impl Section {
    fn most(&self) -> usize {
        self.part.most()
    }
}

#[derive(Template)]
#[template(path = "reports/pages/write.html")]
struct WritePage {
    ui: Ui,
    form: Form,
    report: Report,
    path: String,
    version: i64,
    sections: Vec<Section>,
    stories: Vec<Choice>,
    /// It is a draft: it may be submitted.
    draft: bool,
    another: bool,
    added: bool,
}

fn path_of(id: Uuid) -> String {
    format!("/reporting/{id}/edit")
}

fn section(ui: &Ui, part: Part, material: &Material) -> Section {
    let figures = material.figures.iter().filter(|figure| figure.part == part);
    let link = |figure: &crate::reports::draft::Figure| {
        Link::new(figure.href.clone(), ui.t1(&format!("reports-figure-{}", figure.what), "n", figure.n))
    };
    Section {
        word: part.word(),
        label: ui.word("reports-part", part.word()),
        hint: ui.word("reports-part-hint", part.word()),
        part,
        rows: if part == Part::Summary { 4 } else { 6 },
        figures: figures.map(link).collect(),
    }
}

async fn shown(
    app: &App,
    visit: Visit,
    report: Report,
    (status, form): (StatusCode, Form),
    version: i64,
) -> Result<Response> {
    let congress = visit.home.id;
    let terms = bodies::store::terms(&app.db, congress).await?;
    let term = terms.into_iter().find(|term| term.id == report.term_id).ok_or(Error::NotFound)?;
    let lang = visit.ui.lang;
    let material = material(&app.db, app, congress, (report.person_id, &term), lang).await?;
    let stories = material.stories.iter().take(STORIES);
    let ui = visit.ui;
    let order = Part::SECTIONS.into_iter().chain([Part::Summary]);
    let view = WritePage {
        path: path_of(report.id),
        version,
        sections: order.map(|part| section(&ui, part, &material)).collect(),
        stories: stories.map(|story| Choice::new(story.number.clone(), story.told(lang))).collect(),
        draft: report.state() == Some(At::Draft),
        another: visit.actor.person != Some(report.person_id),
        added: ui.path.ends_with("added=1"),
        report,
        form,
        ui,
    };
    page_as(status, view)
}

/// The report, for whoever may write it now.
async fn writable(app: &App, visit: &Visit, id: Uuid) -> Result<Report> {
    let standing = acts::standing(&app.db, &visit.actor, id).await?;
    if !standing.writes {
        return Err(Error::Forbidden);
    }
    if !standing.offers(&visit.actor, Step::Write) {
        return Err(Error::conflict("reports-moved-on"));
    }
    Ok(standing.report)
}

/// `GET /reporting/{id}/edit`
pub(super) async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let report = writable(&app, &visit, id).await?;
    let mut form = drafts::shown(&app, &visit, &path_of(id)).await?;
    let mut version = report.version;
    if form.is_kept() {
        // A draft stands on the version that its writer saw.
        version = form.value("version").parse().unwrap_or(version);
    } else {
        form =
            Part::ALL.into_iter().fold(form, |form, part| form.preset(part.word(), report.texts.get(part)));
    }
    shown(&app, visit, report, (StatusCode::OK, form), version).await
}

fn read(form: &Form) -> Texts {
    let mut texts = Texts::default();
    for part in Part::ALL {
        texts.set(part, form.value(part.word()).trim().to_owned());
    }
    texts
}

/// What the button that was pressed asks for.
fn then(form: &Form, ui: &Ui) -> Then {
    match form.value("then") {
        "submit" => Then::Submit,
        "redraft" => Then::Redraft(ui.lang),
        "stories" => Then::Tell(form.values("stories").to_vec(), ui.lang),
        _ => Then::Keep,
    }
}

/// `POST /reporting/{id}/edit`
pub(super) async fn write(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let Sent { mut form, files } = sent;
    let report = writable(&app, &visit, id).await?;
    let version = form.whole("version", 1, i64::MAX).unwrap_or_default();
    let (texts, then) = (read(&form), then(&form, &visit.ui));
    let papers = accepted(&app, &files, ("paper", Purpose::Either)).await;
    let written = match (papers, form.is_fine()) {
        (Ok(papers), true) => acts::write(&app, &visit.actor, (id, version), (&texts, &then), &papers).await,
        (Ok(_), false) => Err(Error::Invalid(acts::wrong(&texts, then == Then::Submit))),
        (Err(wrong), _) => Err(wrong),
    };
    match written {
        Ok(_) => {
            drafts::discard(&app, &visit.actor, &path_of(id)).await?;
            let to = match then {
                Then::Tell(..) => format!("{}?added=1#f-proposals", path_of(id)),
                Then::Redraft(_) => format!("{}?added=1", path_of(id)),
                Then::Submit => format!("/reporting/{id}?done=submitted"),
                Then::Keep => format!("/reporting/{id}?done=written"),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(found)) => {
            // Somebody else's change is shown beside what was typed, and the next saving is over it.
            let now = store::find(&app.db, &visit.actor, id).await?;
            let next = now.version;
            let form = form.mistakes(&found);
            shown(&app, visit, report, (StatusCode::UNPROCESSABLE_ENTITY, form), next).await
        }
        Err(other) => Err(other),
    }
}
