//! A small congress for tests: one town, two villages, one constituency with two deputies, two members of the standing
//! committee to each of whom one of them is assigned, every office once and two organs, an account for each role. On SQLite in a folder of its own, or on PostgreSQL in a database of its own
//! when `TEST_DATABASE_URL` names a server.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use chrono::{DateTime, NaiveDate, Utc};
use object_store::memory::InMemory;
use tower::ServiceExt;
use uuid::Uuid;

use crate::access::acts::{NewAccount, create_account, grant, open_session};
use crate::access::{
    Actor, Role, hashed,
    store::{actor, session},
};
use crate::base::{App, Chance, Clock, Config, Db, Hand, Seal, Tx};
use crate::bodies::acts::*;
use crate::bodies::{Kind, Term};
use crate::people::acts::{NewAssignment, NewPerson, NewSeat, add_person, assign, join, seat};
use crate::people::{self, Deputy, Seat};
use crate::site::site;

#[cfg(test)]
mod log;
#[cfg(test)]
mod office;
mod place;

#[cfg(test)]
pub(crate) use log::Log;
#[cfg(test)]
pub(crate) use office::Office;
use place::Place;

/// The day on which trials begin: a Monday, a working day.
pub const BEGIN: &str = "2026-03-02T01:00:00Z";

/// The small congress.
pub struct World {
    /// The application.
    pub app: App,
    /// Moves the time.
    pub hand: Hand,
    /// The congress.
    pub congress: Uuid,
    /// The town, then its two villages.
    pub areas: [Uuid; 3],
    /// The constituency.
    pub constituency: Uuid,
    /// Its two deputies.
    pub deputies: Vec<Deputy>,
    /// The two members of the standing committee; the first contacts the first deputy, the second the second.
    pub members: Vec<Uuid>,
    /// Organizations by the name a test gives them: `commission`, `body`, `office`, `station`, `roads`, `water`.
    pub organizations: BTreeMap<&'static str, Uuid>,
    /// Accounts by the same kind of name: a role's word, or `deputy2`, `water-organ`, `other-office`.
    pub accounts: BTreeMap<String, Uuid>,
    place: Place,
}

