//! Reads a TOML text value by value, keeping the place of each, so that every mistake can say where it is.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::clauses::{Provision, Source, Text};
use crate::mistake::Mistake;
use crate::worded::Worded;

/// The text being read, and what has been gathered from it so far.
pub(crate) struct Document<'a> {
    file: &'a str,
    text: &'a str,
    clauses: OnceCell<BTreeSet<u16>>,
    provisions: RefCell<Vec<Provision>>,
}

impl<'a> Document<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Document { file, text, clauses: OnceCell::new(), provisions: RefCell::default() }
    }

    /// Checks the TOML itself.
    pub(crate) fn parse(&self) -> Result<Spanned<DeValue<'a>>, Mistake> {
        let root = DeTable::parse(self.text).map_err(|error| self.syntax(&error))?;
        let span = root.span();
        Ok(Spanned::new(span, DeValue::Table(root.into_inner())))
    }

    /// Every source read, in the order of the file.
    pub(crate) fn into_provisions(self) -> Vec<Provision> {
        let mut provisions = self.provisions.into_inner();
        provisions.sort_by_key(|provision| provision.line);
        provisions
    }

    fn mistake(&self, byte: usize, expected: impl Into<String>, found: impl Into<String>) -> Mistake {
        Mistake::at(self.file, self.text, byte, expected, found)
    }

    fn syntax(&self, error: &toml::de::Error) -> Mistake {
        let at = error.span().map_or(0, |span| span.start);
        match error.message().split_once(", expected ") {
            Some((found, expected)) => self.mistake(at, expected, found),
            None => self.mistake(at, "correct TOML", error.message()),
        }
    }
}

/// One value with its place and path.
pub(crate) struct Node<'n> {
    document: &'n Document<'n>,
    path: String,
    value: &'n Spanned<DeValue<'n>>,
}

impl<'n> Node<'n> {
    /// The whole document.
    pub(crate) fn root(document: &'n Document<'n>, value: &'n Spanned<DeValue<'n>>) -> Self {
        Node { document, path: String::new(), value }
    }

    /// From here on a rule may cite only these clauses.
    pub(crate) fn know_clauses(&self, numbers: BTreeSet<u16>) {
        self.document.clauses.set(numbers).expect("clauses are read once, before the rules");
    }

    pub(crate) fn mistake(&self, expected: impl Into<String>, found: impl Into<String>) -> Mistake {
        self.document.mistake(self.value.span().start, expected, found)
    }

    pub(crate) fn line(&self) -> usize {
        self.mistake("", "").line
    }

    pub(crate) fn column(&self) -> usize {
        self.mistake("", "").column
    }

    fn wrong(&self, expected: &str) -> Mistake {
        self.mistake(expected, shown(self.value.get_ref()))
    }

    /// A text with something in it.
    pub(crate) fn text(&self) -> Result<String, Mistake> {
        let text = self.value.get_ref().as_str().ok_or_else(|| self.wrong("a text"))?;
        if text.trim().is_empty() {
            return Err(self.mistake("a text", "an empty one"));
        }
        Ok(text.trim().to_owned())
    }

    /// A code: letters, digits and `_`.
    pub(crate) fn code(&self) -> Result<String, Mistake> {
        let expected = "a code of at most 40 letters a–z, A–Z, digits and `_`";
        let code = self.value.get_ref().as_str().ok_or_else(|| self.wrong(expected))?;
        let sound = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if code.is_empty() || code.len() > 40 || !code.chars().all(sound) {
            return Err(self.wrong(expected));
        }
        Ok(code.to_owned())
    }

    pub(crate) fn flag(&self) -> Result<bool, Mistake> {
        self.value.get_ref().as_bool().ok_or_else(|| self.wrong("`true` or `false`"))
    }

