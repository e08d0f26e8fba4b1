//! A sealed ballot: each option of each question holds 0 or 1, and the options of a question sum to 1.
//!
//! ElGamal with the vote in the exponent: for a vote v and a chance number r, a = r·G and b = r·Y + v·G. Sums of
//! ballots are then ballots of sums. The proofs are Chaum–Pedersen's, made non-interactive over the whole ballot.

use curve25519_dalek::{
    ristretto::RistrettoPoint,
    scalar::Scalar,
    traits::{Identity, VartimeMultiscalarMul},
};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::{Flaw, Form, Hex32, Result, Round, Tracker, digest::Fields};

/// A ballot as it is kept: no word about who or when is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedBallot {
    /// One answer a question.
    pub answers: Vec<Answer>,
}

/// The sealed answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The options in the form's order.
    pub options: Vec<SealedOption>,
    /// Challenge and response: the options sum to 1.
    pub sum: [Hex32; 2],
}

/// One option: 0 or 1, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedOption {
    /// r·G.
    pub a: Hex32,
    /// r·Y + v·G.
    pub b: Hex32,
    /// Challenge and response for v = 0, challenge and response for v = 1.
    pub bit: [Hex32; 4],
}

/// A pair of points: a sealed number.
#[derive(Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) a: RistrettoPoint,
    pub(crate) b: RistrettoPoint,
}

impl Pair {
    /// Nothing, from which sums begin.
    pub(crate) fn nothing() -> Self {
        Self { a: RistrettoPoint::identity(), b: RistrettoPoint::identity() }
    }

    /// The sum of two.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self { a: self.a + other.a, b: self.b + other.b }
    }

    /// What is left when `number` is taken away.
    fn less(self, number: u8) -> Self {
        Self { a: self.a, b: self.b - RistrettoPoint::mul_base(&Scalar::from(number)) }
    }
}

/// The pairs of a ballot, question by question.
type Pairs = Vec<Vec<Pair>>;

impl SealedBallot {
    /// The ballot in as few bytes as it needs: about four thousand for six questions of three options.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.parts().flat_map(|part| part.0).collect()
    }

    /// What [`Self::to_bytes`] made, for the same form.
    pub fn from_bytes(form: &Form, bytes: &[u8]) -> Result<Self> {
        let (parts, rest) = bytes.as_chunks::<32>();
        let mut parts = parts.iter().map(|part| Hex32(*part));
        let mut next = || parts.next().ok_or(Flaw::Shape);
        let mut answers = Vec::with_capacity(form.questions.len());
        for question in &form.questions {
            let mut options = Vec::with_capacity(question.options.len());
            for _ in &question.options {
                options.push(SealedOption {
                    a: next()?,
                    b: next()?,
                    bit: [next()?, next()?, next()?, next()?],
                });
            }
            answers.push(Answer { options, sum: [next()?, next()?] });
        }
        if next().is_ok() || !rest.is_empty() { Err(Flaw::Shape) } else { Ok(Self { answers }) }
    }

    /// Everything in it, in order.
    fn parts(&self) -> impl Iterator<Item = Hex32> + '_ {
        self.answers.iter().flat_map(|answer| {
            let options = answer.options.iter().flat_map(|option| {
                let [c0, s0, c1, s1] = option.bit;
                [option.a, option.b, c0, s0, c1, s1]
            });
            options.chain(answer.sum)
        })
    }

    /// The pairs, if the ballot has the form's shape.
    pub(crate) fn pairs(&self, form: &Form) -> Result<Pairs> {
        let pair = |option: &SealedOption| Ok(Pair { a: option.a.point()?, b: option.b.point()? });
        if self.answers.len() != form.questions.len() {
            return Err(Flaw::Shape);
        }
        let answers = self.answers.iter().zip(&form.questions).map(|(answer, question)| {
            if answer.options.len() != question.options.len() {
                return Err(Flaw::Shape);
            }
            answer.options.iter().map(pair).collect()
        });
        answers.collect()
    }
}

