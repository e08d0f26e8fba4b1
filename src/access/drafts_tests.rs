//! What somebody was writing is still there when the session is not; only its owner sees it, and only until it is sent.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::matrix_tests::{Asked, ask};
use super::{Permit, Routes, Sent, Visit, acts::open_session, drafts, hashed, store::session};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Ui, page, page_as},
};
use crate::journal;
use crate::site::{dressed, routes};
use crate::trial::{Answer, Browser, World};

const PAGE: &str = "/writing?to=roads";

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "base/layout.html" %}{% import "base/parts.html" as p %}
{% block title %}{{ p::form_title("T") }}{% endblock %}
{% block main %}{{ p::error_summary() }}{{ p::kept("/writing?to=roads") }}
<form method="post" action="/writing" data-keep novalidate>{{ p::csrf() }}{{ p::text("title", "T") }}
{{ p::area("body", "B") }}{{ p::checks("some", "S", ui.choices("case-state", ["sorting", "handling", "replied"])) }}
{{ p::submit("Go") }}{{ p::keep("/writing?to=roads") }}</form>{% endblock %}"#
)]
struct Writing {
    ui: Ui,
    form: Form,
}

async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    let form = drafts::shown(&app, &visit, PAGE).await?;
    page(Writing { ui: visit.ui, form })
}

async fn send(State(app): State<App>, visit: Visit, mut sent: Sent) -> Result<Response> {
    sent.form.required("body", 10_000, "error-choice");
    if !sent.form.is_fine() {
        return page_as(StatusCode::UNPROCESSABLE_ENTITY, Writing { ui: visit.ui, form: sent.form });
    }
    drafts::discard(&app, &visit.actor, PAGE).await?;
    Ok(Redirect::to("/desk").into_response())
}

/// A browser of a site that has one page to write on.
async fn browser(world: &World, name: &str) -> Browser {
    let writing = Routes::new().get("/writing", Permit::Desk, show).post("/writing", Permit::Desk, send);
    let pages = routes(false).merge(writing).into_router();
    world.browser_at(dressed(pages, &[], world.app.clone()), Some(name)).await
}

async fn kept(world: &World, name: &str) -> Option<Form> {
    drafts::of(&world.app.db, world.congress, world.accounts[name], PAGE).await.unwrap()
}

const WRITTEN: [(&str, &str); 6] = [
    ("keep", PAGE),
    ("title", "<路灯>"),
    ("body", "第一行\r\n第二行"),
    ("some", "sorting"),
    ("some", "replied"),
    ("new-password", "秘密"),
];

