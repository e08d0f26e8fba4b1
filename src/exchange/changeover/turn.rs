//! The change itself, in one transaction; rehearsed, it is dropped.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::acts::{record, recount};
use super::leavers;
use super::store::{self, Changeover};
use crate::access::{Actor, Permit, Role};
use crate::archive;
use crate::base::{App, Conn, Error, Result, Tx};
use crate::bodies;
use crate::exchange::roster::{Plan, Tell, Wish, apply};
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::people::{self, EndReason, Seat, store::SeatRow};
use crate::receptions;

/// How the people of one kind of seat change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Who sat until the day before.
    pub before: usize,
    /// Who sits from the day on.
    pub after: usize,
    /// Of those: sat before.
    pub again: usize,
}

impl People {
    /// Who sits for the first time.
    pub fn newcomers(&self) -> usize {
        self.after - self.again
    }

    /// Who left.
    pub fn left(&self) -> usize {
        self.before - self.again
    }

    fn of(kind: Seat, before: &[SeatRow], after: &[SeatRow]) -> People {
        let sit = |seats: &[SeatRow]| {
            let open = seats.iter().filter(|seat| seat.kind == kind.word() && seat.to_on.is_none());
            open.map(|seat| seat.person_id).collect::<BTreeSet<Uuid>>()
        };
        let (before, after) = (sit(before), sit(after));
        let again = before.intersection(&after).count();
        People { before: before.len(), after: after.len(), again }
    }
}

/// What a change to the next term comes to: numbers and, of opinions, numbers of cases; nobody's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turned {
    /// Deputies.
    pub deputies: People,
    /// Committee members.
    pub members: People,
    /// Constituencies of the new term.
    pub constituencies: usize,
    /// Places in groups, stations and bodies that ended with whoever left.
    pub memberships: usize,
    /// Contacts between members and deputies that ended.
    pub pairs: usize,
    /// Days of duty at receptions that ended.
    pub duties: usize,
    /// Voters' open opinions that went to a successor.
    pub handed: usize,
    /// Those for which nobody was elected.
    pub without: usize,
    /// Suggestions of their own that go on with whoever left.
    pub own: usize,
}

