//! Voters who cannot come are checked by telephone before the voting: an office lists the numbers of those it has checked, a
//! code goes to a number, and whoever types it gets a token that is signed blindly. What stays of a number is a keyed mark,
//! and that only until voting begins. Nothing here tells a stranger whether a number is on the list.

use ballot::{Issuer, IssuerKey};
use chrono::TimeDelta;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{kept, note};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Mistake, Result, Tx, form::Say, form::plain};
use crate::notices::{self, Fact, Facts, NewText};
use crate::reviews::rules::Telephone;
use crate::reviews::{MOST_NUMBERS, Review, State, store};
use charter::Listing;

/// The text that brings a code.
pub const CODE: &str = "voter-review-code";
/// The text that says that voting has begun.
pub const BEGINS: &str = "voter-review-begins";
/// The key of the sentence for a code that is not the one that was sent.
pub const WRONG: &str = "reviews-code-wrong";

/// Another code goes to the same number after so many seconds at the earliest.
const PAUSE: i64 = 60;

/// What became of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Numbers that were not there before.
    pub added: i64,
    /// All of them now.
    pub all: i64,
}

/// Whether rounds may be held by telephone here: the texts can go out.
pub fn may_text(app: &App) -> bool {
    notices::carries_text(&app.config, CODE)
}

/// The mark of a number in a round.
fn mark_of(app: &App, review: Uuid, phone: &str) -> String {
    store::mark(app, (review, "phone"), phone)
}

fn telephone(review: &Review) -> Result<Telephone> {
    review.rules()?.telephone.ok_or_else(|| Error::conflict("reviews-no-telephone"))
}

/// A mobile number as it is listed: eleven digits.
fn mobile(typed: &str) -> Option<String> {
    let digits: String =
        plain(typed).chars().filter(|sign| !matches!(sign, ' ' | '-' | '(' | ')' | '+')).collect();
    let digits = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&digits).to_owned();
    let right = digits.chars().all(|sign| sign.is_ascii_digit()) && notices::is_mobile(&digits);
    right.then_some(digits)
}

/// The numbers of a list, one a line or with commas between, or in which line there is none.
fn numbers(typed: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (line, text) in (1..).zip(typed.lines()) {
        for part in
            text.split([',', '，', ';', '；', '、', '\t']).map(str::trim).filter(|part| !part.is_empty())
        {
            // Its place, never the number: what is wrong may go into a log.
            let wrong = || Say::new("reviews-number-wrong").with("line", line);
            let number = mobile(part)
                .ok_or_else(|| Error::Invalid(vec![Mistake { field: "numbers".to_owned(), say: wrong() }]))?;
            found.push(number);
        }
    }
    if found.is_empty() {
        return Err(Error::invalid("numbers", "reviews-numbers-missing"));
    }
    Ok(found)
}

/// Whether the list may still be changed.
async fn listable(tx: &Tx, congress: Uuid, review: &Review) -> Result<()> {
    let while_checked = telephone(review)?.listed == Listing::While;
    let open = match review.state() {
        State::Draft => true,
        State::Checking => while_checked,
        _ => false,
    };
    // Held: whoever ends the checks comes before or after.
    if open && store::hold(tx, (congress, review.id), review.state().word()).await? {
        Ok(())
    } else {
        Err(Error::conflict("reviews-numbers-fixed"))
    }
}

/// Put numbers on the list: voters whom the office has checked against the roll.
///
/// # Errors
/// `Invalid` with the line that is no mobile number, and for more numbers than voters; `Conflict` when the list is closed.
pub async fn list(app: &App, actor: &Actor, id: Uuid, typed: &str) -> Result<Listed> {
    actor.must(Permit::ReviewKeep)?;
    let congress = actor.congress;
    let mut marks: Vec<String> = numbers(typed)?.iter().map(|number| mark_of(app, id, number)).collect();
    marks.sort_unstable();
    marks.dedup();
    let tx = app.db.begin().await?;
    let review = kept(&tx, actor, id).await?;
    listable(&tx, congress, &review).await?;
    let added = store::insert_numbers(&tx, (congress, id), &marks).await?;
    let all = store::count_numbers(&tx, congress, id).await?;
    if all > MOST_NUMBERS.min(review.roll) {
        return Err(Error::invalid("numbers", "reviews-numbers-many"));
    }
    let listed = Listed { added: i64::try_from(added).unwrap_or_default(), all };
    let facts = json!({ "added": listed.added, "all": all });
    note(&tx, app, (actor, Permit::ReviewKeep), ("review.numbers-listed", id), facts).await?;
    tx.commit().await?;
    Ok(listed)
}

