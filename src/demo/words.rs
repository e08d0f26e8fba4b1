use std::{collections::BTreeMap, sync::OnceLock};

use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};
use serde::Deserialize;

/// What the demo's people say: `words.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    since: Vec<String>,
    openers: Vec<String>,
    closers: Vec<String>,
    pub on_site: Vec<String>,
    pub contact: Vec<String>,
    pub contact_ways: Vec<String>,
    pub co_opinion: Vec<String>,
    no_money: Vec<String>,
    later: Vec<String>,
    pub returned: Vec<String>,
    pub upheld: Vec<String>,
    pub extension: Vec<String>,
    pub extension_refused: Vec<String>,
    pub leave_it: Vec<String>,
    pub deputy_note: Vec<String>,
    pub satisfied: Vec<String>,
    pub dissatisfied: Vec<String>,
    pub rehandle: Vec<String>,
    pub supervise: Vec<String>,
    pub proposer: Vec<String>,
    pub conclude: Vec<String>,
    pub kept: Vec<String>,
    pub not_kept: Vec<String>,
    pub moved: Vec<String>,
    pub told: Vec<String>,
    pub withdrawn: Vec<String>,
    pub reply: Replies,
    pub units: Vec<String>,
    pub posts: Vec<String>,
    pub organs: Vec<(String, String)>,
    pub bodies: Vec<(String, String)>,
    pub names: Names,
    pub duty: Duty,
    pub archive: ByHand,
    pub topics: Vec<Topic>,
    pub elsewhere: Vec<Elsewhere>,
    pub questions: Vec<Question>,
    pub ask: Ask,
}

/// What deputies show of themselves, and what voters are asked and say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    pub intros: Vec<String>,
    pub topics: Vec<Asked>,
}

/// A consultation: a question with choices, an open one, and how it ended; nothing of that for one that is open.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    pub title: String,
    pub body: String,
    pub field: String,
    pub first: String,
    pub choices: Vec<String>,
    pub second: String,
    pub answers: Vec<String>,
    pub summary: String,
    pub outcome: String,
    pub reason: String,
}

/// What committee members and deputies write down of their own duties. `{t}` and `{v}` are to be known; the rest is drawn.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Duty {
    /// What a member heard from a deputy, by the code of the charter's topic.
    pub contact_said: BTreeMap<String, Vec<String>>,
    /// A deputy's personal difficulties, for the member who heard them and the commission.
    pub difficulty: Vec<String>,
    /// What a deputy heard from voters.
    pub outreach_said: Vec<String>,
    /// Why an act is sent back.
    pub returned_note: Vec<String>,
    /// What somebody says is wrong with an act.
    pub objection: Vec<String>,
    /// What the commission answers to it: to each objection one, in the same order.
    pub objection_kept: Vec<String>,
    pub objection_upheld: Vec<String>,
    /// What a commendation is given for.
    pub merit: Vec<String>,
}

/// What stands in archives by hand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ByHand {
    /// Rewards.
    pub rewards: Vec<String>,
    /// Why the system does not know them.
    pub reason: String,
    /// What deputies ask to be put right.
    pub requests: Vec<String>,
    /// What the first of them is answered.
    pub answer: String,
}

/// How organs put their answers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Replies {
    done: String,
    plan: String,
    not_now: String,
    explained: String,
    plain_done: String,
    plain_plan: String,
    plain_not_now: String,
    plain_explained: String,
}

/// What the registers call things.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub congress: String,
    pub congress_short: String,
    pub term: String,
    pub city: String,
    pub streets: Vec<String>,
    pub towns: Vec<String>,
    pub village_first: String,
    pub village_second: String,
    pub village: String,
    pub community: String,
    pub constituency: String,
    pub commission: String,
    pub mark: String,
    pub letter_word: String,
    pub contact: String,
    pub town_office: String,
    pub street_office: String,
    pub liaison: String,
    pub group: String,
    pub home: String,
    pub station: String,
    pub address: String,
    pub hours: String,
    pub villagers_group: Vec<String>,
    pub surnames: String,
    pub double_surnames: Vec<String>,
    pub women: String,
    pub men: String,
    pub rare: Vec<String>,
    pub long: Vec<String>,
}

/// One thing people care about.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topic {
    pub organ: String,
    pub body: String,
    pub co: Vec<String>,
    x: Vec<String>,
    subjects: Vec<String>,
    facts: Vec<String>,
    effects: Vec<String>,
    asks: Vec<String>,
    done: Vec<String>,
    plan: Vec<String>,
}

/// A matter that belongs elsewhere.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Elsewhere {
    pub matter: String,
    pub subject: String,
    pub body: String,
}

/// A question that is answered on the spot.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    pub subject: String,
    pub body: String,
    pub answer: String,
}

/// The words, read once.
pub(super) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| toml::from_str(include_str!("words.toml")).expect("the demo's words are tested"))
}

/// One of several phrases.
pub(super) fn one<'a>(rng: &mut StdRng, of: &'a [String]) -> &'a str {
    any::<String>(rng, of)
}

