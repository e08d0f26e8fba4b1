//! The life of a round, pure: which step may be taken when, and what is in its way.

use words::closed;

mod words {
    /// A closed list with its words.
    macro_rules! closed {
        ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $member:ident = $word:literal,)+ }) => {
            $(#[$about])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $name { $($(#[$doc])* $member,)+ }

            impl $name {
                /// All of them, in order.
                pub const ALL: &[$name] = &[$($name::$member,)+];

                /// The word in the database and in sentences' keys.
                pub fn word(self) -> &'static str {
                    match self { $($name::$member => $word,)+ }
                }

                /// The member of a word.
                pub fn of_word(word: &str) -> Option<$name> {
                    Self::ALL.iter().copied().find(|member| member.word() == word)
                }
            }
        };
    }
    pub(super) use closed;
}

closed! {
    /// Where a round is.
    State {
        /// It is being prepared; only its office sees it.
        Draft = "draft",
        /// Voters cast.
        Open = "open",
        /// Nobody casts any more; the box is sealed, paper is counted.
        Closed = "closed",
        /// The trustees come with their keys.
        Opening = "opening",
        /// The count is known to the office.
        Opened = "opened",
        /// Everybody sees the result.
        Published = "published",
        /// Given up.
        Abandoned = "abandoned",
    }
}

closed! {
    /// A step that two persons take.
    Step {
        /// Let voters cast.
        Open = "open",
        /// Let nobody cast any more.
        Close = "close",
        /// Let the trustees open the box.
        Unseal = "unseal",
        /// Publish the result.
        Publish = "publish",
        /// Give the round up.
        Abandon = "abandon",
    }
}

/// What the steps look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where it is.
    pub state: State,
    /// Slips printed.
    pub issued: i64,
    /// The closed box is there.
    pub sealed: bool,
    /// Its last day is over.
    pub last_day_past: bool,
    /// What two persons counted on paper.
    pub paper: Paper,
}

/// How far the paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// So many persons have counted: none or one.
    Waits(usize),
    /// Two counted differently.
    Differs,
    /// Both agree, but slips are missing or too many: issued less all the others.
    Unbalanced(i64),
    /// Both agree and every slip is accounted for.
    Balanced,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not from where it is.
    State,
    /// No slips were printed.
    NoSlips,
    /// The last day to cast is over already.
    LastDayPast,
    /// The box is being sealed.
    NotSealed,
    /// Two persons have to count the paper first.
    PaperMissing,
    /// The two counts of the paper differ.
    PaperDiffers,
    /// The slips do not balance; by so many.
    Unbalanced(i64),
}

impl Refusal {
    /// The key of the sentence.
    pub fn key(self) -> &'static str {
        match self {
            Refusal::State => "reviews-refused-state",
            Refusal::NoSlips => "reviews-refused-no-slips",
            Refusal::LastDayPast => "reviews-refused-last-day",
            Refusal::NotSealed => "reviews-refused-not-sealed",
            Refusal::PaperMissing => "reviews-refused-paper-missing",
            Refusal::PaperDiffers => "reviews-refused-paper-differs",
            Refusal::Unbalanced(_) => "reviews-refused-unbalanced",
        }
    }
}

/// Where a step leads.
///
/// # Errors
/// What is in its way.
pub fn after(it: &Standing, step: Step) -> Result<State, Refusal> {
    match (it.state, step) {
        (State::Draft, Step::Open) if it.issued == 0 => Err(Refusal::NoSlips),
        (State::Draft, Step::Open) if it.last_day_past => Err(Refusal::LastDayPast),
        (State::Draft, Step::Open) => Ok(State::Open),
        (State::Open, Step::Close) => Ok(State::Closed),
        (State::Closed, Step::Unseal) if !it.sealed => Err(Refusal::NotSealed),
        (State::Closed, Step::Unseal) => reconciled(it.paper).map(|()| State::Opening),
        (State::Opened, Step::Publish) => reconciled(it.paper).map(|()| State::Published),
        (State::Draft | State::Open | State::Closed | State::Opening, Step::Abandon) => Ok(State::Abandoned),
        _ => Err(Refusal::State),
    }
}

fn reconciled(paper: Paper) -> Result<(), Refusal> {
    match paper {
        Paper::Waits(_) => Err(Refusal::PaperMissing),
        Paper::Differs => Err(Refusal::PaperDiffers),
        Paper::Unbalanced(by) => Err(Refusal::Unbalanced(by)),
        Paper::Balanced => Ok(()),
    }
}

/// The step that comes next by itself; none where something else is waited for.
pub fn next(state: State) -> Option<Step> {
    match state {
        State::Draft => Some(Step::Open),
        State::Open => Some(Step::Close),
        State::Closed => Some(Step::Unseal),
        State::Opened => Some(Step::Publish),
        State::Opening | State::Published | State::Abandoned => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(state: State) -> Standing {
        Standing { state, issued: 10, sealed: true, last_day_past: false, paper: Paper::Balanced }
    }

    #[test]
    fn each_step_leads_from_one_place_to_the_next() {
        let way = [State::Draft, State::Open, State::Closed, State::Opened];
        let leads = [State::Open, State::Closed, State::Opening, State::Published];
        for state in State::ALL {
            for step in [Step::Open, Step::Close, Step::Unseal, Step::Publish] {
                let expected =
                    way.iter().zip(leads).find(|(from, _)| *from == state && next(**from) == Some(step));
                assert_eq!(
                    after(&standing(*state), step).ok(),
                    expected.map(|(_, to)| to),
                    "{state:?} {step:?}"
                );
            }
            let ends = matches!(state, State::Opened | State::Published | State::Abandoned);
            assert_eq!(after(&standing(*state), Step::Abandon).is_err(), ends, "{state:?}");
        }
    }

    #[test]
    fn the_box_stays_shut_and_the_result_unpublished_until_every_slip_is_accounted_for() {
        for (paper, refusal) in [
            (Paper::Waits(0), Refusal::PaperMissing),
            (Paper::Waits(1), Refusal::PaperMissing),
            (Paper::Differs, Refusal::PaperDiffers),
            (Paper::Unbalanced(-2), Refusal::Unbalanced(-2)),
        ] {
            assert_eq!(after(&Standing { paper, ..standing(State::Closed) }, Step::Unseal), Err(refusal));
            assert_eq!(after(&Standing { paper, ..standing(State::Opened) }, Step::Publish), Err(refusal));
        }
        let empty = Standing { issued: 0, ..standing(State::Draft) };
        assert_eq!(after(&empty, Step::Open), Err(Refusal::NoSlips));
        let late = Standing { sealed: false, ..standing(State::Closed) };
        assert_eq!(after(&late, Step::Unseal), Err(Refusal::NotSealed));
    }
}
