//! Opening the count: the ballots are summed up sealed, and trustees open the sums together.

use std::collections::BTreeSet;

use curve25519_dalek::{
    ristretto::RistrettoPoint,
    scalar::Scalar,
    traits::{Identity, VartimeMultiscalarMul},
};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::{BallotBox, Flaw, Hex32, Result, Round, TrusteeKey, digest::Fields, sealed::Pair};

/// The sealed sums of a closed box, by question and option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncryptedTally {
    /// The box's `sealed`, which every opening's proof names.
    sealed: Hex32,
    /// How many ballots are in it.
    cast: u64,
    /// The two points of each sum.
    sums: Vec<Vec<[Hex32; 2]>>,
}

/// A trustee's part of opening the count. Alone it opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialOpening {
    /// The trustee's number.
    pub trustee: u8,
    /// A share for each question and option.
    pub shares: Vec<Vec<Share>>,
}

/// A sum's first point times the trustee's secret, and the proof that it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The product.
    pub point: Hex32,
    /// Challenge and response.
    pub proof: [Hex32; 2],
}

/// Votes by question and option.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts(pub Vec<Vec<u64>>);

/// What a share is about; the label and the fields before the points.
pub(crate) type About = Fields;

/// Make a share: `base` times the secret, with its proof.
pub(crate) fn share<R: CryptoRng + ?Sized>(
    about: About,
    base: &RistrettoPoint,
    secret: &Scalar,
    rng: &mut R,
) -> Share {
    let point = base * secret;
    let nonce = Scalar::random(rng);
    let commitments = [RistrettoPoint::mul_base(&nonce), base * nonce];
    let challenge = challenge(about, base, &point, &commitments);
    Share { point: point.into(), proof: [challenge.into(), (nonce + challenge * secret).into()] }
}

/// The point of a share whose proof holds for the trustee's public share.
pub(crate) fn checked(
    about: About,
    base: &RistrettoPoint,
    public: &RistrettoPoint,
    share: &Share,
) -> Result<Option<RistrettoPoint>> {
    let point = share.point.point()?;
    let (claimed, response) = (share.proof[0].scalar()?, share.proof[1].scalar()?);
    let minus = -claimed;
    let commitments = [
        RistrettoPoint::vartime_double_scalar_mul_basepoint(&minus, public, &response),
        RistrettoPoint::vartime_multiscalar_mul([&response, &minus], [base, &point]),
    ];
    let holds = challenge(about, base, &point, &commitments) == claimed;
    Ok(holds.then_some(point))
}

fn challenge(
    about: About,
    base: &RistrettoPoint,
    point: &RistrettoPoint,
    commitments: &[RistrettoPoint; 2],
) -> Scalar {
    commitments.iter().fold(about.point(base).point(point), Fields::point).challenge()
}

/// The weights with which the parts of these trustees make the whole.
pub(crate) fn weights(trustees: &[u8]) -> Vec<Scalar> {
    let one = |own: &u8| {
        let others = trustees.iter().filter(|other| *other != own);
        others.fold(Scalar::ONE, |product, other| {
            let (own, other) = (Scalar::from(*own), Scalar::from(*other));
            product * other * (other - own).invert()
        })
    };
    trustees.iter().map(one).collect()
}

impl Round {
    /// Sum up the ballots of a closed box, every one of which is checked again.
    pub fn tally(&self, closed: &BallotBox) -> Result<EncryptedTally> {
        closed.belongs_to(self)?;
        let questions = &self.form().questions;
        let mut sums: Vec<Vec<Pair>> =
            questions.iter().map(|question| vec![Pair::nothing(); question.options.len()]).collect();
        for cast in &closed.ballots {
            let pairs = self.checked(&cast.ballot())?;
            for (sum, pair) in sums.iter_mut().flatten().zip(pairs.into_iter().flatten()) {
                *sum = sum.plus(pair);
            }
        }
        Ok(EncryptedTally::of(closed.sealed, closed.cast(), &sums))
    }

    /// A trustee's part of opening the count.
    pub fn open<R: CryptoRng + ?Sized>(
        &self,
        key: &TrusteeKey,
        tally: &EncryptedTally,
        rng: &mut R,
    ) -> Result<PartialOpening> {
        self.owns(key)?;
        let mut shares = Vec::with_capacity(tally.sums.len());
        for (question, sums) in tally.sums.iter().enumerate() {
            let mut row = Vec::with_capacity(sums.len());
            for (option, sum) in sums.iter().enumerate() {
                let about = tally.about(key.number(), question, option);
                row.push(share(about, &sum[0].point()?, &key.secret, rng));
            }
            shares.push(row);
        }
        Ok(PartialOpening { trustee: key.number(), shares })
    }

