//! What voters do, as their browsers do it: no account, no script.

mod following;
mod handing_in;
mod keeping;
mod looking_up;
mod weights;

use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
    response::Response,
};
use tower::ServiceExt;

use crate::cases::acts::{NewCase, hand_in, take};
use crate::cases::flow::StepKind;
use crate::cases::{Case, Channel, Move, store};
use crate::site::site;
use crate::trial::World;

/// What the voter wrote: nothing of it may stand on a receipt.
pub(super) const WORDS: &str = "新里村三组到学校的路坑坑洼洼，下雨就积水，孩子上学要绕两里路。";

pub(super) async fn says(world: &World, body: &str) -> Case {
    let new = NewCase::of_voter(world.app.chance.id(world.app.clock.now()), Channel::Web, body);
    let new = NewCase { area: Some(world.areas[1]), deputy: Some(world.deputies[0].person_id), ..new };
    hand_in(&world.app, &world.anybody(), &new).await.unwrap().case
}

pub(super) async fn takes(world: &World, who: &str, case: &Case, wanted: Move) -> Case {
    take(&world.app, &world.actor(who).await, case.id, wanted).await.unwrap()
}

/// A case as far as the organ's reply.
pub(super) async fn answered(world: &World, body: &str) -> Case {
    let case = says(world, body).await;
    let on = Move { body: Some(world.organizations["body"]), ..Move::new(StepKind::SendOn) };
    takes(world, "local-office", &case, on).await;
    let transfer = Move { organ: Some(world.organizations["roads"]), ..Move::new(StepKind::Transfer) };
    takes(world, "working-body", &case, transfer).await;
    takes(world, "organ", &case, Move::new(StepKind::SignFor)).await;
    let contact =
        Move { way: "telephone".into(), ..Move::saying(StepKind::RecordContact, "电话沟通。") };
    takes(world, "organ", &case, contact).await;
    let reply = Move {
        category: "A".into(),
        plain: "三组的路已经重新铺好，排水沟也清了。".into(),
        ..Move::saying(StepKind::Reply, "关于新里村三组道路问题的答复：经现场踏勘，已于三月完成路面修复。")
    };
    takes(world, "organ", &case, reply).await
}

/// Publish it under words without personal data.
pub(super) async fn published(world: &World, case: &Case) -> Case {
    let publish = Move {
        subject: "新里村三组道路积水".into(),
        plain: "村里到学校的路下雨积水，请修一修。".into(),
        ..Move::new(StepKind::Publish)
    };
    takes(world, "commission", case, publish).await
}

pub(super) async fn now(world: &World, case: &Case) -> Case {
    store::by_receipt(&world.app.db, world.congress, &case.receipt).await.unwrap()
}

/// The short code of one of the congress's organizations.
pub(super) async fn code_of(world: &World, name: &str) -> String {
    let id = world.organizations[name];
    crate::bodies::store::organization(&world.app.db, world.congress, id).await.unwrap().code
}

/// A request with headers of its own.
pub(super) async fn asks(world: &World, request: axum::http::request::Builder, body: Body) -> Response {
    let request = request.header(header::HOST, "trial").header("sec-fetch-site", "same-origin");
    site(world.app.clone()).oneshot(request.body(body).unwrap()).await.unwrap()
}

pub(super) async fn gets(world: &World, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    asks(world, request, Body::empty()).await
}

pub(super) async fn body_of(response: Response) -> Vec<u8> {
    to_bytes(response.into_body(), 8 * 1024 * 1024).await.unwrap().to_vec()
}

/// The value of a hidden field.
pub(super) fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let from = page.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("the field is there");
    from.split('"').next().expect("it ends")
}
