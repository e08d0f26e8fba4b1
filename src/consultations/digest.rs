//! A topic in numbers, themes and quotes: of the whole, or of one deputy's gathering. Pure: made of the answers, kept as
//! it was when the topic closed. It holds no name and no number of anybody who answered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::themes::themes;
use super::{CHANNELS, Question};
use crate::base::redact::quotable;

/// Quotes of a theme.
const QUOTES: usize = 2;
/// Single voices that are quoted.
const VOICES: usize = 20;
/// Characters of the longest quote.
const QUOTE: usize = 160;

/// An answer as a digest takes it.
#[derive(Debug, Clone)]
pub struct Given {
    /// Whose gathering.
    pub deputy: Option<Uuid>,
    /// How it came.
    pub channel: String,
    /// The town's name; empty when not said.
    pub town: String,
    /// How many people said it.
    pub people: i64,
    /// By the question's place: the number of the choice, and what was written.
    pub said: BTreeMap<i64, (Option<i64>, String)>,
}

/// A number of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Of what: a name, or a word of the program.
    pub of: String,
    /// How many.
    pub n: i64,
}

/// What several answers speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// Its characteristic words.
    pub words: Vec<String>,
    /// How many answers.
    pub n: i64,
    /// The most central ones, without names and numbers.
    pub quotes: Vec<String>,
}

impl Spoken {
    /// Its words in a row.
    pub fn named(&self) -> String {
        self.words.join(" · ")
    }
}

/// What was answered to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The question.
    pub question: String,
    /// How many chose what, in the order of the choices.
    pub choices: Vec<Count>,
    /// How many wrote something.
    pub written: i64,
    /// What many speak of, the largest first.
    pub themes: Vec<Spoken>,
    /// What stands alone.
    pub voices: Vec<String>,
    /// Single voices that are not quoted for want of room.
    pub more_voices: i64,
}

/// A topic's answers in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// Answers.
    pub answers: i64,
    /// People they stand for.
    pub people: i64,
    /// By how they came: words of [`CHANNELS`].
    pub channels: Vec<Count>,
    /// By town, in the order of names; without those that do not say.
    pub towns: Vec<Count>,
    /// By deputy, in the order of the list that was handed in, never by number.
    pub deputies: Vec<Count>,
    /// By question.
    pub questions: Vec<Answered>,
}

impl Digest {
    /// The digest of some answers. `deputies` are those asked, in the order of their names; none in a deputy's own.
    pub fn of(questions: &[Question], given: &[Given], deputies: &[(Uuid, String)]) -> Digest {
        let counted = |of: &str, n: usize| Count { of: of.to_owned(), n: n as i64 };
        let channels =
            CHANNELS.iter().map(|word| counted(word, given.iter().filter(|it| it.channel == *word).count()));
        let mut towns: BTreeMap<&str, usize> = BTreeMap::new();
        for it in given.iter().filter(|it| !it.town.is_empty()) {
            *towns.entry(&it.town).or_default() += 1;
        }
        let of_deputy = |id: &Uuid| given.iter().filter(|it| it.deputy == Some(*id)).count();
        Digest {
            answers: given.len() as i64,
            people: given.iter().map(|it| it.people).sum(),
            channels: channels.filter(|count| count.n > 0).collect(),
            towns: towns.into_iter().map(|(name, n)| counted(name, n)).collect(),
            deputies: deputies.iter().map(|(id, name)| counted(name, of_deputy(id))).collect(),
            questions: questions.iter().map(|question| answered(question, given)).collect(),
        }
    }

    /// The digest as it was kept; an empty one for what a later program wrote.
    pub fn kept(text: &str) -> Digest {
        serde_json::from_str(text).unwrap_or_default()
    }
}

