//! Founding a congress for real: what an office needs before anybody can sign in, all of it or nothing.
//!
//! The term, the city, the standing committee and its deputies affairs commission, the working days, and two accounts
//! with a slip each: whoever opens accounts gives no role, and whoever gives roles opens no account. All else those
//! two make possible, by the pages.

use std::io;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::clockworks;
use crate::access::acts::{NewAccount, create_account, grant};
use crate::access::slips::{Factor, Slip, issue};
use crate::access::{Actor, Role};
use crate::base::{App, Error, Tx, text::Lang};
use crate::bodies::acts::{
    NewArea, NewCongress, NewOrganization, add_area, add_organization, found, give_host, open_term,
};
use crate::bodies::{Kind, Term, calendar, store::neighbours};

/// Signs that a name may have.
const LONGEST: usize = 50;

/// A congress to be founded, as the command line tells it.
#[derive(Debug, Clone)]
pub struct Founding {
    /// Its code, such as `xiantao`.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// What people call it.
    pub short_name: String,
    /// The city; none takes it from the full name.
    pub area: Option<String>,
    /// The code of its charter.
    pub charter: String,
    /// The host name by which it is reached, where there are several.
    pub host: Option<String>,
    /// The how-manieth term, and its name.
    pub term: (i64, String),
    /// The term's first and last day.
    pub days: (NaiveDate, NaiveDate),
    /// Who will open accounts; none shows the role in place of a name.
    pub system_admin: Option<String>,
    /// Who will give roles: somebody else.
    pub security_admin: Option<String>,
}

/// A slip to be handed over.
#[derive(Debug)]
pub struct Handed {
    /// What its owner will be.
    pub role: Role,
    /// The name to sign in with.
    pub login: String,
    /// The name people see.
    pub name: String,
    /// The code.
    pub slip: Slip,
    /// Until when it works.
    pub until: DateTime<Utc>,
}

/// A congress founded.
#[derive(Debug)]
pub struct Founded {
    /// The congress.
    pub congress: Uuid,
    /// The days taken into its calendar.
    pub days: usize,
    /// The first two accounts' slips.
    pub slips: [Handed; 2],
    /// Where they are used.
    pub address: String,
}

