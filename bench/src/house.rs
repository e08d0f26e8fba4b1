//! The small congress that harnesses hurt: an office with a clerk, a deputy, a committee member who contacts the deputy.

use anyhow::Result;
use shuanglian::{
    access::{
        Actor, Role,
        acts::{NewAccount, create_account, furnish, grant, open_session},
        hashed, password, second_factor, store,
    },
    base::{App, Conn, Tx, sql},
    bodies::{
        Kind, Term,
        acts::{
            NewArea, NewCongress, NewConstituency, NewOrganization, add_area, add_constituency,
            add_organization, found, open_term,
        },
    },
    cli,
    people::{
        Seat,
        acts::{NewAssignment, NewPerson, NewSeat, add_person, assign, seat},
    },
};
use uuid::Uuid;

use crate::{check::url, program::Folder};

/// The password of both.
pub const PASSWORD: &str = "jia-yi-bing-ding-4711";

/// A person who is signed in.
#[derive(Clone)]
pub struct Session {
    /// What the browser sends as its cookie.
    pub cookie: String,
    /// What every form sends back.
    pub csrf: String,
}

/// Who is who.
#[derive(Clone)]
pub struct House {
    /// The congress.
    pub congress: Uuid,
    /// The commission's clerk; signs in as `clerk`.
    pub clerk: Session,
    /// The secret of the clerk's second factor.
    pub factor: String,
    /// A committee member; signs in as `member`, without a second factor where the program asks for none.
    pub member: Session,
    /// The deputy whom the member contacts.
    pub deputy: Uuid,
}

/// Found it in an empty database. A real one (`fictional` false) minds the clock when the program starts.
pub async fn build(folder: &Folder, named: Option<&str>, fictional: bool) -> Result<House> {
    let app = cli::open_in(&folder.0, &url(folder, named)).await?;
    let tx = app.db.begin().await?;
    let new = NewCongress {
        code: "xiantao".into(),
        name: "试验市人民代表大会".into(),
        short_name: "试验市人大".into(),
        charter: "xiantao".into(),
        fictional: true,
    };
    let congress = found(&tx, &app, &new).await?;
    let keeper = Actor::operator(congress, Role::Commission);
    let commission = office(&tx, &app, &keeper).await?;
    let (member, deputy) = people(&tx, &app, &keeper).await?;
    let makes = Actor::operator(congress, Role::SystemAdmin);
    let grants = Actor::operator(congress, Role::SecurityAdmin);
    let factor = second_factor::new_secret(&app.chance);
    let mut accounts = Vec::new();
    for (login, person, post) in [
        ("clerk", None, (Role::Commission, Some(commission))),
        ("member", Some(member), (Role::Member, None)),
    ] {
        let new = NewAccount { login: login.into(), name: login.into(), person, email: String::new() };
        let account = create_account(&tx, &app, &makes, &new).await?;
        grant(&tx, &app, &grants, account, post).await?;
        accounts.push(account);
    }
    let hash = password::hash(&app.chance, PASSWORD).await?;
    furnish(&tx, &app, &makes, accounts[0], (&hash, Some(&factor))).await?;
    furnish(&tx, &app, &makes, accounts[1], (&hash, None)).await?;
    if !fictional {
        tx.run(sql("UPDATE congresses SET fictional = false WHERE id = $1", [congress.into()])).await?;
    }
    tx.commit().await?;
    let clerk = session(&app, congress, accounts[0]).await?;
    let member = session(&app, congress, accounts[1]).await?;
    app.db.clone().close().await?;
    Ok(House { congress, clerk, factor, member, deputy })
}

async fn office(tx: &Tx, app: &App, keeper: &Actor) -> Result<Uuid> {
    let commission = NewOrganization {
        kind: Kind::Commission,
        name: "代表工作委员会".into(),
        short_name: "代工委".into(),
        area: None,
        parent: None,
        rank: 1,
        address: String::new(),
        phone: String::new(),
        hours: String::new(),
        from_on: app.clock.today(),
    };
    Ok(add_organization(tx, app, keeper, &commission).await?)
}

/// A committee member and a deputy whom the member contacts.
async fn people(tx: &Tx, app: &App, keeper: &Actor) -> Result<(Uuid, Uuid)> {
    let today = app.clock.today();
    let (starts_on, ends_on) = (today - chrono::Days::new(400), today + chrono::Days::new(1200));
    let term = app.chance.id(app.clock.now());
    open_term(tx, app, keeper, &Term { id: term, number: 10, name: "第十届".to_owned(), starts_on, ends_on })
        .await?;
    let town = NewArea { parent: None, kind: "town", name: "张沟镇".into(), rank: 0 };
    let area = add_area(tx, app, keeper, &town).await?;
    let new =
        NewConstituency { term, area, parts: vec![area], number: 1, name: "第1选区".into(), seats: 2 };
    let constituency = add_constituency(tx, app, keeper, &new).await?;
    let mut both = Vec::new();
    for (name, kind, constituency) in
        [("王建业", Seat::CommitteeMember, None), ("李双妹", Seat::Deputy, Some(constituency))]
    {
        let new = NewPerson { name: name.into(), sex: "male", ..NewPerson::default() };
        let person = add_person(tx, app, keeper, &new).await?;
        seat(tx, app, keeper, &NewSeat { person, term, kind, constituency, from_on: starts_on }).await?;
        both.push(person);
    }
    let pair =
        NewAssignment { member: both[0], deputy: both[1], from_on: starts_on, reasons: "", plan: None };
    assign(tx, app, keeper, &pair).await?;
    Ok((both[0], both[1]))
}

async fn session(app: &App, congress: Uuid, account: Uuid) -> Result<Session> {
    let token = open_session(app, congress, account, "bench").await?;
    let kept = store::session(&app.db, congress, &hashed(&token)).await?;
    let csrf = kept.map(|session| session.csrf).unwrap_or_default();
    Ok(Session { cookie: format!("session={token}"), csrf })
}
