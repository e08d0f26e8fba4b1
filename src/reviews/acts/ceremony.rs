//! Slips and keys, made in one go: what is printed is kept nowhere. Of a slip a keyed mark stays, of the keys the public
//! part. Whoever signs tokens is made with them: its secret is sealed, and erased when voting begins. Printed again, everything is new and what was printed before works no more.

use ballot::{Form, Issuer, Question, RoundKey, TrusteeKey, deal};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::json;
use uuid::Uuid;

use super::telephone::purpose;
use super::{kept, leads, note, proposed};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Mistake, Result, form::Say, text::Lang};
use crate::bodies;
use crate::reviews::rules::Rules;
use crate::reviews::{MOST_SLIPS, Review, Reviewed, Slip, State, Step, TRUSTEES, pair, store};

/// What is printed, once.
pub struct Printed {
    /// The round.
    pub review: Review,
    /// The slips' codes, in no order.
    pub slips: Vec<Slip>,
    /// Each trustee's title and key as it is typed.
    pub keys: Vec<(String, String)>,
}

/// The language in which the box is written: that of the congress.
const BOOK: Lang = Lang::ZhCn;

/// What is asked, as the box says it.
fn form(review: &Review, rules: &Rules, reviewed: &[Reviewed]) -> Form {
    let question = |asked: &crate::reviews::rules::Asked| {
        let name = reviewed[asked.whom].name.as_str();
        let text = match asked.part {
            None => BOOK.t1("reviews-box-whole", "name", name),
            Some(part) => {
                let args = [("name", name.into()), ("part", rules.parts[part].label.zh.as_str().into())];
                BOOK.ta("reviews-box-part", &args)
            }
        };
        let mut options: Vec<String> = rules.ratings.iter().map(|rating| rating.label.zh.clone()).collect();
        if !asked.is_required() {
            options.push(BOOK.t("reviews-unrated"));
        }
        Question { text, options }
    };
    Form {
        round: review.code.clone(),
        title: review.title.clone(),
        roll: u64::try_from(review.roll).unwrap_or_default(),
        questions: rules.asked(reviewed).iter().map(question).collect(),
    }
}

/// The three trustees' titles: the commission, the local office, a voter drawn by lot.
async fn trustees(app: &App, congress: Uuid, review: &Review) -> Result<Vec<String>> {
    let of = |kind| bodies::store::organizations(&app.db, congress, kind);
    let commission = of(bodies::Kind::Commission).await?.into_iter().next();
    let locals = of(bodies::Kind::LocalOffice).await?;
    let constituency = bodies::store::constituency(&app.db, congress, review.constituency_id).await?;
    let own = locals.iter().find(|it| it.id == review.office_id);
    let local = own.or_else(|| locals.iter().find(|it| it.area_id == Some(constituency.area_id)));
    let name = |found: Option<String>, key: &str| found.unwrap_or_else(|| BOOK.t(key));
    Ok(vec![
        name(commission.map(|it| it.name), "reviews-trustee-commission"),
        name(local.map(|it| it.name.clone()), "reviews-trustee-office"),
        BOOK.t("reviews-trustee-voter"),
    ])
}

/// Who signs tokens: the public part as JSON, and the secret one sealed. Finding the primes takes a while: beside the work of
/// others. Both empty where nobody is checked by telephone.
async fn issuer(app: &App, id: Uuid, rules: &Rules) -> Result<(String, String)> {
    if rules.telephone.is_none() {
        return Ok((String::new(), String::new()));
    }
    let mut rng = app.chance.draw(StdRng::from_rng);
    let made = tokio::task::spawn_blocking(move || -> anyhow::Result<_> {
        let issuer = Issuer::make(&mut rng)?;
        Ok((serde_json::to_string(&issuer.public())?, hex::encode(issuer.secret()?.as_slice())))
    });
    let (public, secret) = made.await.map_err(anyhow::Error::from)??;
    Ok((public, app.seal.seal(&app.chance, &purpose(id, "issuer"), &secret)))
}

/// The sorted marks of slips.
fn marks(app: &App, id: Uuid, slips: &[Slip]) -> Vec<String> {
    let mut marks: Vec<String> =
        slips.iter().map(|slip| store::mark(app, (id, "slip"), &slip.plain())).collect();
    marks.sort_unstable();
    marks
}

