use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::TimeDelta;
use rand::rngs::StdRng;
use uuid::Uuid;

use super::names::Namer;
use super::register::{Register, SHOWN};
use super::words::words;
use crate::access::acts::{NewAccount, create_account, grant};
use crate::access::{Actor, Post, Role};
use crate::base::{App, Hand, Result, Tx};

/// The people of the demo who have an account, ready to act.
pub(super) struct Cast {
    pub commission: Vec<Actor>,
    pub leadership: Actor,
    pub bodies: BTreeMap<Uuid, Actor>,
    pub offices: BTreeMap<Uuid, Actor>,
    pub organs: BTreeMap<Uuid, Actor>,
    pub deputies: BTreeMap<Uuid, Actor>,
    pub keepers: Vec<(Actor, Uuid, usize)>,
    /// Accounts that are told to whoever loads the demo.
    pub listed: Vec<Listed>,
}

/// An account that is told, by a role it holds.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Uuid,
    /// Its login.
    pub login: String,
}

/// So many of each role are told.
const TOLD: usize = 2;

struct Clerk<'a> {
    app: &'a App,
    hand: &'a Hand,
    tx: &'a Tx,
    makes: Actor,
    grants: Actor,
    listed: Vec<Listed>,
}

impl Clerk<'_> {
    async fn account(
        &mut self,
        login: String,
        name: &str,
        person: Option<Uuid>,
        posts: &[(Role, Option<Uuid>)],
    ) -> Result<Actor> {
        // One after the other: the first of each role is who a newcomer looks around as.
        self.hand.set(self.app.clock.now() + TimeDelta::seconds(1));
        let new = NewAccount { login: login.clone(), name: name.to_owned(), person, email: String::new() };
        let account = create_account(self.tx, self.app, &self.makes, &new).await?;
        for post in posts {
            grant(self.tx, self.app, &self.grants, account, *post).await?;
            let told = self.listed.iter().filter(|listed| listed.role == post.0).count();
            let plain = post.0 != Role::Deputy || posts.len() == 1;
            if told < TOLD && plain {
                self.listed.push(Listed { role: post.0, account, login: login.clone() });
            }
        }
        let posts =
            posts.iter().map(|(role, organization)| Post { role: *role, organization: *organization });
        let congress = self.makes.congress;
        Ok(Actor { congress, account: Some(account), person, name: name.to_owned(), posts: posts.collect() })
    }
}

/// Give everybody who acts an account.
pub(super) async fn engage(
    (app, hand): (&App, &Hand),
    register: &Register,
    rng: &mut StdRng,
    namer: &mut Namer,
) -> Result<Cast> {
    let congress = register.congress;
    let tx = app.db.begin().await?;
    let makes = Actor::operator(congress, Role::SystemAdmin);
    let grants = Actor::operator(congress, Role::SecurityAdmin);
    let mut clerk = Clerk { app, hand, tx: &tx, makes, grants, listed: Vec::new() };
    let mut cast = Cast {
        commission: Vec::new(),
        leadership: Actor::anybody(congress),
        bodies: BTreeMap::new(),
        offices: BTreeMap::new(),
        organs: BTreeMap::new(),
        deputies: BTreeMap::new(),
        keepers: Vec::new(),
        listed: Vec::new(),
    };
    for (word, role) in [
        ("voter", Role::Voter),
        ("voter", Role::Voter),
        ("leadership", Role::Leadership),
        ("system", Role::SystemAdmin),
        ("security", Role::SecurityAdmin),
        ("audit", Role::AuditAdmin),
    ] {
        let nth = clerk.listed.iter().filter(|listed| listed.role == role).count() + 1;
        let one = clerk.account(format!("{word}-{nth}"), &namer.person(rng).0, None, &[(role, None)]).await?;
        if role == Role::Leadership {
            cast.leadership = one;
        }
    }
    for nth in 1..=TOLD {
        let post = [(Role::Commission, Some(register.commission))];
        let clerk = clerk.account(format!("commission-{nth}"), &namer.person(rng).0, None, &post).await?;
        cast.commission.push(clerk);
    }
    for (key, body) in busiest(&register.bodies, |topic| &topic.body) {
        let post = [(Role::WorkingBody, Some(*body))];
        let one = clerk.account(format!("body-{key}"), &namer.person(rng).0, None, &post).await?;
        cast.bodies.insert(*body, one);
    }
    for (key, (organ, _)) in busiest(&register.organs, |topic| &topic.organ) {
        let post = [(Role::Organ, Some(*organ))];
        let one = clerk.account(format!("organ-{key}"), &namer.person(rng).0, None, &post).await?;
        cast.organs.insert(*organ, one);
    }
    fronts(&mut clerk, register, &mut cast, (rng, namer)).await?;
    deputies(&mut clerk, register, &mut cast).await?;
    cast.listed = clerk.listed;
    tx.commit().await?;
    Ok(cast)
}

/// Those with the most to do first.
fn busiest<'a, T>(
    all: &'a BTreeMap<&'static str, T>,
    has: fn(&super::words::Topic) -> &String,
) -> Vec<(&'a &'static str, &'a T)> {
    let mut sorted: Vec<_> = all.iter().collect();
    sorted.sort_by_key(|(key, _)| Reverse(words().topics.iter().filter(|topic| has(topic) == **key).count()));
    sorted
}

/// Town offices, homes and stations.
async fn fronts(
    clerk: &mut Clerk<'_>,
    register: &Register,
    cast: &mut Cast,
    (rng, namer): (&mut StdRng, &mut Namer),
) -> Result<()> {
    let mut offices: Vec<_> = register.towns.iter().map(|town| town.office).enumerate().collect();
    offices.push((offices.len(), register.liaison));
    offices.sort_by_key(|(nth, _)| *nth != SHOWN);
    for (nth, office) in offices {
        let post = [(Role::LocalOffice, Some(office))];
        let login = format!("office-{:02}", nth + 1);
        cast.offices.insert(office, clerk.account(login, &namer.person(rng).0, None, &post).await?);
    }
    let mut stations: Vec<_> = register.stations.iter().enumerate().collect();
    stations.sort_by_key(|(_, (_, town))| *town != SHOWN);
    for (nth, (station, town)) in stations {
        let post = [(Role::StationKeeper, Some(*station))];
        let login = format!("station-{:02}", nth + 1);
        let keeper = clerk.account(login, &namer.person(rng).0, None, &post).await?;
        cast.keepers.push((keeper, *station, *town));
    }
    Ok(())
}

/// Every deputy; some lead a group or sit on the standing committee.
async fn deputies(clerk: &mut Clerk<'_>, register: &Register, cast: &mut Cast) -> Result<()> {
    let mut deputies: Vec<_> = register.deputies.iter().enumerate().collect();
    deputies.sort_by_key(|(_, deputy)| {
        let place = &register.places[deputy.place];
        (place.town, place.village) != (SHOWN, 0)
    });
    for (nth, deputy) in deputies {
        let mut posts = vec![(Role::Deputy, None)];
        posts.extend(register.leaders.contains(&nth).then_some((Role::GroupLeader, None)));
        posts.extend(register.members.contains(&nth).then_some((Role::Member, None)));
        let login = format!("deputy-{:03}", nth + 1);
        let one = clerk.account(login, &deputy.name, Some(deputy.person), &posts).await?;
        cast.deputies.insert(deputy.person, one);
    }
    Ok(())
}
