//! Standings as CSV: a list as it is shown, and a year of everybody for recounting.

use std::io::Write;

use charter::Per;
use uuid::Uuid;

use super::evidence::by_person;
use super::lines::Line;
use super::standings::{self, Standing, Which, day_in};
use crate::access::{Actor, Role};
use crate::base::page::Ui;
use crate::base::{App, Result, csv::neutral};
use crate::ledger::counts;

/// The columns of `duties --year`, as docs/exports.md describes them.
pub const COLUMNS: [&str; 14] = [
    "person_id",
    "person",
    "duty",
    "target_id",
    "target",
    "period_from",
    "period_to",
    "owed",
    "done",
    "missing",
    "served_days",
    "pace",
    "projected",
    "act_ids",
];

/// A list as it is shown, for a spreadsheet.
///
/// # Errors
/// When it cannot be written.
pub fn list(ui: &Ui, lines: &[Line]) -> Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let head = ["person", "place", "duty", "period", "done", "owed", "missing", "pace"];
    out.write_record(head.map(|column| ui.word("duties-column", column))).map_err(anyhow::Error::from)?;
    for line in lines {
        let cells = [
            line.name.clone(),
            line.place.clone(),
            line.label.pick(ui.lang.code()).to_owned(),
            format!("{} – {}", line.period.from(), line.period.to()),
            line.done.to_string(),
            line.owed.to_string(),
            line.missing().to_string(),
            ui.word("duties-pace", line.pace.word()),
        ];
        out.write_record(cells.map(|cell| neutral(&cell))).map_err(anyhow::Error::from)?;
    }
    // Spreadsheet programs take UTF-8 for granted only with the mark in front.
    let mut body = b"\xEF\xBB\xBF".to_vec();
    body.extend(out.into_inner().map_err(|cause| anyhow::anyhow!("{cause}"))?);
    Ok(body)
}

/// Everybody's standing in a year, and in the term that the year's list goes by; how many rows there are.
///
/// # Errors
/// When the database or the file does not take part.
pub async fn year(app: &App, congress: Uuid, year: i32, out: impl Write) -> anyhow::Result<usize> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(COLUMNS)?;
    let (mut rows, day) = (0, day_in(year, app.clock.today()));
    let everybody = Actor::operator(congress, Role::Commission);
    let kept = counts::kept(&app.db, app, congress, None).await?;
    for per in Per::ALL.iter().copied() {
        let Some(period) = per.of(day, &kept.terms) else { continue };
        let mut all = standings::of(&app.db, app, &everybody, (per, day), &Which::default()).await?;
        all.sort_by(|one, other| order(one).cmp(&order(other)));
        let acts = counts::acts(&app.db, congress, (period.from(), period.to()), None).await?;
        let shows = by_person(&kept, &acts, &period);
        for one in &all {
            let key = (one.counts.duty.clone(), one.counts.target);
            let shown = shows.get(&one.counts.person).and_then(|shows| shows.get(&key));
            let acts: Vec<String> =
                shown.into_iter().flatten().map(|evidence| evidence.id.to_string()).collect();
            out.write_record(row(one, &acts.join(" ")))?;
            rows += 1;
        }
    }
    out.flush()?;
    Ok(rows)
}

fn order(one: &Standing) -> (&str, Uuid, Option<Uuid>) {
    (&one.counts.duty, one.counts.person, one.counts.target)
}

fn row(one: &Standing, acts: &str) -> [String; 14] {
    let counts = &one.counts;
    [
        counts.person.to_string(),
        neutral(&one.name),
        counts.duty.clone(),
        counts.target.map(|target| target.to_string()).unwrap_or_default(),
        neutral(&one.target),
        counts.period.from().to_string(),
        counts.period.to().to_string(),
        counts.owed.to_string(),
        counts.done.to_string(),
        counts.missing().to_string(),
        counts.served_days.to_string(),
        one.pace.word().to_owned(),
        one.projected.to_string(),
        acts.to_owned(),
    ]
}
