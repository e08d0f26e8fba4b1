use uuid::Uuid;

use crate::access::{Actor, Permit};
use crate::base::hanzi::{self, Gist, Piece};
use crate::base::{Conn, Result};
use crate::cases::{Case, store};

/// Alike enough to be shown.
const LEAST: f32 = 0.30;
/// Nearly the same words.
const NEARLY: f32 = 0.85;
/// Shown at most.
const MOST: usize = 3;
/// Looked at before the best are shown.
const CANDIDATES: i64 = 20;

/// An open opinion that may say the same.
#[derive(Debug, Clone)]
pub struct Similar {
    /// The case.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Its line.
    pub subject: String,
    /// The word of its state.
    pub state: String,
    /// What was said, with the shared words marked.
    pub pieces: Vec<Piece>,
    /// Nearly the same words.
    pub nearly: bool,
}

/// The open opinions most like this one, among those the reader may see; only for those who could join it to one.
pub async fn similar(at: &impl Conn, actor: &Actor, case: &Case) -> Result<Vec<Similar>> {
    if !actor.may(Permit::CaseSort) && !actor.may(Permit::CaseExamine) {
        return Ok(Vec::new());
    }
    let said = format!("{} {}", case.subject, case.body);
    let gist = Gist::of(&said);
    let ids = store::alike(at, actor.congress, case.id, &gist.telling(), CANDIDATES).await?;
    let candidates = store::candidates(at, actor, &ids).await?;
    let alike = |subject: &str, body: &str| gist.like(&Gist::of(&format!("{subject} {body}")));
    let mut found: Vec<_> =
        candidates.into_iter().map(|other| (alike(&other.subject, &other.body), other)).collect();
    found.retain(|(like, _)| like.score >= LEAST);
    found.sort_by(|(a, one), (b, other)| {
        b.score.total_cmp(&a.score).then_with(|| other.number.cmp(&one.number))
    });
    found.truncate(MOST);
    let shown = found.into_iter().map(|(like, other)| Similar {
        pieces: hanzi::mark(&shortened(&other.body), &like.shared),
        nearly: like.score >= NEARLY,
        id: other.id,
        number: other.number,
        subject: other.subject,
        state: other.state,
    });
    Ok(shown.collect())
}

fn shortened(body: &str) -> String {
    const SHOWN: usize = 160;
    let shown: String = body.chars().take(SHOWN).collect();
    if shown.len() < body.len() { format!("{shown}…") } else { shown }
}
