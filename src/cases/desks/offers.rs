use std::sync::Arc;

use uuid::Uuid;

use super::fields::{Field, Ground, How, fields};
use super::steps::{action, place, reader};
use crate::access::{Actor, Permit, Role};
use crate::base::form::Say;
use crate::base::{Conn, Result, Tables, hanzi};
use crate::bodies::{self, Kind};
use crate::cases::flow::{Category, Rules, Standing, Step, StepKind, after};
use crate::cases::store::Parties;
use crate::cases::{Case, may_take};
use crate::people;

/// A step that this reader may take now, as a form.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Which.
    pub kind: StepKind,
    /// The name of its form on the page.
    pub at: &'static str,
    /// What the button says.
    pub label: String,
    /// What follows from it.
    pub hint: String,
    /// Where the form goes.
    pub action: String,
    /// The letter that opens it.
    pub key: &'static str,
    /// What it asks for; a step that asks for nothing is one button.
    pub fields: Vec<Field>,
    /// Whether it stands on the way, not beside it.
    pub onward: bool,
}

impl Offer {
    /// Whether files may be sent with it.
    pub fn uploads(&self) -> bool {
        self.fields.iter().any(|field| field.how == How::Files)
    }

    /// Whether one press is enough.
    pub fn at_once(&self) -> bool {
        self.fields.iter().all(|field| field.how == How::Hidden)
    }
}

/// The steps that this reader may take now, those on the way first, each with a letter of its own.
pub fn offers(actor: &Actor, parties: &Parties, rules: &Rules, g: &Ground) -> Vec<Offer> {
    let mut offers: Vec<Offer> = ORDER
        .into_iter()
        .filter(|kind| possible(actor, parties, (*kind, rules), g))
        .map(|kind| Offer {
            kind,
            at: place(kind),
            label: g.ui.word("case-step", kind.word()),
            hint: g.ui.word("case-step-hint", kind.word()),
            action: action(kind, g.case.id),
            key: key(kind),
            fields: fields(kind, reader(actor, "", g.case), g),
            onward: !BESIDE.contains(&kind),
        })
        .collect();
    let mut used = Vec::new();
    for offer in &mut offers {
        if used.contains(&offer.key) {
            offer.key = "";
        }
        used.push(offer.key);
    }
    offers.sort_by_key(|offer| !offer.onward);
    offers
}

fn possible(actor: &Actor, parties: &Parties, (kind, rules): (StepKind, &Rules), g: &Ground) -> bool {
    let (case, ui) = (g.case, g.ui);
    if !may_take(actor, case, parties, kind) {
        return false;
    }
    let own = actor.organization_for(Permit::CaseHandle);
    let part = own.and_then(|organ| parties.co(organ)).map(|co| co.state.as_str());
    match kind {
        StepKind::Receive => {
            let reader = reader(actor, "", case);
            after(&case.standing, &Step::Receive(reader), rules).is_ok()
        }
        StepKind::Evaluate => {
            case.standing.answer.is_some_and(|it| it.deputy_received && it.deputy_rating.is_none())
                && case.standing.allows(kind, rules, ui.today)
        }
        StepKind::CoSignFor => part == Some("waiting") && case.standing.allows(kind, rules, ui.today),
        StepKind::GiveCoOpinion => part == Some("signed") && case.standing.allows(kind, rules, ui.today),
        StepKind::Return => {
            let over = g.return_by.is_some_and(|day| ui.today > day);
            !over && case.standing.allows(kind, rules, ui.today)
        }
        // These two may name the deputy in the same breath.
        StepKind::SendToDeputy | StepKind::Transfer => {
            let named = Standing { has_deputy: true, ..case.standing };
            named.allows(kind, rules, ui.today)
        }
        _ => case.standing.allows(kind, rules, ui.today),
    }
}

/// Why what everybody waits for cannot be done yet, for those who could do it.
pub fn not_yet(actor: &Actor, case: &Case, parties: &Parties, rules: &Rules) -> Vec<(StepKind, Say)> {
    let due = case.standing.deadline.map(|deadline| deadline.on).unwrap_or_default();
    let tried = [
        (StepKind::Reply, Step::Reply { category: Category::A, promise_on: None, due }),
        (StepKind::Close, Step::Close),
        (StepKind::ConcludeSupervision, Step::ConcludeSupervision(due)),
    ];
    let may = tried.into_iter().filter(|(kind, _)| may_take(actor, case, parties, *kind));
    may.filter_map(|(kind, step)| {
        use crate::cases::flow::Refusal::*;
        let refusal = after(&case.standing, &step, rules).err()?;
        let told = !matches!(refusal, NotNow | NotSupervised | PromiseOpen);
        told.then(|| (kind, Say::new(&format!("cases-refusal-{}", refusal.word()))))
    })
    .collect()
}

