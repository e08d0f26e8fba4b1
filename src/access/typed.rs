//! What somebody typed when it could not be saved: the page that says so brings it along, to be sent again as it is.

use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use super::sent::Sent;

/// Texts at least this long are shown; a name or a choice is not what people fear for.
const WORTH_SHOWING: usize = 10;

/// A form that came and was not saved.
#[derive(Debug, Clone, Default)]
pub struct Again {
    /// Every field with its value.
    pub fields: Vec<(String, String)>,
    /// The fields that had files: those are chosen anew, no page can fill them in.
    pub files: Vec<String>,
}

impl Again {
    /// What was written, for the eyes.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let values = self.fields.iter().map(|(_, value)| value.as_str());
        values.filter(|value| value.chars().count() >= WORTH_SHOWING && Uuid::try_parse(value).is_err())
    }
}

/// Where the form of a request is noted until its answer is known.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed(Arc<Mutex<Option<Again>>>);

impl Typed {
    /// Note what a form brings, unless a page must not show it again: passwords, codes, keys, and what a voter says in
    /// a secret review.
    pub(super) fn note(&self, path: &str, sent: &Sent) {
        if path.starts_with("/reviews/") || sent.form.pairs().any(|(name, _)| is_secret(name)) {
            return;
        }
        let fields = sent.form.pairs().filter(|(name, _)| *name != "csrf");
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let mut files: Vec<String> = sent.files.iter().map(|file| file.field.clone()).collect();
        files.dedup();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Again { fields, files });
    }

    /// What was noted.
    pub(super) fn take(&self) -> Option<Again> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

fn is_secret(name: &str) -> bool {
    name.contains("password") || matches!(name, "code" | "current" | "again" | "key" | "secret" | "slip")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::form::Form;

    fn noted(path: &str, pairs: &[(&str, &str)]) -> Option<Again> {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let typed = Typed::default();
        typed.note(path, &Sent { form: Form::from(pairs), files: Vec::new() });
        typed.take()
    }

    #[test]
    fn what_was_written_is_kept_and_what_proves_who_one_is_never() {
        let kept = noted("/opinions", &[("body", "村口的路灯坏了三个月。"), ("open", "yes"), ("csrf", "s")])
            .unwrap();
        assert_eq!(kept.texts().collect::<Vec<_>>(), ["村口的路灯坏了三个月。"]);
        assert_eq!(kept.fields.len(), 2, "the session's secret is the page's own");
        for secret in ["password", "code", "key", "new_password"] {
            assert!(noted("/account", &[("login", "li"), (secret, "x")]).is_none(), "{secret}");
        }
        assert!(noted("/reviews/7K3F9Q", &[("rating", "good")]).is_none());
    }
}
