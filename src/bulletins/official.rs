//! An issue as an official document: what stands on it; how it looks is the house of `papers`.

use chrono::NaiveDate;
use papers::official::{
    Align, Block, Column, Form, Item as Printed, Level, Official, Signature, Table, body, date,
};

use super::text::{self, Block as Piece};
use super::{Issue, Item, numbers, store};
use crate::access::{Actor, Permit};
use crate::base::text::Lang;
use crate::base::{App, Error, Result, day_of};

/// The most a column's share is of another's.
const WIDEST: usize = 6;

/// An issue with its items in their order, as it is printed by a congress. `day` stands on one that is not issued yet.
pub fn official(issue: &Issue, items: &[Item], (congress, day): (&str, NaiveDate)) -> Official {
    // The paper is Chinese, whatever language its reader's pages have.
    let lang = Lang::ZhCn;
    let day = issue.sent_at.map_or(day, day_of);
    Official {
        form: Form::Issue,
        mark: lang.ta(&format!("bulletins-mark-{}", issue.kind), &[("congress", congress.into())]),
        number: issue.label(),
        maker: issue.office.clone(),
        day: date(day),
        title: issue.title.clone(),
        contents: items.len() > 1,
        blocks: items.iter().enumerate().map(|(nth, item)| printed(item, nth > 0)).collect(),
        ..Official::default()
    }
}

/// The paper of an issue, by its number or its id, for the command line.
///
/// # Errors
/// `NotFound` when there is no such issue of that kind.
pub async fn issue_of(app: &App, actor: &Actor, kind: &str, wanted: &str) -> Result<Official> {
    actor.must(Permit::BulletinRead)?;
    let (db, congress) = (&app.db, actor.congress);
    let issue = match numbers::read(wanted) {
        Some(number) => store::public::numbered(db, congress, kind, number).await?,
        None => {
            let id = wanted.parse().map_err(|_| Error::NotFound)?;
            store::public::issued(db, congress, id).await?
        }
    };
    if issue.kind != kind {
        return Err(Error::NotFound);
    }
    let homes = crate::access::store::homes(db).await?;
    let home = homes.into_iter().find(|home| home.id == congress).ok_or(Error::NotFound)?;
    let items = store::items_of(db, congress, issue.id).await?;
    Ok(official(&issue, &items, (&home.name, app.clock.today())))
}

fn printed(item: &Item, new_page: bool) -> Block {
    let withdrawn = item.withdrawn_at.is_some();
    let blocks = if withdrawn {
        body(&Lang::ZhCn.t1("bulletins-printed-withdrawn", "reason", &item.withdrawn_reason))
    } else {
        text::blocks(&item.body).into_iter().map(piece).collect()
    };
    Block::Item(Printed {
        issuer: item.issuer.clone(),
        title: item.title.clone(),
        adoption: item.adoption.clone(),
        blocks,
        signature: None::<Signature>,
        new_page,
    })
}

fn piece(piece: Piece) -> Block {
    match piece {
        Piece::Heading(level, text) => {
            let level = match level {
                1 => Level::First,
                2 => Level::Second,
                3 => Level::Third,
                _ => Level::Fourth,
            };
            Block::Heading { level, text }
        }
        Piece::Paragraph(text) => Block::paragraph(text),
        Piece::Table(head, rows) => Block::Table(table(head, rows)),
    }
}

/// A column is as wide as its longest text, within bounds.
fn table(head: Vec<String>, rows: Vec<Vec<String>>) -> Table {
    let wide = |nth: usize| {
        let texts = std::iter::once(&head).chain(&rows).filter_map(|row| row.get(nth));
        let longest = texts.map(|text| text.chars().count()).max().unwrap_or(1);
        longest.clamp(2, 2 * WIDEST) as f32
    };
    let column = |(nth, text): (usize, &String)| Column {
        head: text.clone(),
        width: wide(nth),
        align: if wide(nth) <= WIDEST as f32 { Align::Centre } else { Align::Left },
    };
    Table { columns: head.iter().enumerate().map(column).collect(), rows, high: 1, ..Table::default() }
}