    /// A whole number between two bounds, both allowed.
    pub(crate) fn whole<N: TryFrom<i64>>(&self, least: i64, most: i64) -> Result<N, Mistake> {
        let wrong = || self.wrong(&format!("a whole number from {least} to {most}"));
        let number = self.value.get_ref().as_integer().ok_or_else(wrong)?;
        let number =
            i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).map_err(|_| wrong())?;
        if !(least..=most).contains(&number) {
            return Err(wrong());
        }
        N::try_from(number).map_err(|_| wrong())
    }

    /// A day without a time.
    pub(crate) fn day(&self) -> Result<NaiveDate, Mistake> {
        let wrong = || self.wrong("a day such as 2023-10-24");
        let stated = self.value.get_ref().as_datetime().ok_or_else(wrong)?;
        match (stated.date, stated.time, stated.offset) {
            (Some(date), None, None) if (1900..=2200).contains(&date.year) => {
                NaiveDate::from_ymd_opt(i32::from(date.year), date.month.into(), date.day.into())
                    .ok_or_else(wrong)
            }
            _ => Err(wrong()),
        }
    }

    /// One word of a closed list.
    pub(crate) fn one_of<W: Worded>(&self) -> Result<W, Mistake> {
        let found = self.value.get_ref().as_str();
        W::MEMBERS.iter().copied().find(|member| Some(member.as_word()) == found).ok_or_else(|| {
            let words: Vec<_> = W::MEMBERS.iter().map(|m| format!("`{}`", m.as_word())).collect();
            self.wrong(&format!("one of {}", words.join(", ")))
        })
    }

    /// The items of a list.
    pub(crate) fn list(&self) -> Result<Vec<Node<'n>>, Mistake> {
        let items = self.value.get_ref().as_array().ok_or_else(|| self.wrong("a list"))?;
        Ok(items
            .iter()
            .enumerate()
            .map(|(n, value)| Node {
                document: self.document,
                path: format!("{}.{}", self.path, n + 1),
                value,
            })
            .collect())
    }

    /// A table with no keys but these.
    pub(crate) fn table(&self, keys: &[&'static str]) -> Result<Table<'n>, Mistake> {
        let entries = self.value.get_ref().as_table().ok_or_else(|| self.wrong("a table"))?;
        let unknown = entries
            .keys()
            .filter(|key| !keys.contains(&key.get_ref().as_ref()))
            .min_by_key(|key| key.span().start);
        if let Some(key) = unknown {
            let known: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
            return Err(self.document.mistake(
                key.span().start,
                format!("one of {}", known.join(", ")),
                format!("the unknown key `{}`", key.get_ref()),
            ));
        }
        Ok(Table {
            document: self.document,
            path: RefCell::new(self.path.clone()),
            at: self.value.span().start,
            entries,
        })
    }
}

/// A table whose keys are all known.
pub(crate) struct Table<'n> {
    document: &'n Document<'n>,
    path: RefCell<String>,
    at: usize,
    entries: &'n DeTable<'n>,
}

impl<'n> Table<'n> {
    pub(crate) fn mistake(&self, expected: impl Into<String>, found: impl Into<String>) -> Mistake {
        self.document.mistake(self.at, expected, found)
    }

    /// The value of a key that may be absent.
    pub(crate) fn may(&self, key: &str) -> Option<Node<'n>> {
        let path = self.path.borrow();
        self.entries.get(key).map(|value| Node {
            document: self.document,
            path: if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") },
            value,
        })
    }

    /// The value of a key that must be there.
    pub(crate) fn need(&self, key: &str) -> Result<Node<'n>, Mistake> {
        self.may(key).ok_or_else(|| self.mistake(format!("the key `{key}`"), "a table without it"))
    }

    /// A code not used before in this list, by which the item is called from now on.
    pub(crate) fn new_code(&self, used: &mut BTreeMap<String, usize>) -> Result<String, Mistake> {
        let place = self.need("code")?;
        let code = place.code()?;
        if let Some(line) = used.insert(code.clone(), place.line()) {
            return Err(place.mistake(
                "a code not used before in this list",
                format!("`{code}`, already used on line {line}"),
            ));
        }
        self.call(&code);
        Ok(code)
    }

    /// Names an item of a list, so that its path does not say its number.
    pub(crate) fn call(&self, name: &str) {
        let mut path = self.path.borrow_mut();
        let number = path.rfind('.').unwrap_or(0);
        path.replace_range(number.., &format!(".{name}"));
    }

    /// Where this rule comes from: `clause` or `choice`, and only one of them.
    pub(crate) fn source(&self) -> Result<Source, Mistake> {
        let source = match (self.may("clause"), self.may("choice")) {
            (Some(clause), None) => Source::Clause(self.cited(&clause)?),
            (None, Some(choice)) => Source::Choice(Text::read(&choice)?),
            (Some(clause), Some(_)) => {
                return Err(clause.mistake("either `clause` or `choice`", "both"));
            }
            (None, None) => {
                return Err(
                    self.mistake("`clause` (a number) or `choice` (the reason)", "a rule with neither")
                );
            }
        };
        self.document.provisions.borrow_mut().push(Provision {
            path: self.path.borrow().clone(),
            line: self.mistake("", "").line,
            source: source.clone(),
        });
        Ok(source)
    }

    fn cited(&self, clause: &Node) -> Result<u16, Mistake> {
        let number = clause.whole(1, 500)?;
        let known = self.document.clauses.get().expect("clauses are read before the rules");
        if known.contains(&number) {
            return Ok(number);
        }
        let numbers: Vec<_> = known.iter().map(u16::to_string).collect();
        Err(clause.mistake(format!("a clause of this charter ({})", numbers.join(", ")), number.to_string()))
    }
}

/// A value as its writer would recognise it.
fn shown(value: &DeValue) -> String {
    match value {
        DeValue::String(text) => format!("the text \"{}\"", text.chars().take(40).collect::<String>()),
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {number}"),
        DeValue::Boolean(flag) => format!("`{flag}`"),
        DeValue::Datetime(moment) => format!("the date {moment}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
