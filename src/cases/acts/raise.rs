use charter::Deadline;
use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::advance::{count, rules_of};
use super::sorters::Sorters;
use crate::access::rates::Due;
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Mistake, Result, codes::Code};
use crate::base::{form::Say, form::plain, hanzi};
use crate::bodies;
use crate::cases::deadlines::Counted;
use crate::cases::flow::{Raising, Standing};
use crate::cases::{ANSWER_BY, BY_TEXT, Case, Channel, facts, hears, store};
use crate::files::{self, Checked};
use crate::{ledger, notices, search};

/// Characters of the longest opinion.
pub const LONGEST: usize = 5_000;
/// Characters of the longest serial number.
const SERIAL: usize = 20;

/// What a voter says about himself or herself; all of it may be left out.
#[derive(Debug, Clone, Default)]
pub struct Voter {
    /// The name.
    pub name: String,
    /// The telephone number.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
    /// The account, if there is one.
    pub account: Option<Uuid>,
}

impl Voter {
    /// Whether there is somebody who can be answered.
    fn waits(&self) -> bool {
        !self.name.is_empty() || !self.phone.is_empty() || !self.email.is_empty() || self.account.is_some()
    }
}

/// An opinion to be raised.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// The form's own id: the same form sent twice is one opinion.
    pub form: Uuid,
    /// How it came in.
    pub channel: Channel,
    /// One line; made from the words when left out.
    pub subject: String,
    /// What was said: the one thing that is needed.
    pub body: String,
    /// Where, in the sender's words.
    pub place: String,
    /// The area it is about.
    pub area: Option<Uuid>,
    /// The constituency it comes from.
    pub constituency: Option<Uuid>,
    /// The station it came through.
    pub station: Option<Uuid>,
    /// The deputy it is addressed to; for a deputy's own, nobody.
    pub deputy: Option<Uuid>,
    /// The voter; none for a deputy's own opinion.
    pub voter: Option<Voter>,
    /// One of [`ANSWER_BY`].
    pub answer_by: &'static str,
    /// Not to be shown to the public.
    pub confidential: bool,
    /// When it was first said; today when none.
    pub heard_on: Option<NaiveDate>,
    /// Deputies asked to co-sign; a deputy's own opinion only.
    pub cosigners: Vec<Uuid>,
    /// Where an imported one comes from.
    pub source: Option<String>,
    /// Photos, cleaned.
    pub files: Vec<Checked>,
    /// The contact or the activity with voters in which it was heard.
    pub heard_in: Option<HeardIn>,
    /// The reception day on which it was entered.
    pub reception: Option<Uuid>,
    /// The serial number of the paper form it came on.
    pub serial: String,
    /// It was filled in for the voter, who agreed to that on paper.
    pub consented: bool,
}

/// A contact with a deputy, an activity with voters, or an event, out of which an opinion comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeardIn {
    /// The record of it.
    pub record: Uuid,
    /// Its act in the ledger, to which the opinion is tied; none while nothing of it counts yet.
    pub act: Option<Uuid>,
}

impl NewCase {
    /// An opinion of a voter with nothing but its words.
    pub fn of_voter(form: Uuid, channel: Channel, body: &str) -> Self {
        Self {
            form,
            channel,
            subject: String::new(),
            body: body.to_owned(),
            place: String::new(),
            area: None,
            constituency: None,
            station: None,
            deputy: None,
            voter: Some(Voter::default()),
            answer_by: ANSWER_BY[0],
            confidential: false,
            heard_on: None,
            cosigners: Vec::new(),
            source: None,
            files: Vec::new(),
            heard_in: None,
            reception: None,
            serial: String::new(),
            consented: false,
        }
    }
}

/// An opinion as raised.
#[derive(Debug, Clone)]
pub struct Raised {
    /// The case.
    pub case: Case,
    /// The same form had been sent before; this is what came of it then.
    pub again: bool,
}

/// A voter hands an opinion in; nobody needs an account.
pub async fn hand_in(app: &App, actor: &Actor, new: &NewCase) -> Result<Raised> {
    begin(app, actor, new, Permit::OpinionHandIn, None).await
}

