//! The questions of a topic as fields of a form, and what was typed into them.

use crate::base::form::{Choice, Form};
use crate::consultations::answers::Said;
use crate::consultations::{LONGEST, Question};

/// A question as a page asks it.
pub(super) struct Field {
    pub(super) text: String,
    /// The names of its two fields.
    pub(super) choice: String,
    pub(super) words: String,
    pub(super) choices: Vec<Choice>,
}

pub(super) fn fields(questions: &[Question]) -> Vec<Field> {
    let field = |question: &Question| Field {
        text: question.text.clone(),
        choice: format!("choice-{}", question.place),
        words: format!("text-{}", question.place),
        choices: (1..)
            .zip(question.offered())
            .map(|(nth, text)| Choice::new(nth.to_string(), text))
            .collect(),
    };
    questions.iter().map(field).collect()
}

/// What was typed; what is wrong is noted in the form.
pub(super) fn read(form: &mut Form, questions: &[Question]) -> Said {
    let mut said = Said::new();
    for question in questions {
        let (choice, words) = (format!("choice-{}", question.place), format!("text-{}", question.place));
        let choice = form.whole(&choice, 1, question.offered().len().max(1) as i64);
        let choice = choice.filter(|_| !question.choices.is_empty());
        let text = form.text(&words, LONGEST);
        if choice.is_some() || !text.is_empty() {
            said.insert(question.place, (choice, text));
        }
    }
    said
}
