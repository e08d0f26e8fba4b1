use askama::Template;
use axum::response::Response;

use crate::access::{Permit, Role, Routes, Visit};
use crate::base::{
    Result,
    page::{Ui, page},
};

pub(super) fn routes() -> Routes {
    Routes::new().get("/permits", Permit::PermitsRead, show)
}

#[derive(Template)]
#[template(path = "access/permits.html")]
struct Permits {
    ui: Ui,
    roles: Vec<&'static str>,
    /// A permit's word, then for each role the word of its scope or nothing.
    rows: Vec<(&'static str, Vec<&'static str>)>,
}

/// The table as it is in the code: there is no other.
async fn show(visit: Visit) -> Result<Response> {
    let cells = |permit: Permit| {
        Role::ALL.map(|role| role.scope(permit).map(crate::access::Scope::word).unwrap_or_default()).into()
    };
    let rows = Permit::ALL.iter().map(|permit| (permit.word(), cells(*permit))).collect();
    page(Permits { ui: visit.ui, roles: Role::ALL.map(Role::word).into(), rows })
}
