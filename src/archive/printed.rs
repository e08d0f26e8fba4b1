//! An archive as a paper and as a workbook, in Chinese whatever the reader's language, and issued: with its number at the
//! foot, its row and its entry in the journal.

use papers::official::{Align, Block, Column, Level, Official, Table, date, heading};
use papers::{Cell, Column as Wide, Sheet};

use super::prints::{Format, Issue, issue, new_number};
use super::record::{Archive, Part, Section};
use super::store::Print;
use super::words::Words;
use super::{Span, Subject, gather, seals, store};
use crate::access::{Actor, Permit};
use crate::base::codes::Code;
use crate::base::text::Lang;
use crate::base::{App, Conn, Error, Result, paper};
use crate::bodies;
use crate::ledger::acts::charter_on;

const ZH: Lang = Lang::ZhCn;

/// What a file of an archive says beside the archive itself.
pub(super) struct About<'a> {
    /// Whose.
    pub subject: &'a Subject,
    /// Of which days.
    pub span: &'a Span,
    /// The words.
    pub words: Words<'a>,
    /// At the foot.
    pub foot: String,
    /// Today, as papers write it.
    pub today: String,
}

/// What stands at the foot of each page: by which number the file can be checked, and where.
pub(super) fn foot(app: &App, number: &Code) -> String {
    let place = format!("{}/verify", app.config.public_url());
    ZH.ta("archive-foot", &[("number", number.to_string().into()), ("address", place.into())])
}

/// Of which days it is, as a paper says it.
pub(super) fn span_words(lang: Lang, span: &Span) -> String {
    match span.year {
        Some(year) => lang.ta(
            "archive-span-year",
            &[("term", span.term.name.as_str().into()), ("year", year.to_string().into())],
        ),
        None => lang.t1("archive-span-term", "term", span.term.name.as_str()),
    }
}

/// The archive as a paper.
pub(super) fn official(archive: &Archive, about: &About<'_>) -> Official {
    let name = ZH.t1("archive-paper-title", "name", about.subject.name.as_str());
    let mut blocks = vec![Block::line(Align::Centre, format!("（{}）", span_words(ZH, about.span)))];
    for (nth, section) in archive.parts.iter().enumerate() {
        blocks.push(heading(Level::First, nth + 1, &about.words.part(section.part)));
        blocks.extend(section_blocks(section, about));
    }
    blocks.push(Block::Space(1));
    blocks.push(Block::line(Align::Right, format!("{}　　", about.today)));
    Official { title: name, blocks, foot: about.foot.clone(), ..Official::default() }
}

fn section_blocks(section: &Section, about: &About<'_>) -> Vec<Block> {
    let words = about.words;
    if section.lines.is_empty() {
        return vec![Block::paragraph(ZH.t("archive-none"))];
    }
    if section.part == Part::Basics {
        let line = |it| {
            let noted = words.noted(it);
            let more = if noted.is_empty() { noted } else { format!("（{noted}）") };
            Block::paragraph(format!("{}{more}", words.says(it)))
        };
        return section.lines.iter().map(line).collect();
    }
    let row = |line: &super::record::Line| {
        vec![line.on.map(date).unwrap_or_default(), words.says(line), words.noted(line)]
    };
    vec![
        Block::paragraph(sums(section, words)),
        Block::Table(Table {
            columns: vec![
                Column::centred(ZH.t("archive-column-day"), 2.2),
                Column::new(ZH.t("archive-column-what"), 5.0),
                Column::new(ZH.t("archive-column-more"), 4.0),
            ],
            rows: section.lines.iter().map(row).collect(),
            high: 1,
            ..Table::default()
        }),
    ]
}

/// The numbers of a part in one sentence.
fn sums(section: &Section, words: Words<'_>) -> String {
    let sum = |(tag, n): (String, usize)| {
        ZH.ta("archive-sum", &[("what", words.tag(&tag).into()), ("n", n.into())])
    };
    let all: Vec<String> = section.figures().into_iter().map(sum).collect();
    format!("{}{}", all.join(&ZH.t("archive-and")), ZH.t("archive-stop"))
}

/// The archive as a workbook: a sheet with the numbers, then a sheet a part.
pub(super) fn sheets(archive: &Archive, about: &About<'_>) -> Vec<Sheet> {
    let words = about.words;
    let wide = |head: &str, width: f64| Wide { head: ZH.t(head), width };
    let title = format!(
        "{}（{}）",
        ZH.t1("archive-paper-title", "name", about.subject.name.as_str()),
        span_words(ZH, about.span)
    );
    let mut numbers = Vec::new();
    for section in archive.parts.iter().filter(|section| section.part != Part::Basics) {
        for (tag, n) in section.figures() {
            let n = Cell::Whole(i64::try_from(n).unwrap_or(i64::MAX));
            numbers.push(vec![Cell::Text(words.part(section.part)), Cell::Text(words.tag(&tag)), n]);
        }
    }
    let mut all = vec![Sheet {
        name: ZH.t("archive-sheet-numbers"),
        title,
        columns: vec![
            wide("archive-column-part", 16.0),
            wide("archive-column-counted", 24.0),
            wide("archive-column-number", 10.0),
        ],
        rows: numbers,
        notes: vec![about.foot.clone()],
    }];
    for section in &archive.parts {
        let row = |line: &super::record::Line| {
            vec![
                line.on.map_or(Cell::Empty, Cell::Day),
                Cell::Text(words.says(line)),
                Cell::Text(words.noted(line)),
            ]
        };
        all.push(Sheet {
            name: words.part(section.part),
            title: words.part(section.part),
            columns: vec![
                wide("archive-column-day", 14.0),
                wide("archive-column-what", 48.0),
                wide("archive-column-more", 48.0),
            ],
            rows: section.lines.iter().map(row).collect(),
            notes: vec![about.foot.clone()],
        });
    }
    all
}

