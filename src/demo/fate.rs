use rand::{RngExt, rngs::StdRng};

use super::words::words;
use crate::cases::Channel;
use crate::cases::flow::State;

/// What sort of opinion it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A voter's, to be handled.
    Voters,
    /// A deputy's own, with so many asked to co-sign.
    Deputys(usize),
    /// A question that is answered on the spot.
    Question(usize),
    /// A matter that belongs elsewhere.
    Elsewhere(usize),
}

/// What becomes of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Return {
    /// Accepted, examined anew.
    Accepted,
    /// Sent to another organ at once.
    Sent,
    /// Not accepted.
    Upheld,
}

/// What becomes of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Promise {
    /// Kept in time.
    Kept,
    /// Put off once, then kept.
    Moved,
    /// Reported kept and found not to be, then kept.
    Rejected,
}

/// What is going to become of an opinion, drawn when its story begins; today has no part in it.
#[derive(Debug, Clone)]
pub(super) struct Fate {
    pub sort: Sort,
    pub channel: Channel,
    pub names_deputy: bool,
    pub gives_name: bool,
    pub confidential: bool,
    pub to_deputy: bool,
    pub taken_up: bool,
    pub returned: Option<Return>,
    pub co: usize,
    /// More time is asked for; whether it is granted.
    pub extension: Option<bool>,
    pub category: &'static str,
    pub reply_after: i64,
    pub voter_looks: bool,
    pub voter_rates: bool,
    /// How many replies in a row satisfy nobody.
    pub unhappy: u8,
    pub lapses: bool,
    pub promise: Promise,
    pub contact_after: bool,
    pub withdrawn: bool,
    pub published: bool,
    pub supports: usize,
    /// Where it lies unduly long, once.
    pub lies: Option<State>,
}

fn chance(rng: &mut StdRng, percent: u32) -> bool {
    rng.random_ratio(percent, 100)
}

impl Fate {
    /// Draw one.
    pub fn draw(rng: &mut StdRng) -> Self {
        let sort = match rng.random_range(0..100) {
            0..7 => Sort::Question(rng.random_range(0..words().questions.len())),
            7..13 => Sort::Elsewhere(rng.random_range(0..words().elsewhere.len())),
            13..20 => Sort::Deputys(rng.random_range(1..5)),
            20..28 => Sort::Deputys(0),
            _ => Sort::Voters,
        };
        let channel = match rng.random_range(0..100) {
            0..38 => Channel::Web,
            38..66 => Channel::Qr,
            66..78 => Channel::Counter,
            78..88 => Channel::Telephone,
            88..95 => Channel::Paper,
            _ => Channel::Letter,
        };
        let confidential = chance(rng, 2);
        Self {
            sort,
            channel,
            names_deputy: chance(rng, 55),
            gives_name: chance(rng, 60),
            confidential,
            to_deputy: chance(rng, 45),
            taken_up: chance(rng, 75),
            returned: chance(rng, 9)
                .then(|| [Return::Accepted, Return::Sent, Return::Upheld][rng.random_range(0..3)]),
            co: if chance(rng, 28) { rng.random_range(1..3) } else { 0 },
            extension: chance(rng, 8).then(|| chance(rng, 75)),
            category: match rng.random_range(0..100) {
                0..52 => "a",
                52..74 => "b",
                74..87 => "c",
                _ => "d",
            },
            reply_after: rng.random_range(4..42),
            voter_looks: chance(rng, 68),
            voter_rates: chance(rng, 55),
            unhappy: match rng.random_range(0..100) {
                0..7 => 1,
                7..10 => 2,
                _ => 0,
            },
            lapses: chance(rng, 5),
            promise: match rng.random_range(0..10) {
                0..7 => Promise::Kept,
                7..9 => Promise::Moved,
                _ => Promise::Rejected,
            },
            contact_after: chance(rng, 15),
            withdrawn: chance(rng, 2),
            published: !confidential && chance(rng, 55),
            supports: if chance(rng, 60) { rng.random_range(1..24) } else { 0 },
            lies: chance(rng, 9).then(|| {
                use State::*;
                [Raised, WithDeputy, Examining, Transferred, Handling, Replied][rng.random_range(0..6)]
            }),
        }
    }

    /// Towards the end of the two years some lie where they are, so that today something is overdue: `percent` tells
    /// how far through the stories this one is, `turn` which state it lies in.
    pub fn delay(&mut self, percent: usize, turn: usize) {
        use State::*;
        self.withdrawn = false;
        match percent {
            // Their reply is due about now.
            76..88 => (self.reply_after, self.extension, self.lies) = (58, None, None),
            94.. => self.lies = Some([Raised, Examining, Transferred, Raised, WithDeputy][turn % 5]),
            _ => {}
        }
    }
}
