//! What a pair costs, and which pairs may not be. Each level counts more than all pairs together on the levels below it,
//! as long as there are fewer than `STEP` deputies. The order says what gives way to what:
//!
//! 1. nobody stays without a member for anything but ties and the most there may be;
//! 2. even loads: all members do the same work (the squares of the loads count, so an even load is the cheapest);
//! 3. one unit may mean superior and subordinate, but that is a guess: what the clerk knows for certain is a tie;
//! 4. the pairs of before, since the clerk chose what becomes of them;
//! 5. one area makes visits short;
//! 6. one line of work makes talk easy.

use super::{Asked, Deputy, Earlier, Member};

/// How much a level counts against the one below it.
pub(super) const STEP: i128 = 1 << 16;
/// They are not of one line of work.
pub(super) const FIELD: i128 = 1;
/// They are not of one area.
pub(super) const AREA: i128 = STEP * FIELD;
/// They were a pair and should not be, or the other way round.
pub(super) const EARLIER: i128 = STEP * AREA;
/// They are of one unit.
pub(super) const UNIT: i128 = STEP * EARLIER;
/// One deputy at one member; the load counts squared.
pub(super) const LOAD: i128 = STEP * UNIT;
/// A deputy has nobody: more than STEP deputies at one member, 2 · (load + fixed by hand) + 1 each, both at most STEP.
pub(super) const NOBODY: i128 = LOAD * STEP * STEP * 8;

/// Whether these two may be a pair at all.
pub(super) fn may(asked: &Asked, member: &Member, deputy: &Deputy) -> bool {
    member.id != deputy.id && !asked.ties.has(member.id, deputy.id)
}

/// Both are known and the same.
pub(super) fn same(one: &str, other: &str) -> bool {
    !one.trim().is_empty() && one.trim() == other.trim()
}

/// Both areas are known and the same.
pub(super) fn same_area(member: &Member, deputy: &Deputy) -> bool {
    member.area.is_some() && member.area == deputy.area
}

/// What speaks against the pair.
pub(super) fn price(asked: &Asked, member: &Member, deputy: &Deputy) -> i128 {
    let stays = deputy.before == Some(member.id);
    let against_the_choice = match asked.earlier {
        Earlier::Keep => deputy.before.is_some() && !stays,
        Earlier::Rotate => stays,
    };
    i128::from(same(&member.unit, &deputy.unit)) * UNIT
        + i128::from(against_the_choice) * EARLIER
        + i128::from(!same_area(member, deputy)) * AREA
        + i128::from(!same(&member.field, &deputy.field)) * FIELD
}
