//! Every page of the site, as nobody and in every role: who may is what the table says, a form without the session's
//! secret is refused, and looking changes nothing. The pages come from `site::routes`, so a new feature is covered
//! without a word here; what stands in its paths' braces it may add to `objects`.

use std::net::SocketAddr;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, Response, StatusCode, header},
};
use tower::ServiceExt;
use uuid::Uuid;

use super::{Permit, Role, Route, acts::open_session, hashed, store::session};
use crate::journal;
use crate::site::{routes, site};
use crate::trial::World;

/// What can stand in the braces of a path: something of one's own, a sibling's, a foreign one, nothing at all.
/// A feature adds a line for its first folder.
pub(crate) fn objects(world: &World, path: &str, role: Option<Role>) -> Vec<String> {
    let account = |name: &str| world.accounts[name].to_string();
    let nothing = Uuid::from_u128(7).to_string();
    match path.split('/').nth(1) {
        Some("accounts") => {
            let own = role.map_or("voter", Role::word);
            vec![account(own), account("deputy2"), account("other-body"), nothing, "nonsense".to_owned()]
        }
        Some("profiles" | "packs" | "archives") => {
            let person = |nth: usize| world.deputies[nth].person_id.to_string();
            vec![person(0), person(1), nothing, "nonsense".to_owned()]
        }
        _ => vec![nothing, "nonsense".to_owned()],
    }
}

/// A path with every brace filled by each of the objects.
fn paths(world: &World, route: &Route, role: Option<Role>) -> Vec<String> {
    if !route.path.contains('{') {
        return vec![route.path.to_owned()];
    }
    let fill = |object: &String| {
        let part = |part: &str| match part {
            "{year}" => "2026".to_owned(),
            part if part.starts_with('{') => object.clone(),
            part => part.to_owned(),
        };
        route.path.split('/').map(part).collect::<Vec<_>>().join("/")
    };
    objects(world, route.path, role).iter().map(fill).collect()
}

/// Nobody, and every role that an account can hold.
fn everybody() -> Vec<Option<Role>> {
    let held = Role::ALL.into_iter().filter(|role| !matches!(role, Role::Public | Role::Clockwork));
    std::iter::once(None).chain(held.map(Some)).collect()
}

fn may(role: Option<Role>, permit: Permit) -> bool {
    let anybody = Role::Public.scope(permit).is_some();
    anybody || role.is_some_and(|role| role.scope(permit).is_some())
}

async fn world() -> World {
    let mut world = World::new().await;
    world.app.demo = true;
    world
}

/// A request as made by hand: a session's token, a peer, headers.
#[derive(Default)]
pub(crate) struct Asked<'a> {
    pub(crate) token: &'a str,
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) peer: Option<&'a str>,
    /// The fields of a POST; none for a GET.
    pub(crate) fields: Option<&'a [(&'a str, &'a str)]>,
}

/// Send it; the answer with its headers, and its text.
pub(crate) async fn ask(world: &World, path: &str, asked: Asked<'_>) -> (Response<()>, String) {
    ask_at(site(world.app.clone()), path, asked).await
}

/// The same at a site that stands already.
pub(crate) async fn ask_at(site: Router, path: &str, asked: Asked<'_>) -> (Response<()>, String) {
    let method = if asked.fields.is_some() { Method::POST } else { Method::GET };
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "trial");
    if !asked.token.is_empty() {
        request = request.header(header::COOKIE, format!("session={}", asked.token));
    }
    if asked.fields.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    for (name, value) in asked.headers {
        request = request.header(*name, *value);
    }
    if let Some(peer) = asked.peer {
        request = request.extension(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    }
    let body = serde_urlencoded::to_string(asked.fields.unwrap_or_default()).unwrap();
    let response = site.oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 8 * 1024 * 1024).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    (Response::from_parts(parts, ()), text)
}

#[tokio::test]
async fn every_page_answers_by_the_table() {
    let world = world().await;
    let table = routes(true).table;
    assert!(table.len() > 20, "the site has pages");
    let site = site(world.app.clone());
    for route in &table {
        for role in everybody() {
            for path in paths(&world, route, role) {
                let browser = world.browser_at(site.clone(), role.map(Role::word)).await;
                let looks = route.method == Method::GET;
                let answer = if looks { browser.get(&path).await } else { browser.post(&path, &[]).await };
                let (status, whole) =
                    (answer.status, format!("{} {path} as {role:?}: {answer:?}", route.method));
                let sent_away = answer.location.starts_with("/sign-in?back=");
                if may(role, route.permit) {
                    assert!(status != StatusCode::UNAUTHORIZED && !sent_away, "{whole}");
                    assert!(!status.is_server_error() && status != StatusCode::BAD_REQUEST, "{whole}");
                    let refused =
                        status == StatusCode::FORBIDDEN || (looks && status == StatusCode::NOT_FOUND);
                    assert!(route.path.contains('{') || !refused, "{whole}");
                } else if role.is_some() {
                    assert_eq!(status, StatusCode::FORBIDDEN, "{whole}");
                } else if looks {
                    assert!(status == StatusCode::SEE_OTHER && sent_away, "{whole}");
                } else {
                    assert_eq!(status, StatusCode::UNAUTHORIZED, "{whole}");
                }
                assert!(!answer.body.contains('⟦'), "a sentence is missing: {whole}");
            }
        }
    }
}

#[tokio::test]
async fn a_form_without_the_sessions_secret_or_from_elsewhere_is_refused() {
    let world = world().await;
    let site = site(world.app.clone());
    for route in routes(true).table.iter().filter(|route| route.method == Method::POST) {
        for role in everybody().into_iter().filter(|role| may(*role, route.permit)) {
            let path = &paths(&world, route, role)[0];
            let mut token = String::new();
            let mut csrf = String::new();
            if let Some(role) = role {
                let account = world.accounts[role.word()];
                token = open_session(&world.app, world.congress, account, "trial").await.unwrap();
                let kept = session(&world.app.db, world.congress, &hashed(&token)).await.unwrap().unwrap();
                csrf = kept.csrf;
                for fields in [&[][..], &[("csrf", "")], &[("csrf", "0000")]] {
                    let same = [("sec-fetch-site", "same-origin")];
                    let asked =
                        Asked { token: &token, headers: &same, fields: Some(fields), ..Asked::default() };
                    let (answer, _) = ask_at(site.clone(), path, asked).await;
                    assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} as {role:?} with {fields:?}");
                }
            }
            let fields = [("csrf", csrf.as_str())];
            for elsewhere in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")] {
                let headers = [elsewhere];
                let asked =
                    Asked { token: &token, headers: &headers, fields: Some(&fields), ..Asked::default() };
                let (answer, _) = ask_at(site.clone(), path, asked).await;
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} as {role:?} from elsewhere");
            }
        }
    }
}

#[tokio::test]
async fn looking_changes_nothing() {
    let world = world().await;
    let mut browsers = Vec::new();
    for role in everybody() {
        browsers.push((role, world.browser(role.map(Role::word)).await));
    }
    let before = journal::count(&world.app.db, world.congress).await.unwrap();
    for route in routes(true).table.iter().filter(|route| route.method == Method::GET) {
        for (role, browser) in &browsers {
            for path in paths(&world, route, *role) {
                browser.get(&path).await;
                let after = journal::count(&world.app.db, world.congress).await.unwrap();
                assert_eq!(before, after, "looking at {path} as {role:?} changed something");
            }
        }
    }
}