/// Carry a changeover out: close the old term, open the new one, have the roster written, and carry over what is open. The
/// roles that the roster wishes for.
///
/// # Errors
/// `Conflict` before its day or when it was done; whatever an act refuses: then nothing of it may be kept.
pub async fn turn(
    (tx, app): (&Tx, &App),
    actor: &Actor,
    coming: &Changeover,
    written: (&Plan, Tell<'_>),
) -> Result<Vec<Wish>> {
    if app.clock.today() < coming.starts_on {
        return Err(Error::conflict("changeover-too-early"));
    }
    let (wishes, turned) = carried_out((tx, app), actor, coming, written).await?;
    let congress = actor.congress;
    let came_to = serde_json::to_string(&turned).map_err(anyhow::Error::from)?;
    if !store::keep_done(tx, congress, coming.id, (app.clock.now(), &came_to)).await? {
        return Err(Error::conflict("changeover-done"));
    }
    recount(tx, app, congress, &coming.id.to_string()).await?;
    archive::clockwork::term_ended(tx, app, congress, coming.id).await?;
    record(tx, app, actor, ("changeover.done", coming.id), json!(turned)).await?;
    let facts = Facts::from([("term".to_owned(), Fact::Text(coming.name.clone()))]);
    for (role, subject) in [(Role::Commission, "changeover"), (Role::SecurityAdmin, "leavers-accounts")] {
        let (to, kind, facts) = (Audience::Role(role), "changeover-done", facts.clone());
        tell(tx, app, &Notice { congress, to, kind, subject, subject_id: coming.id, facts }).await?;
    }
    Ok(wishes)
}

/// Rehearse it: the very same acts, in a transaction that is dropped.
///
/// # Errors
/// As [`turn`], but for the day.
pub async fn rehearse(
    app: &App,
    actor: &Actor,
    coming: &Changeover,
    written: (&Plan, Tell<'_>),
) -> Result<Turned> {
    let tx = app.db.begin().await?;
    let (_, turned) = carried_out((&tx, app), actor, coming, written).await?;
    drop(tx);
    Ok(turned)
}

async fn carried_out(
    (tx, app): (&Tx, &App),
    actor: &Actor,
    coming: &Changeover,
    written: (&Plan, Tell<'_>),
) -> Result<(Vec<Wish>, Turned)> {
    actor.must(Permit::TermChange)?;
    let congress = actor.congress;
    let before = people::store::every_seat(tx, congress).await?;
    for seat in before.iter().filter(|seat| seat.to_on.is_none()) {
        close((tx, app), actor, coming, seat).await?;
    }
    bodies::acts::open_term(tx, app, actor, &coming.term()).await?;
    let (_, wishes) = apply((tx, app), actor, written.0, written.1).await?;
    let after = people::store::every_seat(tx, congress).await?;
    let constituencies = bodies::store::every_constituency(tx, congress).await?;
    let mut turned = Turned {
        deputies: People::of(Seat::Deputy, &before, &after),
        members: People::of(Seat::CommitteeMember, &before, &after),
        constituencies: constituencies.iter().filter(|row| row.term_id == coming.id).count(),
        ..Turned::default()
    };
    let sits = Sitting::of(&after);
    turned.memberships = leave((tx, app), actor, coming, (&before, &sits)).await?;
    turned.pairs = part((tx, app), actor, coming, &sits).await?;
    let left: BTreeSet<Uuid> =
        before.iter().map(|seat| seat.person_id).filter(|person| !sits.deputies.contains(person)).collect();
    turned.duties = receptions::acts::relieve(tx, app, actor, &left, coming.starts_on).await?;
    (turned.handed, turned.without) = leavers::hand_on_all((tx, app), actor).await?;
    let own = crate::cases::store::own_of_leavers(tx, congress).await?;
    turned.own = own.iter().filter_map(|one| usize::try_from(one.n).ok()).sum();
    Ok((wishes, turned))
}

/// Whoever holds a seat.
struct Sitting {
    deputies: BTreeSet<Uuid>,
    members: BTreeSet<Uuid>,
}

impl Sitting {
    fn of(seats: &[SeatRow]) -> Sitting {
        let of = |kind: Seat| {
            let open = seats.iter().filter(|seat| seat.kind == kind.word() && seat.to_on.is_none());
            open.map(|seat| seat.person_id).collect()
        };
        Sitting { deputies: of(Seat::Deputy), members: of(Seat::CommitteeMember) }
    }
}

/// A seat ends with its term; a mandate that rests does not rest in the next one.
async fn close((tx, app): (&Tx, &App), actor: &Actor, coming: &Changeover, seat: &SeatRow) -> Result<()> {
    if seat.suspended_on.is_some() {
        people::acts::suspend_seat(tx, app, actor, seat.id, None).await?;
    }
    let eve = coming.eve().max(seat.from_on);
    people::acts::end_seat(tx, app, actor, seat.id, (eve, EndReason::TermEnded)).await
}

/// Whoever holds no seat any more leaves the groups, stations and bodies.
async fn leave(
    (tx, app): (&Tx, &App),
    actor: &Actor,
    coming: &Changeover,
    (before, sits): (&[SeatRow], &Sitting),
) -> Result<usize> {
    let sat: BTreeSet<Uuid> = before.iter().map(|seat| seat.person_id).collect();
    let mut ended = 0;
    for row in people::store::every_membership(tx, actor.congress).await? {
        let stays = match row.part.as_str() {
            // The working body that serves a committee member (clause 10).
            "counterpart" => sits.members.contains(&row.person_id),
            _ => sits.deputies.contains(&row.person_id) || sits.members.contains(&row.person_id),
        };
        if sat.contains(&row.person_id) && !stays {
            let which = (row.person_id, row.id);
            people::acts::end_membership(tx, app, actor, which, coming.eve()).await?;
            ended += 1;
        }
    }
    Ok(ended)
}

/// A member contacts a deputy as long as both are what they were.
async fn part((tx, app): (&Tx, &App), actor: &Actor, coming: &Changeover, sits: &Sitting) -> Result<usize> {
    let eve = coming.eve();
    let mut ended = 0;
    for pair in people::store::assignments(tx, actor.congress, None).await? {
        // One that was to begin later never does: it ends on the day it begins, when nobody sits.
        let last = eve.max(pair.from_on);
        let lasts = pair.to_on.is_none_or(|to| to > last);
        let both = sits.members.contains(&pair.member_id) && sits.deputies.contains(&pair.deputy_id);
        if lasts && !both {
            people::acts::end_assignment(tx, app, actor, &pair, last).await?;
            ended += 1;
        }
    }
    Ok(ended)
}

/// Of which villages and communities each constituency is made, those of earlier terms included.
pub(super) async fn parts(at: &impl Conn, congress: Uuid) -> Result<BTreeMap<Uuid, BTreeSet<Uuid>>> {
    let mut parts: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for (constituency, area) in bodies::store::every_part(at, congress).await? {
        parts.entry(constituency).or_default().insert(area);
    }
    Ok(parts)
}