/// The same from an address of which no more than so many are taken within an hour; the same form sent again is no
/// further one.
///
/// # Errors
/// As [`hand_in`], and `TooMany`.
pub async fn hand_in_from(app: &App, actor: &Actor, new: &NewCase, due: &Due) -> Result<Raised> {
    begin(app, actor, new, Permit::OpinionHandIn, Some(due)).await
}

/// Staff enter an opinion on a voter's behalf: paper, telephone, counter, letter. The same number, the same deadlines.
/// What has the number of a paper form came on paper, and is entered once.
pub async fn enter(app: &App, actor: &Actor, new: &NewCase) -> Result<Raised> {
    let permit = if new.channel == Channel::Import { Permit::CaseImport } else { Permit::CaseEnter };
    let serial = plain(&new.serial).to_uppercase();
    let on_paper = !serial.is_empty() && new.channel == Channel::Counter;
    let channel = if on_paper { Channel::Paper } else { new.channel };
    begin(app, actor, &NewCase { serial, channel, ..new.clone() }, permit, None).await
}

/// A deputy raises an opinion, alone or with co-signers who will confirm; perhaps heard in an activity with voters, one
/// of whom may wait for the answer too.
pub async fn raise(app: &App, actor: &Actor, new: &NewCase) -> Result<Raised> {
    let channel = if new.heard_in.is_some() { Channel::Outreach } else { Channel::Deputy };
    let own = NewCase { deputy: actor.person, channel, ..new.clone() };
    begin(app, actor, &own, Permit::CaseRaise, None).await
}

/// A committee member passes on what a deputy said in a contact: the deputy's opinion, raised in his or her name, and
/// the member's act. The contact's act and the opinion are tied to each other in the same transaction.
///
/// # Errors
/// `Invalid` when it names no contact or nobody said it; as [`raise`] for the rest.
pub async fn pass_on(app: &App, actor: &Actor, new: &NewCase) -> Result<Raised> {
    if new.deputy.is_none() || new.heard_in.is_none() {
        return Err(Error::invalid("deputy", "cases-deputy-missing"));
    }
    let passed = NewCase {
        channel: Channel::Contact,
        voter: None,
        confidential: false,
        cosigners: Vec::new(),
        ..new.clone()
    };
    begin(app, actor, &passed, Permit::ContactPassOn, None).await
}

/// The office that holds an event passes on what a deputy said there: the deputy's opinion, in his or her name.
///
/// # Errors
/// As [`pass_on`].
pub async fn spoken(app: &App, actor: &Actor, new: &NewCase) -> Result<Raised> {
    if new.deputy.is_none() || new.heard_in.is_none() {
        return Err(Error::invalid("deputy", "cases-deputy-missing"));
    }
    let said = NewCase { channel: Channel::Event, voter: None, ..new.clone() };
    begin(app, actor, &said, Permit::EventKeep, None).await
}

/// Whether what is done with a permit is a deputy's own opinion.
pub(in crate::cases) fn is_deputys(permit: Permit) -> bool {
    matches!(permit, Permit::CaseRaise | Permit::ContactPassOn | Permit::EventKeep)
}

