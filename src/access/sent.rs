use axum::{
    body::to_bytes,
    extract::{FromRequest, FromRequestParts, Multipart, Request},
    http::header,
};

use super::{Visit, store::Session, typed::Typed};
use crate::base::{
    App, Error, Result,
    form::{Form, Say},
};
use crate::files::Upload;

/// Bytes of a form without files: far more than the longest opinion.
const LONGEST_FORM: usize = 256 * 1024;

/// What a form brings: its fields and files. A signed-in person's form carries the session's secret, or it is
/// not one of ours and is refused. More files than a form may bring are left out, and the form says so.
#[derive(Debug, Default)]
pub struct Sent {
    /// The fields as typed.
    pub form: Form,
    /// The files.
    pub files: Vec<Upload>,
}

impl FromRequest<App> for Sent {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, app).await?;
        let (typed, path) = (parts.extensions.get::<Typed>().cloned(), parts.uri.path().to_owned());
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let sent = if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let parts = Multipart::from_request(Request::from_parts(parts, body), app)
                .await
                .map_err(|_| Error::invalid("", "form-unreadable"))?;
            multipart(parts, app.config.limits.files_per_form).await?
        } else {
            let bytes = to_bytes(body, LONGEST_FORM).await.map_err(|_| Error::TooLarge)?;
            let pairs: Vec<(String, String)> =
                serde_urlencoded::from_bytes(&bytes).map_err(|_| Error::invalid("", "form-unreadable"))?;
            Self { form: Form::from(pairs), files: Vec::new() }
        };
        match &visit.session {
            Some(session) if !sent.is_of(session) => Err(Error::Forbidden),
            _ => {
                if let Some(typed) = typed {
                    typed.note(&path, &sent);
                }
                Ok(sent)
            }
        }
    }
}

impl Sent {
    /// Whether it carries a session's secret.
    pub(super) fn is_of(&self, session: &Session) -> bool {
        let theirs = self.form.value("csrf").as_bytes();
        subtle::ConstantTimeEq::ct_eq(session.csrf.as_bytes(), theirs).into()
    }
}

async fn multipart(mut parts: Multipart, most_files: usize) -> Result<Sent> {
    let mut sent = Sent::default();
    while let Some(part) = parts.next_field().await.map_err(|_| Error::TooLarge)? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(ToOwned::to_owned);
        let bytes = part.bytes().await.map_err(|_| Error::TooLarge)?;
        match name {
            Some(name) if !bytes.is_empty() || !name.is_empty() => {
                if sent.files.len() < most_files {
                    sent.files.push(Upload { field, name, bytes });
                } else if sent.form.problem(&field).is_none() {
                    // What was typed stays, and the page says beside the field that it was one too many.
                    sent.form.error_say(&field, Say::new("files-too-many").with("n", most_files));
                }
            }
            Some(_) => {}
            None => sent.form.add(&field, &String::from_utf8_lossy(&bytes)),
        }
    }
    Ok(sent)
}