/// The order in which a page offers steps.
const ORDER: [StepKind; 47] = {
    use StepKind::*;
    [
        Confirm,
        Decline,
        Submit,
        SendOn,
        SendToDeputy,
        AnswerOnSpot,
        GuideElsewhere,
        Join,
        TakeUp,
        LeaveIt,
        Transfer,
        Retransfer,
        AcceptReturn,
        UpholdTransfer,
        SignFor,
        CoSignFor,
        Return,
        GrantExtension,
        RefuseExtension,
        RecordContact,
        GiveCoOpinion,
        Reply,
        AskExtension,
        Receive,
        Evaluate,
        TellVoter,
        ContactProposer,
        Close,
        TrackPromise,
        KeepPromise,
        ConfirmKept,
        RejectKept,
        Rehandle,
        Supervise,
        ConcludeSupervision,
        ExcuseCoOrgan,
        Urge,
        MovePromise,
        Reopen,
        SendBackToSort,
        Reassign,
        NameDeputy,
        Publish,
        Unpublish,
        MakeConfidential,
        LiftConfidential,
        Withdraw,
    ]
};

/// What happens beside the way.
const BESIDE: [StepKind; 12] = {
    use StepKind::*;
    [
        ExcuseCoOrgan,
        Urge,
        MovePromise,
        Reopen,
        SendBackToSort,
        Reassign,
        NameDeputy,
        Publish,
        Unpublish,
        MakeConfidential,
        LiftConfidential,
        Withdraw,
    ]
};

fn key(kind: StepKind) -> &'static str {
    use StepKind::*;
    match kind {
        SendOn | SignFor | CoSignFor | Submit => "s",
        Confirm | AcceptReturn | GrantExtension | ConfirmKept => "y",
        Decline | LeaveIt | RefuseExtension | RejectKept => "w",
        SendToDeputy => "d",
        AnswerOnSpot | Reply => "a",
        GuideElsewhere => "g",
        Join => "b",
        TakeUp | Transfer | Retransfer | TrackPromise => "t",
        UpholdTransfer => "u",
        Return | Rehandle => "r",
        RecordContact | ContactProposer => "c",
        GiveCoOpinion => "o",
        AskExtension => "l",
        Receive => "f",
        Evaluate => "e",
        TellVoter => "v",
        Close => "x",
        KeepPromise => "m",
        Supervise | ConcludeSupervision => "p",
        _ => "",
    }
}

/// What the forms choose from: deputies and organs by pinyin, working bodies.
#[derive(Debug, Default)]
pub struct Lists {
    /// Deputies, by pinyin.
    pub deputies: Arc<Vec<people::Deputy>>,
    /// Handling organs.
    pub organs: Vec<bodies::Organization>,
    /// The commission and the working bodies.
    pub bodies: Vec<bodies::Organization>,
}

impl Lists {
    /// What this case's forms may need; nothing for those who only handle it.
    pub async fn of(at: &impl Conn, actor: &Actor, case: &Case) -> Result<Arc<Self>> {
        let only_handles = actor.posts.iter().all(|post| matches!(post.role, Role::Organ | Role::Leadership));
        if only_handles || case.standing.state.ended() {
            return Ok(Arc::default());
        }
        let all = Self::read(at, actor.congress);
        at.kept((Tables::Directory, actor.congress), "choices of a case", all).await
    }

    async fn read(at: &impl Conn, congress: Uuid) -> Result<Self> {
        let deputies = people::store::deputies(at, congress, people::Order::Pinyin).await?;
        let mut organs = bodies::store::organizations(at, congress, Kind::Organ).await?;
        organs.sort_by_cached_key(|organ| hanzi::pinyin_full(&organ.name));
        let mut bodies = bodies::store::organizations(at, congress, Kind::Commission).await?;
        bodies.extend(bodies::store::organizations(at, congress, Kind::WorkingBody).await?);
        Ok(Self { deputies, organs, bodies })
    }
}
