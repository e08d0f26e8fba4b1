use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use rand::{RngExt, rngs::StdRng};
use uuid::Uuid;

use super::Size;
use super::names::Namer;
use super::words::{Filler, one, words};
use crate::access::{Actor, Role};
use crate::base::{App, Result, Tx};
use crate::bodies::acts::{
    NewArea, NewCongress, NewConstituency, NewOrganization, add_area, add_constituency, add_organization,
    begin_loading, found, open_term,
};
use crate::bodies::{Kind, Term, calendar};
use crate::people::acts::{NewPerson, NewSeat, add_person, join, seat};
use crate::people::{FIELDS, Seat};

/// The town whose first village has more to say than others, so that a newcomer's desks are not empty.
pub(super) const SHOWN: usize = 2;

/// A town or street with its villages.
pub(super) struct Town {
    pub id: Uuid,
    pub name: String,
    pub villages: Vec<(Uuid, String)>,
    pub office: Uuid,
}

/// A constituency of the demo.
pub(super) struct Place {
    pub id: Uuid,
    pub town: usize,
    pub village: usize,
    pub seats: i64,
}

/// A sitting deputy of the demo.
pub(super) struct Sitting {
    pub person: Uuid,
    pub name: String,
    pub place: usize,
}

/// The registers as entered.
pub(super) struct Register {
    pub congress: Uuid,
    pub towns: Vec<Town>,
    pub places: Vec<Place>,
    pub deputies: Vec<Sitting>,
    pub members: Vec<usize>,
    pub leaders: Vec<usize>,
    pub commission: Uuid,
    pub liaison: Uuid,
    pub bodies: BTreeMap<&'static str, Uuid>,
    pub organs: BTreeMap<&'static str, (Uuid, &'static str)>,
    pub stations: Vec<(Uuid, usize)>,
}

struct Clerk<'a> {
    app: &'a App,
    tx: &'a Tx,
    keeper: Actor,
    namer: &'a mut Namer,
    rng: &'a mut StdRng,
    since: NaiveDate,
    rank: i64,
}

/// Enter the registers of a congress in Xiantao's shape; the people are made up.
pub(super) async fn enter(
    app: &App,
    (size, today): (&Size, NaiveDate),
    rng: &mut StdRng,
    (namer, code): (&mut Namer, &str),
) -> Result<Register> {
    let names = &words().names;
    let tx = app.db.begin().await?;
    let new = NewCongress {
        code: code.into(),
        name: names.congress.clone(),
        short_name: names.congress_short.clone(),
        charter: "xiantao".into(),
        fictional: true,
    };
    let congress = found(&tx, app, &new).await?;
    begin_loading(&tx, app, congress).await?;
    let keeper = Actor::operator(congress, Role::Commission);
    let (term, (since, ends_on)) = (app.chance.id(app.clock.now()), running_days(today));
    let running = Term { id: term, number: 10, name: names.term.clone(), starts_on: since, ends_on };
    open_term(&tx, app, &keeper, &running).await?;
    calendar::take_over(&tx, app, &keeper, &calendar::shipped()?).await?;
    let mut clerk = Clerk { app, tx: &tx, keeper, namer, rng, since, rank: 0 };
    let towns = clerk.towns(size).await?;
    let places = clerk.constituencies(size, &towns, term).await?;
    let (commission, liaison, bodies, organs) = clerk.offices().await?;
    let stations = clerk.stations(size, &towns).await?;
    let deputies = clerk.deputies(size, &towns, (&places, &stations), term).await?;
    let stride = (deputies.len() / size.members.max(1)).max(1);
    let members: Vec<usize> =
        (0..size.members).map(|nth| (nth * stride + stride / 2) % deputies.len()).collect();
    let served: Vec<Uuid> = bodies.values().copied().collect();
    for (nth, member) in members.iter().enumerate() {
        let person = deputies[*member].person;
        clerk.seat(person, term, None).await?;
        // The working body that serves the member (clause 10).
        let counterpart = (person, served[nth % served.len()]);
        join(clerk.tx, clerk.app, &clerk.keeper, counterpart, ("counterpart", clerk.since)).await?;
    }
    let leaders = clerk.groups(size, &towns, (&places, &deputies)).await?;
    tx.commit().await?;
    Ok(Register {
        congress,
        towns,
        places,
        deputies,
        members,
        leaders,
        commission,
        liaison,
        bodies,
        organs,
        stations,
    })
}

/// A term in its middle whatever the day: what is told of the past two years lies in it, and it does not end soon.
fn running_days(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first_day = |year| NaiveDate::from_ymd_opt(year, 12, 15).expect("a day of the calendar");
    (first_day(today.year() - 3), first_day(today.year() + 2) - Days::new(1))
}