/// Why no congress was founded; the database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// An argument is wrong.
    #[error("--{0}: {1}")]
    Argument(&'static str, String),
    /// The database is not one for real people.
    #[error("{0}")]
    Place(&'static str),
    /// A slip that nobody has opens nothing.
    #[error("the slips could not be written, so nothing was founded: {0}")]
    Slips(#[from] io::Error),
    /// It failed on the way.
    #[error("nothing was founded: {0}")]
    Failed(#[from] Error),
}

fn argument<T>(name: &'static str, why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::Argument(name, why.into()))
}

/// Found it. The slips are handed over before anything is kept: if that fails, nothing was founded.
///
/// # Errors
/// Names the argument that is wrong, or says why this database takes no such congress.
pub async fn establish(
    app: &App,
    new: &Founding,
    hand_over: impl FnOnce(&Founded) -> io::Result<()>,
) -> Result<Founded, Refused> {
    let area = checked(app, new)?;
    let list = calendar::shipped()?;
    let tx = app.db.begin().await?;
    let congress = begun(&tx, app, new).await?;
    let keeper = Actor::operator(congress, Role::Commission);
    let term = Term {
        id: app.chance.id(app.clock.now()),
        number: new.term.0,
        name: new.term.1.clone(),
        starts_on: new.days.0,
        ends_on: new.days.1,
    };
    open_term(&tx, app, &keeper, &term).await?;
    let area = NewArea { parent: None, kind: "city", name: area, rank: 0 };
    let area = add_area(&tx, app, &keeper, &area).await?;
    organizations(&tx, app, &keeper, (new, area)).await?;
    let days = calendar::take_over(&tx, app, &keeper, &list).await?;
    // Serving processes wind each congress's clockwork when they start; this one may begin while they run.
    clockworks::wind_up(&tx, app, congress).await?;
    let slips = [
        account(&tx, app, (congress, Role::SystemAdmin), new.system_admin.as_deref()).await?,
        account(&tx, app, (congress, Role::SecurityAdmin), new.security_admin.as_deref()).await?,
    ];
    let founded = Founded { congress, days, slips, address: address(app, new) };
    hand_over(&founded)?;
    tx.commit().await?;
    Ok(founded)
}

/// Look at the arguments by themselves; gives the name of the city.
fn checked(app: &App, new: &Founding) -> Result<String, Refused> {
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !new.code.starts_with(|c: char| c.is_ascii_lowercase())
        || !new.code.chars().all(sign)
        || new.code.len() > 40
    {
        return argument(
            "code",
            "give a short code of small letters, digits and dashes that begins with a letter",
        );
    }
    filled("name", &new.name)?;
    filled("short-name", &new.short_name)?;
    filled("term-name", &new.term.1)?;
    if !app.charters.contains_key(&new.charter) {
        let known: Vec<&str> = app.charters.keys().map(String::as_str).collect();
        return argument("charter", format!("there is no such charter; there are: {}", known.join(", ")));
    }
    if let Some(host) = &new.host {
        host_is_right(host)?;
    }
    if new.term.0 < 1 {
        return argument("term-number", "count the terms from 1");
    }
    if new.days.1 <= new.days.0 {
        return argument("term-to", "a term ends after it starts");
    }
    if new.days.1 < app.clock.today() {
        return argument("term-to", "this term is over; found the congress in the one that runs or comes");
    }
    administrators(new)?;
    match (&new.area, new.name.trim().strip_suffix("人民代表大会")) {
        (Some(area), _) => filled("area", area).map(|()| area.trim().to_owned()),
        (None, Some(area)) if !area.is_empty() => Ok(area.to_owned()),
        _ => argument("area", "the name does not tell the city or county; give it"),
    }
}

fn filled(name: &'static str, text: &str) -> Result<(), Refused> {
    match text.trim().chars().count() {
        0 => argument(name, "must not be empty"),
        signs if signs > LONGEST || text.chars().any(char::is_control) => {
            argument(name, format!("at most {LONGEST} characters on one line"))
        }
        _ => Ok(()),
    }
}

fn host_is_right(host: &str) -> Result<(), Refused> {
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let name = name.len() <= 253 && name.split('.').all(|part| !part.is_empty() && part.chars().all(sign));
    if !name || port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return argument("host", "give the bare host name as browsers send it, such as rd.example.cn");
    }
    Ok(())
}

/// One person never holds both: who opens accounts could then give himself any role.
fn administrators(new: &Founding) -> Result<(), Refused> {
    let (system, security) = (new.system_admin.as_deref(), new.security_admin.as_deref());
    system.map_or(Ok(()), |name| filled("system-admin", name))?;
    security.map_or(Ok(()), |name| filled("security-admin", name))?;
    if system.is_some() && system.map(str::trim) == security.map(str::trim) {
        return argument("security-admin", "must be somebody else than the system administrator");
    }
    Ok(())
}

/// The congress itself, in a database that may have it.
async fn begun(tx: &Tx, app: &App, new: &Founding) -> Result<Uuid, Refused> {
    let others = neighbours(tx).await?;
    if others.iter().any(|other| other.code == new.code) {
        return argument("code", "a congress of this code has been founded here before");
    }
    if others.iter().any(|other| other.fictional) {
        return Err(Refused::Place(
            "the fictional demo is in this database; real people need a database of their own (--data, DATABASE_URL)",
        ));
    }
    if !others.is_empty() && (new.host.is_none() || others.iter().any(|other| other.host.is_none())) {
        let why = "there is a congress in this database; several are told apart by their host names, \
             so each must have been founded with one";
        return argument("host", why);
    }
    if new.host.is_some() && others.iter().any(|other| other.host == new.host) {
        return argument("host", "another congress here is reached by this host name");
    }
    let congress = NewCongress {
        code: new.code.clone(),
        name: new.name.trim().to_owned(),
        short_name: new.short_name.trim().to_owned(),
        charter: new.charter.clone(),
        fictional: false,
    };
    let congress = found(tx, app, &congress).await?;
    if let Some(host) = &new.host {
        give_host(tx, app, &Actor::operator(congress, Role::Commission), host).await?;
    }
    Ok(congress)
}

/// The standing committee and the commission that works for it.
async fn organizations(
    tx: &Tx,
    app: &App,
    keeper: &Actor,
    (new, area): (&Founding, Uuid),
) -> Result<(), Error> {
    let mut parent = None;
    for (kind, full, short) in [
        (Kind::StandingCommittee, "exchange-founded-committee", "exchange-founded-committee-short"),
        (Kind::Commission, "exchange-founded-commission", "exchange-founded-commission-short"),
    ] {
        let named = |key: &str| {
            let (full, short) = (new.name.trim().into(), new.short_name.trim().into());
            Lang::ZhCn.ta(key, &[("congress", full), ("short", short)])
        };
        let organization = NewOrganization {
            kind,
            name: named(full),
            short_name: named(short),
            area: Some(area),
            parent,
            rank: 0,
            address: String::new(),
            phone: String::new(),
            hours: String::new(),
            from_on: new.days.0,
        };
        parent = Some(add_organization(tx, app, keeper, &organization).await?);
    }
    Ok(())
}

/// An account with its one role and its slip.
async fn account(
    tx: &Tx,
    app: &App,
    (congress, role): (Uuid, Role),
    name: Option<&str>,
) -> Result<Handed, Error> {
    let makes = Actor::operator(congress, Role::SystemAdmin);
    let grants = Actor::operator(congress, Role::SecurityAdmin);
    let name = name.map_or_else(|| Lang::ZhCn.word("role", role.word()), |name| name.trim().to_owned());
    let login = role.word().to_owned();
    let new = NewAccount { login: login.clone(), name: name.clone(), ..NewAccount::default() };
    let account = create_account(tx, app, &makes, &new).await?;
    grant(tx, app, &grants, account, (role, None)).await?;
    let (slip, until) = issue(tx, app, &makes, (account, Factor::Kept)).await?;
    Ok(Handed { role, login, name, slip, until })
}

/// Where a slip is used: at the congress's own host, where it has one.
fn address(app: &App, new: &Founding) -> String {
    let public = app.config.public_url();
    match &new.host {
        Some(host) => {
            let scheme = public.split_once("://").map_or("http", |(scheme, _)| scheme);
            format!("{scheme}://{host}/activate")
        }
        None => format!("{public}/activate"),
    }
}