fn answered(question: &Question, given: &[Given]) -> Answered {
    let said: Vec<&(Option<i64>, String)> =
        given.iter().filter_map(|it| it.said.get(&question.place)).collect();
    let choices = question.offered().into_iter().enumerate().map(|(nth, choice)| Count {
        of: choice.to_owned(),
        n: said.iter().filter(|(chosen, _)| *chosen == Some(nth as i64 + 1)).count() as i64,
    });
    // Whatever names or numbers somebody typed is gone before the words are looked at.
    let texts: Vec<String> =
        said.iter().filter(|(_, text)| !text.is_empty()).map(|(_, text)| quotable(text)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (found, alone) = themes(&texts, &question.text);
    let spoken = found.into_iter().map(|theme| Spoken {
        n: theme.members.len() as i64,
        quotes: quotes(theme.members.iter().map(|place| texts[*place]), QUOTES),
        words: theme.words,
    });
    let mut voices: Vec<&str> = alone.iter().map(|place| texts[*place]).collect();
    voices.sort_unstable();
    let quoted = quotes(voices.iter().copied(), VOICES);
    Answered {
        question: question.text.clone(),
        choices: choices.collect(),
        written: texts.len() as i64,
        themes: spoken.collect(),
        more_voices: voices.len().saturating_sub(quoted.len()) as i64,
        voices: quoted,
    }
}

/// The first texts, each once, cut where they are long.
fn quotes<'a>(texts: impl Iterator<Item = &'a str>, most: usize) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = line.chars().take(QUOTE).collect();
        let quote = if short.len() < line.len() { format!("{short}…") } else { short };
        if kept.len() < most && !quote.is_empty() && !kept.contains(&quote) {
            kept.push(quote);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(channel: &str, people: i64, choice: Option<i64>, text: &str) -> Given {
        Given {
            deputy: Some(Uuid::from_u128(1)),
            channel: channel.to_owned(),
            town: "张沟镇".to_owned(),
            people,
            said: BTreeMap::from([(1, (choice, text.to_owned()))]),
        }
    }

    fn question() -> Question {
        Question { place: 1, text: "路灯够不够？".into(), choices: "够\n不够".into() }
    }

    #[test]
    fn answers_are_counted_and_quoted_without_names_or_numbers() {
        let all = [
            given("web", 1, Some(2), "我是李双妹，村口的桥边太黑，打我13912345678"),
            given("forum", 20, Some(2), "张大爷说桥边摔过人"),
            given("paper", 1, Some(1), ""),
        ];
        let deputies = [(Uuid::from_u128(2), "甲".to_owned()), (Uuid::from_u128(1), "乙".to_owned())];
        let digest = Digest::of(&[question()], &all, &deputies);
        assert_eq!((digest.answers, digest.people), (3, 22));
        assert_eq!(digest.channels.iter().map(|count| count.n).collect::<Vec<_>>(), [1, 1, 1]);
        let order: Vec<(&str, i64)> =
            digest.deputies.iter().map(|count| (count.of.as_str(), count.n)).collect();
        assert_eq!(order, [("甲", 0), ("乙", 3)], "as they were handed in, nobody is ranked");
        let told = &digest.questions[0];
        assert_eq!(told.choices.iter().map(|count| count.n).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(told.written, 2);
        let whole = serde_json::to_string(&digest).unwrap();
        assert!(whole.contains("桥边"), "{whole}");
        for secret in ["李双妹", "13912345678", "张大爷"] {
            assert!(!whole.contains(secret), "{secret} in {whole}");
        }
        assert_eq!(Digest::kept(&whole), digest);
    }

    #[test]
    fn single_voices_are_not_lost() {
        let texts = ["操场晚上要开放", "作业太多睡得晚", "希望增加图书"];
        let all: Vec<Given> = texts.iter().map(|text| given("web", 1, None, text)).collect();
        let digest = Digest::of(&[question()], &all, &[]);
        assert_eq!(digest.questions[0].voices.len() as i64 + digest.questions[0].more_voices, 3);
    }
}
