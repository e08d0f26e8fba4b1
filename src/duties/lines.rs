//! Standings as lists show them: one line a person and duty, whatever the number of deputies or places it is owed to.

use charter::{ActKind, Pace, Per, Period, Text};
use uuid::Uuid;

use super::standings::{Only, Standing, slower};

/// One person and one duty, towards all deputies or places together.
#[derive(Debug, Clone)]
pub struct Line {
    /// The person.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// The town or street, and the group; empty for whoever is in none.
    pub place: String,
    /// The duty's code.
    pub duty: String,
    /// What the charter calls it.
    pub label: Text,
    /// Its place among the charter's duties.
    pub rank: usize,
    /// What must be done.
    pub act: ActKind,
    /// In which period.
    pub per: Per,
    /// The period.
    pub period: Period,
    /// Towards how many deputies, or in how many places.
    pub targets: usize,
    /// How often it is owed.
    pub owed: u32,
    /// How often it was done, counted up to what is owed to each.
    pub done: u32,
    /// Whether it is, or will be, done in time: as where it goes worst.
    pub pace: Pace,
    /// The deputies or places towards which something is missing, and how often.
    pub left: Vec<(String, u32)>,
}

impl Line {
    /// How many are still missing.
    pub fn missing(&self) -> u32 {
        self.owed.saturating_sub(self.done)
    }
}

/// The lines that a list shows, by how they stand as a whole.
pub fn shown(standings: &[Standing], only: Only) -> Vec<Line> {
    lines(standings).into_iter().filter(|line| only.shows(line.pace)).collect()
}

/// The lines of standings that stand in the order of persons and duties; where nothing is owed there is none.
pub fn lines(standings: &[Standing]) -> Vec<Line> {
    let mut all: Vec<Line> = Vec::new();
    for one in standings.iter().filter(|one| one.counts.owed > 0) {
        let same = |line: &&mut Line| line.person == one.counts.person && line.duty == one.counts.duty;
        if let Some(line) = all.last_mut().filter(same) {
            line.targets += 1;
            line.owed += one.counts.owed;
            line.done += one.done_of_owed();
            line.pace = slower(line.pace, one.pace);
            line.left.extend(left(one));
            continue;
        }
        all.push(Line {
            person: one.counts.person,
            name: one.name.clone(),
            place: place(&one.area, &one.group),
            duty: one.counts.duty.clone(),
            label: one.label.clone(),
            rank: one.rank,
            act: one.act,
            per: one.per,
            period: one.counts.period,
            targets: 1,
            owed: one.counts.owed,
            done: one.done_of_owed(),
            pace: one.pace,
            left: left(one).into_iter().collect(),
        });
    }
    all
}

fn left(one: &Standing) -> Option<(String, u32)> {
    let missing = one.counts.missing();
    (missing > 0).then(|| (one.target.clone(), missing))
}

/// The town and the group; a group that is named for its town says enough.
pub fn place(area: &str, group: &str) -> String {
    if group.starts_with(area) { group.to_owned() } else { format!("{area} {group}").trim().to_owned() }
}