/// Take a number off the list again: it was mistyped, or its voter takes a slip instead.
///
/// # Errors
/// `Invalid` for a number that is not there or has its token; `Conflict` when the list is closed.
pub async fn unlist(app: &App, actor: &Actor, id: Uuid, typed: &str) -> Result<()> {
    actor.must(Permit::ReviewKeep)?;
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    let review = kept(&tx, actor, id).await?;
    listable(&tx, congress, &review).await?;
    let mark = mobile(typed).map(|number| mark_of(app, id, &number)).unwrap_or_default();
    if !store::delete_number(&tx, (congress, id), &mark).await? {
        return Err(Error::invalid("number", "reviews-number-not-there"));
    }
    let all = store::count_numbers(&tx, congress, id).await?;
    let facts = json!({ "all": all });
    note(&tx, app, (actor, Permit::ReviewKeep), ("review.number-unlisted", id), facts).await?;
    tx.commit().await
}

/// A round in which numbers are checked now.
async fn checking(app: &App, congress: Uuid, code: &str) -> Result<(Review, Telephone)> {
    let review = store::public(&app.db, congress, code).await?;
    if !review.takes_checks(app.clock.today()) {
        return Err(Error::conflict("reviews-not-checking"));
    }
    let telephone = telephone(&review)?;
    Ok((review, telephone))
}

/// Send a code to a number that is on the list; to any other nothing is sent, and nobody is told which it was. No journal
/// entry: nothing has happened yet, and the text has its own record.
///
/// # Errors
/// `Conflict` when numbers are not checked now; `Invalid` for what is no mobile number.
pub async fn send_code(app: &App, actor: &Actor, code: &str, phone: &str) -> Result<()> {
    actor.must(Permit::ReviewToken)?;
    let (congress, now, today) = (actor.congress, app.clock.now(), app.clock.today());
    let (review, rules) = checking(app, congress, code).await?;
    let phone = mobile(phone).ok_or_else(|| Error::invalid("phone", "reviews-phone-wrong"))?;
    let mark = mark_of(app, review.id, &phone);
    let digits = app.chance.draw(|rng| format!("{:06}", rng.random_range(0..1_000_000)));
    let tx = app.db.begin().await?;
    if !store::hold(&tx, (congress, review.id), State::Checking.word()).await? {
        return Err(Error::conflict("reviews-not-checking"));
    }
    let Some(number) = store::number(&tx, (congress, review.id), &mark).await? else { return Ok(()) };
    let sent = if number.codes_on == Some(today) { number.codes } else { 0 };
    let until = now + TimeDelta::minutes(rules.minutes.into());
    let just_now = number.code_until.is_some_and(|before| until - before < TimeDelta::seconds(PAUSE));
    if sent >= i64::from(rules.codes_a_day) || just_now {
        return Ok(());
    }
    let kept = store::mark(app, (review.id, "code"), &format!("{mark}\n{digits}"));
    store::set_code(&tx, (congress, review.id, &mark), (&kept, until), (sent + 1, today)).await?;
    let facts = [
        ("digits".to_owned(), Fact::Text(digits)),
        ("minutes".to_owned(), Fact::Number(rules.minutes.into())),
        ("review".to_owned(), Fact::Text(review.code.clone())),
    ];
    let subject = ("review", review.id);
    let text = NewText { congress, phone, kind: CODE, subject, facts: Facts::from(facts), keeper: None };
    notices::text(&tx, app, &text).await?;
    tx.commit().await
}

/// What a browser brings with the code.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The number.
    pub phone: String,
    /// The code from the text.
    pub digits: String,
    /// What is to be signed, in hex: the browser's own work.
    pub blinded: String,
    /// Whether to tell the number when voting begins.
    pub tell: bool,
}

/// What is to be signed, if a browser's script made it.
fn blinded(key: Option<IssuerKey>, typed: &str) -> Result<Vec<u8>> {
    let bytes = hex::decode(typed.trim()).ok();
    bytes
        .filter(|bytes| key.is_some_and(|key| key.takes(bytes)))
        .ok_or_else(|| Error::invalid("digits", "reviews-token-script"))
}

/// Whether the code is the one that was sent to this number; a wrong one is counted.
async fn proven(
    app: &App,
    (congress, review, mark): (Uuid, Uuid, &str),
    (rules, digits): (Telephone, &str),
) -> Result<()> {
    let of = (congress, review);
    let digits: String = plain(digits).chars().filter(char::is_ascii_digit).collect();
    let tx = app.db.begin().await?;
    if !store::hold(&tx, of, State::Checking.word()).await? {
        return Err(Error::conflict("reviews-not-checking"));
    }
    // Whoever is not on the list reads the same as whoever mistypes.
    let Some(number) = store::number(&tx, of, mark).await? else {
        return Err(Error::invalid("digits", WRONG));
    };
    let late = number.code_until.is_none_or(|until| until < app.clock.now());
    if number.code.is_empty() || late || number.tries >= i64::from(rules.tries) {
        return Err(Error::invalid("digits", "reviews-code-void"));
    }
    if number.code == store::mark(app, (review, "code"), &format!("{mark}\n{digits}")) {
        return Ok(());
    }
    store::take_try(&tx, of, mark).await?;
    tx.commit().await?;
    Err(Error::invalid("digits", WRONG))
}

