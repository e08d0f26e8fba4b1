use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Sent, Visit};
use crate::base::form::{Choice, Form};
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::chats::card::card;
use crate::chats::{Delivery, Message, acts, store};

/// What became of it in one group.
struct Line {
    robot: String,
    kind: &'static str,
    state: String,
    when: String,
    why: String,
}

#[derive(Template)]
#[template(path = "chats/message.html")]
struct MessagePage {
    ui: Ui,
    form: Form,
    message: Message,
    /// The words to paste, with the whole address of the link.
    words: String,
    lines: Vec<Line>,
    /// The groups into which it may be sent (again).
    robots: Vec<Choice>,
    asked: bool,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

/// `GET /chats/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let asked = asked.done.as_deref() == Some("asked");
    page_of(&app, visit, id, (asked, StatusCode::OK, Form::new())).await
}

async fn page_of(
    app: &App,
    visit: Visit,
    id: Uuid,
    (asked, status, form): (bool, StatusCode, Form),
) -> Result<Response> {
    let message = store::find(&app.db, &visit.actor, id).await?;
    let deliveries = store::deliveries(&app.db, visit.home.id, id).await?;
    let settled = |robot: Uuid| {
        let of = |it: &&Delivery| it.robot_id == robot;
        deliveries.iter().find(of).is_some_and(|it| !matches!(it.state.as_str(), "failed" | "unsure"))
    };
    let robots = store::robots(&app.db, visit.home.id).await?;
    let open = robots.iter().filter(|robot| robot.state == "works" && !settled(robot.id));
    let robots = open.map(|robot| Choice::new(robot.id.to_string(), robot.name.clone())).collect();
    let mut words = format!("【{}】\n{}", message.title, message.text);
    if !message.link.is_empty() {
        words.push_str(&format!("\n{}{}", app.config.public_url(), message.link));
    }
    let lines = deliveries.iter().map(|it| line(&visit.ui, it)).collect();
    page_as(status, MessagePage { form, words, lines, robots, asked, message, ui: visit.ui })
}

fn line(ui: &Ui, delivery: &Delivery) -> Line {
    let kind = match delivery.state.as_str() {
        "sent" => "done",
        "failed" => "stop",
        "unsure" => "late",
        _ => "wait",
    };
    Line {
        robot: delivery.robot.clone(),
        kind,
        state: ui.word("chats-delivery", &delivery.state),
        when: delivery.sent_at.map(|at| ui.moment(at)).unwrap_or_default(),
        why: if delivery.said.is_empty() { String::new() } else { ui.word("chats-why", &delivery.said) },
    }
}

/// `POST /chats/{id}/deliveries`
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("send");
    let known = store::robots(&app.db, visit.home.id).await?;
    let known: Vec<String> = known.iter().map(|robot| robot.id.to_string()).collect();
    let chosen = form.choices_of("robots", &known.iter().map(String::as_str).collect::<Vec<_>>());
    let robots: Vec<Uuid> = chosen.iter().filter_map(|id| id.parse().ok()).collect();
    let done = match form.is_fine() {
        true => acts::send(&app, &visit.actor, id, &robots).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    match done {
        Ok(_) => Ok(Redirect::to(&format!("/chats/{id}?done=asked")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            page_of(&app, visit, id, (false, StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `GET /chats/{id}/card.png`
pub(super) async fn picture(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let message = store::find(&app.db, &visit.actor, id).await?;
    let png = card(&app, &visit, &message).await?.ok_or_else(|| Error::conflict("chats-no-font"))?;
    let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "private, max-age=600")];
    Ok((headers, png).into_response())
}
