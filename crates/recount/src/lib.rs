//! Counts a published review again (复核计票). Written from `docs/ballot-box.md` alone; the numbers in the comments are its
//! sections. Nothing of the system that made the box is used here.

mod document;
mod fault;
mod group;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use curve25519_dalek::{
    constants::RISTRETTO_BASEPOINT_POINT as G, ristretto::RistrettoPoint, scalar::Scalar, traits::IsIdentity,
};

use document::{Ballot, Document, Opening, Outcome, Question};
pub use fault::{Fault, Lang, plain};
use group::{Hash, Pair, minus, minus_of, point, scalar};

type Result<T> = std::result::Result<T, Fault>;

/// What was found in a box in which everything holds.
#[derive(Debug)]
pub struct Report {
    /// The round's title.
    pub title: String,
    /// Voters on the roll.
    pub roll: u64,
    /// The questions with their options.
    pub questions: Vec<(String, Vec<String>)>,
    /// Slips printed, tokens signed, and the ballots among all that came with a token.
    pub issued: [u64; 3],
    /// The trackers of all ballots.
    pub trackers: Vec<String>,
    /// How many texts were sealed.
    pub words: usize,
    /// The digest that was committed to before opening.
    pub sealed: String,
    /// The digest of everything.
    pub digest: String,
    /// What came of it, if the box has been opened.
    pub counted: Option<Counted>,
}

/// What came of an opened box.
#[derive(Debug)]
pub struct Counted {
    /// Slips issued, ballots on paper, slips spoiled and unreturned.
    pub slips: [u64; 4],
    /// The trustees who opened.
    pub trustees: Vec<String>,
    /// The sealed ballots, counted again.
    pub cast: Vec<Vec<u64>>,
    /// The result: sealed ballots and paper.
    pub result: Vec<Vec<u64>>,
}

/// Check everything in a box. `sealed` and `digest` are those of the journal, if you have them.
pub fn check(text: &str, sealed: Option<&str>, digest: Option<&str>) -> Result<Report> {
    let document: Document =
        serde_json::from_str(text).map_err(|wrong| Fault::Unreadable(wrong.to_string()))?;
    form(&document)?;
    let shares = key(&document)?;
    let context = context(&document)?;
    let digests = places(&document, &context)?;
    issued(&document)?;
    committed(&document, &context, &digests)?;
    if sealed.is_some_and(|known| !known.trim().eq_ignore_ascii_case(&document.sealed)) {
        return Err(Fault::OtherSealed);
    }
    let public = point(&document.key.public)?;
    let mut sums: Vec<Vec<Pair>> =
        document.questions.iter().map(|question| vec![Pair::nothing(); question.options.len()]).collect();
    for ballot in &document.ballots {
        proofs(ballot, &context, &public, &mut sums).map_err(|_| Fault::Ballot(ballot.tracker.clone()))?;
    }
    let counted = match &document.outcome {
        Some(outcome) => Some(outcome_of(&document, outcome, &shares, &sums)?),
        None => None,
    };
    everything(&document)?;
    if digest.is_some_and(|known| !known.trim().eq_ignore_ascii_case(&document.digest)) {
        return Err(Fault::OtherDigest);
    }
    Ok(Report {
        title: document.title,
        roll: document.roll,
        questions: document.questions.into_iter().map(|question| (question.text, question.options)).collect(),
        issued: [document.issued.slips, document.issued.tokens, document.issued.by_token],
        trackers: document.ballots.into_iter().map(|ballot| ballot.tracker).collect(),
        words: document.words.len(),
        sealed: document.sealed,
        digest: document.digest,
        counted,
    })
}

/// 4.1
fn form(document: &Document) -> Result<()> {
    let full = |text: &String| !text.trim().is_empty();
    let asked = |question: &Question| {
        let options = &question.options;
        let different = options.iter().collect::<BTreeSet<_>>().len() == options.len();
        full(&question.text) && (2..=6).contains(&options.len()) && options.iter().all(full) && different
    };
    if document.version != 2 {
        return Err(Fault::Version(document.version));
    }
    let good = full(&document.round)
        && full(&document.title)
        && (1..=20).contains(&document.questions.len())
        && document.questions.iter().all(asked);
    if good { Ok(()) } else { Err(Fault::Form) }
}

