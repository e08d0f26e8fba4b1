//! What stands on each paper. Papers are in Chinese whatever the reader's language.

use chrono::NaiveDate;
use papers::official::{
    Align, Block, Cell, Column, Form, Grid, Official, Printed, Row, Signature, Table, body, date,
};

use super::Head;
use crate::base::redact::redact;
use crate::base::text::Lang;

const ZH: Lang = Lang::ZhCn;

/// A case as papers tell of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// Its number.
    pub number: String,
    /// One line.
    pub subject: String,
    /// What was said; no voter's name or telephone number stands on a paper.
    pub body: String,
    /// The deputy concerned; empty when none.
    pub deputy: String,
    /// The lead organ.
    pub organ: String,
    /// The co-organs.
    pub co: Vec<String>,
    /// When it was raised.
    pub raised: Option<NaiveDate>,
    /// What is due, in words.
    pub awaits: String,
    /// By when.
    pub due: Option<NaiveDate>,
    /// What was said with the latest transfer.
    pub instruction: String,
    /// The latest reply.
    pub reply: String,
    /// Its category: A to D.
    pub category: String,
}

/// From whom a paper comes: the office, how its papers begin, today.
pub(super) struct From<'a> {
    /// The office's name.
    pub office: &'a str,
    /// How its papers begin.
    pub head: &'a Head,
    /// The day.
    pub today: NaiveDate,
}

impl From<'_> {
    fn signature(&self) -> Option<Signature> {
        Some(Signature { by: vec![self.office.to_owned()], date: date(self.today), sealed: true })
    }

    fn letter(&self, title: String, addressee: &str) -> Official {
        Official {
            form: Form::Letter,
            mark: self.head.mark.clone(),
            title,
            addressee: addressee.to_owned(),
            signature: self.signature(),
            note: self.head.contact.clone(),
            ..Official::default()
        }
    }
}

fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, date)
}

fn row(high: u8, cells: Vec<Cell>) -> Row {
    Row { high, cells }
}

fn label(key: &str) -> Cell {
    Cell::label(2.2, ZH.t(key))
}

fn pair(key: &str, text: &str) -> [Cell; 2] {
    [label(key), Cell::field(4.8, text)]
}

fn whole(high: u8, key: &str, text: &str) -> Row {
    row(high, vec![label(key), Cell::field(11.8, text)])
}

fn two(left: [Cell; 2], right: [Cell; 2]) -> Row {
    row(2, left.into_iter().chain(right).collect())
}

/// 交办单.
pub(super) fn transfer(from: &From, case: &Told) -> Official {
    let mut paper = from.letter(ZH.t("letters-transfer-title"), &case.organ);
    let said = redact(&case.body);
    let mut rows = vec![
        two(pair("letters-number", &case.number), pair("letters-raised", &day(case.raised))),
        two(pair("letters-deputy", &case.deputy), pair("letters-due", &day(case.due))),
        two(pair("letters-organ", &case.organ), pair("letters-co", &case.co.join("、"))),
        whole(2, "letters-subject", &redact(&case.subject)),
        whole(4, "letters-body", &said),
    ];
    if !case.instruction.is_empty() {
        rows.push(whole(2, "letters-instruction", &case.instruction));
    }
    paper.blocks = vec![Block::paragraph(ZH.t("letters-transfer-text")), Block::Grid(Grid { rows })];
    paper
}

/// 督办函: one letter to an organ, whatever the number of its cases.
pub(super) fn urging(from: &From, organ: &str, cases: &[Told]) -> Official {
    let title = match cases {
        [one] => ZH.t1("letters-urging-title", "number", &one.number),
        many => ZH.t1("letters-urging-title-many", "n", many.len() as i64),
    };
    let mut paper = from.letter(title, organ);
    let line = |(nth, case): (usize, &Told)| {
        let late = case.due.map_or(0, |due| (from.today - due).num_days().max(0));
        vec![
            (nth + 1).to_string(),
            case.number.clone(),
            redact(&case.subject),
            case.awaits.clone(),
            day(case.due),
            late.to_string(),
        ]
    };
    let table = Table {
        columns: vec![
            Column::centred(ZH.t("letters-column-nth"), 1.1),
            Column::centred(ZH.t("letters-number"), 2.6),
            Column::new(ZH.t("letters-subject"), 4.8),
            Column::centred(ZH.t("letters-column-awaits"), 2.0),
            Column::centred(ZH.t("letters-column-due"), 3.0),
            Column::centred(ZH.t("letters-column-late"), 1.5),
        ],
        rows: cases.iter().enumerate().map(line).collect(),
        high: 1,
        ..Table::default()
    };
    paper.blocks = vec![
        Block::paragraph(ZH.t("letters-urging-text")),
        Block::Table(table),
        Block::paragraph(ZH.t("letters-urging-ask")),
    ];
    paper
}

/// 答复函: the reply as it was given, with its category at the top right, to the deputy concerned.
pub(super) fn reply(from: &From, case: &Told, copies: &str) -> Official {
    let addressee = match case.deputy.as_str() {
        "" => ZH.t("letters-reply-to-voter"),
        deputy => ZH.t1("letters-reply-to", "deputy", deputy),
    };
    let mut blocks = vec![Block::paragraph(ZH.t1("letters-reply-text", "subject", redact(&case.subject)))];
    blocks.extend(body(&case.reply));
    let signed: Vec<String> = from.head.signatory.split(['、', ' ']).map(str::to_owned).collect();
    Official {
        form: Form::Document,
        mark: from.head.mark.clone(),
        signatories: signed.into_iter().filter(|name| !name.is_empty()).collect(),
        category: case.category.to_uppercase(),
        title: ZH.t1("letters-reply-title", "number", &case.number),
        addressee,
        blocks,
        attachments: vec![ZH.t("letters-feedback-title")],
        signature: from.signature(),
        note: from.head.contact.clone(),
        copies: copies.to_owned(),
        printed: Some(Printed { by: from.office.to_owned(), on: date(from.today) }),
        ..Official::default()
    }
}

/// 征询意见表: what the deputy thinks of it, to tick and sign.
pub(super) fn feedback(case: &Told) -> Official {
    let grades = ZH.t("letters-feedback-grades");
    let rows = vec![
        two(pair("letters-number", &case.number), pair("letters-organ", &case.organ)),
        two(pair("letters-deputy", &case.deputy), pair("letters-category", &case.category.to_uppercase())),
        whole(2, "letters-subject", &redact(&case.subject)),
        whole(2, "letters-feedback-contact", &ZH.t("letters-feedback-contact-ways")),
        whole(2, "letters-feedback-attitude", &grades),
        whole(2, "letters-feedback-result", &grades),
        whole(6, "letters-feedback-opinion", ""),
        two(
            pair("letters-feedback-signed", ""),
            pair("letters-feedback-day", &ZH.t("letters-feedback-date")),
        ),
    ];
    Official {
        title: ZH.t("letters-feedback-title"),
        blocks: vec![Block::Grid(Grid { rows }), Block::line(Align::Left, ZH.t("letters-feedback-note"))],
        ..Official::default()
    }
}

/// How an office's papers begin when nobody said it yet.
pub(super) fn default_head(name: &str, short: &str, phone: &str) -> Head {
    let word = if short.is_empty() { name } else { short };
    let contact = if phone.is_empty() { String::new() } else { ZH.t1("letters-contact", "phone", phone) };
    Head {
        mark: name.to_owned(),
        word: ZH.t1("letters-word", "office", word),
        signatory: String::new(),
        contact,
    }
}
