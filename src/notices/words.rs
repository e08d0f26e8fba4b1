//! What a message says: the sentence of a notice, or a line for each of a day's; where it leads; and how a template's
//! placeholders are filled.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::store::Delivery;
use super::{Fact, Facts, place, said, sentence};
use crate::base::{Config, text::Lang};

/// What is to be said.
#[derive(Debug, Clone)]
pub struct Words {
    /// The kind of notice, or `digest`.
    pub kind: String,
    /// In one sentence.
    pub sentence: String,
    /// The whole address of the page it leads to.
    pub link: String,
    /// Whether that address is the reader's own, where no account is asked for.
    pub own: bool,
    /// Who says it.
    pub congress: String,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Each of a day's notices: its sentence and its address, grouped by what they are about.
    pub lines: Vec<(String, String)>,
    /// The facts as people read them, by their names.
    pub facts: BTreeMap<String, String>,
}

const LANG: Lang = Lang::ZhCn;
/// The text that says that a question about a duty report was answered.
const QUESTION: &str = "voter-question-answered";

fn address(config: &Config, subject: &str, id: Uuid) -> String {
    let place = place(subject, id);
    let place = if place.is_empty() { "/inbox".to_owned() } else { place };
    format!("{}{place}", config.public_url())
}

/// The address that is the reader's own, where there is one: an invitation is answered there without signing in.
fn own_address(config: &Config, subject: &str, facts: &Facts) -> Option<String> {
    match (subject, facts.get("code")) {
        ("event", Some(Fact::Text(code))) => Some(format!("{}/i/{code}", config.public_url())),
        _ => None,
    }
}

fn readable(facts: &Facts) -> BTreeMap<String, String> {
    let text = |fact: &Fact| match fact {
        Fact::Text(text) => text.clone(),
        Fact::Number(number) => number.to_string(),
        Fact::Day(day) => LANG.date(day),
        Fact::Word(group, code) => LANG.word(group, code),
    };
    facts.iter().map(|(name, fact)| (name.clone(), text(fact))).collect()
}

/// The words of one notice.
pub(super) fn of_notice(config: &Config, delivery: &Delivery) -> Option<Words> {
    let kind = delivery.kind.clone()?;
    let facts: Facts = serde_json::from_str(delivery.facts.as_deref()?).unwrap_or_default();
    let (subject, id) = (delivery.subject.as_deref()?, delivery.subject_id?);
    let own = own_address(config, subject, &facts);
    Some(Words {
        sentence: sentence(LANG, &kind, &facts),
        own: own.is_some(),
        link: own.unwrap_or_else(|| address(config, subject, id)),
        congress: delivery.congress.clone(),
        at: delivery.made_at,
        lines: Vec::new(),
        facts: readable(&facts),
        kind,
    })
}

/// The words of a day: what is about the same thing stands together, and what is newest first.
pub(super) fn of_day(config: &Config, deliveries: &[Delivery]) -> Option<Words> {
    let first = deliveries.first()?;
    let mut groups: Vec<(Option<Uuid>, Vec<Words>)> = Vec::new();
    for delivery in deliveries {
        let Some(words) = of_notice(config, delivery) else { continue };
        match groups.iter_mut().find(|(subject, _)| *subject == delivery.subject_id) {
            Some((_, group)) => group.push(words),
            None => groups.push((delivery.subject_id, vec![words])),
        }
    }
    let lines: Vec<(String, String)> =
        groups.into_iter().flat_map(|(_, group)| group).map(|words| (words.sentence, words.link)).collect();
    let count = lines.len();
    Some(Words {
        kind: super::plan::DIGEST.to_owned(),
        sentence: LANG.t1("channel-digest", "count", count),
        link: format!("{}/inbox", config.public_url()),
        own: false,
        congress: first.congress.clone(),
        at: first.made_at,
        facts: BTreeMap::from([("count".to_owned(), count.to_string())]),
        lines,
    })
}

/// The words of a text to somebody without an account.
pub(super) fn of_text(config: &Config, delivery: &Delivery, (kind, facts): (&str, &Facts)) -> Words {
    let link = match facts.get("code") {
        // The receipt of a question about a duty report is none of an opinion.
        Some(Fact::Text(code)) if kind == QUESTION => format!("{}/questions/{code}", config.public_url()),
        Some(Fact::Text(code)) => format!("{}/s/{code}", config.public_url()),
        _ => match facts.get("review") {
            Some(Fact::Text(code)) => format!("{}/reviews/{code}", config.public_url()),
            _ => config.public_url(),
        },
    };
    let filled = facts.iter().map(|(name, fact)| (name.as_str(), said(LANG, fact)));
    let filled = filled.chain([("link", link.as_str().into())]);
    Words {
        sentence: LANG.filled(&format!("channel-text-{kind}"), filled),
        kind: kind.to_owned(),
        congress: delivery.congress.clone(),
        at: delivery.made_at,
        lines: Vec::new(),
        facts: readable(facts),
        own: true,
        link,
    }
}

impl Words {
    /// A text whose placeholders `{name}` are filled; one that names nothing stays empty.
    pub fn fill(&self, pattern: &str) -> String {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some((before, inner)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = inner.split_once('}') else {
                out.push('{');
                rest = inner;
                continue;
            };
            out.push_str(&self.named(name));
            rest = after;
        }
        out + rest
    }

    fn named(&self, name: &str) -> String {
        match name {
            "sentence" => self.sentence.clone(),
            "link" => self.link.clone(),
            "congress" => self.congress.clone(),
            "when" => LANG.moment(self.at),
            fact => self.facts.get(fact).cloned().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_invitation_leads_to_an_address_of_ones_own() {
        let mut config = Config::load(None, []).unwrap();
        config.server.public_url = "https://rd.example.cn".into();
        let link = |subject: &str, code: Option<&str>| {
            let code = code.map(|code| ("code".to_owned(), Fact::Text(code.to_owned())));
            let delivery = Delivery {
                id: Uuid::nil(),
                thing: "notice".into(),
                thing_id: Uuid::nil(),
                account_id: None,
                bundle_id: None,
                state: "waiting".into(),
                made_at: DateTime::UNIX_EPOCH,
                congress: "试验市人大".into(),
                kind: Some("event-invited".into()),
                subject: Some(subject.into()),
                subject_id: Some(Uuid::nil()),
                facts: Some(serde_json::to_string(&Facts::from_iter(code)).unwrap()),
                read: false,
            };
            let words = of_notice(&config, &delivery).unwrap();
            (words.link.trim_start_matches("https://rd.example.cn").to_owned(), words.own)
        };
        let nil = Uuid::nil();
        assert_eq!(link("event", Some("7K3F9QXM2AB5")), ("/i/7K3F9QXM2AB5".to_owned(), true));
        // The office that hears of an answer, and a notice of the version before.
        assert_eq!(link("event", None), (format!("/events/{nil}"), false));
        assert_eq!(link("case", Some("7K3F9QXM2AB5")), (format!("/cases/{nil}"), false));
    }
}
