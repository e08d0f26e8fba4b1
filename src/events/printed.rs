//! The papers of an event: the invitations, a page for each deputy, and the list on which those who attend sign. Papers are
//! in Chinese whatever the reader's language.

use papers::official::{Align, Block, Column, Face, Official, Run, Table, body, date};

use super::{Event, Invited, State, Topic, store};
use crate::access::Actor;
use crate::base::codes::Code;
use crate::base::hours::clock;
use crate::base::text::Lang;
use crate::base::{App, Error, Result, day_of};

const ZH: Lang = Lang::ZhCn;

/// An event that is announced, by its id or its number, such as 2026-3.
///
/// # Errors
/// `NotFound` for a stranger; `Conflict` for a draft.
pub async fn event_of(app: &App, actor: &Actor, typed: &str) -> Result<Event> {
    let event = match (typed.parse(), typed.split_once('-')) {
        (Ok(id), _) => store::find(&app.db, actor, id).await?,
        (_, Some((year, nth))) => {
            let number = year.trim().parse().ok().zip(nth.trim().parse().ok());
            store::numbered(&app.db, actor, number.ok_or(Error::NotFound)?).await?
        }
        _ => return Err(Error::NotFound),
    };
    if event.state() == Some(State::Draft) { Err(Error::conflict("event-not-announced")) } else { Ok(event) }
}

fn when(event: &Event) -> String {
    let day = ZH.date(event.on_day);
    match event.on_day == event.last_day {
        true => ZH.ta(
            "event-when",
            &[("day", day.into()), ("time", format!("{}–{}", clock(event.starts), clock(event.ends)).into())],
        ),
        false => ZH.ta(
            "event-when-days",
            &[
                ("from", day.into()),
                ("starts", clock(event.starts).into()),
                ("to", ZH.date(event.last_day).into()),
                ("ends", clock(event.ends).into()),
            ],
        ),
    }
}

/// The invitations to an event, a page for each deputy who has not declined.
///
/// # Errors
/// When the database does not answer; `Conflict` when nobody is invited.
pub async fn invitations(app: &App, actor: &Actor, event: &Event) -> Result<Official> {
    let topics = store::topics(&app.db, actor.congress, event.id).await?;
    let invited = store::invited(&app.db, actor.congress, event.id).await?;
    let mut blocks = Vec::new();
    for one in invited.iter().filter(|one| one.answer != "declined") {
        if !blocks.is_empty() {
            blocks.push(Block::NewPage);
        }
        blocks.extend(invitation(&app.config.public_url(), event, &topics, one));
    }
    if blocks.is_empty() {
        return Err(Error::conflict("event-nobody-invited"));
    }
    Ok(Official { blocks, ..Official::default() })
}

fn invitation(root: &str, event: &Event, topics: &[Topic], one: &Invited) -> Vec<Block> {
    let title = Run { text: ZH.t("event-paper-invitation"), face: Face::Title };
    let told = [
        ("when", when(event).into()),
        ("place", event.place.as_str().into()),
        ("title", event.title.as_str().into()),
    ];
    let mut blocks = vec![
        Block::Space(2),
        Block::Line { align: Align::Centre, runs: vec![title] },
        Block::Space(2),
        Block::line(Align::Left, ZH.t1("event-paper-dear", "name", &one.name)),
        Block::paragraph(ZH.ta("event-paper-body", &told)),
    ];
    let topic = topics.iter().find(|topic| Some(topic.place) == one.topic);
    blocks.extend(topic.map(|topic| Block::paragraph(ZH.t1("event-paper-topic", "topic", &topic.title))));
    blocks.extend(body(&event.body));
    let code = Code::parse(&one.code).map_or_else(|_| one.code.clone(), |code| code.to_string());
    let answer = [("until", ZH.date(event.answer_by).into()), ("address", format!("{root}/i/{code}").into())];
    blocks.push(Block::paragraph(ZH.ta("event-paper-answer", &answer)));
    blocks.push(Block::Space(2));
    blocks.push(Block::line(Align::Right, format!("{}　　", event.office)));
    let day = event.announced_at.map_or(event.on_day, day_of);
    blocks.push(Block::line(Align::Right, format!("{}　　", date(day))));
    blocks
}

/// The list on which those who attend sign; once it is closed, with who was there.
///
/// # Errors
/// When the database does not answer.
pub async fn attendance(app: &App, actor: &Actor, event: &Event) -> Result<Official> {
    let invited = store::invited(&app.db, actor.congress, event.id).await?;
    let word = |presence: &str| match presence {
        "" => String::new(),
        presence => ZH.word("event-presence", presence),
    };
    let row = |(nth, one): (usize, &Invited)| {
        vec![(nth + 1).to_string(), one.name.clone(), one.unit.clone(), word(&one.presence), String::new()]
    };
    let mut blocks = vec![
        Block::line(Align::Centre, format!("（{}，{}）", when(event), event.place)),
        Block::Table(Table {
            columns: vec![
                Column::centred(ZH.t("event-column-number"), 1.0),
                Column::centred(ZH.t("event-column-name"), 2.0),
                Column::new(ZH.t("event-column-unit"), 4.0),
                Column::centred(ZH.t("event-column-presence"), 1.8),
                Column::centred(ZH.t("event-column-sign"), 2.4),
            ],
            rows: invited.iter().enumerate().map(row).collect(),
            high: 1,
            ..Table::default()
        }),
    ];
    if event.state() == Some(State::Closed) {
        let with = |presence: &str| invited.iter().filter(|one| one.presence == presence).count();
        let counts = [
            ("all", invited.len().into()),
            ("present", with("present").into()),
            ("excused", with("excused").into()),
            ("absent", with("absent").into()),
        ];
        blocks.push(Block::paragraph(ZH.ta("event-attendance-sum", &counts)));
    }
    let title = format!("{}\n{}", event.title, ZH.t("event-attendance"));
    Ok(Official { title, blocks, ..Official::default() })
}

/// [`invitations`] by the event's number or id, for the command line.
///
/// # Errors
/// As [`event_of`] and [`invitations`].
pub async fn invitations_of(app: &App, actor: &Actor, typed: &str) -> Result<Official> {
    invitations(app, actor, &event_of(app, actor, typed).await?).await
}

/// [`attendance`] by the event's number or id, for the command line.
///
/// # Errors
/// As [`event_of`] and [`attendance`].
pub async fn attendance_of(app: &App, actor: &Actor, typed: &str) -> Result<Official> {
    attendance(app, actor, &event_of(app, actor, typed).await?).await
}