    /// Whether a partial opening's proofs hold.
    pub fn check_opening(&self, tally: &EncryptedTally, opening: &PartialOpening) -> Result<()> {
        self.points(tally, opening).map(|_| ())
    }

    /// The points of a partial opening whose proofs hold.
    fn points(&self, tally: &EncryptedTally, opening: &PartialOpening) -> Result<Vec<Vec<RistrettoPoint>>> {
        let wrong = Flaw::Opening { trustee: opening.trustee };
        let public = self.share(opening.trustee).ok_or(Flaw::Trustees)?;
        let shape = |sums: &[[Hex32; 2]], shares: &[Share]| sums.len() == shares.len();
        let fits = tally.sums.iter().zip(&opening.shares).all(|(sums, shares)| shape(sums, shares));
        if tally.sums.len() != opening.shares.len() || !fits {
            return Err(wrong);
        }
        let mut points = Vec::with_capacity(tally.sums.len());
        for (question, (sums, shares)) in tally.sums.iter().zip(&opening.shares).enumerate() {
            let mut row = Vec::with_capacity(sums.len());
            for (option, (sum, share)) in sums.iter().zip(shares).enumerate() {
                let about = tally.about(opening.trustee, question, option);
                let point = checked(about, &sum[0].point()?, &public, share);
                row.push(point.ok().flatten().ok_or(wrong.clone())?);
            }
            points.push(row);
        }
        Ok(points)
    }

    /// The count, from as many openings as are needed, or more.
    pub fn counts(&self, tally: &EncryptedTally, openings: &[PartialOpening]) -> Result<Counts> {
        let trustees: Vec<u8> = openings.iter().map(|opening| opening.trustee).collect();
        self.enough(&trustees)?;
        let points =
            openings.iter().map(|opening| self.points(tally, opening)).collect::<Result<Vec<_>>>()?;
        let weights = weights(&trustees);
        let table = multiples(tally.cast);
        let count = |question: usize, option: usize, sum: &[Hex32; 2]| {
            let opened: RistrettoPoint =
                points.iter().zip(&weights).map(|(points, weight)| points[question][option] * weight).sum();
            let votes = Hex32::from(sum[1].point()? - opened);
            let found = table.iter().position(|multiple| *multiple == votes).ok_or(Flaw::Shape)?;
            Ok(u64::try_from(found).expect("a count fits"))
        };
        let row = |(question, sums): (usize, &Vec<[Hex32; 2]>)| {
            sums.iter()
                .enumerate()
                .map(|(option, sum)| count(question, option, sum))
                .collect::<Result<Vec<_>>>()
        };
        tally.sums.iter().enumerate().map(row).collect::<Result<Vec<_>>>().map(Counts)
    }

    /// Whether these are enough trustees of the round, each once.
    pub(crate) fn enough(&self, trustees: &[u8]) -> Result<()> {
        let known = trustees.iter().all(|trustee| self.share(*trustee).is_some());
        if !known || trustees.iter().collect::<BTreeSet<_>>().len() != trustees.len() {
            return Err(Flaw::Trustees);
        }
        let (has, needed) = (trustees.len(), usize::from(self.key().needed));
        if has < needed { Err(Flaw::TooFew { has, needed }) } else { Ok(()) }
    }
}

impl EncryptedTally {
    /// The sums of so many ballots.
    pub(crate) fn of(sealed: Hex32, cast: u64, sums: &[Vec<Pair>]) -> Self {
        let hex = |pair: &Pair| [Hex32::from(pair.a), Hex32::from(pair.b)];
        Self { sealed, cast, sums: sums.iter().map(|sums| sums.iter().map(hex).collect()).collect() }
    }

    /// What a share of this trustee for this sum is about.
    fn about(&self, trustee: u8, question: usize, option: usize) -> About {
        Fields::of("opening").hex(&self.sealed).number(trustee.into()).count(question).count(option)
    }
}

/// 0·G, 1·G, 2·G, … up to the number of ballots.
fn multiples(most: u64) -> Vec<Hex32> {
    let mut point = RistrettoPoint::identity();
    let one = RistrettoPoint::mul_base(&Scalar::ONE);
    let mut all = vec![Hex32::from(point)];
    for _ in 0..most {
        point += one;
        all.push(point.into());
    }
    all
}
