//! Photos and papers of a case, for those who may read it: the parties, and whoever holds the receipt.

use axum::{
    extract::{Path, State},
    response::Response,
};
use uuid::Uuid;

use super::{Case, store};
use crate::access::{Permit, Routes, Visit};
use crate::base::{App, Error, Result, codes::Code};
use crate::files;

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
    answer(&app, &case, visit.home.id, file).await
}

async fn of_receipt(
    State(app): State<App>,
    visit: Visit,
    Path((code, file)): Path<(String, Uuid)>,
) -> Result<Response> {
    let code = Code::parse(&code).map_err(|_| Error::NotFound)?;
    let case = store::by_receipt(&app.db, visit.home.id, &code.plain()).await?;
    answer(&app, &case, visit.home.id, file).await
}

async fn answer(app: &App, case: &Case, congress: Uuid, file: Uuid) -> Result<Response> {
    let of_case = files::of(&app.db, congress, case.id).await?;
    if !of_case.iter().any(|it| it.id == file) {
        return Err(Error::NotFound);
    }
    let (file, bytes) = files::open(app, congress, file).await?;
    Ok(files::answer(&file, bytes))
}