impl Round {
    /// Seal a ballot: the option chosen for each question, counted from 0.
    pub fn seal<R: CryptoRng + ?Sized>(&self, choices: &[usize], rng: &mut R) -> Result<SealedBallot> {
        let questions = &self.form().questions;
        let valid = |(question, choice): (&crate::Question, &usize)| *choice < question.options.len();
        if choices.len() != questions.len() || !questions.iter().zip(choices).all(valid) {
            return Err(Flaw::Choices);
        }
        let vote = |at: usize, choice: usize| if at == choice { Scalar::ONE } else { Scalar::ZERO };
        let votes: Vec<Vec<Scalar>> = questions
            .iter()
            .zip(choices)
            .map(|(question, choice)| (0..question.options.len()).map(|at| vote(at, *choice)).collect())
            .collect();
        Ok(self.seal_votes(&votes, rng))
    }

    /// Seal any votes, also such as no honest ballot has: the proofs will not hold then.
    pub(crate) fn seal_votes<R: CryptoRng + ?Sized>(
        &self,
        votes: &[Vec<Scalar>],
        rng: &mut R,
    ) -> SealedBallot {
        let secrets: Vec<Vec<Scalar>> =
            votes.iter().map(|votes| votes.iter().map(|_| Scalar::random(rng)).collect()).collect();
        let encrypt = |vote: &Scalar, r: &Scalar| Pair {
            a: RistrettoPoint::mul_base(r),
            b: &self.table * r + RistrettoPoint::mul_base(vote),
        };
        let pairs: Pairs = votes
            .iter()
            .zip(&secrets)
            .map(|(votes, secrets)| votes.iter().zip(secrets).map(|(vote, r)| encrypt(vote, r)).collect())
            .collect();
        let whole = self.ciphertexts(&pairs);
        let mut answers = Vec::with_capacity(votes.len());
        for (question, (votes, secrets)) in votes.iter().zip(&secrets).enumerate() {
            let mut options = Vec::with_capacity(votes.len());
            for (at, (vote, r)) in votes.iter().zip(secrets).enumerate() {
                let pair = pairs[question][at];
                let bit =
                    self.prove_bit(Place { whole, question, option: at }, pair, *vote == Scalar::ONE, r, rng);
                options.push(SealedOption { a: pair.a.into(), b: pair.b.into(), bit });
            }
            let sum = self.prove_sum(&whole, question, secrets.iter().sum(), rng);
            answers.push(Answer { options, sum });
        }
        SealedBallot { answers }
    }

    /// Whether a ballot has the form's shape and all its proofs hold.
    pub fn check(&self, ballot: &SealedBallot) -> Result<()> {
        self.checked(ballot).map(|_| ())
    }

    /// The pairs of a ballot that is in order.
    pub(crate) fn checked(&self, ballot: &SealedBallot) -> Result<Pairs> {
        let pairs = ballot.pairs(self.form())?;
        let whole = self.ciphertexts(&pairs);
        for (question, (answer, pairs)) in ballot.answers.iter().zip(&pairs).enumerate() {
            for (at, (option, pair)) in answer.options.iter().zip(pairs).enumerate() {
                self.check_bit(Place { whole, question, option: at }, *pair, &option.bit)?;
            }
            let sum = pairs.iter().copied().fold(Pair::nothing(), Pair::plus);
            self.check_sum(&whole, question, sum.less(1), &answer.sum)?;
        }
        Ok(pairs)
    }

    /// What the voter keeps.
    pub fn tracker(&self, ballot: &SealedBallot) -> Tracker {
        Tracker::of(&self.ballot_digest(ballot))
    }

    /// The digest of a ballot in this round.
    pub(crate) fn ballot_digest(&self, ballot: &SealedBallot) -> Hex32 {
        let mut fields = Fields::of("ballot").hex(&self.context).count(ballot.answers.len());
        for answer in &ballot.answers {
            fields = fields.count(answer.options.len());
            for option in &answer.options {
                fields = option.bit.iter().fold(fields.hex(&option.a).hex(&option.b), Fields::hex);
            }
            fields = answer.sum.iter().fold(fields, Fields::hex);
        }
        fields.digest()
    }