/// 4.2: the trustees' public shares.
fn key(document: &Document) -> Result<Vec<RistrettoPoint>> {
    let key = &document.key;
    let (needed, number) = (key.commitments.len(), key.trustees.len());
    if key.needed != needed as u64 || needed < 1 || needed > number || number > 9 {
        return Err(Fault::Key);
    }
    let commitments = key.commitments.iter().map(|text| point(text)).collect::<Result<Vec<_>>>()?;
    if key.public != key.commitments[0] || commitments[0].is_identity() {
        return Err(Fault::Key);
    }
    let mut shares = Vec::new();
    for (number, trustee) in (1u64..).zip(&key.trustees) {
        let mut power = Scalar::ONE;
        let mut expected = Pair::nothing().0;
        for commitment in &commitments {
            expected += commitment * power;
            power *= Scalar::from(number);
        }
        let share = point(&trustee.share)?;
        let named = trustee.number == number && !trustee.name.trim().is_empty();
        if !named || share != expected || share.is_identity() {
            return Err(Fault::Key);
        }
        shares.push(share);
    }
    Ok(shares)
}

/// 4.3
fn context(document: &Document) -> Result<[u8; 32]> {
    let mut hash = Hash::of("round").bytes(document.round.as_bytes()).bytes(document.title.as_bytes());
    hash = hash.number(document.roll).count(&document.questions);
    for question in &document.questions {
        hash = hash.bytes(question.text.as_bytes()).count(&question.options);
        hash = question.options.iter().fold(hash, |hash, option| hash.bytes(option.as_bytes()));
    }
    let key = &document.key;
    hash = hash.number(key.needed).hex(&key.public)?.count(&key.commitments).hexes(&key.commitments)?;
    hash = hash.count(&key.trustees);
    for trustee in &key.trustees {
        hash = hash.number(trustee.number).bytes(trustee.name.as_bytes()).hex(&trustee.share)?;
    }
    Ok(hash.digest())
}

/// 4.4: the ballots' digests.
fn places(document: &Document, context: &[u8; 32]) -> Result<Vec<[u8; 32]>> {
    let mut digests = Vec::new();
    for ballot in &document.ballots {
        let wrong = || Fault::Shape(ballot.tracker.clone());
        if ballot.answers.len() != document.questions.len() {
            return Err(wrong());
        }
        let mut hash = Hash::of("ballot").bytes(context).count(&ballot.answers);
        for (answer, question) in ballot.answers.iter().zip(&document.questions) {
            if answer.options.len() != question.options.len() {
                return Err(wrong());
            }
            hash = hash.count(&answer.options);
            for option in &answer.options {
                hash = hash.hex(&option.a)?.hex(&option.b)?.hexes(&option.bit)?;
            }
            hash = hash.hexes(&answer.sum)?;
        }
        let digest = hash.digest();
        if ballot.tracker != tracker(&digest) {
            return Err(Fault::Tracker(ballot.tracker.clone()));
        }
        digests.push(digest);
    }
    if let Some(pair) = document.ballots.windows(2).find(|pair| pair[0].tracker >= pair[1].tracker) {
        return Err(Fault::Order(pair[1].tracker.clone()));
    }
    match document.words.windows(2).find(|pair| pair[0] >= pair[1]) {
        Some(pair) => Err(Fault::Order(pair[1].clone())),
        None => Ok(digests),
    }
}