impl Clerk<'_> {
    async fn area(&mut self, parent: Option<Uuid>, kind: &'static str, name: &str) -> Result<Uuid> {
        self.rank += 1;
        let new = NewArea { parent, kind, name: name.to_owned(), rank: self.rank };
        add_area(self.tx, self.app, &self.keeper, &new).await
    }

    async fn organization(
        &mut self,
        kind: Kind,
        name: &str,
        (area, parent): (Option<Uuid>, Option<Uuid>),
        address: &str,
    ) -> Result<Uuid> {
        self.rank += 1;
        let open = matches!(kind, Kind::Home | Kind::Station | Kind::LocalOffice);
        let new = NewOrganization {
            kind,
            name: name.to_owned(),
            short_name: name.trim_start_matches('市').to_owned(),
            area,
            parent,
            rank: self.rank,
            address: address.to_owned(),
            phone: self.namer.telephone(),
            hours: if open { words().names.hours.clone() } else { String::new() },
            from_on: self.since,
        };
        add_organization(self.tx, self.app, &self.keeper, &new).await
    }

    async fn seat(&mut self, person: Uuid, term: Uuid, constituency: Option<Uuid>) -> Result<()> {
        let kind = if constituency.is_some() { Seat::Deputy } else { Seat::CommitteeMember };
        let new = NewSeat { person, term, kind, constituency, from_on: self.since };
        seat(self.tx, self.app, &self.keeper, &new).await?;
        Ok(())
    }

    async fn towns(&mut self, size: &Size) -> Result<Vec<Town>> {
        let names = &words().names;
        let city = self.area(None, "city", &names.city).await?;
        let streets = names.streets.iter().map(|name| ("street", name));
        let all = streets.chain(names.towns.iter().map(|name| ("town", name)));
        let mut towns = Vec::new();
        for (kind, name) in all.take(size.towns) {
            let id = self.area(Some(city), kind, name).await?;
            let (part, called, office) = match kind {
                "street" => ("community", &names.community, &names.street_office),
                _ => ("village", &names.village, &names.town_office),
            };
            let mut villages = Vec::new();
            for _ in 0..size.villages {
                let village = self.namer.village(self.rng, called);
                villages.push((self.area(Some(id), part, &village).await?, village));
            }
            let office_name = Filler::of(&[("t", name)]).fill(self.rng, office);
            let office = self.organization(Kind::LocalOffice, &office_name, (Some(id), None), name).await?;
            towns.push(Town { id, name: name.clone(), villages, office });
        }
        Ok(towns)
    }

    /// Two seats each, some one, some three, so that the sum is the congress's.
    async fn constituencies(&mut self, size: &Size, towns: &[Town], term: Uuid) -> Result<Vec<Place>> {
        let mut seats = vec![2; size.constituencies];
        seats.iter_mut().step_by(20).for_each(|seats| *seats = 1);
        let missing = size.deputies as i64 - seats.iter().sum::<i64>();
        let more = seats.iter_mut().filter(|seats| **seats == 2).step_by(3);
        more.take(usize::try_from(missing).unwrap_or(0)).for_each(|seats| *seats = 3);
        let mut places = Vec::new();
        let (each, rest) = (size.constituencies / towns.len(), size.constituencies % towns.len());
        for (town, at) in towns.iter().enumerate() {
            let here = each + usize::from(town < rest);
            for nth in 0..here {
                let number = places.len() + 1;
                let last = nth + 1 == here;
                let end = if last { at.villages.len() } else { nth + 1 };
                let parts = at.villages[nth..end].iter().map(|(id, _)| *id).collect();
                let name = words().names.constituency.replace("{number}", &number.to_string());
                let seats = seats[number - 1];
                let new = NewConstituency { term, area: at.id, parts, number: number as i64, name, seats };
                let id = add_constituency(self.tx, self.app, &self.keeper, &new).await?;
                places.push(Place { id, town, village: nth, seats });
            }
        }
        Ok(places)
    }

    async fn offices(
        &mut self,
    ) -> Result<(Uuid, Uuid, BTreeMap<&'static str, Uuid>, BTreeMap<&'static str, (Uuid, &'static str)>)>
    {
        let names = &words().names;
        let commission = self.organization(Kind::Commission, &names.commission, (None, None), "").await?;
        let liaison = self.organization(Kind::LocalOffice, &names.liaison, (None, None), "").await?;
        let (mut bodies, mut organs) = (BTreeMap::new(), BTreeMap::new());
        for (key, name) in &words().bodies {
            let id = self.organization(Kind::WorkingBody, name, (None, None), "").await?;
            bodies.insert(key.as_str(), id);
        }
        for (key, name) in &words().organs {
            let id = self.organization(Kind::Organ, name, (None, None), "").await?;
            organs.insert(key.as_str(), (id, name.as_str()));
        }
        Ok((commission, liaison, bodies, organs))
    }

    /// A home in each town, then stations in villages by turns.
    async fn stations(&mut self, size: &Size, towns: &[Town]) -> Result<Vec<(Uuid, usize)>> {
        let names = &words().names;
        let mut stations = Vec::new();
        for nth in 0..size.stations {
            let (town, round) = (nth % towns.len(), nth / towns.len());
            let at = &towns[town];
            let (kind, name, area, village) = match round {
                0 => (Kind::Home, &names.home, at.id, &at.villages[0].1),
                _ => {
                    let (id, village) = &at.villages[(round * 3) % at.villages.len()];
                    (Kind::Station, &names.station, *id, village)
                }
            };
            let mut filler = Filler::of(&[("t", &at.name), ("v", village)]);
            let (name, address) = (filler.fill(self.rng, name), filler.fill(self.rng, &names.address));
            let id = self.organization(kind, &name, (Some(area), Some(at.office)), &address).await?;
            stations.push((id, town));
        }
        Ok(stations)
    }

    async fn deputies(
        &mut self,
        size: &Size,
        towns: &[Town],
        (places, stations): (&[Place], &[(Uuid, usize)]),
        term: Uuid,
    ) -> Result<Vec<Sitting>> {
        let mut deputies = Vec::with_capacity(size.deputies);
        for (nth, place) in places.iter().enumerate() {
            let at = &towns[place.town];
            let stations: Vec<Uuid> =
                stations.iter().filter(|(_, town)| *town == place.town).map(|(id, _)| *id).collect();
            for _ in 0..place.seats {
                let (name, sex) = self.namer.person(self.rng);
                let mut filler = Filler::of(&[("t", &at.name), ("v", &at.villages[place.village].1)]);
                let unit = one(self.rng, &words().units).to_owned();
                let new = NewPerson {
                    name: name.clone(),
                    sex,
                    unit: filler.fill(self.rng, &unit),
                    post: one(self.rng, &words().posts).to_owned(),
                    phone: self.namer.telephone(),
                    email: String::new(),
                    field: FIELDS[self.rng.random_range(0..FIELDS.len())],
                };
                let person = add_person(self.tx, self.app, &self.keeper, &new).await?;
                self.seat(person, term, Some(place.id)).await?;
                if !stations.is_empty() {
                    let station = stations[self.rng.random_range(0..stations.len())];
                    let attached = ("attached", self.since);
                    join(self.tx, self.app, &self.keeper, (person, station), attached).await?;
                }
                deputies.push(Sitting { person, name, place: nth });
            }
        }
        Ok(deputies)
    }

    /// Deputy groups: two in a town, by turns; each has a leader. Which deputies lead.
    async fn groups(
        &mut self,
        size: &Size,
        towns: &[Town],
        (places, deputies): (&[Place], &[Sitting]),
    ) -> Result<Vec<usize>> {
        let mut groups: Vec<Vec<Uuid>> = vec![Vec::new(); towns.len()];
        for nth in 0..size.groups {
            let at = &towns[nth % towns.len()];
            let mut filler = Filler::of(&[("t", &at.name), ("number", &(nth / towns.len() + 1).to_string())]);
            let name = filler.fill(self.rng, &words().names.group);
            let group = self.organization(Kind::Group, &name, (Some(at.id), Some(at.office)), "").await?;
            groups[nth % towns.len()].push(group);
        }
        let mut leaders = Vec::new();
        let mut members = vec![0; towns.len()];
        for (nth, deputy) in deputies.iter().enumerate().rev() {
            let town = places[deputy.place].town;
            let Some(group) = groups[town].get(members[town] % groups[town].len().max(1)) else { continue };
            let leads = members[town] < groups[town].len();
            members[town] += 1;
            leaders.extend(leads.then_some(nth));
            let part = if leads { "leader" } else { "member" };
            join(self.tx, self.app, &self.keeper, (deputy.person, *group), (part, self.since)).await?;
        }
        Ok(leaders)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_today_is_the_term_has_two_years_behind_and_a_year_to_go() {
        for days in 0..4_000 {
            let today = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(days);
            let (from, to) = running_days(today);
            assert!(from <= today - Days::new(721), "{today}: since {from}");
            assert!(today + Days::new(345) <= to, "{today}: until {to}");
        }
    }
}
