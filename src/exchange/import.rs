//! Making messages opinions with their replies.

use futures_util::{StreamExt, stream};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::messages::Message;
use crate::access::{Actor, Post, Role};
use crate::base::text::Lang;
use crate::base::{App, Error, Result, hanzi};
use crate::bodies::acts::{NewOrganization, add_organization};
use crate::bodies::{self, Kind};
use crate::cases::acts::{NewCase, Voter, enter, take};
use crate::cases::flow::{State, StepKind};
use crate::cases::{Case, Channel, Move};
use crate::people::{self, Order};

/// Messages on their way at once: those that wait together are written to the disk together.
const AT_ONCE: usize = 8;

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Messages that are opinions now.
    pub added: usize,
    /// Messages whose import had been interrupted and is finished now.
    pub finished: usize,
    /// Messages that were there already.
    pub there: usize,
}

/// Who does what at an import: an operator at the command line, in one role after the other.
struct Crew {
    enters: Actor,
    clerk: Actor,
    organ: Actor,
    organ_id: Uuid,
    deputies: Vec<Uuid>,
}

/// Make each message an opinion with its reply, by the acts of the web and under their rules.
///
/// The acts happen today and today's charter counts their days; the days of the message and of its reply are kept
/// beside. Nobody's receipt or evaluation is made up: an answered message waits for them as any other reply does.
/// Each step is an act of its own; what is interrupted is finished by the next run.
///
/// # Errors
/// `Conflict` when the congress has no sitting deputy, whom the rules ask for; else whatever an act refuses.
pub async fn import(
    app: &App,
    congress: Uuid,
    messages: &[Message],
    tell: &(dyn Fn(usize, usize) + Sync),
) -> Result<Imported> {
    let crew = crew(app, congress).await?;
    let mut imported = Imported::default();
    let mut done = stream::iter(messages)
        .map(|message| async { one(app, &crew, message).await })
        .buffer_unordered(AT_ONCE);
    while let Some(one) = done.next().await {
        match one? {
            (false, _) => imported.added += 1,
            (true, 0) => imported.there += 1,
            (true, _) => imported.finished += 1,
        }
        tell(imported.added + imported.there + imported.finished, messages.len());
    }
    Ok(imported)
}

/// One message: whether it was there before, and how many steps it took.
async fn one(app: &App, crew: &Crew, message: &Message) -> Result<(bool, usize)> {
    let raised = enter(app, &crew.enters, &opinion(message)).await?;
    Ok((raised.again, carry_on(app, crew, message, raised.case).await?))
}

async fn crew(app: &App, congress: Uuid) -> Result<Crew> {
    let deputies = people::store::deputies(&app.db, congress, Order::District).await?;
    if deputies.is_empty() {
        return Err(Error::conflict("exchange-no-deputies"));
    }
    let organ_id = organ(app, congress).await?;
    let organ = Actor {
        posts: vec![Post { role: Role::Organ, organization: Some(organ_id) }],
        ..Actor::operator(congress, Role::Organ)
    };
    Ok(Crew {
        enters: Actor::operator(congress, Role::SystemAdmin),
        clerk: Actor::operator(congress, Role::Commission),
        organ,
        organ_id,
        deputies: deputies.iter().map(|deputy| deputy.person_id).collect(),
    })
}

/// The organ that stands for whoever answered the messages where they come from.
async fn organ(app: &App, congress: Uuid) -> Result<Uuid> {
    let name = Lang::ZhCn.t("exchange-organ");
    let organs = bodies::store::organizations(&app.db, congress, Kind::Organ).await?;
    if let Some(organ) = organs.into_iter().find(|organ| organ.name == name) {
        return Ok(organ.id);
    }
    let new = NewOrganization {
        kind: Kind::Organ,
        short_name: name.clone(),
        name,
        area: None,
        parent: None,
        rank: 9_000,
        address: String::new(),
        phone: String::new(),
        hours: String::new(),
        from_on: app.clock.today(),
    };
    let tx = app.db.begin().await?;
    let organ = add_organization(&tx, app, &Actor::operator(congress, Role::Commission), &new).await?;
    tx.commit().await?;
    Ok(organ)
}

fn opinion(message: &Message) -> NewCase {
    // What somebody is called elsewhere is kept only where it is a name.
    let name = hanzi::name_is_fine(&message.user).unwrap_or_default();
    NewCase {
        subject: message.subject.clone(),
        voter: Some(Voter { name, ..Voter::default() }),
        heard_on: Some(message.submitted_on),
        source: Some(format!("messages:{}", message.id)),
        ..NewCase::of_voter(form(&message.id), Channel::Import, &message.body)
    }
}

/// The form's id follows from the message's, so that a message is taken once.
fn form(id: &str) -> Uuid {
    let digest = Sha256::digest(format!("messages:{id}"));
    let bytes = digest[..16].try_into().expect("a digest has 32 bytes");
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// Take the steps that lead to the reply; how many there were.
async fn carry_on(app: &App, crew: &Crew, message: &Message, mut case: Case) -> Result<usize> {
    let mut steps = 0;
    while let Some((actor, wanted)) = next(crew, message, &case) {
        case = take(app, actor, case.id, wanted).await?;
        steps += 1;
    }
    Ok(steps)
}

/// The next step of an answered message on its way to the reply. A message without a reply waits for its sorter, and
/// what people have taken into their hands stays there.
fn next<'a>(crew: &'a Crew, message: &Message, case: &Case) -> Option<(&'a Actor, Move)> {
    let (reply, day) = message.reply.as_ref()?;
    let theirs = case.organ_id.is_some_and(|organ| organ != crew.organ_id);
    if theirs || case.standing.round > 1 {
        return None;
    }
    let on = Some(*day);
    Some(match case.standing.state {
        State::Raised => {
            let nth = case.id.as_u128() % crew.deputies.len() as u128;
            let deputy = crew.deputies.get(usize::try_from(nth).ok()?).copied();
            (&crew.clerk, Move { deputy, ..Move::new(StepKind::SendOn) })
        }
        State::Examining => {
            (&crew.clerk, Move { organ: Some(crew.organ_id), ..Move::new(StepKind::Transfer) })
        }
        State::Transferred => (&crew.organ, Move::new(StepKind::SignFor)),
        State::Handling if !case.standing.handover.contacts.before_reply() => {
            let text = Lang::ZhCn.t("exchange-contact");
            let way = "letter".to_owned();
            (&crew.organ, Move { way, on, ..Move::saying(StepKind::RecordContact, &text) })
        }
        State::Handling => {
            let category = "d".to_owned();
            (&crew.organ, Move { category, on, ..Move::saying(StepKind::Reply, reply) })
        }
        _ => return None,
    })
}
