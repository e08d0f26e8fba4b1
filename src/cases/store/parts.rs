//! A list as parts that have no opinion in common: for whom, in which states, awaiting what. How many there are of each part
//! stands in the tallies (`case_tallies`), and each part has an index in the order of its due days, so that neither the
//! number nor the first page of a list costs more when there are more opinions.
//!
//! Some lists are no such parts: those of people with several posts, to whom one opinion may belong twice, and those
//! narrowed by something that is not tallied. They are counted one by one.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::lists::Which;
use crate::access::{Actor, Permit, Post, Role, Scope};
use crate::base::{Conn, Result, day_of, sql, start_of};

/// Opinions of one scope of the tallies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    scope: &'static str,
    id: Uuid,
    /// In one of these states; all when empty.
    states: Vec<&'static str>,
    /// Awaiting one of these; all when empty.
    awaiting: Vec<&'static str>,
    /// On one of these days, the last not among them.
    days: (Option<NaiveDate>, Option<NaiveDate>),
}

/// What a lead organ has to do.
pub(super) const ORGAN_DOES: [&str; 3] = ["sign_for", "reply", "keep_promise"];
/// What a working body has to do.
const BODY_DOES: [&str; 3] = ["examine", "decide_return", "conclude"];
/// What a deputy has to do, beside answering who co-signs.
const DEPUTY_DOES: [&str; 4] = ["cosign", "sort", "take_up", "evaluate"];
/// Where an organ that helps has something to do.
const HELPING: [&str; 2] = ["transferred", "handling"];

impl Part {
    fn of(scope: &'static str, id: Uuid) -> Self {
        Self { scope, id, states: Vec::new(), awaiting: Vec::new(), days: (None, None) }
    }

    fn awaiting(scope: &'static str, id: Uuid, awaiting: &[&'static str]) -> Self {
        Self { awaiting: awaiting.to_vec(), ..Self::of(scope, id) }
    }

    /// Narrow it; nothing may be left of it.
    fn narrowed(mut self, which: &Which) -> Option<Self> {
        self.states = both(&self.states, &which.states)?;
        self.awaiting = both(&self.awaiting, &which.awaiting)?;
        let first = which.is_open().then_some(FIRST);
        self.days = (which.due_from.or(first), which.due_before);
        Some(self)
    }

    fn condition(&self, values: &mut Vec<Value>) -> String {
        let mut next = |value: Value| {
            values.push(value);
            values.len()
        };
        let mut text = format!("(scope = '{}' AND id = ${}", self.scope, next(self.id.into()));
        for (sign, day) in [(">=", self.days.0), ("<", self.days.1)] {
            if let Some(day) = day {
                text.push_str(&format!(" AND on_day {sign} ${}", next(day.into())));
            }
        }
        for (column, words) in [("state", &self.states), ("due_what", &self.awaiting)] {
            if !words.is_empty() {
                text.push_str(&format!(" AND {column} IN ({})", quoted(words)));
            }
        }
        text.push(')');
        text
    }
}

/// The first day that anything can be due; before it stands what is not due at all.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 2).expect("a day");

/// The words in both, where none means all; none at all when nothing is in both.
fn both(one: &[&'static str], other: &[&'static str]) -> Option<Vec<&'static str>> {
    if one.is_empty() || other.is_empty() {
        return Some([one, other].concat());
    }
    let both: Vec<_> = one.iter().copied().filter(|word| other.contains(word)).collect();
    (!both.is_empty()).then_some(both)
}

