//! How people stand with their duties: the running counters, judged by the charter, with names.

use std::collections::{BTreeMap, BTreeSet};

use charter::{ActKind, Duty, DutyStanding, Pace, Per, Period, Text};
use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::store::{self, Reached};
use crate::access::{Actor, Permit, Post, Role};
use crate::base::{App, Conn, Result};
use crate::bodies::{self, Kind};
use crate::ledger::counts::{self, Kept};
use crate::people;

/// Which standings a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Only {
    /// Everybody's.
    #[default]
    All,
    /// Where something is still missing, in time or not.
    Open,
    /// Where less is done than is due by now, or the period ended with something missing.
    Behind,
    /// Where as much is done as is owed.
    Done,
}

impl Only {
    /// All of them, in the order shown.
    pub const ALL: [Only; 4] = [Only::Open, Only::Behind, Only::Done, Only::All];

    /// The word in addresses and sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Only::All => "all",
            Only::Open => "open",
            Only::Behind => "behind",
            Only::Done => "done",
        }
    }

    /// The one of a word.
    pub fn of_word(word: &str) -> Option<Only> {
        Only::ALL.into_iter().find(|only| only.word() == word)
    }

    /// Whether it shows what goes at this pace.
    pub fn shows(self, pace: Pace) -> bool {
        match self {
            Only::All => true,
            Only::Open => pace != Pace::Done,
            Only::Behind => matches!(pace, Pace::Behind | Pace::Missed),
            Only::Done => pace == Pace::Done,
        }
    }
}

/// Which standings are wanted.
#[derive(Debug, Clone, Default)]
pub struct Which {
    /// Only this duty, by its code.
    pub duty: Option<String>,
    /// Only this person's.
    pub person: Option<Uuid>,
    /// Only those towards this deputy, or in this constituency.
    pub target: Option<Uuid>,
    /// Only those that stand so.
    pub only: Only,
    /// Only those of people whom this local office or working body serves.
    pub office: Option<Uuid>,
}

/// How one person stands with one duty towards one deputy or place, with its names.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The numbers.
    pub counts: DutyStanding,
    /// The person's name.
    pub name: String,
    /// The deputy's or the constituency's name; empty where anybody and anywhere counts.
    pub target: String,
    /// The town or street of the person's constituency; empty for whoever is no deputy.
    pub area: String,
    /// The person's group; empty when in none.
    pub group: String,
    /// What the charter calls the duty.
    pub label: Text,
    /// Its place among the charter's duties.
    pub rank: usize,
    /// What must be done.
    pub act: ActKind,
    /// In which period.
    pub per: Per,
    /// Whether it is, or will be, done in time.
    pub pace: Pace,
    /// How many there will be at this pace.
    pub projected: u32,
}

impl Standing {
    /// What counts towards what is owed: more with one deputy does not make up for another.
    pub fn done_of_owed(&self) -> u32 {
        self.counts.done.min(self.counts.owed)
    }
}

/// One duty of all those listed.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The duty's code.
    pub duty: String,
    /// What the charter calls it.
    pub label: Text,
    /// In which period.
    pub per: Per,
    /// How many persons owe it.
    pub persons: u64,
    /// How many of them have done all of it.
    pub all_done: u64,
    /// How many have done less than is due by now.
    pub behind: u64,
    /// How many missed something, the period being over.
    pub missed: u64,
    /// How often it is owed.
    pub owed: u64,
    /// How often it was done, counted up to what is owed to each deputy or place.
    pub done: u64,
}

impl Summary {
    /// The share that is done, in percent rounded down; nothing owed is all done.
    pub fn percent(&self) -> u64 {
        (100 * self.done).checked_div(self.owed).unwrap_or(100)
    }
}

/// The day by which a year's list is judged: today in this year, else the year's last day.
pub fn day_in(year: i32, today: NaiveDate) -> NaiveDate {
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
    if year == today.year() { today } else { last }
}

/// How everybody whom the actor may look after stands in the year or term of a day: by area, group and name, then in
/// the charter's order of duties. Nothing in a period in which nothing is asked.
///
/// # Errors
/// `Forbidden` without the permit.
pub async fn of(
    at: &impl Conn,
    app: &App,
    actor: &Actor,
    (per, day): (Per, NaiveDate),
    which: &Which,
) -> Result<Vec<Standing>> {
    by(at, app, (actor, Permit::DutyRead), (per, day), which).await
}

/// The same of those whom another permit reaches.
pub(super) async fn by(
    at: &impl Conn,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (per, day): (Per, NaiveDate),
    which: &Which,
) -> Result<Vec<Standing>> {
    actor.must(permit)?;
    let office = match which.office {
        Some(office) => Some(serving(at, actor.congress, office).await?),
        None => None,
    };
    let people = store::reached(at, actor, permit, which.person, office.as_ref()).await?;
    let all = stand(at, app, actor.congress, (per, day), (which.person, &people)).await?;
    let wanted = |one: &Standing| {
        which.duty.as_ref().is_none_or(|duty| *duty == one.counts.duty)
            && which.target.is_none_or(|target| one.counts.target == Some(target))
            && which.only.shows(one.pace)
    };
    Ok(all.into_iter().filter(wanted).collect())
}

