//! What people do to a case. Each act: may they, is it right, write it, record it.

mod advance;
mod clockwork;
mod effects;
mod moves;
mod personal;
mod raise;
mod sorters;
mod voter;

pub use advance::{hand_on, take, urge};
pub use clockwork::let_time_pass;
pub use moves::Move;
pub use personal::{as_read_by, may_read_personal, read_personal, reads_whole};
pub(super) use raise::is_deputys;
pub use raise::{
    HeardIn, LONGEST, NewCase, Raised, Voter, enter, hand_in, hand_in_from, pass_on, raise, spoken,
};
pub use voter::{rate, see, support, withdraw};