fn shows_it(answer: &Answer) {
    let body = &answer.body;
    assert!(
        body.contains("value=\"&#60;路灯&#62;\"") && body.contains("第一行\n第二行</textarea>"),
        "{body}"
    );
    for (code, checked) in [("sorting", true), ("handling", false), ("replied", true)] {
        assert_eq!(body.contains(&format!("value=\"{code}\" checked")), checked, "{code}: {body}");
    }
    assert!(!body.contains("秘密") && body.contains("/drafts/discard"), "{body}");
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_is_there_after_signing_in_again() {
    let world = World::new().await;
    let before = browser(&world, "deputy").await;
    world.on("2026-03-03");
    let sent = before.post("/writing", &WRITTEN).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{sent:?}");
    assert_eq!(sent.location, "/sign-in?back=%2Fwriting%3Fto%3Droads&kept=form");
    assert!(before.get(&sent.location).await.body.contains("已存为草稿"));
    assert!(before.get(PAGE).await.location.starts_with("/sign-in"), "the session itself opens nothing");

    let after = browser(&world, "deputy").await;
    let page = after.get(PAGE).await;
    shows_it(&page);
    assert!(page.body.contains("您上次没有写完"), "{page:?}");
    let other = browser(&world, "deputy2").await.get(PAGE).await;
    assert!(!other.body.contains("路灯") && !other.body.contains("/drafts/discard"), "{other:?}");

    let wrong = after.post("/writing", &[("keep", PAGE), ("title", "再写"), ("body", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("再写") && !wrong.body.contains("/drafts/discard"), "what was sent is newer");
    assert!(kept(&world, "deputy").await.is_some(), "a mistake costs no draft");
    assert_eq!(after.post("/writing", &WRITTEN).await.location, "/desk");
    assert!(kept(&world, "deputy").await.is_none(), "it was sent for real");
}

#[tokio::test]
async fn an_idle_session_keeps_a_form_with_files_but_not_the_files() {
    let world = World::new().await;
    let before = browser(&world, "organ").await;
    world.hand.set("2026-03-02T02:30:00Z".parse().unwrap());
    let sent = before.upload("/writing", &WRITTEN, &[("photos", "a.jpg", b"not kept")]).await;
    assert_eq!(sent.location, "/sign-in?back=%2Fwriting%3Fto%3Droads&kept=all-but-files", "{sent:?}");
    assert!(before.get(&sent.location).await.body.contains("附件没有存下"));
    shows_it(&browser(&world, "organ").await.get(PAGE).await);
    let form = kept(&world, "organ").await.unwrap();
    assert!(
        form.value("photos").is_empty() && form.value("csrf").is_empty() && form.value("keep").is_empty()
    );
}

#[tokio::test]
async fn only_the_ended_sessions_own_form_is_kept_and_only_where_it_asks() {
    let world = World::new().await;
    let (before, stranger) = (browser(&world, "deputy").await, browser(&world, "deputy2").await);
    world.on("2026-03-03");
    let refused = |answer: Answer| assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{answer:?}");
    let forged = [&[("csrf", "0000")][..], &WRITTEN[..]].concat();
    refused(before.post_forged("/writing", &forged).await);
    refused(before.post_forged("/writing", &WRITTEN).await);
    refused(before.post("/writing", &WRITTEN[1..]).await);
    refused(before.post("/drafts/discard", &[("page", PAGE)]).await);
    for elsewhere in ["//evil.example", "https://evil.example", "/", "/a#b", "", &"/a".repeat(400)] {
        refused(before.post("/writing", &[("keep", elsewhere), ("title", "x")]).await);
    }
    refused(before.post("/writing", &[("keep", PAGE), ("body", &"长".repeat(30_000))]).await);
    assert!(kept(&world, "deputy").await.is_none());

    // An account that was revoked, and a session that ended long ago, have nothing to keep.
    let admin = world.browser(Some("system-admin")).await;
    let revoked = format!("/accounts/{}/revocation", world.accounts["deputy"]);
    assert_eq!(admin.post(&revoked, &[]).await.status, StatusCode::SEE_OTHER);
    refused(before.post("/writing", &WRITTEN).await);
    world.on("2026-03-12");
    refused(stranger.post("/writing", &WRITTEN).await);
    assert!(kept(&world, "deputy").await.is_none() && kept(&world, "deputy2").await.is_none());
}

#[tokio::test]
async fn signing_in_elsewhere_does_not_cost_what_is_still_open_here() {
    let world = World::new().await;
    let here = browser(&world, "deputy").await;
    world.on("2026-03-04");
    let elsewhere = browser(&world, "deputy").await;
    assert_eq!(here.post("/writing", &WRITTEN).await.status, StatusCode::SEE_OTHER);
    shows_it(&elsewhere.get(PAGE).await);
}

#[tokio::test]
async fn one_may_keep_a_draft_look_again_and_discard_it() {
    let world = World::new().await;
    let here = browser(&world, "commission").await;
    let before = journal::count(&world.app.db, world.congress).await.unwrap();
    let saved = here.post("/drafts", &WRITTEN).await;
    assert_eq!((saved.status, saved.location.as_str()), (StatusCode::SEE_OTHER, "/writing?to=roads&kept=1"));
    let page = here.get(&saved.location).await;
    shows_it(&page);
    assert!(page.body.contains("草稿已保存，可以"), "{page:?}");

    let newer = [("keep", "/writing?to=roads&kept=1"), ("title", "新的")];
    assert_eq!(
        here.post("/drafts", &newer).await.location,
        saved.location,
        "the word is no part of the page"
    );
    assert!(here.get(PAGE).await.body.contains("新的"));
    let dropped = here.post("/drafts/discard", &[("page", PAGE)]).await;
    assert_eq!((dropped.status, dropped.location.as_str()), (StatusCode::SEE_OTHER, PAGE));
    assert!(!here.get(PAGE).await.body.contains("/drafts/discard"));
    let after = journal::count(&world.app.db, world.congress).await.unwrap();
    assert_eq!(before, after, "nothing has happened yet");
}

#[tokio::test]
async fn what_cannot_be_kept_is_said() {
    let world = World::new().await;
    let here = browser(&world, "commission").await;
    let large = here.post("/drafts", &[("keep", PAGE), ("body", &"长".repeat(22_000))]).await;
    assert_eq!(large.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(large.body.contains("草稿没有存下"), "{large:?}");
    let most = here.post("/drafts", &[("keep", PAGE), ("body", &"长".repeat(21_000))]).await;
    assert_eq!(most.status, StatusCode::SEE_OTHER);
    for elsewhere in ["", "/", "//evil.example", "/writing#part"] {
        let answer = here.post("/drafts", &[("keep", elsewhere)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{elsewhere}");
        let answer = here.post("/drafts/discard", &[("page", elsewhere)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{elsewhere}");
    }
}

#[tokio::test]
async fn the_script_is_answered_without_a_page_also_when_the_session_has_ended() {
    let world = World::new().await;
    let token = open_session(&world.app, world.congress, world.accounts["deputy"], "trial").await.unwrap();
    let csrf = session(&world.app.db, world.congress, &hashed(&token)).await.unwrap().unwrap().csrf;
    for (day, title) in [("2026-03-02", "早"), ("2026-03-05", "晚")] {
        world.on(day);
        let fields = [("csrf", csrf.as_str()), ("keep", PAGE), ("title", title)];
        let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
        let asked = Asked { token: &token, headers: &headers, fields: Some(&fields), ..Asked::default() };
        let (answer, text) = ask(&world, "/drafts", asked).await;
        assert_eq!((answer.status(), text.as_str()), (StatusCode::NO_CONTENT, ""));
        assert_eq!(kept(&world, "deputy").await.unwrap().value("title"), title);
    }
}

#[tokio::test]
async fn old_drafts_go_and_nobody_piles_them_up() {
    let world = World::new().await;
    let deputy = world.actor("deputy").await;
    let at = |page: String| {
        let (db, account) = (world.app.db.clone(), world.accounts["deputy"]);
        async move { drafts::of(&db, world.congress, account, &page).await.unwrap() }
    };
    let form = Form::from(vec![("body".to_owned(), "写".to_owned())]);
    for day in 1..=22 {
        world.on(&format!("2026-03-{day:02}"));
        drafts::keep(&world.app, &deputy, &format!("/page/{day}"), &form).await.unwrap();
    }
    assert!(at("/page/2".into()).await.is_none() && at("/page/3".into()).await.is_some(), "twenty at once");
    world.on("2026-04-04");
    let other = world.actor("deputy2").await;
    drafts::keep(&world.app, &other, "/page/1", &form).await.unwrap();
    assert!(at("/page/4".into()).await.is_none() && at("/page/6".into()).await.is_some(), "a month");
    let anybody = drafts::keep(&world.app, &world.anybody(), "/page/1", &form).await;
    assert!(matches!(anybody, Err(Error::SignIn)));
}