/// The tracker of a ballot with this digest.
fn tracker(digest: &[u8; 32]) -> String {
    let bits = digest[..10].iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
    let mut text = String::new();
    for at in 0..16 {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        let value = (bits >> (75 - 5 * at)) & 31;
        text.push(char::from(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"[value as usize]));
    }
    text
}

/// 4.5: never more ballots than were issued, by slip and by token.
fn issued(document: &Document) -> Result<()> {
    let issued = &document.issued;
    let by_slip = (document.ballots.len() as u64).checked_sub(issued.by_token);
    let covered = issued.by_token <= issued.tokens && by_slip.is_some_and(|by_slip| by_slip <= issued.slips);
    if covered { Ok(()) } else { Err(Fault::Issued) }
}

/// 4.5
fn committed(document: &Document, context: &[u8; 32], digests: &[[u8; 32]]) -> Result<()> {
    let issued = &document.issued;
    let hash = Hash::of("sealed 2").bytes(context);
    let hash = hash.number(issued.slips).number(issued.tokens).number(issued.by_token).count(digests);
    let hash = digests.iter().fold(hash, |hash, digest| hash.bytes(digest));
    let sealed = hash.count(&document.words).hexes(&document.words)?.digest();
    if hex::encode(sealed) == document.sealed { Ok(()) } else { Err(Fault::Sealed) }
}

/// 4.6: a ballot's proofs; its pairs are added to the sums.
fn proofs(ballot: &Ballot, context: &[u8; 32], y: &RistrettoPoint, sums: &mut [Vec<Pair>]) -> Result<()> {
    let mut hash = Hash::of("ciphertexts").bytes(context).count(&ballot.answers);
    for answer in &ballot.answers {
        hash = hash.count(&answer.options);
        for option in &answer.options {
            hash = hash.hex(&option.a)?.hex(&option.b)?;
        }
    }
    let whole = hash.digest();
    let holds = |proven: bool| if proven { Ok(()) } else { Err(Fault::Ballot(ballot.tracker.clone())) };
    for (q, answer) in ballot.answers.iter().enumerate() {
        let mut all = Pair::nothing();
        for (o, option) in answer.options.iter().enumerate() {
            let Pair(a, b) = Pair(point(&option.a)?, point(&option.b)?);
            let [c0, s0, c1, s1] = &option.bit;
            let (c0, s0, c1, s1) = (scalar(c0)?, scalar(s0)?, scalar(c1)?, scalar(s1)?);
            let sides = [
                minus(&s0, &c0, &a),
                minus_of(&s0, y, &c0, &b),
                minus(&s1, &c1, &a),
                minus_of(&s1, y, &c1, &(b - G)),
            ];
            let hash = Hash::of("bit").bytes(&whole).number(q as u64).number(o as u64);
            holds(hash.points(&sides).challenge() == c0 + c1)?;
            all = all.plus(Pair(a, b));
            sums[q][o] = sums[q][o].plus(Pair(a, b));
        }
        let (c, s) = (scalar(&answer.sum[0])?, scalar(&answer.sum[1])?);
        let sides = [minus(&s, &c, &all.0), minus_of(&s, y, &c, &(all.1 - G))];
        holds(Hash::of("sum").bytes(&whole).number(q as u64).points(&sides).challenge() == c)?;
    }
    Ok(())
}

/// 4.8 to 4.10
fn outcome_of(
    document: &Document,
    outcome: &Outcome,
    shares: &[RistrettoPoint],
    sums: &[Vec<Pair>],
) -> Result<Counted> {
    let (slips, paper) = (&outcome.slips, &outcome.paper);
    let shaped = |counts: &[Vec<u64>]| {
        counts.len() == sums.len() && counts.iter().zip(sums).all(|(row, sums)| row.len() == sums.len())
    };
    let total = |row: &Vec<u64>| row.iter().map(|votes| u128::from(*votes)).sum::<u128>();
    if !shaped(&paper.counts) || paper.counts.iter().any(|row| total(row) > paper.ballots.into()) {
        return Err(Fault::Paper);
    }
    let by_slip = document.ballots.len() as u64 - document.issued.by_token;
    let accounted = total(&vec![by_slip, paper.ballots, slips.spoiled, slips.unreturned]);
    let issued = document.issued.slips;
    if accounted != issued.into() {
        return Err(Fault::Balance { issued, accounted });
    }
    let cast = count(document, &outcome.openings, shares, sums)?;
    let added = |(cast, paper): (&u64, &u64)| cast.checked_add(*paper);
    let rows =
        cast.iter().zip(&paper.counts).map(|(cast, paper)| cast.iter().zip(paper).map(added).collect());
    if !shaped(&outcome.result) || rows.collect::<Option<Vec<Vec<u64>>>>().as_ref() != Some(&outcome.result) {
        return Err(Fault::Result);
    }
    let name = |opening: &Opening| document.key.trustees[opening.trustee as usize - 1].name.clone();
    Ok(Counted {
        slips: [issued, paper.ballots, slips.spoiled, slips.unreturned],
        trustees: outcome.openings.iter().map(name).collect(),
        cast,
        result: outcome.result.clone(),
    })
}

/// 4.9 and 4.10: the sealed ballots counted again.
fn count(
    document: &Document,
    openings: &[Opening],
    shares: &[RistrettoPoint],
    sums: &[Vec<Pair>],
) -> Result<Vec<Vec<u64>>> {
    let known = openings.iter().all(|opening| (1..=shares.len() as u64).contains(&opening.trustee));
    let ascending = openings.is_sorted_by(|one, next| one.trustee < next.trustee);
    if !known || !ascending || (openings.len() as u64) < document.key.needed {
        return Err(Fault::Trustees);
    }
    let sealed = group::bytes(&document.sealed)?;
    // What is left of B when the trustees' parts are taken away: n·G.
    let mut left: Vec<Vec<RistrettoPoint>> =
        sums.iter().map(|sums| sums.iter().map(|sum| sum.1).collect()).collect();
    for opening in openings {
        let i = Scalar::from(opening.trustee);
        let others = openings.iter().filter(|other| other.trustee != opening.trustee);
        let weight = others.map(|other| Scalar::from(other.trustee)).map(|j| j * (j - i).invert());
        let weight: Scalar = weight.product();
        let wrong = || Fault::Opening(opening.trustee);
        if opening.shares.len() != sums.len() {
            return Err(wrong());
        }
        for (q, (row, sums)) in opening.shares.iter().zip(sums).enumerate() {
            if row.len() != sums.len() {
                return Err(wrong());
            }
            for (o, (share, Pair(a, _))) in row.iter().zip(sums).enumerate() {
                let d = point(&share.point)?;
                let (c, s) = (scalar(&share.proof[0])?, scalar(&share.proof[1])?);
                let sides = [minus(&s, &c, &shares[opening.trustee as usize - 1]), minus_of(&s, a, &c, &d)];
                let hash = Hash::of("opening").bytes(&sealed).number(opening.trustee);
                let hash = hash.number(q as u64).number(o as u64).points([a, &d]);
                if hash.points(&sides).challenge() != c {
                    return Err(wrong());
                }
                left[q][o] -= d * weight;
            }
        }
    }
    let mut multiples = vec![Pair::nothing().0];
    for n in 0..document.ballots.len() {
        multiples.push(multiples[n] + G);
    }
    let number =
        |left: &RistrettoPoint| multiples.iter().position(|multiple| multiple == left).map(|n| n as u64);
    let rows = left.iter().map(|row| row.iter().map(number).collect::<Option<Vec<u64>>>());
    rows.collect::<Option<Vec<_>>>().ok_or(Fault::Result)
}

/// 4.7 and 4.11
fn everything(document: &Document) -> Result<()> {
    let hash = Hash::of("box 2").hex(&document.sealed)?;
    let hash = match &document.outcome {
        None => hash.number(0),
        Some(Outcome { slips, paper, openings, result }) => {
            let mut hash = hash.number(1).number(slips.spoiled).number(slips.unreturned);
            hash = hash.number(paper.ballots).table(&paper.counts).count(openings);
            for opening in openings {
                hash = hash.number(opening.trustee).count(&opening.shares);
                for row in &opening.shares {
                    hash = hash.count(row);
                    for share in row {
                        hash = hash.hex(&share.point)?.hexes(&share.proof)?;
                    }
                }
            }
            hash.table(result)
        }
    };
    if hex::encode(hash.digest()) == document.digest { Ok(()) } else { Err(Fault::Digest) }
}
