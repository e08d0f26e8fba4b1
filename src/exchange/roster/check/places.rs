//! Groups, stations and working bodies: a cell that is filled names all of them, and who is not named leaves.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::organizations::Organizations;
use super::people::People;
use super::{At, Changes, Check};
use crate::exchange::roster::findings::Words;
use crate::exchange::roster::known::Known;
use crate::exchange::roster::plan::{Changed, Move, Ref};
use crate::exchange::roster::rows::{Given, SeatLine};
use crate::exchange::roster::sheets::Col;

/// What follows a group's name in the cell of whoever leads it.
pub const LEADER: &str = "（组长）";

/// Somebody belongs somewhere: the membership, the organization, as what.
type Belongs = (Uuid, usize, &'static str);

/// Somebody is to belong to an organization, as what.
type Wanted = (usize, &'static str);

/// Who belongs where.
#[derive(Default)]
pub(super) struct Places {
    now: HashMap<usize, Vec<Belongs>>,
    said: HashMap<(usize, Col), (At, Vec<Wanted>)>,
}

/// The kinds of organization that a column names, and as what one belongs to them.
fn meaning(col: Col) -> (&'static [&'static str], &'static [&'static str]) {
    match col {
        Col::Groups => (&["group"], &["member", "leader"]),
        Col::Stations => (&["station", "home"], &["attached"]),
        _ => (&["working-body", "commission", "standing-committee", "local-office"], &["counterpart"]),
    }
}

impl Places {
    pub(super) fn of(known: &Known, people: &People, organizations: &Organizations) -> Places {
        let mut places = Places::default();
        for row in &known.memberships {
            let organization = organizations.place(Ref::There(row.organization_id));
            let part =
                ["member", "leader", "attached", "counterpart"].into_iter().find(|part| *part == row.part);
            if let (Some(person), Some(organization), Some(part)) =
                (people.place(row.person_id), organization, part)
            {
                places.now.entry(person).or_default().push((row.id, organization, part));
            }
        }
        places
    }
}

impl Check<'_> {
    /// What a row says of where a person belongs; what changes.
    pub(super) fn places(&mut self, line: &SeatLine, person: usize, since: NaiveDate) -> Vec<Changed> {
        let mut changes = Changes::default();
        for (col, given) in &line.places {
            let names = match given {
                Given::Is(names) => names.as_slice(),
                Given::Clear => &[],
                _ => continue,
            };
            self.place_cell(((line.tab, line.row), *col), names, (person, since), &mut changes);
        }
        changes.changes
    }

    fn place_cell(
        &mut self,
        (at, col): (At, Col),
        names: &[String],
        (person, since): (usize, NaiveDate),
        changes: &mut Changes,
    ) {
        let (kinds, parts) = meaning(col);
        let mut wanted: Vec<Wanted> = Vec::new();
        for typed in names {
            let bare = typed.strip_suffix(LEADER).or_else(|| typed.strip_suffix("(组长)"));
            let part = if bare.is_some() && col == Col::Groups { "leader" } else { parts[0] };
            let name = bare.unwrap_or(typed);
            let Some(organization) = self.organization(at, col, name, kinds) else { return };
            if !wanted.contains(&(organization, part)) {
                wanted.push((organization, part));
            }
        }
        wanted.sort_unstable();
        match self.places.said.get(&(person, col)) {
            Some((_, said)) if *said == wanted => return,
            Some((other, _)) => {
                let cell = self.cell(*other, col);
                self.findings.wrong(at, col, Words::new("roster-person-apart").with("cell", cell), None);
                return;
            }
            None => {}
        }
        self.places.said.insert((person, col), (at, wanted.clone()));
        let all = self.places.now.get(&person).cloned().unwrap_or_default();
        let fits = |belongs: &&Belongs| {
            parts.contains(&belongs.2) && kinds.contains(&self.organizations.all[belongs.1].kind)
        };
        let now: Vec<Belongs> = all.iter().filter(fits).copied().collect();
        let which = self.people.all[person].which;
        for (membership, organization, part) in &now {
            if !wanted.contains(&(*organization, *part))
                && let Ref::There(id) = which
            {
                self.plan.moves.push(Move::End(id, *membership));
            }
        }
        for (organization, part) in &wanted {
            if !now.iter().any(|(_, there, as_what)| (there, as_what) == (organization, part)) {
                let to = self.organizations.all[*organization].which;
                self.plan.moves.push(Move::Join(which, to, part, since));
            }
        }
        let mut before: Vec<Wanted> =
            now.iter().map(|(_, organization, part)| (*organization, *part)).collect();
        before.sort_unstable();
        if before != wanted && matches!(which, Ref::There(_)) {
            let (old, new) = (self.place_names(&before), self.place_names(&wanted));
            changes.put((at.0, col), &old, &new);
        }
    }

    fn place_names(&self, places: &[Wanted]) -> String {
        let name = |(organization, part): &Wanted| {
            let end = if *part == "leader" { LEADER } else { "" };
            format!("{}{end}", self.organizations.all[*organization].name)
        };
        places.iter().map(name).collect::<Vec<_>>().join("、")
    }
}