/// The term that runs on the day on which trials begin.
fn tenth_term(id: Uuid) -> Term {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (starts_on, ends_on) = (day("2022-01-01"), day("2026-12-31"));
    Term { id, number: 10, name: "第十届".to_owned(), starts_on, ends_on }
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl World {
    /// Build it.
    pub async fn new() -> Self {
        let mut world = Self::bare(BEGIN).await;
        world.register().await;
        world.staff().await;
        world
    }

    /// A database of this version with nobody in it yet, at a moment.
    pub async fn bare(begin: &str) -> Self {
        let (place, db) = Place::new().await;
        let (clock, hand) = Clock::held_at(moment(begin));
        let app = App {
            db,
            clock,
            chance: Chance::seeded(7),
            seal: Arc::new(Seal::of([7; 32])),
            config: Arc::new(Config::load(None, []).unwrap()),
            store: Arc::new(InMemory::new()),
            charters: Arc::new(crate::cli::charters(None).unwrap()),
            demo: false,
        };
        Self {
            app,
            hand,
            congress: Uuid::nil(),
            areas: [Uuid::nil(); 3],
            constituency: Uuid::nil(),
            deputies: Vec::new(),
            members: Vec::new(),
            organizations: BTreeMap::new(),
            accounts: BTreeMap::new(),
            place,
        }
    }

    async fn register(&mut self) {
        let app = self.app.clone();
        let tx = app.db.begin().await.unwrap();
        let new = NewCongress {
            code: "xiantao".into(),
            name: "试验市人民代表大会".into(),
            short_name: "试验市人大".into(),
            charter: "xiantao".into(),
            fictional: true,
        };
        self.congress = found(&tx, &app, &new).await.unwrap();
        let keeper = self.keeper();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let first = tenth_term(app.chance.id(app.clock.now()));
        let term = first.id;
        open_term(&tx, &app, &keeper, &first).await.unwrap();
        for (place, (kind, name)) in
            [("town", "张沟镇"), ("village", "新里村"), ("village", "双垸村")].into_iter().enumerate()
        {
            let parent = (place > 0).then_some(self.areas[0]);
            let new = NewArea { parent, kind, name: name.into(), rank: place as i64 };
            self.areas[place] = add_area(&tx, &app, &keeper, &new).await.unwrap();
        }
        let new = NewConstituency {
            term,
            area: self.areas[0],
            parts: self.areas[1..].to_vec(),
            number: 1,
            name: "第1选区".into(),
            seats: 2,
        };
        self.constituency = add_constituency(&tx, &app, &keeper, &new).await.unwrap();
        self.offices(&tx, &keeper).await;
        for name in ["李双妹", "阿卜杜拉·买买提"] {
            let new = NewPerson {
                name: name.into(),
                sex: "female",
                phone: "13900000001".into(),
                ..NewPerson::default()
            };
            let person = add_person(&tx, &app, &keeper, &new).await.unwrap();
            let new = NewSeat {
                person,
                term,
                kind: Seat::Deputy,
                constituency: Some(self.constituency),
                from_on: day("2022-01-01"),
            };
            seat(&tx, &app, &keeper, &new).await.unwrap();
            let station = self.organizations["station"];
            join(&tx, &app, &keeper, (person, station), ("attached", day("2022-01-01"))).await.unwrap();
        }
        self.committee(&tx, &keeper, term).await;
        tx.commit().await.unwrap();
        self.deputies = people::store::deputies_of(&app.db, self.congress, self.constituency).await.unwrap();
    }

    async fn committee(&mut self, tx: &Tx, keeper: &Actor, term: Uuid) {
        let (since, assigned) = ("2022-01-01".parse().unwrap(), "2026-01-01".parse().unwrap());
        let deputies = people::store::deputies_of(tx, self.congress, self.constituency).await.unwrap();
        for (name, deputy) in ["王建业", "欧阳海"].into_iter().zip(deputies) {
            let new = NewPerson { name: name.into(), sex: "male", ..NewPerson::default() };
            let person = add_person(tx, &self.app, keeper, &new).await.unwrap();
            let kind = Seat::CommitteeMember;
            let new = NewSeat { person, term, kind, constituency: None, from_on: since };
            seat(tx, &self.app, keeper, &new).await.unwrap();
            let body = self.organizations["body"];
            join(tx, &self.app, keeper, (person, body), ("counterpart", since)).await.unwrap();
            let deputy = deputy.person_id;
            let new = NewAssignment { member: person, deputy, from_on: assigned, reasons: "", plan: None };
            assign(tx, &self.app, keeper, &new).await.unwrap();
            self.members.push(person);
        }
    }

    /// The same database by connections of its own, as another machine has them.
    pub async fn another_db(&self) -> Db {
        self.place.connect().await
    }

    /// The address of the same database, for programs that are not ours.
    #[cfg(test)]
    pub(crate) fn address(&self) -> String {
        self.place.address()
    }

    async fn offices(&mut self, tx: &Tx, keeper: &Actor) {
        let since = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap();
        for (name, kind, title) in [
            ("commission", Kind::Commission, "代表工作委员会"),
            ("body", Kind::WorkingBody, "城乡建设工作委员会"),
            ("other-body", Kind::WorkingBody, "农村工作委员会"),
            ("office", Kind::LocalOffice, "张沟镇人大主席团"),
            ("other-office", Kind::LocalOffice, "郭河镇人大主席团"),
            ("station", Kind::Station, "新里村代表联络站"),
            ("roads", Kind::Organ, "市交通运输局"),
            ("water", Kind::Organ, "市水利和湖泊局"),
        ] {
            let new = NewOrganization {
                kind,
                name: title.into(),
                short_name: title.into(),
                area: matches!(name, "office" | "station").then_some(self.areas[0]),
                parent: (name == "station").then(|| self.organizations["office"]),
                rank: 1,
                address: String::new(),
                phone: String::new(),
                hours: String::new(),
                from_on: since,
            };
            self.organizations.insert(name, add_organization(tx, &self.app, keeper, &new).await.unwrap());
        }
    }

    /// Who keeps the registers here.
    pub fn keeper(&self) -> Actor {
        Actor::operator(self.congress, Role::Commission)
    }

    async fn staff(&mut self) {
        let app = self.app.clone();
        let tx = app.db.begin().await.unwrap();
        let of = |name: &str| Some(self.organizations[name]);
        let deputy = |place: usize| Some(self.deputies[place].person_id);
        let held = [
            ("voter", Role::Voter, None, None),
            ("deputy", Role::Deputy, None, deputy(0)),
            ("deputy2", Role::Deputy, None, deputy(1)),
            ("group-leader", Role::GroupLeader, None, None),
            ("member", Role::Member, None, Some(self.members[0])),
            ("member2", Role::Member, None, Some(self.members[1])),
            ("commission", Role::Commission, of("commission"), None),
            ("working-body", Role::WorkingBody, of("body"), None),
            ("other-body", Role::WorkingBody, of("other-body"), None),
            ("local-office", Role::LocalOffice, of("office"), None),
            ("other-office", Role::LocalOffice, of("other-office"), None),
            ("station-keeper", Role::StationKeeper, of("station"), None),
            ("organ", Role::Organ, of("roads"), None),
            ("water-organ", Role::Organ, of("water"), None),
            ("leadership", Role::Leadership, None, None),
            ("system-admin", Role::SystemAdmin, None, None),
            ("security-admin", Role::SecurityAdmin, None, None),
            ("audit-admin", Role::AuditAdmin, None, None),
        ];
        let makes = Actor::operator(self.congress, Role::SystemAdmin);
        let grants = Actor::operator(self.congress, Role::SecurityAdmin);
        for (login, role, organization, person) in held {
            let new = NewAccount { login: login.into(), name: login.into(), person, email: String::new() };
            let account = create_account(&tx, &app, &makes, &new).await.unwrap();
            grant(&tx, &app, &grants, account, (role, organization)).await.unwrap();
            self.accounts.insert(login.to_owned(), account);
        }
        tx.commit().await.unwrap();
    }

    /// The actor that the account of a name is.
    pub async fn actor(&self, name: &str) -> Actor {
        actor(&self.app.db, self.congress, self.accounts[name]).await.unwrap()
    }

    /// Nobody in particular.
    pub fn anybody(&self) -> Actor {
        Actor::anybody(self.congress)
    }

    /// Move the time to the morning of a day in China.
    pub fn on(&self, day: &str) {
        self.hand.set(moment(&format!("{day}T01:00:00Z")));
    }

    /// Some time passes.
    pub fn later(&self, by: chrono::TimeDelta) {
        self.hand.set(self.app.clock.now() + by);
    }

    /// The jobs that are due are done; how many they were.
    pub async fn works(&self) -> usize {
        crate::jobs::run_all(&self.app, &crate::site::jobs()).await.unwrap()
    }

    /// A browser signed in as the account of a name, or as nobody.
    pub async fn browser(&self, name: Option<&str>) -> Browser {
        self.browser_at(site(self.app.clone()), name).await
    }

    /// The same at pages of the test's own.
    pub(crate) async fn browser_at(&self, site: Router, name: Option<&str>) -> Browser {
        let mut browser = Browser { site, cookie: String::new(), csrf: String::new(), said: Vec::new() };
        if let Some(name) = name {
            let token = open_session(&self.app, self.congress, self.accounts[name], "trial").await.unwrap();
            let kept = hashed(&token);
            browser.csrf = session(&self.app.db, self.congress, &kept).await.unwrap().unwrap().csrf;
            browser.cookie = format!("session={token}");
        }
        browser
    }
}

/// A browser: it keeps its session and sends forms as browsers do.
pub struct Browser {
    site: Router,
    cookie: String,
    csrf: String,
    said: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where it sends the browser, if it does.
    pub location: String,
    /// The page.
    pub body: String,
}

impl Browser {
    /// The same browser, which says this with every request.
    pub fn saying(mut self, name: &'static str, value: &str) -> Self {
        self.said.push((name, value.to_owned()));
        self
    }

    /// Look at a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty()).await
    }

    /// Send a form, with the session's secret.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut pairs = vec![("csrf", self.csrf.as_str())];
        pairs.extend_from_slice(fields);
        self.send(Method::POST, path, Body::from(serde_urlencoded::to_string(pairs).unwrap())).await
    }

    /// Send a form that is not one of ours.
    pub async fn post_forged(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, Body::from(serde_urlencoded::to_string(fields).unwrap())).await
    }

    /// Send a form with files, each as its field, its name and what it holds.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let part =
            |head: String| format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes();
        let mut sent = Vec::new();
        for (name, file, bytes) in files {
            sent.extend(part(format!("name=\"{name}\"; filename=\"{file}\"")));
            sent.extend_from_slice(bytes);
            sent.extend_from_slice(b"\r\n");
        }
        for (name, value) in [("csrf", self.csrf.as_str())].iter().chain(fields) {
            sent.extend(part(format!("name=\"{name}\"")));
            sent.extend_from_slice(format!("{value}\r\n").as_bytes());
        }
        sent.extend_from_slice(b"--edge--\r\n");
        self.send_as((Method::POST, "multipart/form-data; boundary=edge"), path, Body::from(sent)).await
    }

    async fn send(&self, method: Method, path: &str, body: Body) -> Answer {
        self.send_as((method, "application/x-www-form-urlencoded"), path, body).await
    }

    async fn send_as(&self, (method, kind): (Method, &str), path: &str, body: Body) -> Answer {
        let mut request = Request::builder().method(method.clone()).uri(path).header(header::HOST, "trial");
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, &self.cookie);
        }
        if method == Method::POST {
            request = request.header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin");
        }
        for (name, value) in &self.said {
            request = request.header(*name, value);
        }
        let response = self.site.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let location = response.headers().get(header::LOCATION);
        let location = location.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let status = response.status();
        let body = to_bytes(response.into_body(), 8 * 1024 * 1024).await.unwrap();
        Answer { status, location, body: String::from_utf8_lossy(&body).into_owned() }
    }
}

#[tokio::test]
async fn the_small_congress_stands() {
    let world = World::new().await;
    assert_eq!(world.deputies.len(), 2);
    let verified = crate::journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
    assert!(verified.entries > 40, "{verified:?}");
    assert_eq!(world.browser(None).await.get("/nowhere").await.status, StatusCode::NOT_FOUND);
}
