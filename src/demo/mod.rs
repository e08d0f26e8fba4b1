//! The fictional demo: a congress in Xiantao's shape with made-up people, and two years of their life.
//!
//! Nothing is written into tables: simulated voters, deputies, clerks and organs take the same steps as real ones,
//! day by day under a held clock, so the journal, the deadlines and the rules are the real ones too. The same seed and
//! the same day make the same demo. Every page of it says that it is fictional.
//!
//! * `words.toml`, `words`, `names`: what is said and how everybody is called
//! * `register`, `cast`: places, offices, people; their accounts
//! * `fate`, `begin`, `turns`, `intake`, `handling`, `answered`: one story from its beginning to its end
//! * `duty`: who contacts whom, what members and deputies do and declare, and the clerks who verify it
//! * `ask`: what deputies show of themselves, and what they ask voters before a session
//! * `publish`: what the Standing Committee publishes, and who opens it
//! * `archives`: what stands in archives by hand, and what is asked about them
//! * `events`: to what deputies are invited, who comes and what is said there
//! * `reports`: what deputies report to their voters, and what those ask
//! * `reviews`: how voters review their deputies
//! * `stations`: what homes and stations tell, their rosters, reception days and guidance
//! * `life`: all stories together, in the order of time
//! * `accounts`: the made-up people's passwords
//! * `beside`: a database that is built beside and put in its place whole

pub mod accounts;
mod answered;
mod archives;
mod ask;
mod begin;
pub mod beside;
mod cast;
mod duty;
mod events;
mod fate;
mod handling;
mod intake;
mod life;
mod names;
mod publish;
mod register;
mod reports;
mod reviews;
mod stations;
#[cfg(test)]
mod tests;
mod turns;
mod words;

use chrono::TimeDelta;
use rand::{SeedableRng, rngs::StdRng};
use uuid::Uuid;

use crate::access::{Actor, Role, store::home_of};
use crate::base::{App, Chance, Clock, Error, Result, start_of};
use crate::bodies::{acts::end_loading, calendar, store::is_loading};
use crate::letters;
use accounts::Credential;
use names::Namer;

/// The seed of the made-up people and their stories.
const SEED: u64 = 20_231_024;

/// The code of the demo's congress.
const CODE: &str = "xiantao";

/// How large the demo is.
#[derive(Debug, Clone)]
pub struct Size {
    /// Streets and towns.
    pub towns: usize,
    /// Villages or communities in each.
    pub villages: usize,
    /// Constituencies.
    pub constituencies: usize,
    /// Deputies.
    pub deputies: usize,
    /// Members of the standing committee among them.
    pub members: usize,
    /// Deputy groups.
    pub groups: usize,
    /// Homes and stations.
    pub stations: usize,
    /// Opinions.
    pub opinions: usize,
    /// Days of life before today.
    pub days: i64,
}

impl Size {
    /// Xiantao's shape.
    pub const WHOLE: Size = Size {
        towns: 18,
        villages: 12,
        constituencies: 204,
        deputies: 445,
        members: 35,
        groups: 40,
        stations: 60,
        opinions: 620,
        days: 720,
    };

    /// Places and people in Xiantao's shape, and no life.
    pub const REGISTERS: Size = Size { opinions: 0, days: 0, ..Size::WHOLE };
}

/// Hears how far it is: what is being done, how much of it, of how much.
pub type Tell<'a> = &'a (dyn Fn(&str, usize, usize) + Sync);

/// What was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// No congress.
    Nothing,
    /// A congress.
    Congress,
    /// A demo whose loading was interrupted.
    HalfDemo,
}

/// The demo as loaded.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The congress.
    pub congress: Uuid,
    /// The passwords of some accounts of each role.
    pub credentials: Vec<Credential>,
    /// Stories that ended early against a rule; none unless the demo has a mistake.
    pub stuck: Vec<String>,
}

/// What is in the database.
pub async fn before(app: &App) -> Result<Before> {
    match home_of(&app.db, None).await {
        Ok(_) if is_loading(&app.db).await? => Ok(Before::HalfDemo),
        Ok(_) => Ok(Before::Congress),
        Err(Error::NotFound) => Ok(Before::Nothing),
        Err(other) => Err(other),
    }
}

/// Load the demo into an empty database. Until it is whole, its congress is marked as loading and nobody serves it.
///
/// # Errors
/// `Conflict` when there is a congress already.
pub async fn load(app: &App, size: &Size, tell: Tell<'_>) -> Result<Loaded> {
    if before(app).await? != Before::Nothing {
        return Err(Error::conflict("bodies-congress-exists"));
    }
    let today = app.clock.today();
    let founded = start_of(today - TimeDelta::days(size.days + 1)) + TimeDelta::hours(8);
    let (clock, hand) = Clock::held_at(founded);
    let held = App { clock, chance: Chance::seeded(SEED), ..app.clone() };
    let (mut rng, mut namer) = (StdRng::seed_from_u64(SEED), Namer::default());
    tell("registers", 0, 1);
    let register = register::enter(&held, (size, today), &mut rng, (&mut namer, CODE)).await?;
    tell("registers", 1, 1);
    let cast = cast::engage((&held, &hand), &register, &mut rng, &mut namer).await?;
    heads(&held, &cast.commission).await?;
    let credentials = accounts::credentials(app, &held, (register.congress, &cast.listed), tell).await?;
    let days = calendar::shipped()?;
    let parts = ((held.clone(), hand), (&register, &cast));
    let mut life = life::Life::new(parts.0, parts.1, (rng, &mut namer), days);
    life.live(size, today, tell).await?;
    let stuck = std::mem::take(&mut life.stuck);
    if size.days > 0 {
        archives::entered(&held, (&register, &cast), today).await?;
    }
    let tx = held.db.begin().await?;
    let keeper = Actor::operator(register.congress, Role::Commission);
    end_loading(&tx, &held, &keeper).await?;
    tx.commit().await?;
    Ok(Loaded { congress: register.congress, credentials, stuck })
}

/// How the commission's papers begin; those of other offices begin with their names.
async fn heads(app: &App, commission: &[Actor]) -> Result<()> {
    let Some(clerk) = commission.first() else { return Ok(()) };
    let names = &words::words().names;
    let (mark, word) = (names.mark.clone(), names.letter_word.clone());
    let head = letters::Head { mark, word, contact: names.contact.clone(), ..letters::Head::default() };
    letters::acts::set_head(app, clerk, &head).await
}
