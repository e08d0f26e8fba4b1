use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use sea_orm::{DbErr, SqlErr};

use super::{disk, form::Say};

/// One thing to correct: the field, and the sentence that says how.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// The field's name in the form; empty for the whole form.
    pub field: String,
    /// The sentence, still to be said in the reader's language.
    pub say: Say,
}

impl Mistake {
    /// A mistake in `field`, explained by the sentence `key`.
    pub fn new(field: &str, key: &str) -> Self {
        Self { field: field.to_owned(), say: Say { key: key.to_owned(), args: Vec::new() } }
    }
}

/// What can go wrong, sorted by what the reader can do about it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// Sign in and try again.
    #[error("please sign in")]
    SignIn,
    /// Ask someone who may.
    #[error("you may not do this")]
    Forbidden,
    /// There is no such thing, or it is not yours to see.
    #[error("not found")]
    NotFound,
    /// Correct the form.
    #[error("to correct: {0:?}")]
    Invalid(Vec<Mistake>),
    /// Look again: the thing has moved on, or is not ready for this. The key of the sentence that says why.
    #[error("conflict: {0}")]
    Conflict(String),
    /// The same, with what fills the sentence.
    #[error("conflict: {}", .0.key)]
    Differs(Say),
    /// Wait this many seconds.
    #[error("too many tries; wait {0} s")]
    TooMany(u64),
    /// What was sent is larger than we take.
    #[error("too large")]
    TooLarge,
    /// The disk is full or the database does not answer: nothing of this was kept. Come again; a form may be sent again
    /// as it is. The cause is logged at the edge.
    #[error("not saved: the disk is full or the database does not answer")]
    NotSaved(Arc<anyhow::Error>),
    /// Our fault. Shown as a plain apology; the cause is logged once, at the edge.
    #[error("something went wrong on our side")]
    Internal(Arc<anyhow::Error>),
}

/// The result of nearly everything.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// One mistake in one field.
    pub fn invalid(field: &str, key: &str) -> Self {
        Self::Invalid(vec![Mistake::new(field, key)])
    }

    /// The thing has moved on; `key` says what.
    pub fn conflict(key: &str) -> Self {
        Self::Conflict(key.to_owned())
    }

    /// Nothing was kept, because of the disk or the database.
    pub fn not_saved(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::NotSaved(Arc::new(anyhow::Error::from(cause)))
    }

    /// The same, but when the database refused because other rows point at the one that was to go, a `Conflict` that
    /// `key` explains.
    pub fn tied(self, key: &str) -> Self {
        let refused =
            |cause: &DbErr| matches!(cause.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_)));
        match &self {
            Self::Internal(cause) if cause.downcast_ref::<DbErr>().is_some_and(refused) => {
                Self::conflict(key)
            }
            _ => self,
        }
    }

    /// The error with its cause in words, for whoever stands at the computer itself.
    pub fn told(self) -> anyhow::Error {
        match self {
            Self::Internal(cause) | Self::NotSaved(cause) => anyhow::anyhow!("{cause:#}"),
            other => other.into(),
        }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) | Self::Differs(_) => StatusCode::CONFLICT,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotSaved(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(Arc::new(cause))
    }
}

impl From<DbErr> for Error {
    fn from(cause: DbErr) -> Self {
        match disk::trouble(&cause) {
            Some(_) => Self::not_saved(cause),
            None => anyhow::Error::from(cause).into(),
        }
    }
}

impl From<askama::Error> for Error {
    fn from(cause: askama::Error) -> Self {
        anyhow::Error::from(cause).into()
    }
}

impl IntoResponse for Error {
    /// The bare status with the error kept beside it: the outermost layer, which knows the reader's
    /// language, turns it into a page and logs our own faults.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