/// The archive as it is shown: sealed as it was sealed; else as it is now.
///
/// # Errors
/// When the database does not answer.
pub async fn shown(at: &impl Conn, congress: uuid::Uuid, person: uuid::Uuid, span: &Span) -> Result<Archive> {
    let sealed = match span.year {
        None => seals::sealed(at, congress, person, span.term.id).await?,
        // A year of a sealed term is that part of it.
        Some(_) => seals::sealed(at, congress, person, span.term.id).await?.map(|mut it| {
            let (from, to) = span.days();
            for section in it.archive.parts.iter_mut().filter(|section| section.part != Part::Basics) {
                section.lines.retain(|line| line.on.is_none_or(|on| on >= from && on <= to));
            }
            it
        }),
    };
    match sealed {
        Some(sealed) => Ok(sealed.archive),
        None => gather::of(at, congress, person, span).await,
    }
}

/// Make a file of an archive and issue it.
///
/// # Errors
/// `NotFound` for a stranger; `Conflict` for a PDF where the machine has no font with hanzi.
pub async fn file(
    app: &App,
    actor: &Actor,
    (subject, span): (&Subject, &Span),
    format: Format,
) -> Result<(Vec<u8>, Print)> {
    actor.must(Permit::ArchivePrint)?;
    let congress = actor.congress;
    store::subject(&app.db, actor, subject.id).await?;
    let archive = shown(&app.db, congress, subject.id, span).await?;
    let number = new_number(app);
    let today = app.clock.today();
    let charter = charter_on(&app.db, app, congress, today).await?;
    let about = About {
        subject,
        span,
        words: Words { lang: ZH, charter },
        foot: foot(app, &number),
        today: date(today),
    };
    let made = match format {
        Format::Pdf => paper::made(official(&archive, &about), paper::Format::Pdf).await?,
        Format::Docx => paper::made(official(&archive, &about), paper::Format::Docx).await?,
        Format::Xlsx => {
            papers::xlsx(&sheets(&archive, &about), app.clock.now()).map_err(anyhow::Error::from)?
        }
    };
    let what = Issue {
        kind: "archive",
        person: Some(subject.id),
        term: Some(span.term.id),
        year: span.year,
        format,
    };
    let print = issue(app, (actor, Permit::ArchivePrint), &what, (&number, &made)).await?;
    Ok((made, print))
}

/// A file of an archive for the command line: whose by id or name, of which term by its number (that which runs when
/// none), of which year.
///
/// # Errors
/// `NotFound` when there is no such person or term; `Conflict` when several people are called so.
pub async fn file_of(
    app: &App,
    actor: &Actor,
    (typed, term, year): (&str, Option<i64>, Option<i32>),
    format: Format,
) -> Result<Vec<u8>> {
    let subject = match typed.parse() {
        Ok(id) => store::subject(&app.db, actor, id).await?,
        Err(_) => {
            let mut named = store::named(&app.db, actor, typed).await?;
            if named.len() > 1 {
                return Err(Error::conflict("archive-several"));
            }
            named.pop().ok_or(Error::NotFound)?
        }
    };
    let span = span_of(&app.db, actor.congress, (term, year), app.clock.today()).await?;
    Ok(file(app, actor, (&subject, &span), format).await?.0)
}

/// The term of a number and a year in it; the term that runs (or ran last) when no number is given. A year that is not
/// in the term is left out.
///
/// # Errors
/// `NotFound` when there is no such term.
pub async fn span_of(
    at: &impl Conn,
    congress: uuid::Uuid,
    (number, year): (Option<i64>, Option<i32>),
    today: chrono::NaiveDate,
) -> Result<Span> {
    use chrono::Datelike;
    let terms = bodies::store::terms(at, congress).await?;
    let begun = |term: &&bodies::Term| term.starts_on <= today;
    let found = match number {
        Some(number) => terms.iter().find(|term| term.number == number),
        None => terms.iter().filter(begun).max_by_key(|term| term.starts_on).or(terms.first()),
    };
    let term = found.cloned().ok_or(Error::NotFound)?;
    let inside = |year: &i32| (term.starts_on.year()..=term.ends_on.year()).contains(year);
    Ok(Span { year: year.filter(inside), term })
}