    /// The digest of all the pairs of a ballot, which each of its proofs names.
    fn ciphertexts(&self, pairs: &[Vec<Pair>]) -> Hex32 {
        let mut fields = Fields::of("ciphertexts").hex(&self.context).count(pairs.len());
        for pairs in pairs {
            fields = fields.count(pairs.len());
            for pair in pairs {
                fields = fields.point(&pair.a).point(&pair.b);
            }
        }
        fields.digest()
    }

    /// That a pair holds 0 or 1, without saying which.
    fn prove_bit<R: CryptoRng + ?Sized>(
        &self,
        place: Place,
        pair: Pair,
        vote: bool,
        r: &Scalar,
        rng: &mut R,
    ) -> [Hex32; 4] {
        // The true side is proven, the other one made up from a challenge of its own.
        let (secret, made_up) = (Scalar::random(rng), Scalar::random(rng));
        let response = Scalar::random(rng);
        let truth = [RistrettoPoint::mul_base(&secret), &self.table * &secret];
        let other = self.commitments(pair.less(u8::from(!vote)), &made_up, &response);
        let sides = if vote { [other, truth] } else { [truth, other] };
        let challenge = place.challenge(&sides) - made_up;
        let truth = [challenge, secret + challenge * r];
        let other = [made_up, response];
        let [first, second] = if vote { [other, truth] } else { [truth, other] };
        [first[0].into(), first[1].into(), second[0].into(), second[1].into()]
    }

    fn check_bit(&self, place: Place, pair: Pair, bit: &[Hex32; 4]) -> Result<()> {
        let [c0, s0, c1, s1] = bit;
        let (c0, s0, c1, s1) = (c0.scalar()?, s0.scalar()?, c1.scalar()?, s1.scalar()?);
        let sides = [self.commitments(pair, &c0, &s0), self.commitments(pair.less(1), &c1, &s1)];
        let holds = place.challenge(&sides) == c0 + c1;
        if holds { Ok(()) } else { Err(Flaw::Ballot { question: place.question }) }
    }

    /// That the pairs of a question sum to 1; `r` is the sum of their secrets.
    fn prove_sum<R: CryptoRng + ?Sized>(
        &self,
        whole: &Hex32,
        question: usize,
        r: Scalar,
        rng: &mut R,
    ) -> [Hex32; 2] {
        let secret = Scalar::random(rng);
        let commitments = [RistrettoPoint::mul_base(&secret), &self.table * &secret];
        let challenge = sum_challenge(whole, question, &commitments);
        [challenge.into(), (secret + challenge * r).into()]
    }

    fn check_sum(&self, whole: &Hex32, question: usize, rest: Pair, proof: &[Hex32; 2]) -> Result<()> {
        let (challenge, response) = (proof[0].scalar()?, proof[1].scalar()?);
        let commitments = self.commitments(rest, &challenge, &response);
        let holds = sum_challenge(whole, question, &commitments) == challenge;
        if holds { Ok(()) } else { Err(Flaw::Ballot { question }) }
    }

    /// The commitments that challenge and response belong to, if the pair holds 0: s·G − c·a and s·Y − c·b.
    fn commitments(&self, pair: Pair, challenge: &Scalar, response: &Scalar) -> [RistrettoPoint; 2] {
        let minus = -challenge;
        [
            RistrettoPoint::vartime_double_scalar_mul_basepoint(&minus, &pair.a, response),
            RistrettoPoint::vartime_multiscalar_mul([response, &minus], [&self.public, &pair.b]),
        ]
    }
}

/// Which option of which question of which ballot a proof is about.
#[derive(Clone, Copy)]
struct Place {
    whole: Hex32,
    question: usize,
    option: usize,
}

impl Place {
    fn challenge(&self, sides: &[[RistrettoPoint; 2]; 2]) -> Scalar {
        let fields = Fields::of("bit").hex(&self.whole).count(self.question).count(self.option);
        sides.iter().flatten().fold(fields, Fields::point).challenge()
    }
}

fn sum_challenge(whole: &Hex32, question: usize, commitments: &[RistrettoPoint; 2]) -> Scalar {
    let fields = Fields::of("sum").hex(whole).count(question);
    commitments.iter().fold(fields, Fields::point).challenge()
}
