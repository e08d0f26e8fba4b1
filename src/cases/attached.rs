//! Photos and papers of a case, for those who may read it: the parties, and whoever holds the receipt.

use axum::{
    extract::{Path, State},
    response::Response,
};
use uuid::Uuid;

use super::timeline::{Audience, words_from};
use super::{Case, store};
use crate::access::{Permit, Routes, Visit};
use crate::base::{App, Error, Result, codes::Code, page::Ui};
use crate::files::{self, Checked, File, Kind, Purpose, Upload};

/// Where the files of cases are fetched.
pub fn routes() -> Routes {
    Routes::new().get("/cases/{id}/files/{file}", Permit::CaseRead, of_case).get(
        "/follow/{code}/files/{file}",
        Permit::OpinionFollow,
        of_receipt,
    )
}

async fn of_case(
    State(app): State<App>,
    visit: Visit,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response> {
    // What is public of a published case is its redacted text; its photos may show people and stay with the parties.
    let case = store::find(&app.db, &visit.actor, id).await?;
    if !store::takes_part(&app.db, &visit.actor, id).await? {
        return Err(Error::NotFound);
    }
    let files = files::of(&app.db, visit.home.id, case.id).await?;
    answer(&app, visit.home.id, &files, file).await
}

async fn of_receipt(
    State(app): State<App>,
    visit: Visit,
    Path((code, file)): Path<(String, Uuid)>,
) -> Result<Response> {
    let code = Code::parse(&code).map_err(|_| Error::NotFound)?;
    let case = store::by_receipt(&app.db, visit.home.id, &code.plain()).await?;
    let files = of_holder(&app, visit.home.id, &case).await?;
    answer(&app, visit.home.id, &files, file).await
}

async fn answer(app: &App, congress: Uuid, files: &[File], file: Uuid) -> Result<Response> {
    if !files.iter().any(|it| it.id == file) {
        return Err(Error::NotFound);
    }
    let (file, bytes) = files::open(app, congress, file).await?;
    Ok(files::answer(&file, bytes))
}

/// What the holder of the receipt may see: the photos handed in, and the answer's papers once the answer was opened.
pub(super) async fn of_holder(app: &App, congress: Uuid, case: &Case) -> Result<Vec<File>> {
    let said = store::entries(&app.db, congress, case.id).await?;
    let told = |id: Uuid| {
        let entry = said.iter().find(|entry| entry.id == id);
        !case.unopened() && entry.is_some_and(|entry| words_from(&entry.kind) <= Audience::Voter)
    };
    let mut files = files::of(&app.db, congress, case.id).await?;
    files.retain(|file| file.entry_id.is_none_or(told));
    Ok(files)
}

/// A photo or a paper as a page shows it.
#[derive(Debug, Clone)]
pub struct Attached {
    /// What it was said with; nothing for what came with the opinion itself.
    pub entry: Option<Uuid>,
    /// Where it is fetched.
    pub href: String,
    /// A paper's name; what a photo is called where it cannot be seen.
    pub name: String,
    /// How large a paper is.
    pub size: String,
    /// Whether it can be shown on the page.
    pub photo: bool,
}

/// Files as a page shows them; `root` is the page of their case.
/// Files as a page shows them; `root` is the page of their thing.
pub fn attached(ui: &Ui, root: &str, files: Vec<File>) -> Vec<Attached> {
    let mut photos = 0_i64;
    let mut shown = Vec::new();
    for file in files {
        let photo = file.kind().is_some_and(Kind::is_photo);
        photos += i64::from(photo);
        shown.push(Attached {
            entry: file.entry_id,
            href: format!("{root}/files/{}", file.id),
            name: if photo { ui.t1("files-photo", "n", photos) } else { file.name },
            size: size(ui, file.bytes),
            photo,
        });
    }
    shown
}

fn size(ui: &Ui, bytes: i64) -> String {
    const MB: i64 = 1024 * 1024;
    match bytes {
        MB.. => ui.t1("files-size-mb", "n", format!("{}.{}", bytes / MB, bytes % MB * 10 / MB)),
        _ => ui.t1("files-size-kb", "n", bytes.div_euclid(1024).max(1)),
    }
}

/// Those that were said with an entry; with none, those that came with the opinion itself.
pub(super) fn with(files: &[Attached], entry: Option<Uuid>) -> Vec<Attached> {
    files.iter().filter(|file| file.entry == entry).cloned().collect()
}

/// The files of a form's field, checked; a photo is written anew without place and device.
///
/// # Errors
/// `Invalid` beside the field for a file that is not taken.
/// Says beside the field why a file is not taken.
pub async fn accepted(
    app: &App,
    uploads: &[Upload],
    (field, purpose): (&str, Purpose),
) -> Result<Vec<Checked>> {
    let mut taken = Vec::new();
    for upload in uploads.iter().filter(|upload| upload.field == field) {
        taken.push(files::accept(app, upload, purpose).await?);
    }
    Ok(taken)
}

#[cfg(test)]
#[path = "attached_tests.rs"]
mod tests;
