//! What the commission writes into archives, which the system cannot know, and what deputies ask to be put right.

use chrono::{Days, NaiveDate};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::begin::form;
use super::cast::Cast;
use super::register::{Register, SHOWN};
use super::words::words;
use crate::archive::acts::{ByHand, write};
use crate::archive::corrections::{NewCorrection, answer, ask};
use crate::archive::{Part, printed, store};
use crate::base::{App, Result};

/// The seed of who is rewarded, so that it changes nobody else's luck.
const LUCK: u64 = 20_231_102;
/// One deputy in so many has a reward on record.
const ONE_IN: u32 = 12;

/// Rewards of the last two years, and two requests: one that was answered, one that waits.
pub(super) async fn entered(app: &App, (register, cast): (&Register, &Cast), today: NaiveDate) -> Result<()> {
    let mut rng = StdRng::seed_from_u64(LUCK);
    let said = &words().archive;
    let Some(clerk) = cast.commission.first() else { return Ok(()) };
    let first = today - Days::new(600);
    for deputy in &register.deputies {
        // Those as whom a newcomer looks around have one for sure.
        let shown = register.places[deputy.place].town == SHOWN;
        let (drawn, reward, days) = (
            rng.random_ratio(1, ONE_IN),
            rng.random_range(0..said.rewards.len()),
            rng.random_range(0..560_u64),
        );
        if !(shown || drawn) {
            continue;
        }
        let new = ByHand {
            form: app.chance.draw(form),
            person: deputy.person,
            part: Part::Honours,
            on_day: first + Days::new(days),
            words: &said.rewards[reward],
            reason: &said.reason,
        };
        write(app, clerk, &new).await?;
    }
    let span = printed::span_of(&app.db, register.congress, (None, None), today).await?;
    let shown = register.deputies.iter().filter(|it| register.places[it.place].town == SHOWN);
    for (nth, (deputy, text)) in shown.zip(&said.requests).enumerate() {
        let Some(actor) = cast.deputies.get(&deputy.person) else { continue };
        let new = NewCorrection {
            form: app.chance.draw(form),
            term: span.term.id,
            part: Part::Voters,
            line: "",
            about: String::new(),
            text,
        };
        ask(app, actor, &new).await?;
        if nth == 0 {
            for asked in store::open_corrections(&app.db, clerk, 1).await? {
                answer(app, clerk, asked.id, (true, &said.answer)).await?;
            }
        }
    }
    Ok(())
}
