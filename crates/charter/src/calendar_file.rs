//! A calendar as a TOML file: read with exact places, and written back after it was edited.

use std::fmt::Write;

use chrono::NaiveDate;

use crate::calendar::{Calendar, DayKind, Mark, is_weekend};
use crate::clauses::Text;
use crate::mistake::Mistake;
use crate::reader::{Document, Node};

/// No public holiday lasts longer, so a longer one is a wrong date.
pub(crate) const LONGEST: i64 = 31;

impl Calendar {
    /// Reads `[[holiday]]` (from, to) and `[[workday]]` (on); `name_of_file` is only for the mistakes.
    pub fn from_toml(name_of_file: &str, text: &str) -> Result<Calendar, Mistake> {
        let document = Document::new(name_of_file, text);
        let value = document.parse()?;
        let table = Node::root(&document, &value).table(&["holiday", "workday"])?;
        let mut calendar = Calendar::default();
        if let Some(list) = table.may("holiday") {
            for item in list.list()? {
                calendar.read_holiday(&item)?;
            }
        }
        if let Some(list) = table.may("workday") {
            for item in list.list()? {
                calendar.read_workday(&item)?;
            }
        }
        Ok(calendar)
    }

    /// Writes the file `from_toml` reads.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        let mut open: Option<(NaiveDate, NaiveDate, &Text)> = None;
        for (day, mark) in self.marks() {
            if let Some((from, to, name)) = open {
                if mark.kind == DayKind::Holiday && *name == mark.name && lasts_on(from, to, day) {
                    open = Some((from, day, name));
                    continue;
                }
                write_holiday(&mut out, from, to, name);
                open = None;
            }
            match mark.kind {
                DayKind::Holiday => open = Some((day, day, &mark.name)),
                DayKind::Workday => write_item(&mut out, "workday", &mark.name, &[("on", day)]),
            }
        }
        if let Some((from, to, name)) = open {
            write_holiday(&mut out, from, to, name);
        }
        out
    }

    fn read_holiday(&mut self, item: &Node) -> Result<(), Mistake> {
        let table = item.table(&["zh", "en", "from", "to"])?;
        let name = Text::read_keys(&table)?;
        let start = table.need("from")?;
        let from = start.day()?;
        let end = table.need("to")?;
        let to = end.day()?;
        if to < from || (to - from).num_days() >= LONGEST {
            return Err(end.mistake(
                format!("a day from {from}, at most {LONGEST} days long"),
                format!("the date {to}"),
            ));
        }
        for day in from.iter_days().take_while(|day| *day <= to) {
            self.mark_once(&start, day, DayKind::Holiday, &name)?;
        }
        Ok(())
    }

    fn read_workday(&mut self, item: &Node) -> Result<(), Mistake> {
        let table = item.table(&["zh", "en", "on"])?;
        let name = Text::read_keys(&table)?;
        let place = table.need("on")?;
        let day = place.day()?;
        if !is_weekend(day) {
            return Err(place.mistake("a Saturday or Sunday", format!("the date {day}")));
        }
        self.mark_once(&place, day, DayKind::Workday, &name)
    }

    fn mark_once(&mut self, place: &Node, day: NaiveDate, kind: DayKind, name: &Text) -> Result<(), Mistake> {
        if let Some(earlier) = self.mark_on(day) {
            return Err(place.mistake(
                "days not marked before",
                format!("{day}, already marked as {} of {}", earlier.kind, earlier.name.zh),
            ));
        }
        let name = name.clone();
        self.mark(day, Mark { kind, name }).expect("a workday was checked to lie on a weekend");
        Ok(())
    }
}

fn lasts_on(from: NaiveDate, to: NaiveDate, day: NaiveDate) -> bool {
    to.succ_opt() == Some(day) && (day - from).num_days() < LONGEST
}

fn write_holiday(out: &mut String, from: NaiveDate, to: NaiveDate, name: &Text) {
    write_item(out, "holiday", name, &[("from", from), ("to", to)]);
}

fn write_item(out: &mut String, kind: &str, name: &Text, days: &[(&str, NaiveDate)]) {
    if !out.is_empty() {
        out.push('\n');
    }
    let text = |text: &String| toml::Value::String(text.clone());
    let mut line = |text: String| writeln!(out, "{text}").expect("a string takes any text");
    line(format!("[[{kind}]]"));
    line(format!("zh = {}", text(&name.zh)));
    line(format!("en = {}", text(&name.en)));
    for (key, day) in days {
        line(format!("{key} = {day}"));
    }
}
