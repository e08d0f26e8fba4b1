//! A proposal of who contacts whom, for the clerk to look at and change: every deputy has one member, those who are
//! tied never meet, all have as many deputies as the others, and then whatever speaks for a pair is followed.
//!
//! It is the best there is, not only a good one (`cheapest.rs`), and the same people give the same proposal in
//! whatever order they come.

mod cheapest;
mod price;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use uuid::Uuid;

use cheapest::{Place, Table};
use price::{LOAD, NOBODY, STEP, may, price, same, same_area};

/// A member of the standing committee.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The person.
    pub id: Uuid,
    /// Where he or she lives or works.
    pub area: Option<Uuid>,
    /// The line of work; empty if not known.
    pub field: String,
    /// Where he or she is employed; empty if not known.
    pub unit: String,
    /// Pairs that were fixed by hand and stay; they count as load.
    pub already: u32,
}

/// A deputy who is to be contacted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deputy {
    /// The person.
    pub id: Uuid,
    /// Where he or she lives or works.
    pub area: Option<Uuid>,
    /// The line of work; empty if not known.
    pub field: String,
    /// Where he or she is employed; empty if not known.
    pub unit: String,
    /// The member of the assignment that was in force before.
    pub before: Option<Uuid>,
}

/// What becomes of the pairs that were in force before: the clerk's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Whoever knows each other goes on.
    Keep,
    /// Whoever knows each other meets somebody new.
    Rotate,
}

/// Who is never paired: spouses, kin, superior and subordinate. It holds both ways.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties(BTreeSet<(Uuid, Uuid)>);

impl Ties {
    /// These two are never paired.
    pub fn tie(&mut self, one: Uuid, other: Uuid) {
        self.0.insert((one.min(other), one.max(other)));
    }

    /// Whether these two are tied.
    pub fn has(&self, one: Uuid, other: Uuid) -> bool {
        self.0.contains(&(one.min(other), one.max(other)))
    }
}

impl FromIterator<(Uuid, Uuid)> for Ties {
    fn from_iter<I: IntoIterator<Item = (Uuid, Uuid)>>(pairs: I) -> Self {
        let mut ties = Ties::default();
        pairs.into_iter().for_each(|(one, other)| ties.tie(one, other));
        ties
    }
}

/// What the proposal is made of.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Those who contact.
    pub members: &'a [Member],
    /// Those who are to be contacted, without those whose pair was fixed by hand.
    pub deputies: &'a [Deputy],
    /// Who is never paired.
    pub ties: &'a Ties,
    /// What becomes of the pairs of before.
    pub earlier: Earlier,
    /// How many deputies a member has at most, those fixed by hand counted.
    pub most: Option<u32>,
}

/// What is true of a pair and speaks for it, or should be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// No other member may have this deputy.
    OnlyOneLeft,
    /// They were a pair before.
    KeptFromBefore,
    /// The deputy had another member, who could have stayed but for the change that was asked for.
    NewByRotation,
    /// They are of one area.
    SameArea,
    /// They are of one line of work.
    SameField,
    /// Somebody would fit better or nothing else speaks for it, but no member who may has two deputies fewer.
    EvenLoad,
    /// They are of one unit, which could not be avoided: one may be the other's superior. Look at it.
    SameUnit,
}

impl Reason {
    /// All, in the order in which they are said.
    pub const ALL: [Reason; 7] = [
        Reason::OnlyOneLeft,
        Reason::KeptFromBefore,
        Reason::NewByRotation,
        Reason::SameArea,
        Reason::SameField,
        Reason::EvenLoad,
        Reason::SameUnit,
    ];

    /// The word in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Reason::OnlyOneLeft => "only-one-left",
            Reason::KeptFromBefore => "kept-from-before",
            Reason::NewByRotation => "new-by-rotation",
            Reason::SameArea => "same-area",
            Reason::SameField => "same-field",
            Reason::EvenLoad => "even-load",
            Reason::SameUnit => "same-unit",
        }
    }
}