/// Make slips and keys; they can be shown once. Those made before work no more.
///
/// # Errors
/// `Conflict` once voters cast.
pub async fn print(app: &App, actor: &Actor, id: Uuid) -> Result<Printed> {
    actor.must(Permit::ReviewKeep)?;
    let congress = actor.congress;
    let review = kept(&app.db, actor, id).await?;
    let reviewed = store::reviewed(&app.db, congress, id).await?;
    let rules = review.rules()?;
    let form = form(&review, &rules, &reviewed);
    let issuer = issuer(app, id, &rules).await?;
    let names = trustees(app, congress, &review).await?;
    let mut rng = app.chance.draw(StdRng::from_rng);
    debug_assert_eq!(names.len(), TRUSTEES.0, "three trustees");
    let (key, keys): (RoundKey, Vec<TrusteeKey>) =
        deal(&names, TRUSTEES.1, &mut rng).map_err(anyhow::Error::from)?;
    let slips: Vec<Slip> = (0..review.slips).map(|_| Slip::random(&mut rng)).collect();
    let marks = marks(app, id, &slips);
    let docs = (
        serde_json::to_string(&form).map_err(anyhow::Error::from)?,
        serde_json::to_string(&key).map_err(anyhow::Error::from)?,
    );
    let tx = app.db.begin().await?;
    let issuer = (issuer.0.as_str(), issuer.1.as_str());
    if !store::set_ceremony(&tx, (congress, id), (&docs.0, &docs.1, review.slips), issuer).await? {
        return Err(Error::conflict("reviews-not-draft"));
    }
    store::put_slips(&tx, (congress, id), &marks).await?;
    // Whoever proposed to begin did so with the slips that are void now.
    store::delete_steps(&tx, (congress, id)).await?;
    let facts = json!({ "slips": review.slips, "again": review.issued > 0 });
    note(&tx, app, (actor, Permit::ReviewKeep), ("review.printed", id), facts).await?;
    tx.commit().await?;
    let keys = names.into_iter().zip(&keys).map(|(name, key)| (name, key.printed().to_string())).collect();
    let state = State::Draft.word().to_owned();
    Ok(Printed { review: Review { issued: review.slips, state, ..review }, slips, keys })
}

/// Propose to print more slips, as many as this: another person prints them.
///
/// # Errors
/// `Invalid` for none, and for more than there may be; `Conflict` when nobody needs slips any more.
pub async fn propose_more(app: &App, actor: &Actor, id: Uuid, more: i64) -> Result<()> {
    actor.must(Permit::ReviewKeep)?;
    let tx = app.db.begin().await?;
    let review = kept(&tx, actor, id).await?;
    let left = MOST_SLIPS.min(review.roll) - review.issued;
    if !(1..=left).contains(&more) {
        let say = Say::new("reviews-more-wrong").with("left", left.max(0));
        return Err(Error::Invalid(vec![Mistake { field: "more".to_owned(), say }]));
    }
    store::set_more(&tx, (actor.congress, id), more).await?;
    let facts = json!({ "step": Step::More.word(), "slips": more });
    proposed(&tx, app, actor, (&review, Step::More), facts).await?;
    tx.commit().await
}

/// Print, as the second person, as many more slips as somebody else proposed; they can be shown once. Those printed before
/// stay good, and so do the keys.
///
/// # Errors
/// `Conflict` for the one who proposed it, when nobody did, and when nobody needs slips any more.
pub async fn print_more(app: &App, actor: &Actor, id: Uuid) -> Result<Printed> {
    actor.must(Permit::ReviewConfirm)?;
    let congress = actor.congress;
    let review = store::find(&app.db, actor, id).await?;
    if !review.is_kept_by(actor, Permit::ReviewConfirm) {
        return Err(Error::Forbidden);
    }
    let mut rng = app.chance.draw(StdRng::from_rng);
    let slips: Vec<Slip> = (0..review.more).map(|_| Slip::random(&mut rng)).collect();
    let tx = app.db.begin().await?;
    let first = pair::confirm(&tx, actor, (id, Step::More)).await?;
    leads(&tx, app, (congress, &review), Step::More).await?;
    if !store::print_more(&tx, (congress, id), review.more).await? {
        return Err(Error::conflict("reviews-moved-on"));
    }
    store::add_slips(&tx, (congress, id), &marks(app, id, &slips)).await?;
    let facts = json!({ "proposed_by": first, "slips": review.more });
    note(&tx, app, (actor, Permit::ReviewConfirm), ("review.printed-more", id), facts).await?;
    tx.commit().await?;
    let issued = review.issued + review.more;
    Ok(Printed { review: Review { issued, more: 0, ..review }, slips, keys: Vec::new() })
}