/// One of several.
pub(super) fn any<'a, T>(rng: &mut StdRng, of: &'a [T]) -> &'a T {
    of.choose(rng).expect("every list of the demo's words has an entry")
}

/// What stands for `{…}` in one story: chosen once, the same in every text of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Filler(BTreeMap<String, String>);

impl Filler {
    /// With what is known from the outset.
    pub fn of(known: &[(&str, &str)]) -> Self {
        Self(known.iter().map(|(name, word)| ((*name).to_owned(), (*word).to_owned())).collect())
    }

    /// Know one more, or another in its place.
    pub fn set(&mut self, name: &str, word: &str) {
        self.0.insert(name.to_owned(), word.to_owned());
    }

    /// The text with every `{…}` filled in.
    pub fn fill(&mut self, rng: &mut StdRng, text: &str) -> String {
        let mut out = text.to_owned();
        // A word may itself hold a place to be filled.
        while let Some((at, end)) = out.find('{').and_then(|at| Some((at, at + out[at..].find('}')?))) {
            let word = self.word(rng, &out[at + 1..end]);
            out.replace_range(at..=end, &word);
        }
        out
    }

    fn word(&mut self, rng: &mut StdRng, name: &str) -> String {
        // Figures are drawn anew each time; an opinion with the same figure everywhere is not believed.
        match name {
            "n" => return rng.random_range(2..9).to_string(),
            "m" => return (rng.random_range(3..19) * 5).to_string(),
            _ => {}
        }
        if let Some(word) = self.0.get(name) {
            return word.clone();
        }
        let word = match name {
            "s" => one(rng, &words().since).to_owned(),
            "g" => one(rng, &words().names.villagers_group).to_owned(),
            _ => String::new(),
        };
        self.0.insert(name.to_owned(), word.clone());
        word
    }
}

impl Topic {
    /// A story about this topic at a place.
    pub fn filler(&self, rng: &mut StdRng, place: &[(&str, &str)]) -> Filler {
        let mut filler = Filler::of(place);
        filler.set("x", one(rng, &self.x));
        filler
    }

    /// The line and the text of an opinion.
    pub fn opinion(&self, rng: &mut StdRng, filler: &mut Filler) -> (String, String) {
        let words = words();
        let mut body = one(rng, &words.openers).to_owned();
        body.push_str(one(rng, &self.facts));
        if rng.random_ratio(4, 5) {
            body.push_str(one(rng, &self.effects));
        }
        body.push_str(one(rng, &self.asks));
        body.push_str(one(rng, &words.closers));
        let subject = one(rng, &self.subjects);
        (filler.fill(rng, subject), filler.fill(rng, &body))
    }

    /// A reply of a category in an organ's words, and in plain words.
    pub fn reply(&self, rng: &mut StdRng, filler: &mut Filler, category: &str) -> (String, String) {
        let (words, replies) = (words(), &words().reply);
        let (text, plain) = match category {
            "a" => (&replies.done, &replies.plain_done),
            "b" => (&replies.plan, &replies.plain_plan),
            "c" => (&replies.not_now, &replies.plain_not_now),
            _ => (&replies.explained, &replies.plain_explained),
        };
        for (name, of) in [
            ("site", &words.on_site),
            ("done", &self.done),
            ("plan", &self.plan),
            ("why", &words.no_money),
            ("later", &words.later),
        ] {
            let word = one(rng, of).to_owned();
            let word = filler.fill(rng, &word);
            filler.set(name, &word);
        }
        (filler.fill(rng, text), filler.fill(rng, plain))
    }
}

#[cfg(test)]
mod tests {
    use charter::Vocabulary;
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn what_is_said_of_duties_fills_and_covers_every_topic() {
        let duty = &words().duty;
        let charters = crate::cli::charters(None).expect("the shipped charters are right");
        let topics = charters["xiantao"].latest().words(Vocabulary::ContactTopics);
        let codes: Vec<&str> = topics.iter().map(|topic| topic.code.as_str()).collect();
        assert!(codes.iter().all(|code| duty.contact_said.contains_key(*code)), "{codes:?}");
        assert_eq!(duty.contact_said.len(), codes.len());
        let lists = [
            &duty.difficulty,
            &duty.outreach_said,
            &duty.returned_note,
            &duty.objection,
            &duty.objection_kept,
            &duty.objection_upheld,
            &duty.merit,
        ];
        let mut rng = StdRng::seed_from_u64(7);
        for text in duty.contact_said.values().chain(lists).flatten() {
            let mut filler = Filler::of(&[("t", "张沟镇"), ("v", "柳湾村")]);
            let said = filler.fill(&mut rng, text);
            assert!(!said.contains(['{', '}']) && said.ends_with('。'), "{said}");
            let known = ["t", "v", "g", "n", "m", "s"];
            let places = text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
            assert!(places.into_iter().all(|place| known.contains(&place)), "{text}");
        }
    }
}