async fn begin(
    app: &App,
    actor: &Actor,
    new: &NewCase,
    permit: Permit,
    share: Option<&Due>,
) -> Result<Raised> {
    actor.must(permit)?;
    check(app, actor, new, permit)?;
    for file in &new.files {
        files::keep(app, actor.congress, file).await?;
    }
    let words = format!("{}\n{}\n{}\n{}", new.subject, new.body, new.place, new.serial);
    let words = search::words_of(&words);
    let telling = hanzi::fingerprint(&format!("{} {}", new.subject, new.body));
    // Looked up beside the act, so that nobody waits for it; what it says of a form that was sent before matters to nobody.
    let place = placed(&app.db, actor.congress, new).await;
    let rules = rules_of(&app.db, app, actor.congress).await?;
    let tx = app.db.begin().await?;
    if let Some(case) = store::by_form(&tx, actor.congress, new.form).await? {
        return Ok(Raised { case, again: true });
    }
    if let Some(share) = share {
        share.take(&tx, app).await?;
    }
    check_serial(&tx, actor.congress, new).await?;
    let (new, office) = place?;
    let count = count(app, &rules)?;
    let asked = new.cosigners.len();
    let rule = if asked > 0 { Deadline::CosignerConfirm } else { Deadline::Sort };
    let due = count.from_today(rule);
    let raising = if is_deputys(permit) {
        let voter = new.voter.as_ref().is_some_and(Voter::waits);
        Raising::Deputy { voter, cosigners: u16::try_from(asked).map_err(anyhow::Error::from)? }
    } else {
        Raising::Voter { deputy: new.deputy.is_some() }
    };
    let standing = Standing::raised(raising, new.confidential, due.on);
    let series = format!("cases-{}", count.today.year());
    let number = store::next_number(&tx, actor.congress, &series).await?;
    let number = format!("{}-{number:06}", count.today.year());
    let case = made(app, actor, &new, (standing, &due), (number, office))?;
    store::insert(&tx, actor.congress, &case, &new).await?;
    store::keep_words(&tx, actor.congress, case.id, &telling).await?;
    for person in &new.cosigners {
        store::ask_cosigner(&tx, actor.congress, case.id, *person, case.raised_at).await?;
    }
    facts::raised(&tx, app, actor, &case, permit).await?;
    facts::attach(&tx, app, actor, &case, (permit, None, &new.files)).await?;
    search::index_new(&tx, actor.congress, "case", case.id, case.raised_at, &words).await?;
    if permit == Permit::CaseEnter {
        store::text_entered(&tx, actor.congress, new.form).await?;
    }
    if let Some(act) = new.heard_in.and_then(|heard| heard.act) {
        ledger::acts::link(&tx, app, actor.congress, act, ("case", case.id)).await?;
    }
    hears::of_raising(&tx, app, actor.congress, &case, &new.cosigners).await?;
    tx.commit().await?;
    Ok(Raised { case, again: false })
}

fn made(
    app: &App,
    actor: &Actor,
    new: &NewCase,
    (standing, due): (Standing, &Counted),
    (number, office): (String, Option<Uuid>),
) -> Result<Case> {
    let now = app.clock.now();
    let voter = new.voter.clone().unwrap_or_default();
    Ok(Case {
        id: app.chance.id(now),
        number,
        receipt: app.chance.draw(Code::random).plain(),
        version: 1,
        standing,
        channel: new.channel.word().to_owned(),
        subject: subject(new),
        body: new.body.trim().to_owned(),
        place: new.place.trim().to_owned(),
        area_id: new.area,
        constituency_id: new.constituency,
        station_id: new.station,
        voter_name: voter.name,
        voter_phone: voter.phone,
        voter_email: voter.email,
        voter_account_id: voter.account,
        answer_by: new.answer_by.to_owned(),
        deputy_id: new.deputy,
        office_id: office,
        body_id: None,
        organ_id: None,
        heard_on: new.heard_on.unwrap_or(app.clock.today()),
        heard_in: new.heard_in.map(|heard| heard.record),
        raised_at: now,
        entered_by: actor.account,
        serial: new.serial.clone(),
        consented: new.consented,
        due_how: Some(serde_json::to_string(due).map_err(anyhow::Error::from)?),
        warn_on: Some(due.warn_on),
        transferred_on: None,
        joined_to: None,
        supports: 0,
        public_subject: None,
        public_body: None,
        published_at: None,
        ended_at: None,
    })
}

/// The line people will see in lists: theirs, or the beginning of what they said, cut where a sentence ends.
fn subject(new: &NewCase) -> String {
    const LINE: usize = 36;
    let given = new.subject.trim();
    if !given.is_empty() {
        return given.chars().take(100).collect();
    }
    let words = new.body.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = words.chars().take(LINE).collect();
    let end = line.find(['。', '！', '？', '；', '!', '?']).filter(|end| *end >= 12);
    match end {
        Some(end) => line[..end].to_owned(),
        None if words.chars().count() > LINE => format!("{line}…"),
        None => line,
    }
}