/// An office as an actor, whose permits reach those whom it serves.
pub(super) async fn serving(at: &impl Conn, congress: Uuid, office: Uuid) -> Result<Actor> {
    let kind = bodies::store::organization(at, congress, office).await?.kind;
    let role = if kind == Kind::LocalOffice.word() { Role::LocalOffice } else { Role::WorkingBody };
    let posts = vec![Post { role, organization: Some(office) }];
    Ok(Actor { posts, ..Actor::anybody(congress) })
}

/// How one person stands, for pages that have asked already whether it may be seen: the own ones.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(
    at: &impl Conn,
    app: &App,
    congress: Uuid,
    person: Uuid,
    (per, day): (Per, NaiveDate),
) -> Result<Vec<Standing>> {
    let everybody = Actor::operator(congress, Role::Commission);
    let all = store::reached(at, &everybody, Permit::DutyRead, None, None).await?;
    let people: Vec<Reached> = all.iter().filter(|one| one.id == person).cloned().collect();
    stand(at, app, congress, (per, day), (Some(person), &people)).await
}

async fn stand(
    at: &impl Conn,
    app: &App,
    congress: Uuid,
    (per, day): (Per, NaiveDate),
    (person, people): (Option<Uuid>, &[Reached]),
) -> Result<Vec<Standing>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let kept = counts::kept(at, app, congress, person).await?;
    let Ok(period) = counts::period_of(&kept, per, day) else { return Ok(Vec::new()) };
    let counters = counts::running(at, congress, &period, person).await?;
    let today = app.clock.today();
    let mut of_person: BTreeMap<Uuid, Vec<DutyStanding>> = BTreeMap::new();
    for one in kept.books().standings(per, day, &counters, today) {
        of_person.entry(one.person).or_default().push(one);
    }
    let duties = duties_of(&kept, &period);
    let place = |code: &str| duties.iter().position(|duty| duty.code == code);
    let names = people::store::all_names(at, congress).await?;
    let mut all = Vec::new();
    for who in people {
        let mut own: Vec<Standing> = Vec::new();
        for counts in of_person.remove(&who.id).unwrap_or_default() {
            let Some(rank) = place(&counts.duty) else { continue };
            let duty = duties[rank];
            let target = counts.target.and_then(|target| names.get(&target).cloned()).unwrap_or_default();
            own.push(Standing {
                name: who.name.clone(),
                target,
                area: who.area.clone().unwrap_or_default(),
                group: who.group_name.clone().unwrap_or_default(),
                label: duty.label.clone(),
                rank,
                act: duty.act,
                per,
                pace: counts.state(today),
                projected: counts.projected(today),
                counts,
            });
        }
        own.sort_by_key(|one| one.rank);
        all.extend(own);
    }
    Ok(all)
}

/// The duties asked for in a period, each as the last version says that asks for it.
fn duties_of<'a>(kept: &Kept<'a>, period: &Period) -> Vec<&'a Duty> {
    let mut seen = BTreeSet::new();
    let mut versions: Vec<_> = kept.charters.within(*period).map(|(charter, _)| charter).collect();
    versions.reverse();
    let all = versions.into_iter().flat_map(|charter| &charter.duties);
    all.filter(|duty| seen.insert(duty.code.as_str())).collect()
}

/// Each duty of those listed, in the charter's order.
pub fn summary(standings: &[Standing]) -> Vec<Summary> {
    let mut all: Vec<(Summary, BTreeMap<Uuid, Pace>)> = Vec::new();
    let mut owed: Vec<&Standing> = standings.iter().filter(|one| one.counts.owed > 0).collect();
    owed.sort_by_key(|one| one.rank);
    for one in owed {
        let place = all.iter().position(|(sum, _)| sum.duty == one.counts.duty).unwrap_or_else(|| {
            let (duty, label) = (one.counts.duty.clone(), one.label.clone());
            let sum = Summary {
                duty,
                label,
                per: one.per,
                persons: 0,
                all_done: 0,
                behind: 0,
                missed: 0,
                owed: 0,
                done: 0,
            };
            all.push((sum, BTreeMap::new()));
            all.len() - 1
        });
        let (sum, people) = &mut all[place];
        sum.owed += u64::from(one.counts.owed);
        sum.done += u64::from(one.done_of_owed());
        let worst = people.entry(one.counts.person).or_insert(one.pace);
        *worst = slower(*worst, one.pace);
    }
    let counted = |(sum, people): (Summary, BTreeMap<Uuid, Pace>)| {
        let at = |pace: Pace| people.values().filter(|own| **own == pace).count() as u64;
        Summary {
            persons: people.len() as u64,
            all_done: at(Pace::Done),
            behind: at(Pace::Behind),
            missed: at(Pace::Missed),
            ..sum
        }
    };
    all.into_iter().map(counted).collect()
}

/// The worse of two: a person has done all only when nothing is missing anywhere.
pub fn slower(one: Pace, other: Pace) -> Pace {
    let order = [Pace::Missed, Pace::Behind, Pace::OnPace, Pace::Done];
    let place = |pace: Pace| order.iter().position(|known| *known == pace);
    if place(one) <= place(other) { one } else { other }
}
