//! The annex as a paper and as a workbook, issued as archives are.

use papers::official::{Align, Block, Column, Level, Official, Table, date, heading};
use papers::{Cell, Column as Wide, Sheet};

use super::annex::{Counted, days_of, tables};
use super::printed::foot;
use super::prints::{Format, Issue, issue, new_number};
use super::store::Print;
use crate::access::{Actor, Permit};
use crate::base::text::Lang;
use crate::base::{App, Error, Result, paper};
use crate::ledger::acts::charter_on;

const ZH: Lang = Lang::ZhCn;

fn official(all: &[Counted], (year, foot, today): (i32, &str, String)) -> Official {
    let mut blocks = Vec::new();
    for (nth, table) in all.iter().enumerate() {
        let name = ZH.word("annex-table", table.source.word());
        blocks.push(heading(Level::First, nth + 1, &name));
        if table.numbers.is_empty() {
            blocks.push(Block::paragraph(ZH.t("annex-none")));
            continue;
        }
        let mut rows: Vec<Vec<String>> =
            table.numbers.iter().map(|it| vec![it.label.clone(), it.n.to_string()]).collect();
        rows.push(vec![ZH.t("annex-sum"), table.sum.to_string()]);
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::new(ZH.t("archive-column-counted"), 6.0),
                Column { align: Align::Right, ..Column::new(ZH.t("archive-column-number"), 2.0) },
            ],
            rows,
            high: 1,
            ..Table::default()
        }));
    }
    blocks.push(Block::line(Align::Right, format!("{today}　　")));
    let title = ZH.t1("annex-paper-title", "year", year.to_string());
    Official { title, blocks, foot: foot.to_owned(), ..Official::default() }
}

fn sheets(all: &[Counted], (year, foot): (i32, &str)) -> Vec<Sheet> {
    let mut rows = Vec::new();
    for table in all {
        let name = ZH.word("annex-table", table.source.word());
        let row = |label: String, n: i64| vec![Cell::Text(name.clone()), Cell::Text(label), Cell::Whole(n)];
        rows.extend(table.numbers.iter().map(|it| row(it.label.clone(), it.n)));
        rows.push(row(ZH.t("annex-sum"), table.sum));
    }
    let wide = |head: &str, width: f64| Wide { head: ZH.t(head), width };
    vec![Sheet {
        name: year.to_string(),
        title: ZH.t1("annex-paper-title", "year", year.to_string()),
        columns: vec![
            wide("annex-column-table", 30.0),
            wide("archive-column-counted", 26.0),
            wide("archive-column-number", 12.0),
        ],
        rows,
        notes: vec![foot.to_owned()],
    }]
}

/// Make the file of a year's annex and issue it.
///
/// # Errors
/// `NotFound` for what is no year; `Conflict` for a PDF where the machine has no font with hanzi.
pub(super) async fn file(app: &App, actor: &Actor, year: i32, format: Format) -> Result<(Vec<u8>, Print)> {
    actor.must(Permit::AnnexRead)?;
    let days = days_of(year).ok_or(Error::NotFound)?;
    let today = app.clock.today();
    let charter = charter_on(&app.db, app, actor.congress, today).await?;
    let all = tables(&app.db, actor, (ZH, charter), days).await?;
    let number = new_number(app);
    let foot = foot(app, &number);
    let about = (year, foot.as_str(), date(today));
    let made = match format {
        Format::Pdf => paper::made(official(&all, about), paper::Format::Pdf).await?,
        Format::Docx => paper::made(official(&all, about), paper::Format::Docx).await?,
        Format::Xlsx => {
            papers::xlsx(&sheets(&all, (year, &foot)), app.clock.now()).map_err(anyhow::Error::from)?
        }
    };
    let what = Issue { kind: "annex", person: None, term: None, year: Some(year), format };
    let print = issue(app, (actor, Permit::AnnexRead), &what, (&number, &made)).await?;
    Ok((made, print))
}
