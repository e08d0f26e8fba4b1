use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    Actor, Permit, Role, store,
    typed::{Again, Typed},
};
use crate::base::{
    App, Error, Result, asking_once,
    codes::ShortCode,
    page::{SignedIn, Ui, elder_of, lang_of},
};

/// The congress that a visit is to.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Home {
    /// Its id: first in every key.
    pub id: Uuid,
    /// Its code, such as `xiantao`.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// What people call it.
    pub short_name: String,
    /// The charter it goes by.
    pub charter: String,
    /// Made-up people and matters.
    pub fictional: bool,
}

/// What a request brings: to which congress, from whom, in which language.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The congress.
    pub home: Home,
    /// The person, or anybody.
    pub actor: Actor,
    /// Their session, when signed in.
    pub session: Option<store::Session>,
    /// What the page will know.
    pub ui: Ui,
    /// Where they come from.
    pub address: IpAddr,
}

/// A session that is no longer in force, as its browser still holds it. What its forms bring may be kept as a draft of
/// the same account; it opens nothing else.
#[derive(Clone)]
pub(super) struct Lapsed {
    /// Where the draft goes.
    pub(super) app: App,
    /// The congress.
    pub(super) congress: Uuid,
    /// The session.
    pub(super) session: store::Session,
}

/// The nodes of one site may differ by this much.
const AGREED: TimeDelta = TimeDelta::minutes(5);

/// How long after its end a session is remembered for that.
pub(super) const REMEMBERED: TimeDelta = TimeDelta::days(7);

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts
            .extensions
            .get::<Visit>()
            .cloned()
            .ok_or_else(|| anyhow::anyhow!("no visit was prepared for this request").into())
    }
}

/// The name of the session cookie: bound to this very host wherever people come over TLS.
pub fn cookie_name(app: &App) -> &'static str {
    if app.config.is_https() { "__Host-session" } else { "session" }
}

/// What is kept of a token: its hash.
pub fn hashed(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

/// Prepare the visit, hand it on, and turn a failure into a page in the reader's language.
pub async fn prepare(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/assets/") {
        return next.run(request).await;
    }
    asking_once(prepared(&app, request, next)).await
}

async fn prepared(app: &App, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let typed = Typed::default();
    parts.extensions.insert(typed.clone());
    let looks = parts.method == Method::GET && takes_pages(&parts.headers);
    match visit(app, &parts).await {
        Ok((visit, lapsed)) => {
            let ui = visit.ui.clone();
            let mut request = Request::from_parts(parts, body);
            if let Some(session) = lapsed {
                let lapsed = Lapsed { app: app.clone(), congress: visit.home.id, session };
                request.extensions_mut().insert(lapsed);
            }
            request.extensions_mut().insert(visit);
            let response = next.run(request).await;
            explained(app, response, (&ui, looks), typed.take())
        }
        Err(error) => {
            let ui = Ui { lang: lang_of(&parts.headers), today: app.clock.today(), ..Ui::default() };
            explained(app, error.into_response(), (&ui, looks), None)
        }
    }
}

/// The account of somebody who enters things where there may be no network.
fn offline(actor: &Actor, account: Uuid) -> String {
    let enters = actor.may(Permit::OutreachRecord) || actor.may(Permit::CaseEnter);
    if enters { account.to_string() } else { String::new() }
}

/// Whether a browser asks for a page, not a program for data.
fn takes_pages(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_none_or(|kinds| kinds.contains("text/html") || kinds.contains("*/*"))
}

/// The visit, and a session that is no longer in force.
async fn visit(app: &App, parts: &Parts) -> Result<(Visit, Option<store::Session>)> {
    let headers = &parts.headers;
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let home = store::visited(&app.db, host).await?;
    let (session, lapsed) = match cookie(headers, cookie_name(app)) {
        Some(token) => found(app, &home, &hashed(token)).await?,
        None => (None, None),
    };
    let actor = match &session {
        Some(session) => Actor {
            congress: home.id,
            account: Some(session.account_id),
            person: session.person_id,
            name: session.name.clone(),
            posts: store::posts(&app.db, home.id, session.account_id).await?,
        },
        None => Actor::anybody(home.id),
    };
    let lang = lang_of(headers);
    let ui = Ui {
        lang,
        elder: elder_of(headers),
        csrf: session.as_ref().map(|session| session.csrf.clone()).unwrap_or_default(),
        person: session.as_ref().map(|session| SignedIn {
            name: session.name.clone(),
            roles: roles(&actor).map(|role| lang.word("role", role.word())).collect::<Vec<_>>().join(" · "),
            offline: offline(&actor, session.account_id),
        }),
        demo: home.fictional,
        congress: home.name.clone(),
        path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
        inbox: 0,
        nav: menu(&actor),
        today: app.clock.today(),
    };
    Ok((Visit { home, actor, session, ui, address: address(app, parts) }, lapsed))
}

