//! What a round asks.

use serde::{Deserialize, Serialize};

use crate::{Flaw, Result, digest::Fields};

/// As many questions as a form may have.
pub const MOST_QUESTIONS: usize = 20;
/// As many options as a question may have: five grades, and one for "no answer" where a question may be left out.
pub const MOST_OPTIONS: usize = 6;

/// What a round asks, fixed before the first ballot is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The round's own sign, which no other round has.
    pub round: String,
    /// Its title for the public.
    pub title: String,
    /// How many voters are on the roll.
    pub roll: u64,
    /// The questions in order.
    pub questions: Vec<Question>,
}

/// One question. A ballot chooses exactly one of its options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// The options in order; where a question may be left out, one of them says so.
    pub options: Vec<String>,
}

impl Form {
    /// Whether the form can be asked.
    pub(crate) fn check(&self) -> Result<()> {
        let full = |text: &String| !text.trim().is_empty();
        let good = |question: &Question| {
            let number = question.options.len();
            full(&question.text)
                && (2..=MOST_OPTIONS).contains(&number)
                && question.options.iter().all(full)
                && (1..number).all(|at| !question.options[..at].contains(&question.options[at]))
        };
        let questions = (1..=MOST_QUESTIONS).contains(&self.questions.len());
        let all = full(&self.round) && full(&self.title) && questions && self.questions.iter().all(good);
        if all { Ok(()) } else { Err(Flaw::Form) }
    }

    /// The form as fields of the round's digest.
    pub(crate) fn fields(&self, mut fields: Fields) -> Fields {
        fields = fields.text(&self.round).text(&self.title).number(self.roll).count(self.questions.len());
        for question in &self.questions {
            fields = fields.text(&question.text).count(question.options.len());
            for option in &question.options {
                fields = fields.text(option);
            }
        }
        fields
    }
}
