//! What an archive says, in a language: the site's words, and those of the charter.

use charter::{Charter, Vocabulary};

use super::record::{Line, Part};
use crate::base::text::{Arg, Lang};
use crate::notices::Fact;

/// A language, and the charter whose words are said.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The language.
    pub lang: Lang,
    /// The charter.
    pub charter: &'a Charter,
}

impl Words<'_> {
    /// The name of a part.
    pub fn part(&self, part: Part) -> String {
        self.lang.word("archive-part", part.word())
    }

    /// What a number counts.
    pub fn tag(&self, tag: &str) -> String {
        match tag.split_once('-') {
            Some(("method", method)) => self.method(Vocabulary::OutreachMethods, method),
            Some(("event", kind)) => self.lang.word("event-kind", kind),
            _ => self.lang.word("archive-tag", tag),
        }
    }

    /// A line's sentence.
    pub fn says(&self, line: &Line) -> String {
        let facts = line.facts.iter().map(|(name, fact)| (name.as_str(), self.fact(fact)));
        self.lang.filled(&format!("archive-did-{}", line.what), facts)
    }

    /// More about a line, one sentence each.
    pub fn notes(&self, line: &Line) -> Vec<String> {
        let note = |(name, fact): &(String, Fact)| {
            self.lang.filled(&format!("archive-note-{name}"), [("it", self.fact(fact))])
        };
        line.notes.iter().map(note).collect()
    }

    /// All notes in one.
    pub fn noted(&self, line: &Line) -> String {
        self.notes(line).join(&self.lang.t("archive-and"))
    }

    fn fact(&self, fact: &Fact) -> Arg {
        match fact {
            Fact::Text(text) => text.into(),
            Fact::Number(number) => number.into(),
            Fact::Day(day) => self.lang.date(day).into(),
            Fact::Word(group, code) => match group.as_str() {
                "outreach-method" => self.method(Vocabulary::OutreachMethods, code).into(),
                "contact-method" => self.method(Vocabulary::ContactMethods, code).into(),
                _ => self.lang.word(group, code).into(),
            },
        }
    }

    fn method(&self, list: Vocabulary, code: &str) -> String {
        let word = self.charter.word(list, code);
        word.map_or(code, |word| word.label.pick(self.lang.code())).to_owned()
    }
}