/// The menu of a signed-in person: what they may, by permit. What is kept or set up now and then begins at the desk.
fn menu(actor: &Actor) -> Vec<(String, &'static str)> {
    const ENTRIES: [(Permit, &str, &str); 23] = [
        (Permit::Desk, "/desk", "desk-title"),
        (Permit::ContactRead, "/contacts", "contacts-title"),
        (Permit::CaseRead, "/cases", "cases-title"),
        (Permit::CaseEnter, "/cases/new", "cases-enter"),
        (Permit::CaseRaise, "/cases/raise", "cases-raise"),
        (Permit::LetterIssue, "/letters", "letters-menu"),
        (Permit::OutreachRead, "/outreach", "outreach-title"),
        (Permit::ConsultationRead, "/topics", "consult-topics"),
        (Permit::EventRead, "/events", "event-title"),
        (Permit::ReviewRead, "/rounds", "reviews-title"),
        (Permit::BulletinOpen, "/reading", "bulletins-reading-menu"),
        (Permit::BulletinRead, "/publishing", "bulletins-publishing-menu"),
        (Permit::ActVerify, "/verifications", "ledger-queue-menu"),
        (Permit::AssignmentRead, "/assignments", "assignments-title"),
        (Permit::DutyRead, "/duties", "duties-title"),
        (Permit::ArchiveRead, "/archives", "archive-title"),
        (Permit::AnnexRead, "/annex", "annex-title"),
        (Permit::PointsRead, "/points", "points-title"),
        (Permit::Search, "/search", "search-title"),
        (Permit::RegisterKeep, "/registers", "registers-title"),
        (Permit::JobsRead, "/jobs", "jobs-title"),
        (Permit::AuditRead, "/audit", "access-audit-title"),
        (Permit::Account, "/account", "access-account-title"),
    ];
    let held = ENTRIES.into_iter().filter(|(permit, ..)| actor.may(*permit));
    held.map(|(_, href, label)| (href.to_owned(), label)).collect()
}

fn roles(actor: &Actor) -> impl Iterator<Item = Role> {
    let mut roles: Vec<Role> = actor.posts.iter().map(|post| post.role).collect();
    roles.sort_unstable();
    roles.dedup();
    roles.into_iter()
}

/// The session: in force first; else, when it has lasted too long or was left alone too long, as lapsed.
async fn found(
    app: &App,
    home: &Home,
    token: &str,
) -> Result<(Option<store::Session>, Option<store::Session>)> {
    let now = app.clock.now();
    let longest = TimeDelta::hours(app.config.security.session_hours);
    let idle = TimeDelta::minutes(app.config.security.idle_minutes);
    let Some(session) = store::session(&app.db, home.id, token).await? else {
        return Ok((None, None));
    };
    // A session that was used later than now comes from before the clock was set back: what it has lasted is unknown.
    let rewound = session.seen_at - now > AGREED;
    if now - session.created_at >= longest || now - session.seen_at >= idle || rewound {
        let lapsed = (now - session.created_at < longest + REMEMBERED).then_some(session);
        return Ok((None, lapsed));
    }
    if now - session.seen_at >= TimeDelta::minutes(1) {
        match store::seen(&app.db, home.id, token, now).await {
            // Who may read goes on reading while nothing can be written.
            Ok(()) | Err(Error::NotSaved(_)) => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok((Some(session), None))
}

/// The caller's address; a trusted proxy's word for it is taken.
pub(super) fn address(app: &App, parts: &Parts) -> IpAddr {
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::from([127, 0, 0, 1]), |info| info.0.ip());
    if !app.config.server.trusted_proxies.contains(&peer) {
        return peer;
    }
    let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    forwarded
        .and_then(|list| list.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok())
        .unwrap_or(peer)
}

/// What an address counts as: one household has a whole /64 of IPv6 addresses.
pub(super) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        four => four,
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Turn a failure that carries no page yet into one, and log our own faults, once, here, under the sign that the
/// page shows.
fn explained(app: &App, response: Response, (ui, looks): (&Ui, bool), again: Option<Again>) -> Response {
    let Some(error) = response.extensions().get::<Error>().cloned() else {
        return super::pages::bare(response, ui);
    };
    let mut sign = String::new();
    if let Error::NotSaved(cause) = &error {
        tracing::error!(cause = format!("{cause:#}"), "not saved");
    }
    if let Error::Internal(cause) = &error {
        sign = app.chance.draw(ShortCode::random).to_string();
        tracing::error!(sign, cause = format!("{cause:#}"), "a request failed");
    }
    let permit = response.extensions().get::<Permit>().copied();
    super::pages::failure(&error, ui, super::pages::Around { looks, permit, sign, again })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_is_one_address() {
        let one = household("2001:db8:1:2:aaaa::1".parse().unwrap());
        assert_eq!(one, household("2001:db8:1:2:bbbb::9".parse().unwrap()));
        assert_ne!(one, household("2001:db8:1:3::1".parse().unwrap()));
        assert_eq!(household("::ffff:10.0.0.1".parse().unwrap()), IpAddr::from([10, 0, 0, 1]));
    }
}
