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
        /// Telephone numbers are checked and tokens signed; nobody casts yet.
        Checking = "checking",
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
        /// Let voters have their numbers checked.
        Check = "check",
        /// Let voters cast.
        Open = "open",
        /// Print more slips.
        More = "more",
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
    /// How far the checks by telephone are; none where nobody is checked so.
    pub telephone: Option<Telephone>,
    /// What two persons counted on paper.
    pub paper: Paper,
}

/// How far the checks by telephone are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telephone {
    /// The last day on which numbers are checked is over.
    pub day_past: bool,
    /// The list has to be whole before, and is empty.
    pub list_missing: bool,
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
    /// The numbers are checked first: whoever cannot come would have no token.
    CheckFirst,
    /// The last day on which numbers are checked is over already.
    CheckDayPast,
    /// No number is on the list.
    NoNumbers,
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
            Refusal::CheckFirst => "reviews-refused-check-first",
            Refusal::CheckDayPast => "reviews-refused-check-day",
            Refusal::NoNumbers => "reviews-refused-no-numbers",
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
        (State::Draft, Step::Check | Step::Open) if it.issued == 0 => Err(Refusal::NoSlips),
        (State::Draft, Step::Check) => checked(it.telephone),
        (State::Draft, Step::Open) if it.telephone.is_some() => Err(Refusal::CheckFirst),
        (State::Draft | State::Checking, Step::Open) if it.last_day_past => Err(Refusal::LastDayPast),
        (State::Draft | State::Checking, Step::Open) => Ok(State::Open),
        (State::Checking | State::Open, Step::More) => Ok(it.state),
        (State::Open, Step::Close) => Ok(State::Closed),
        (State::Closed, Step::Unseal) if !it.sealed => Err(Refusal::NotSealed),
        (State::Closed, Step::Unseal) => reconciled(it.paper).map(|()| State::Opening),
        (State::Opened, Step::Publish) => reconciled(it.paper).map(|()| State::Published),
        (State::Draft | State::Checking | State::Open | State::Closed | State::Opening, Step::Abandon) => {
            Ok(State::Abandoned)
        }
        _ => Err(Refusal::State),
    }
}

fn checked(telephone: Option<Telephone>) -> Result<State, Refusal> {
    match telephone {
        None => Err(Refusal::State),
        Some(it) if it.list_missing => Err(Refusal::NoNumbers),
        Some(it) if it.day_past => Err(Refusal::CheckDayPast),
        Some(_) => Ok(State::Checking),
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
pub fn next(it: &Standing) -> Option<Step> {
    match it.state {
        State::Draft if it.telephone.is_some() => Some(Step::Check),
        State::Draft | State::Checking => Some(Step::Open),
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
        Standing {
            state,
            issued: 10,
            sealed: true,
            last_day_past: false,
            telephone: None,
            paper: Paper::Balanced,
        }
    }

    fn by_telephone(state: State) -> Standing {
        let telephone = Some(Telephone { day_past: false, list_missing: false });
        Standing { telephone, ..standing(state) }
    }

    #[test]
    fn each_step_leads_from_one_place_to_the_next() {
        let way = [State::Draft, State::Checking, State::Open, State::Closed, State::Opened];
        let leads = [State::Open, State::Open, State::Closed, State::Opening, State::Published];
        for state in State::ALL {
            for step in [Step::Open, Step::Close, Step::Unseal, Step::Publish] {
                let here =
                    |(from, _): &(&State, State)| *from == state && next(&standing(*state)) == Some(step);
                let expected = way.iter().zip(leads).find(here);
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
    fn numbers_are_checked_before_anybody_casts_and_never_while_somebody_does() {
        let draft = by_telephone(State::Draft);
        assert_eq!(after(&draft, Step::Open), Err(Refusal::CheckFirst));
        assert_eq!((next(&draft), after(&draft, Step::Check)), (Some(Step::Check), Ok(State::Checking)));
        let checking = by_telephone(State::Checking);
        assert_eq!((next(&checking), after(&checking, Step::Open)), (Some(Step::Open), Ok(State::Open)));
        assert_eq!(
            after(&Standing { last_day_past: true, ..checking }, Step::Open),
            Err(Refusal::LastDayPast)
        );
        let telephone = |day_past, list_missing| {
            let telephone = Some(Telephone { day_past, list_missing });
            after(&Standing { telephone, ..draft }, Step::Check)
        };
        assert_eq!(telephone(true, false), Err(Refusal::CheckDayPast));
        assert_eq!(telephone(false, true), Err(Refusal::NoNumbers));
        assert_eq!(after(&Standing { issued: 0, ..draft }, Step::Check), Err(Refusal::NoSlips));
        assert_eq!(after(&standing(State::Draft), Step::Check), Err(Refusal::State), "without telephones");
        for state in State::ALL.iter().filter(|state| **state != State::Draft) {
            assert_eq!(after(&by_telephone(*state), Step::Check), Err(Refusal::State), "{state:?}");
        }
    }

    #[test]
    fn more_slips_are_printed_only_while_voters_may_still_need_them() {
        for state in State::ALL {
            let may = matches!(state, State::Checking | State::Open);
            let expected = if may { Ok(*state) } else { Err(Refusal::State) };
            assert_eq!(after(&by_telephone(*state), Step::More), expected, "{state:?}");
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