/// Sign what a browser blinded, for whoever has the code: once a number. The same sent again is signed again, so that an
/// answer that got lost costs nobody the token. The signature, in hex.
///
/// # Errors
/// `Invalid` for a code that is wrong or good no more, and where no script made the token; `Conflict` when the number has
/// its token, or numbers are not checked now.
pub async fn sign(app: &App, actor: &Actor, code: &str, asked: &Asked) -> Result<String> {
    actor.must(Permit::ReviewToken)?;
    let congress = actor.congress;
    let (review, rules) = checking(app, congress, code).await?;
    let phone = mobile(&asked.phone).ok_or_else(|| Error::invalid("phone", "reviews-phone-wrong"))?;
    let mark = mark_of(app, review.id, &phone);
    proven(app, (congress, review.id, &mark), (rules, &asked.digits)).await?;
    let blinded = blinded(review.issuer()?, &asked.blinded)?;
    let digest = hex::encode(Sha256::digest(&blinded));
    let tell = if asked.tell {
        app.seal.seal(&app.chance, &purpose(review.id, "tell"), &phone)
    } else {
        String::new()
    };
    let tx = app.db.begin().await?;
    if !store::hold(&tx, (congress, review.id), State::Checking.word()).await? {
        return Err(Error::conflict("reviews-not-checking"));
    }
    if store::set_signed(&tx, (congress, review.id, &mark), (&digest, &tell)).await? {
        // That one more was signed, and neither for whom nor what: the chain bounds how many tokens there can be.
        note(&tx, app, (actor, Permit::ReviewToken), ("review.token-signed", review.id), json!({})).await?;
    } else {
        let before = store::number(&tx, (congress, review.id), &mark).await?;
        if before.is_none_or(|number| number.blinded != digest) {
            return Err(Error::conflict("reviews-token-taken"));
        }
    }
    let secret = store::issuer_secret(&tx, congress, review.id).await?;
    tx.commit().await?;
    let secret = app.seal.open(&purpose(review.id, "issuer"), &secret)?;
    let mut rng = app.chance.draw(StdRng::from_rng);
    let signed = tokio::task::spawn_blocking(move || -> anyhow::Result<_> {
        let issuer = Issuer::from_secret(&hex::decode(secret)?)?;
        Ok(issuer.sign(&blinded, &mut rng)?)
    });
    Ok(hex::encode(signed.await.map_err(anyhow::Error::from)??))
}

/// For what something of a round is sealed.
pub(super) fn purpose(review: Uuid, what: &str) -> String {
    format!("review:{review}:{what}")
}

/// The checks are over: the list, the codes and the secret that signs are erased. When voting begins, those are told by text
/// who wanted to be, all at once and in an order that says nothing.
pub(super) async fn end(tx: &Tx, app: &App, congress: Uuid, (review, begins): (&Review, bool)) -> Result<()> {
    notices::forget_texts(tx, congress, review.id).await?;
    if begins {
        for sealed in store::told(tx, congress, review.id).await? {
            let phone = app.seal.open(&purpose(review.id, "tell"), &sealed)?;
            let facts = [
                ("until".to_owned(), Fact::Day(review.last_day)),
                ("review".to_owned(), Fact::Text(review.code.clone())),
            ];
            let subject = ("review", review.id);
            let text =
                NewText { congress, phone, kind: BEGINS, subject, facts: Facts::from(facts), keeper: None };
            notices::text(tx, app, &text).await?;
        }
    }
    store::delete_numbers(tx, congress, review.id).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_people_paste_it_and_what_is_wrong_is_named_by_its_line() {
        let read = |typed: &str| numbers(typed).ok();
        let two = Some(vec!["13800000001".to_owned(), "13900000002".to_owned()]);
        for typed in [
            "13800000001\n13900000002",
            " 138 0000 0001，１３９００００００02 ",
            "+86 138-0000-0001\r\n\r\n8613900000002",
            "13800000001\t13900000002",
        ] {
            assert_eq!(read(typed), two, "{typed}");
        }
        for wrong in ["13800000001\n1390000000", "\n07281234567", "1\n12345678901x"] {
            let Err(Error::Invalid(found)) = numbers(wrong) else { panic!("{wrong}") };
            assert_eq!(found[0].say.key, "reviews-number-wrong");
            assert!(!format!("{found:?}").contains("1390000000"), "the number itself is not repeated");
        }
        assert!(
            matches!(numbers(" \n "), Err(Error::Invalid(found)) if found[0].say.key == "reviews-numbers-missing")
        );
    }
}
