use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::access::{Permit, Role, Routes, Sent, Visit, store};
use crate::base::{
    App, Result,
    page::{Link, Ui, page},
};
use crate::journal::{self, Broken, Entry, Happening, Wanted};

/// Entries on one page.
const PAGE: i64 = 50;

pub(super) fn routes() -> Routes {
    Routes::new().get("/audit", Permit::AuditRead, show).post(
        "/audit/verification",
        Permit::AuditRead,
        verify,
    )
}

/// An entry as the page shows it.
struct Line {
    seq: i64,
    at: String,
    who: String,
    role: String,
    kind: String,
    subject: String,
    subject_id: Uuid,
    facts: String,
}

#[derive(Template)]
#[template(path = "access/audit.html")]
struct Audit {
    ui: Ui,
    asked: Asked,
    lines: Vec<Line>,
    subjects: Vec<Link>,
    first: Option<String>,
    next: Option<String>,
    /// Whether the verification found all in order, and what it found.
    verified: Option<(bool, String)>,
}

/// The filters: what kind of thing, which thing, whose account, before which entry.
#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    subject: String,
    #[serde(default)]
    thing: String,
    #[serde(default)]
    login: String,
    before: Option<i64>,
}

impl Asked {
    fn address(&self, subject: &str, before: Option<i64>) -> String {
        let mut pairs: Vec<(&str, String)> = vec![
            ("subject", subject.to_owned()),
            ("thing", self.thing.clone()),
            ("login", self.login.clone()),
        ];
        pairs.retain(|(_, value)| !value.is_empty());
        pairs.extend(before.map(|before| ("before", before.to_string())));
        format!("/audit?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
}

async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    shown(&app, visit, asked, None).await
}

async fn shown(app: &App, visit: Visit, asked: Asked, verified: Option<(bool, String)>) -> Result<Response> {
    let congress = visit.home.id;
    let account = match asked.login.trim() {
        "" => None,
        login => {
            let login = crate::access::sign_in::tidy_login(login);
            // An unknown login finds nothing, rather than everything.
            Some(store::by_login(&app.db, congress, &login).await?.map_or(Uuid::nil(), |found| found.id))
        }
    };
    let thing = Uuid::try_parse(asked.thing.trim()).ok();
    let wanted = Wanted { subject: asked.subject.clone(), subject_id: thing, account };
    let before = asked.before.unwrap_or(i64::MAX);
    let entries = journal::found(&app.db, congress, &wanted, (before, PAGE + 1)).await?;
    let next = (entries.len() > PAGE as usize).then(|| entries[PAGE as usize - 1].seq);
    let mut lines = Vec::new();
    for entry in entries.into_iter().take(PAGE as usize) {
        lines.push(line(app, &visit, entry).await?);
    }
    let ui = visit.ui;
    let subjects = journal::subjects(&app.db, congress).await?;
    let all = Link::new(asked.address("", None), ui.t("access-audit-all")).here(asked.subject.is_empty());
    let link = |word: &String| Link::new(asked.address(word, None), word).here(*word == asked.subject);
    let subjects = std::iter::once(all).chain(subjects.iter().map(link)).collect();
    let first = asked.before.map(|_| asked.address(&asked.subject, None));
    let next = next.map(|seq| asked.address(&asked.subject, Some(seq)));
    page(Audit { ui, asked, lines, subjects, first, next, verified })
}

async fn line(app: &App, visit: &Visit, entry: Entry) -> Result<Line> {
    let who = match entry.account_id {
        Some(id) => store::account(&app.db, visit.home.id, id).await?.login,
        None => String::new(),
    };
    let role = Role::of_word(&entry.role).map(|role| visit.ui.word("role", role.word()));
    Ok(Line {
        seq: entry.seq,
        at: visit.ui.moment(entry.at),
        who,
        role: role.unwrap_or(entry.role),
        kind: entry.kind,
        subject: entry.subject,
        subject_id: entry.subject_id,
        facts: if entry.facts == "{}" { String::new() } else { entry.facts },
    })
}

/// Verify the whole chain now; that somebody did is itself in the journal.
async fn verify(State(app): State<App>, visit: Visit, _: Sent) -> Result<Response> {
    let result = journal::verify(&app.db, visit.home.id, None).await?;
    let ui = &visit.ui;
    let verified = match &result {
        Ok(fine) => (true, ui.t2("access-audit-fine", "n", fine.entries, "hash", fine.hash.clone())),
        Err(Broken::Missing(at)) => (false, ui.t1("access-audit-missing", "n", *at)),
        Err(Broken::Changed(at) | Broken::NotTheKept(at)) => (false, ui.t1("access-audit-changed", "n", *at)),
        Err(Broken::End { said, found }) => {
            (false, ui.t2("access-audit-end", "said", *said, "found", *found))
        }
    };
    let author = visit.actor.author(Permit::AuditRead, app.clock.now());
    let facts = json!({ "fine": result.is_ok() });
    let happening = Happening {
        kind: "journal.verified".to_owned(),
        subject: "journal",
        subject_id: visit.home.id,
        facts,
    };
    let tx = app.db.begin().await?;
    journal::append(&tx, &author, happening).await?;
    tx.commit().await?;
    shown(&app, visit, Asked::default(), Some(verified)).await
}