fn quoted(words: &[&'static str]) -> String {
    words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ")
}

/// The posts for which something can wait.
fn awaited(actor: &Actor) -> Vec<&Post> {
    use Role::{Commission, Deputy, LocalOffice, Organ, StationKeeper, WorkingBody};
    let awaited = |post: &&Post| {
        matches!(post.role, Deputy | LocalOffice | StationKeeper | WorkingBody | Commission | Organ)
    };
    actor.posts.iter().filter(awaited).collect()
}

/// The parts of a list, if it is such parts.
pub(super) fn parts(actor: &Actor, which: &Which) -> Option<Vec<Part>> {
    let of = [which.deputy, which.body, which.office, which.organ, which.asked];
    let otherwise = which.with_organ || (which.waiting && !which.states.is_empty());
    if otherwise || of.iter().any(Option::is_some) {
        return None;
    }
    let whole = match actor.posts_with(Permit::CaseRead).collect::<Vec<_>>().as_slice() {
        [(post, scope)] => theirs(actor, post, *scope)?,
        many if many.iter().any(|(_, scope)| matches!(scope, Scope::Congress | Scope::Deployment)) => {
            Part::of("all", actor.congress)
        }
        _ => return None,
    };
    if which.raised.is_some() || which.ended.is_some() {
        return by_days(whole, which);
    }
    let parts = match (which.waiting, awaited(actor).as_slice()) {
        (false, _) => vec![whole],
        (true, []) => Vec::new(),
        (true, [post]) => waiting(actor, post)?,
        (true, _) => return None,
    };
    Some(parts.into_iter().filter_map(|part| part.narrowed(which)).collect())
}

/// All that belongs to one post.
fn theirs(actor: &Actor, post: &Post, scope: Scope) -> Option<Part> {
    match scope {
        Scope::Congress | Scope::Deployment => Some(Part::of("all", actor.congress)),
        Scope::Own if post.role == Role::Deputy => Some(Part::of("own", actor.person?)),
        Scope::Own => None,
        Scope::Office => Some(Part::of("party", post.organization?)),
        Scope::Organ => Some(Part::of("organ", post.organization?)),
    }
}

/// Those raised or ended on certain whole days; of the congress only.
fn by_days(whole: Part, which: &Which) -> Option<Vec<Part>> {
    let (scope, (from, to)) = match (which.raised, which.ended) {
        (Some(raised), None) => ("raised", raised),
        (None, Some(ended)) => ("ended", ended),
        _ => return None,
    };
    let whole_days = start_of(day_of(from)) == from && start_of(day_of(to)) == to;
    let plain = which.states.is_empty() && !which.is_open();
    (whole.scope == "all" && whole_days && plain)
        .then(|| vec![Part { scope, days: (Some(day_of(from)), Some(day_of(to))), ..whole }])
}

/// What waits for a step of one post; for deputies without the opinions in which they are asked to co-sign.
fn waiting(actor: &Actor, post: &Post) -> Option<Vec<Part>> {
    Some(match post.role {
        Role::Deputy => vec![Part::awaiting("deputy", actor.person?, &DEPUTY_DOES)],
        Role::LocalOffice | Role::StationKeeper => {
            vec![Part::awaiting("office", post.organization?, &["sort"])]
        }
        Role::WorkingBody => vec![Part::awaiting("body", post.organization?, &BODY_DOES)],
        Role::Commission => vec![
            Part::awaiting("office", post.organization?, &["sort"]),
            Part::awaiting("body", post.organization?, &BODY_DOES),
            Part::awaiting("all", actor.congress, &["confirm_kept"]),
        ],
        Role::Organ => vec![
            Part::awaiting("lead", post.organization?, &ORGAN_DOES),
            Part { states: HELPING.to_vec(), ..Part::of("co", post.organization?) },
        ],
        _ => Vec::new(),
    })
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

#[derive(FromQueryResult)]
struct Numbered {
    place: i64,
    n: i64,
}

/// How many opinions there are of some parts, for each list of them; all read at once.
pub(super) async fn tallied(
    at: &impl Conn,
    actor: &Actor,
    lists: &[(Vec<Part>, &Which)],
) -> Result<Vec<i64>> {
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let mut each = Vec::new();
    for (place, (parts, which)) in lists.iter().enumerate() {
        if !parts.is_empty() {
            let conditions: Vec<String> = parts.iter().map(|part| part.condition(&mut values)).collect();
            each.push(format!(
                "SELECT CAST({place} AS bigint) AS place, CAST(COALESCE(sum(n), 0) AS bigint) AS n FROM case_tallies \
                 WHERE congress_id = $1 AND ({})",
                conditions.join(" OR ")
            ));
        }
        if let Some(person) = asked(actor, which) {
            values.push(person.into());
            let from = asking(values.len());
            let mut text = format!("SELECT CAST({place} AS bigint) AS place, count(*) AS n FROM {from}");
            between(&mut text, &mut values, which);
            each.push(text);
        }
    }
    let mut numbers = vec![0; lists.len()];
    if each.is_empty() {
        return Ok(numbers);
    }
    for row in at.all::<Numbered>(sql(each.join(" UNION ALL "), values)).await? {
        let place = usize::try_from(row.place).map_err(anyhow::Error::from)?;
        *numbers.get_mut(place).ok_or_else(|| anyhow::anyhow!("a number of no list"))? += row.n;
    }
    Ok(numbers)
}

/// Where others' opinions `c` in which a deputy, bound in place `n`, is asked to co-sign are read from.
fn asking(n: usize) -> String {
    format!(
        "case_cosigners w CROSS JOIN cases c WHERE c.congress_id = $1 AND c.id = w.case_id AND w.congress_id = $1 \
         AND w.person_id = ${n} AND w.answer = 'asked' AND c.due_what = 'cosign' AND c.deputy_id IS DISTINCT FROM ${n}"
    )
}

/// The deputy whom others may ask to co-sign, where the list is of what waits.
fn asked(actor: &Actor, which: &Which) -> Option<Uuid> {
    let deputy = matches!(awaited(actor).as_slice(), [post] if post.role == Role::Deputy);
    let cosign = which.awaiting.is_empty() || which.awaiting.contains(&"cosign");
    actor.person.filter(|_| which.waiting && deputy && cosign)
}

fn between(text: &mut String, values: &mut Vec<Value>, which: &Which) {
    for (sign, day) in [(">=", which.due_from), ("<", which.due_before)] {
        if let Some(day) = day {
            values.push(day.into());
            text.push_str(&format!(" AND c.owed_on {sign} ${}", values.len()));
        }
    }
}

/// The column of a scope by which its opinions have an index in the order of their due days.
fn column(scope: &str) -> Option<&'static str> {
    match scope {
        "office" => Some("office_id"),
        "body" => Some("body_id"),
        "lead" => Some("organ_id"),
        "deputy" => Some("deputy_id"),
        _ => None,
    }
}

/// Where the first opinions `c` of what waits are read from: each part in the order of its due days from an index, so many
/// of each, after the one where the page before ended. `None` where the list is not of what waits.
pub(super) fn first_due(
    values: &mut Vec<Value>,
    actor: &Actor,
    which: &Which,
    (after, most): (Option<(NaiveDate, Uuid)>, usize),
) -> Option<String> {
    if !which.waiting || !which.by_due {
        return None;
    }
    let parts = parts(actor, which)?;
    let mut end = String::new();
    between(&mut end, values, which);
    if let Some((day, id)) = after {
        values.extend([day.into(), id.into()]);
        let n = values.len();
        end.push_str(&format!(" AND (c.due_on, c.id) > (${}, ${n})", n - 1));
    }
    end.push_str(&format!(" AND c.due_on IS NOT NULL ORDER BY c.due_on, c.id LIMIT {most}"));
    let mut streams = Vec::new();
    for part in &parts {
        values.push(part.id.into());
        let n = values.len();
        let whose = match (column(part.scope), part.scope) {
            (Some(column), _) => format!("cases c WHERE c.congress_id = $1 AND c.{column} = ${n}"),
            (None, "all") => format!("cases c WHERE c.congress_id = ${n}"),
            // SQLite keeps to this order: from the few that it helps with to what they are.
            (None, "co") => format!(
                "case_organs w CROSS JOIN cases c WHERE c.congress_id = $1 AND c.id = w.case_id AND w.congress_id = $1 \
                 AND w.organ_id = ${n} AND w.part = 'co' AND w.state IN ('waiting', 'signed')"
            ),
            (None, _) => return None,
        };
        let states = match part.states.is_empty() {
            true => String::new(),
            false => format!(" AND c.state IN ({})", quoted(&part.states)),
        };
        // One awaited thing at a time: of each the index knows the order.
        let awaited = match part.awaiting.is_empty() {
            true => vec![String::new()],
            false => part.awaiting.iter().map(|what| format!(" AND c.due_what = '{what}'")).collect(),
        };
        streams.extend(awaited.iter().map(|what| format!("SELECT c.id FROM {whose}{states}{what}{end}")));
    }
    if let Some(person) = asked(actor, which) {
        values.push(person.into());
        streams.push(format!("SELECT c.id FROM {}{end}", asking(values.len())));
    }
    if streams.is_empty() {
        return Some("cases c WHERE c.congress_id = $1 AND FALSE".to_owned());
    }
    Some(of_streams(&streams))
}

/// Where the newest opinions `c` of an organ or a deputy are read from, so many of them, after the one where the page before
/// ended: by what ties them to it, from indexes in the order of their ids, which is that of the moments when they were
/// raised. `None` where the list is of something else.
pub(super) fn newest(
    values: &mut Vec<Value>,
    actor: &Actor,
    which: &Which,
    (after, most): (Option<(DateTime<Utc>, Uuid)>, usize),
) -> Option<String> {
    if which.by_due || which.is_open() || which.raised.is_some() || which.ended.is_some() {
        return None;
    }
    let [part] = parts(actor, which)?.try_into().ok()?;
    let mut next = |value: Value| {
        values.push(value);
        values.len()
    };
    let whose = next(part.id.into());
    let before = after.map(|(at, id)| (next(at.into()), next(id.into())));
    let states = match part.states.is_empty() {
        true => String::new(),
        false => format!(" AND c.state IN ({})", quoted(&part.states)),
    };
    // SQLite keeps to this order: from the ties to what is tied.
    let tied = |table: &str, column: &str, more: &str| {
        let before = before.map_or_else(String::new, |(_, id)| format!(" AND w.case_id < ${id}"));
        format!(
            "SELECT c.id FROM {table} w CROSS JOIN cases c WHERE w.congress_id = $1 AND w.{column} = ${whose}{before} \
             AND c.congress_id = $1 AND c.id = w.case_id{more}{states} ORDER BY w.case_id DESC LIMIT {most}"
        )
    };
    let streams = match part.scope {
        "organ" => vec![tied("case_organs", "organ_id", "")],
        "own" => {
            let before = before
                .map_or_else(String::new, |(at, id)| format!(" AND (c.raised_at, c.id) < (${at}, ${id})"));
            let own = format!(
                "SELECT c.id FROM cases c WHERE c.congress_id = $1 AND c.deputy_id = ${whose}{before}{states} \
                 ORDER BY c.raised_at DESC, c.id DESC LIMIT {most}"
            );
            let cosigned = format!(" AND c.deputy_id IS DISTINCT FROM ${whose}");
            vec![own, tied("case_cosigners", "person_id", &cosigned)]
        }
        _ => return None,
    };
    Some(of_streams(&streams))
}

/// Opinions `c` of several streams that have none in common.
fn of_streams(streams: &[String]) -> String {
    let streams: Vec<String> = streams.iter().map(|stream| format!("SELECT id FROM ({stream}) s")).collect();
    format!("({}) s CROSS JOIN cases c WHERE c.congress_id = $1 AND c.id = s.id", streams.join(" UNION ALL "))
}

/// Whether the tallies say what counting says, and nothing is kept of what is none.
///
/// # Errors
/// When the database cannot be read.
pub async fn tallies_are_true(at: &impl Conn, congress: Uuid) -> Result<bool> {
    let columns = "scope, id, state, due_what, on_day, n";
    let kept = format!("SELECT {columns} FROM case_tallies WHERE congress_id = $1");
    let counted = format!("SELECT {columns} FROM case_tallies_counted WHERE congress_id = $1");
    let text = format!(
        "SELECT count(*) AS n FROM (SELECT * FROM ({kept} EXCEPT {counted}) a UNION ALL SELECT * FROM ({counted} EXCEPT {kept}) b) d"
    );
    Ok(at.one::<Count>(sql(text, [congress.into()])).await?.n == 0)
}
