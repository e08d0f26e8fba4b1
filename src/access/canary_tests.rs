//! Nobody harvests contact data (clause 7.2): every person gets a number and an address that stand nowhere else, then an
//! unknown visitor follows every link, asks for every page of the route list with every id and code there is, searches,
//! and sends every public form; what comes back must hold none of them but those that were made public. The pages come
//! from `site::routes`, the ids and codes from the tables of `migrations/`: a new feature is covered without a word here.
//! It must only be planted in `plant`, so that its pages have something to show.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::Router;
use axum::http::{Method, StatusCode, header};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::Role;
use super::matrix_tests::{Asked, ask_at};
use crate::base::{Conn, redact::redact, sql};
use crate::bodies::acts::{NewArea, add_area};
use crate::cases::acts::{Voter, hand_in};
use crate::cases::{Channel, NewCase};
use crate::consultations::Question;
use crate::consultations::acts::{self, NewTopic};
use crate::consultations::answers::{NewAnswer, enter};
use crate::people::acts::{NewPerson, NewSeat, add_person, seat};
use crate::people::profile::{NewProfile, keep};
use crate::people::{Seat, public::Contact};
use crate::site::{routes, site};
use crate::trial::World;

/// Pages that a receipt or a slip opens: whoever holds it is not unknown. Without it they show nothing.
const BY_SECRET: [&str; 8] =
    ["/receipts/", "/follow/", "/activate/", "/bookings/", "/calendars/", "/s/", "/wechat/", "/questions/"];

/// More pages than the trial has: a crawl that comes so far runs in a circle.
const MOST: usize = 4_000;

/// What was planted: the text, and whose it is.
#[derive(Default)]
struct Planted {
    secret: BTreeMap<String, String>,
    public: String,
    /// Villages that elect somebody else, for the form that asks where one lives.
    elsewhere: Vec<Uuid>,
}