/// A member and a deputy he or she should contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Who contacts.
    pub member: Uuid,
    /// Who is contacted.
    pub deputy: Uuid,
    /// Why these two; never empty.
    pub reasons: Vec<Reason>,
}

/// Who should contact whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The pairs, by member and then by deputy.
    pub pairs: Vec<Pair>,
    /// Deputies for whom no member may be: all are tied, or are the deputy.
    pub without: Vec<Uuid>,
    /// Deputies left over because every member who may has the most there may be.
    pub left_over: Vec<Uuid>,
}

/// The best proposal there is.
pub fn propose(asked: &Asked) -> Proposal {
    let mut members: Vec<&Member> = asked.members.iter().collect();
    let mut deputies: Vec<&Deputy> = asked.deputies.iter().collect();
    members.sort();
    members.dedup_by_key(|member| member.id);
    deputies.sort();
    deputies.dedup_by_key(|deputy| deputy.id);
    let (some, none): (Vec<&Deputy>, Vec<&Deputy>) =
        deputies.into_iter().partition(|deputy| members.iter().any(|member| may(asked, member, deputy)));

    let cheapest = cheapest::find(&table(asked, &members, &some));
    let mut proposal =
        Proposal { without: none.iter().map(|deputy| deputy.id).collect(), ..Proposal::default() };
    for (deputy, place) in some.iter().zip(cheapest.places) {
        match members.get(place) {
            Some(member) => proposal.pairs.push(Pair {
                member: member.id,
                deputy: deputy.id,
                reasons: reasons(asked, &members, member, deputy),
            }),
            None => proposal.left_over.push(deputy.id),
        }
    }
    proposal.pairs.sort_by_key(|pair| (pair.member, pair.deputy));
    proposal
}

/// What is true of two people, whoever made them a pair.
pub fn facts(member: &Member, deputy: &Deputy) -> Vec<Reason> {
    let true_of_them = [
        (deputy.before == Some(member.id), Reason::KeptFromBefore),
        (same_area(member, deputy), Reason::SameArea),
        (same(&member.field, &deputy.field), Reason::SameField),
        (same(&member.unit, &deputy.unit), Reason::SameUnit),
    ];
    true_of_them.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)).collect()
}

/// The members' places, and after them the place of those who have nobody.
fn table(asked: &Asked, members: &[&Member], deputies: &[&Deputy]) -> Table {
    let mut places: Vec<Place> = members
        .iter()
        .map(|member| Place { taken: i128::from(member.already).min(STEP), most: asked.most, load: LOAD })
        .collect();
    places.push(Place { taken: 0, most: None, load: 0 });
    let prices = deputies.iter().map(|deputy| {
        let at = |member: &&Member| may(asked, member, deputy).then(|| price(asked, member, deputy));
        members.iter().map(at).chain([Some(NOBODY)]).collect()
    });
    Table { prices: prices.collect(), places }
}

fn reasons(asked: &Asked, members: &[&Member], member: &Member, deputy: &Deputy) -> Vec<Reason> {
    let others = || members.iter().filter(|other| other.id != member.id && may(asked, other, deputy));
    let stays = deputy.before == Some(member.id);
    let rotated = asked.earlier == Earlier::Rotate && others().any(|other| deputy.before == Some(other.id));
    let here = price(asked, member, deputy);
    let mut reasons = Vec::new();
    let mut say = |holds: bool, reason| {
        if holds {
            reasons.push(reason);
        }
    };
    say(others().next().is_none(), Reason::OnlyOneLeft);
    say(stays, Reason::KeptFromBefore);
    say(rotated, Reason::NewByRotation);
    say(same_area(member, deputy), Reason::SameArea);
    say(same(&member.field, &deputy.field), Reason::SameField);
    say(others().any(|other| price(asked, other, deputy) < here), Reason::EvenLoad);
    if reasons.is_empty() {
        reasons.push(Reason::EvenLoad);
    }
    if same(&member.unit, &deputy.unit) {
        reasons.push(Reason::SameUnit);
    }
    reasons
}
