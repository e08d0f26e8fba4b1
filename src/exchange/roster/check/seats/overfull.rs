//! More deputies than a constituency elects.

use std::collections::HashMap;

use crate::exchange::roster::check::{At, Check};
use crate::exchange::roster::findings::Words;
use crate::exchange::roster::sheets::Col;
use crate::people::Seat;

impl Check<'_> {
    /// No constituency has more deputies than it elects.
    pub(in crate::exchange::roster::check) fn overfull(&mut self) {
        let mut sitting: HashMap<usize, Vec<(bool, Option<At>)>> = HashMap::new();
        for seat in self.seats.all.iter().filter(|seat| seat.is_open && seat.kind == Seat::Deputy) {
            if let Some(place) = seat.constituency {
                sitting.entry(place).or_default().push((seat.known.is_some(), seat.said));
            }
        }
        for (place, mut seats) in sitting {
            let most = usize::try_from(self.constituencies.all[place].seats).unwrap_or_default();
            if seats.len() <= most {
                continue;
            }
            // Whoever sits there already comes first; the rows beyond the number are one too many each.
            seats.sort_by_key(|(known, said)| (!known, *said));
            let why = |name: &str| {
                Words::new("roster-constituency-full")
                    .with("place", name)
                    .with("most", most)
                    .with("n", seats.len())
            };
            let why = why(&self.constituencies.all[place].name);
            let beyond: Vec<At> =
                seats[most..].iter().filter_map(|(known, said)| said.filter(|_| !known)).collect();
            for at in &beyond {
                self.findings.wrong(*at, Col::Constituency, why.clone(), None);
            }
            if beyond.is_empty()
                && let Some(at) = self.constituencies.all[place].said
            {
                self.findings.wrong(at, Col::Seats, why, None);
            }
        }
    }
}