impl Planted {
    fn plant(&mut self, text: &str, whose: String) -> String {
        self.secret.insert(text.to_owned(), whose);
        text.to_owned()
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
}

async fn rows(world: &World, table: &str) -> Vec<Uuid> {
    let text = format!("SELECT id FROM {table} WHERE congress_id = $1 ORDER BY id");
    let rows: Vec<Row> = world.app.db.all(sql(text, [world.congress.into()])).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

async fn run(world: &World, text: &str, values: Vec<sea_orm::Value>) {
    let tx = world.app.db.begin().await.unwrap();
    tx.run(sql(text, values)).await.unwrap();
    tx.commit().await.unwrap();
}

/// A third deputy, who lets everybody see the number; and a village elsewhere.
async fn register(world: &World) -> (Uuid, Uuid) {
    let (app, keeper) = (&world.app, world.keeper());
    let tx = app.db.begin().await.unwrap();
    let new =
        NewPerson {
            name: "赵公开".into(), sex: "male", unit: "市第三小学".into(), ..NewPerson::default()
        };
    let person = add_person(&tx, app, &keeper, &new).await.unwrap();
    let term = crate::bodies::store::term_on(&tx, world.congress, app.clock.today()).await.unwrap().unwrap();
    let from_on = "2022-01-01".parse().unwrap();
    let constituency = Some(world.constituency);
    let new = NewSeat { person, term: term.id, kind: Seat::Deputy, constituency, from_on };
    seat(&tx, app, &keeper, &new).await.unwrap();
    let new = NewArea { parent: Some(world.areas[0]), kind: "village", name: "别处村".into(), rank: 9 };
    let village = add_area(&tx, app, &keeper, &new).await.unwrap();
    tx.commit().await.unwrap();
    (person, village)
}

/// Give everybody a number and an address of his or her own, and something to every public page.
async fn plant(world: &World) -> Planted {
    let mut planted = Planted::default();
    let (open, elsewhere) = register(world).await;
    planted.elsewhere = vec![elsewhere, world.areas[0]];
    for (nth, person) in rows(world, "persons").await.into_iter().enumerate() {
        let phone = planted.plant(&format!("1397777{nth:04}"), format!("person {person}"));
        let email = planted.plant(&format!("person{nth}@planted.example"), format!("person {person}"));
        let text = "UPDATE persons SET phone = $3, email = $4 WHERE congress_id = $1 AND id = $2";
        run(world, text, vec![world.congress.into(), person.into(), phone.into(), email.into()]).await;
    }
    for (nth, account) in rows(world, "accounts").await.into_iter().enumerate() {
        let email = planted.plant(&format!("account{nth}@planted.example"), format!("account {account}"));
        let text = "UPDATE accounts SET email = $3 WHERE congress_id = $1 AND id = $2";
        run(world, text, vec![world.congress.into(), account.into(), email.into()]).await;
    }
    profiles(world, &mut planted, open).await;
    opinions(world, &mut planted).await;
    consultations(world, &mut planted).await;
    receptions(world, &mut planted).await;
    crate::events::tests::announced(world).await;
    crate::bulletins::tests::out(world).await;
    crate::reports::tests::planted(world, &mut |text, whose| planted.plant(text, whose.to_owned())).await;
    crate::reviews::tests::planted(world).await;
    let text = "INSERT INTO act_publications (congress_id, quarter_from, acts, digest, published_at) \
         VALUES ($1, $2, 0, '', $3)";
    let quarter: chrono::NaiveDate = "2025-10-01".parse().unwrap();
    run(world, text, vec![world.congress.into(), quarter.into(), world.app.clock.now().into()]).await;
    planted
}

/// One deputy of each choice: a number for the constituency, none at all, one for everybody.
async fn profiles(world: &World, planted: &mut Planted, open: Uuid) {
    planted.plant("07281111111", "the constituency's deputy".to_owned());
    planted.public = "07282222222".to_owned();
    for (person, contact, phone) in [
        (world.deputies[0].person_id, Contact::Constituency, "07281111111"),
        (open, Contact::Public, "07282222222"),
    ] {
        let picture = image::RgbImage::from_pixel(30, 40, image::Rgb([20, 90, 30]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        let upload = crate::files::Upload {
            field: "photo".into(),
            name: "13977779999.jpg".into(),
            bytes: bytes.into_inner().into(),
        };
        let photo = crate::files::accept(&world.app, &upload, crate::files::Purpose::Photo).await.unwrap();
        let new = NewProfile {
            contact,
            phone: phone.into(),
            intro: "欢迎来联络站。".into(),
            languages: "普通话".into(),
            photo: Some(photo),
            without_photo: false,
        };
        keep(&world.app, &world.actor("commission").await, person, &new).await.unwrap();
    }
    planted.plant("13977779999", "the name of a photo".to_owned());
    let text = "UPDATE persons SET contact_public = 'relay' WHERE congress_id = $1 AND id = $2";
    run(world, text, vec![world.congress.into(), world.deputies[1].person_id.into()]).await;
}

/// An announced reception day with a place booked by a voter, and what a station hangs up.
async fn receptions(world: &World, planted: &mut Planted) {
    use crate::receptions::acts::{NewBooking, NewDay, add, book, publish};
    let (keeper, station) = (world.actor("station-keeper").await, world.organizations["station"]);
    let day = world.app.clock.today() + chrono::TimeDelta::days(10);
    let on_duty = vec![world.deputies[0].person_id];
    let new = NewDay { day, starts: 540, ends: 660, slot: 30, capacity: 1, on_duty };
    let id = add(&world.app, &keeper, station, &new).await.unwrap();
    let quarter = crate::receptions::quarter::Quarter::of(day);
    publish(&world.app, &keeper, (station, quarter), "临时").await.unwrap();
    let phone = planted.plant("13988882000", "whoever booked a place".to_owned());
    let new = NewBooking { form: Uuid::from_u128(790), slot: 540, name: "周预约".into(), phone };
    book(&world.app, &world.anybody(), id, &new).await.unwrap();
    let code = crate::bodies::store::organization(&world.app.db, world.congress, station).await.unwrap().code;
    let rules = [("rules", "接待制度.pdf", b"%PDF-1.4\n1 0 obj\n%%EOF\n".as_slice())];
    let sent = world
        .browser(Some("station-keeper"))
        .await
        .upload(&format!("/stations/{code}/rules"), &[], &rules)
        .await;
    assert!(sent.location.ends_with("done=saved"), "{sent:?}");
}

/// Opinions whose senders gave a number, in its field and in their words; one of them is public.
async fn opinions(world: &World, planted: &mut Planted) {
    for nth in 0..2_u128 {
        let phone = planted.plant(&format!("1398888000{nth}"), format!("voter {nth}"));
        let email = planted.plant(&format!("voter{nth}@planted.example"), format!("voter {nth}"));
        let typed = planted.plant(&format!("1398888100{nth}"), format!("voter {nth}, in the text"));
        let body = format!("新里村3组的路灯坏了，请回电{typed}。");
        let voter = Voter { name: "钱秘密".into(), phone, email, account: None };
        let new = NewCase {
            deputy: Some(world.deputies[0].person_id),
            station: Some(world.organizations["station"]),
            voter: Some(voter),
            ..NewCase::of_voter(Uuid::from_u128(700 + nth), Channel::Web, &body)
        };
        let case = hand_in(&world.app, &world.anybody(), &new).await.unwrap().case;
        if nth == 0 {
            let text = "UPDATE cases SET public_subject = $3, public_body = $4, published_at = $5 \
                 WHERE congress_id = $1 AND id = $2";
            let (subject, body) = (redact(&case.subject), redact(&case.body));
            let now = world.app.clock.now();
            run(
                world,
                text,
                vec![world.congress.into(), case.id.into(), subject.into(), body.into(), now.into()],
            )
            .await;
        }
    }
    planted.plant("钱秘密", "a voter's name".to_owned());
}

/// Two topics, one of them over, each with an answer in which somebody typed a number.
async fn consultations(world: &World, planted: &mut Planted) {
    let (app, clerk) = (&world.app, world.actor("commission").await);
    for nth in 0..2_u128 {
        let number = planted.plant(&format!("1396666000{nth}"), format!("somebody who answered topic {nth}"));
        let day = |text: &str| text.parse().unwrap();
        let question = Question { place: 1, text: "哪里太黑？".into(), choices: String::new() };
        let new = NewTopic {
            form: Uuid::from_u128(800 + nth),
            title: "路灯够不够".into(),
            body: "下月审议。".into(),
            link: String::new(),
            questions: vec![question],
            from_on: day("2026-03-02"),
            until_on: day("2026-03-20"),
            outcome_by: day("2026-04-20"),
            fields: Vec::new(),
            areas: Vec::new(),
        };
        let id = acts::write(app, &clerk, &new).await.unwrap();
        let deputies: Vec<Uuid> = world.deputies.iter().map(|one| one.person_id).collect();
        acts::choose(app, &clerk, id, &deputies).await.unwrap();
        acts::open(app, &clerk, id).await.unwrap();
        let answer = NewAnswer {
            form: Uuid::from_u128(850 + nth),
            deputy: Some(deputies[0]),
            channel: "paper",
            area: None,
            people: 1,
            said: BTreeMap::from([(1, (None, format!("桥头太黑，我是钱秘密，电话{number}")))]),
        };
        enter(app, &world.actor("deputy").await, id, &answer).await.unwrap();
        if nth == 1 {
            acts::close(app, &clerk, id).await.unwrap();
            acts::decide(app, &clerk, id, ("adopted", "今年装二十盏。")).await.unwrap();
        }
    }
}

/// Every id, code and number in the tables that `migrations/` make: what could stand in a path's braces.
async fn objects(world: &World) -> Vec<String> {
    let mut found = BTreeSet::from(
        ["nonsense", "2025-4", "2026-1", "2026-2", "gazette.docx", "brief.docx"].map(String::from),
    );
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for table in text.split("CREATE TABLE ").skip(1) {
            let (name, columns) = table.split_once('(').unwrap();
            let columns = columns.split(");").next().unwrap();
            let name = name.trim();
            if !columns.contains("congress_id") || name == "ledger" {
                continue;
            }
            for column in ["id uuid", "code text", "number text"] {
                if columns.lines().any(|line| line.trim_start().starts_with(column)) {
                    found.extend(values(world, name, column.split(' ').next().unwrap()).await);
                }
            }
        }
    }
    found.into_iter().collect()
}

/// At most so many of a column: enough for one of each kind.
const EACH: i64 = 6;

async fn values(world: &World, table: &str, column: &str) -> Vec<String> {
    #[derive(FromQueryResult)]
    struct Id {
        value: Uuid,
    }
    #[derive(FromQueryResult)]
    struct Text {
        value: String,
    }
    let of = "WHERE congress_id = $1";
    let text = format!("SELECT DISTINCT {column} AS value FROM {table} {of} ORDER BY 1 LIMIT {EACH}");
    let wanted = sql(text, [world.congress.into()]);
    if column == "id" {
        let rows: Vec<Id> = world.app.db.all(wanted).await.unwrap();
        return rows.into_iter().map(|row| row.value.to_string()).collect();
    }
    let rows: Vec<Text> = world.app.db.all(wanted).await.unwrap();
    rows.into_iter().map(|row| row.value).collect()
}

/// An unknown visitor, who notes what was found.
struct Visitor<'a> {
    site: Router,
    planted: &'a Planted,
    asked: usize,
    seen: BTreeSet<String>,
    /// What was shown when it was looked at.
    shown: BTreeSet<String>,
    queue: VecDeque<String>,
    found: Vec<String>,
    saw_public: bool,
}

impl Visitor<'_> {
    /// Look at a page or send a form; every time from another address, for the limits are not what is tried here.
    async fn ask(&mut self, path: &str, fields: Option<&[(&str, &str)]>) -> StatusCode {
        self.asked += 1;
        let peer = format!("10.{}.{}.{}:5", self.asked / 65_536, self.asked / 256 % 256, self.asked % 256);
        let asked = Asked { peer: Some(&peer), fields, ..Asked::default() };
        let (answer, body) = ask_at(self.site.clone(), path, asked).await;
        let whole = format!("{:?} {body}", answer.headers());
        for (text, whose) in &self.planted.secret {
            // What somebody typed comes back to that person.
            if whole.contains(text.as_str()) && !path.contains(text.as_str()) {
                self.found.push(format!("{text} ({whose}) at {path} with {fields:?}"));
            }
        }
        self.saw_public |= body.contains(&self.planted.public);
        if let Some(place) = answer.headers().get(header::LOCATION) {
            self.note(place.to_str().unwrap());
        }
        for attribute in ["href=\"", "src=\""] {
            for part in body.split(attribute).skip(1) {
                self.note(
                    &part.split('"').next().unwrap_or_default().replace("&amp;", "&").replace("&#38;", "&"),
                );
            }
        }
        if answer.status() == StatusCode::OK && fields.is_none() {
            self.shown.insert(path.split('?').next().unwrap_or_default().to_owned());
        }
        answer.status()
    }

    /// A link of this site that was not followed yet.
    fn note(&mut self, place: &str) {
        let place = place.split('#').next().unwrap_or_default();
        let here = place.starts_with('/') && !place.starts_with("/assets/") && !place.starts_with("/display");
        let away = place.starts_with("/sign-in?back=");
        if here && !away && self.seen.insert(place.to_owned()) {
            self.queue.push_back(place.to_owned());
        }
    }

    async fn follow_every_link(&mut self) {
        while let Some(path) = self.queue.pop_front() {
            assert!(self.seen.len() < MOST, "the crawl runs in a circle at {path}");
            self.ask(&path, None).await;
        }
    }
}

/// Whether a path is one of a route's.
fn is_one(route: &str, path: &str) -> bool {
    let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len() && route.iter().zip(path).all(|(part, it)| part.starts_with('{') || *part == it)
}

/// A path with its braces filled: each object in the first, and in a second one each of the objects too, a few at a time.
fn filled(path: &str, objects: &[String]) -> Vec<String> {
    let braces = path.matches('{').count();
    let mut paths = Vec::new();
    for (nth, first) in objects.iter().enumerate() {
        let seconds: Vec<&String> = match braces {
            0 | 1 => vec![first],
            _ => objects.iter().cycle().skip(nth).take(5).collect(),
        };
        for second in seconds {
            let mut place = 0;
            let part = |part: &str| {
                if !part.starts_with('{') {
                    return part.to_owned();
                }
                place += 1;
                if place == 1 { first.clone() } else { second.clone() }
            };
            paths.push(path.split('/').map(part).collect::<Vec<_>>().join("/"));
        }
    }
    paths.sort();
    paths.dedup();
    paths
}

#[tokio::test]
async fn an_unknown_visitor_finds_no_contact_data_but_what_was_made_public() {
    let world = World::new().await;
    let planted = plant(&world).await;
    let objects = objects(&world).await;
    let mut visitor = Visitor {
        site: site(world.app.clone()),
        planted: &planted,
        asked: 0,
        seen: BTreeSet::new(),
        shown: BTreeSet::new(),
        queue: VecDeque::from(["/".to_owned()]),
        found: Vec::new(),
        saw_public: false,
    };
    visitor.follow_every_link().await;
    let public = |permit| Role::Public.scope(permit).is_some();
    for route in routes(false).table {
        let paths = filled(route.path, &objects);
        // Behind a permit the answer is the same for every object.
        let paths = if public(route.permit) { paths } else { paths.into_iter().take(1).collect() };
        for path in paths {
            if route.method == Method::GET {
                visitor.ask(&path, None).await;
                continue;
            }
            let village = planted.elsewhere[visitor.asked % planted.elsewhere.len()].to_string();
            visitor.ask(&path, Some(&[("village", &village), ("body", "路灯坏了")])).await;
        }
        if route.method == Method::GET && public(route.permit) && !route.path.contains('{') {
            for query in
                ["q=1397777", "q=139", "q=planted", "q=李双妹", "order=strokes", "format=json", "format=csv"]
            {
                visitor.ask(&format!("{}?{query}", route.path), None).await;
            }
        }
    }
    visitor.follow_every_link().await;
    let unseen: Vec<&str> = routes(false)
        .table
        .into_iter()
        .filter(|route| route.method == Method::GET && public(route.permit))
        .map(|route| route.path)
        .filter(|path| !BY_SECRET.iter().any(|begins| path.starts_with(begins)))
        .filter(|path| !visitor.shown.iter().any(|shown| is_one(path, shown)))
        .collect();
    assert!(visitor.found.is_empty(), "{:#?}", visitor.found);
    assert!(visitor.saw_public, "the crawl came by the number that its deputy made public");
    assert!(visitor.seen.len() > 30, "{} pages", visitor.seen.len());
    assert!(unseen.is_empty(), "plant something that these pages show: {unseen:?}");
}
