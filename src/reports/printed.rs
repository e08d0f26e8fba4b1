//! A duty report as an official paper. Papers are in Chinese whatever the reader's language; what the deputy wrote stands as
//! written.

use papers::official::{Align, Block, Level, Official, body, date, heading};

use super::flow::State;
use super::{Part, Report, Texts, Way, store};
use crate::access::Actor;
use crate::base::hours::clock;
use crate::base::redact::redact;
use crate::base::text::Lang;
use crate::base::{App, Error, Result};
use crate::bodies;

const ZH: Lang = Lang::ZhCn;

/// A report as a paper: what it says, how it was given, who says it.
pub fn paper(report: &Report, texts: &Texts) -> Official {
    let told = [("term", report.term.as_str().into()), ("constituency", report.constituency.as_str().into())];
    let mut blocks = vec![Block::line(Align::Centre, ZH.ta("reports-paper-under", &told))];
    let mut nth = 0;
    let mut head = |word: &str| {
        nth += 1;
        heading(Level::First, nth, &ZH.word("reports-paper", word))
    };
    for part in Part::ALL {
        let text = texts.get(part);
        if text.trim().is_empty() {
            continue;
        }
        blocks.push(head(part.word()));
        blocks.extend(body(text));
    }
    if let Some(given) = given(report) {
        blocks.push(head("given"));
        blocks.push(Block::paragraph(given));
    }
    blocks.push(Block::Space(2));
    blocks.push(Block::line(Align::Right, format!("{}　　", report.name)));
    if let Some(day) = report.on_day {
        blocks.push(Block::line(Align::Right, format!("{}　　", date(day))));
    }
    Official {
        title: ZH.t1("reports-paper-title", "name", report.name.as_str()),
        blocks,
        ..Official::default()
    }
}

/// How it was or will be given, in a sentence.
fn given(report: &Report) -> Option<String> {
    let (way, day) = (report.way()?, report.on_day?);
    let place = report.station.clone().unwrap_or_default();
    let place = if report.place.is_empty() { place } else { format!("{place}{}", report.place) };
    let mut said = match way {
        Way::Meeting => ZH.ta(
            "reports-paper-meeting",
            &[
                ("day", ZH.date(day).into()),
                ("time", clock(report.starts.unwrap_or_default()).into()),
                ("place", place.into()),
            ],
        ),
        Way::Writing => ZH.ta(
            "reports-paper-writing",
            &[
                ("from", ZH.date(day).into()),
                ("to", ZH.date(report.until_on.unwrap_or(day)).into()),
                ("place", place.into()),
            ],
        ),
    };
    if let Some(present) = report.present {
        said.push_str(&ZH.t1("reports-paper-present", "n", present));
    }
    if !report.chair.is_empty() {
        said.push_str(&ZH.t1("reports-paper-chair", "name", report.chair.as_str()));
    }
    Some(said)
}

/// A report that the actor may see, by its id or its code, for the command line.
///
/// # Errors
/// `NotFound` for a stranger.
pub async fn report_of(app: &App, actor: &Actor, typed: &str) -> Result<Official> {
    let report = match typed.parse() {
        Ok(id) => store::find(&app.db, actor, id).await?,
        Err(_) => {
            let code = bodies::pages::short_code(typed).ok_or(Error::NotFound)?;
            store::find_coded(&app.db, actor, &code).await?
        }
    };
    // What everybody may read holds no personal data; before, its writer still looks at what was typed.
    let texts = match report.state().is_some_and(State::is_public) {
        true => report.texts.map(redact),
        false => report.texts.clone(),
    };
    Ok(paper(&report, &texts))
}
