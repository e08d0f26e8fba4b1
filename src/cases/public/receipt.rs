use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{counted, follow, follow_address, picture, progress};
use crate::access::Visit;
use crate::base::{
    App, Result,
    codes::Code,
    page::{Ui, page, unlisted},
};

#[derive(Template)]
#[template(path = "cases/public/receipt.html")]
struct Receipt {
    ui: Ui,
    number: String,
    serial: String,
    consented: bool,
    code: String,
    plain: String,
    now: String,
    due: String,
    counted: String,
    address: String,
    qr: String,
}

/// `GET /receipts/{code}`: what to keep. It says nothing of who handed it in or what was said.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let case = match follow::found(&app, &visit, &typed).await? {
        Ok(case) => case,
        Err(mistake) => return follow::refused(visit, &typed, mistake),
    };
    let ui = visit.ui;
    let now = progress::now(&app, visit.home.id, &ui, &case).await?;
    let address = follow_address(&app, &case.receipt);
    let qr = picture(&address, &ui.t("voters-receipt-qr"))?;
    let code = Code::parse(&case.receipt).map(|code| code.to_string()).unwrap_or_default();
    let view = Receipt {
        number: case.number.clone(),
        serial: case.serial.clone(),
        consented: case.consented,
        code,
        plain: case.receipt.clone(),
        now,
        due: progress::due(&ui, &case),
        counted: counted::sentence(&ui, &case),
        address,
        qr,
        ui,
    };
    page(view).map(unlisted)
}
