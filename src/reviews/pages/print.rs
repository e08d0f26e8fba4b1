//! Slips and keys on paper. They stand only in the answer to the form that asked for them: a page that was sent, not one to
//! come back to.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use uuid::Uuid;

use crate::access::{Sent, Visit};
use crate::base::{
    App, Result,
    page::{Ui, page},
};
use crate::reviews::acts::ceremony::{self, Printed};
use crate::reviews::{Review, Step, TRUSTEES, store};

/// Slips on a sheet: two beside each other, five below each other.
const ON_A_SHEET: usize = 10;

/// A slip: its code, and the picture that brings it.
struct Paper {
    code: String,
    picture: String,
}

/// A trustee's sheet.
struct Sheet {
    nth: usize,
    name: String,
    /// The key in rows of a few groups, as it is typed.
    rows: Vec<String>,
}

#[derive(Template)]
#[template(path = "reviews/pages/print.html")]
struct PrintPage {
    ui: Ui,
    review: Review,
    slips: Vec<Paper>,
    sheets: Vec<Sheet>,
    /// The ratings to tick by hand, a line a deputy.
    ticks: Vec<String>,
    address: String,
    needed: usize,
    /// The step that is proposed from here; none for slips that were printed later.
    begins: &'static str,
}

impl PrintPage {
    fn pages(&self) -> std::slice::Chunks<'_, Paper> {
        self.slips.chunks(ON_A_SHEET)
    }
}

/// Groups of a row.
const IN_A_ROW: usize = 7;

fn sheet((nth, (name, key)): (usize, (String, String))) -> Sheet {
    let groups: Vec<&str> = key.split('-').collect();
    Sheet { nth, name, rows: groups.chunks(IN_A_ROW).map(|row| row.join(" ")).collect() }
}

/// `POST /rounds/{id}/slips`
pub(super) async fn print(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _sent: Sent,
) -> Result<Response> {
    let printed = ceremony::print(&app, &visit.actor, id).await?;
    shown(&app, visit, printed).await
}

/// `POST /rounds/{id}/more/slips`: more of them, for a round that goes on.
pub(super) async fn more(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _sent: Sent,
) -> Result<Response> {
    let printed = ceremony::print_more(&app, &visit.actor, id).await?;
    shown(&app, visit, printed).await
}

async fn shown(app: &App, visit: Visit, printed: Printed) -> Result<Response> {
    let id = printed.review.id;
    let address = format!("{}/reviews/{}", app.config.public_url(), printed.review.code);
    let paper = |slip: &crate::reviews::Slip| -> Result<Paper> {
        // Behind the #: no server is told of it.
        let text = format!("{address}#slip={}", slip.plain());
        let picture = papers::qr_svg(&text, &address, 0).map_err(anyhow::Error::from)?;
        Ok(Paper { code: slip.to_string(), picture })
    };
    let lang = visit.ui.lang.code();
    let rules = printed.review.rules()?;
    let begins = if rules.telephone.is_some() { Step::Check } else { Step::Open };
    let ratings = rules.ratings;
    let boxes: Vec<String> = ratings.iter().map(|it| format!("□ {}", it.label.pick(lang))).collect();
    let reviewed = store::reviewed(&app.db, visit.home.id, id).await?;
    page(PrintPage {
        ticks: reviewed.iter().map(|one| format!("{}  {}", one.name, boxes.join("  "))).collect(),
        slips: printed.slips.iter().map(paper).collect::<Result<_>>()?,
        sheets: (1..).zip(printed.keys).map(sheet).collect(),
        needed: TRUSTEES.1.into(),
        begins: begins.word(),
        review: printed.review,
        address,
        ui: visit.ui,
    })
}