/// Refuse what cannot be taken, each with its field.
fn check(app: &App, actor: &Actor, new: &NewCase, permit: Permit) -> Result<()> {
    let mut mistakes = Vec::new();
    let length = new.body.trim().chars().count();
    if length == 0 {
        mistakes.push(Mistake::new("body", "cases-body-missing-text"));
    } else if length > LONGEST {
        let say = Say { key: "cases-body-long".into(), args: vec![("most", LONGEST.into())] };
        mistakes.push(Mistake { field: "body".into(), say });
    }
    if let Some(voter) = &new.voter {
        if !voter.name.is_empty() && hanzi::name_is_fine(&voter.name).is_err() {
            mistakes.push(Mistake::new("name", "people-name-wrong"));
        }
        let digits = voter.phone.chars().filter(char::is_ascii_digit).count();
        if !voter.phone.is_empty() && !(7..=15).contains(&digits) {
            mistakes.push(Mistake::new("phone", "cases-phone-wrong"));
        }
        if !voter.email.is_empty() && !voter.email.contains('@') {
            mistakes.push(Mistake::new("email", "cases-email-wrong"));
        }
        if matches!(new.answer_by, "telephone" | BY_TEXT) && voter.phone.is_empty() {
            mistakes.push(Mistake::new("phone", "cases-phone-missing"));
        } else if new.answer_by == BY_TEXT && !notices::is_mobile(&voter.phone) {
            mistakes.push(Mistake::new("phone", "cases-phone-mobile"));
        }
    }
    if new.serial.chars().count() > SERIAL {
        let over = new.serial.chars().count() - SERIAL;
        let say = Say::new("error-too-long").with("max", SERIAL).with("over", over);
        mistakes.push(Mistake { field: "serial".into(), say });
    }
    if new.heard_on.is_some_and(|day| day > app.clock.today()) {
        mistakes.push(Mistake::new("heard_on", "cases-day-in-future"));
    }
    if matches!(permit, Permit::CaseRaise | Permit::ContactPassOn) && actor.person.is_none() {
        return Err(Error::Forbidden);
    }
    if new.cosigners.contains(&actor.person.unwrap_or_default()) {
        mistakes.push(Mistake::new("cosigners", "cases-cosigner-self"));
    }
    if mistakes.is_empty() { Ok(()) } else { Err(Error::Invalid(mistakes)) }
}

/// A station's paper form is entered once: whoever has it in hand again is told its number here.
async fn check_serial(at: &impl Conn, congress: Uuid, new: &NewCase) -> Result<()> {
    let Some(station) = new.station.filter(|_| !new.serial.is_empty()) else { return Ok(()) };
    let Some(before) = store::of_serial(at, congress, station, &new.serial).await? else { return Ok(()) };
    let say = Say::new("cases-serial-taken").with("number", before.number);
    Err(Error::Invalid(vec![Mistake { field: "serial".into(), say }]))
}

/// Fill in what follows from what was said: the constituency of a deputy or village, the area of a station, and
/// which office sorts it.
async fn placed(at: &impl Conn, congress: Uuid, new: &NewCase) -> Result<(NewCase, Option<Uuid>)> {
    let mut new = new.clone();
    let sorters = Sorters::of(at, congress).await?;
    if let Some(person) = new.deputy {
        let sits_for = sorters.constituency_of(person);
        let sits_for = sits_for.ok_or_else(|| Error::invalid("deputy", "cases-deputy-missing"))?;
        new.constituency = new.constituency.or(Some(sits_for));
    }
    let station = match new.station {
        Some(id) => Some(bodies::store::organization(at, congress, id).await?),
        None => None,
    };
    if let Some(id) = new.constituency {
        new.area = new.area.or(Some(sorters.area_of(id)?));
    }
    new.area = new.area.or(station.as_ref().and_then(|it| it.area_id));
    let office = match station.and_then(|it| it.parent_id) {
        None => sorters.office_of(new.area)?,
        of_station => of_station,
    };
    Ok((new, office))
}
