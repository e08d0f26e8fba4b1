//! A round: its form and its key, checked, and the digest that every proof names.

use curve25519_dalek::ristretto::{RistrettoBasepointTable, RistrettoPoint};

use crate::{Flaw, Form, Hex32, Result, RoundKey, TrusteeKey, digest::Fields};

/// A form and its key. Made anew whenever it is needed: that takes a few milliseconds.
pub struct Round {
    form: Form,
    key: RoundKey,
    /// The digest of form and key.
    pub(crate) context: Hex32,
    /// The public key as a point.
    pub(crate) public: RistrettoPoint,
    /// Multiples of the public key.
    pub(crate) table: RistrettoBasepointTable,
    /// The trustees' public shares, in order.
    pub(crate) shares: Vec<RistrettoPoint>,
}

impl Round {
    /// A round of this form, sealed to this key.
    pub fn new(form: Form, key: RoundKey) -> Result<Self> {
        form.check()?;
        let shares = key.check()?;
        let public = key.public.point()?;
        let context = key.fields(form.fields(Fields::of("round"))).digest();
        let table = RistrettoBasepointTable::create(&public);
        Ok(Self { form, key, context, public, table, shares })
    }

    /// What is asked.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// To whom it is sealed.
    pub fn key(&self) -> &RoundKey {
        &self.key
    }

    /// Whether a typed key is that of one of the round's trustees.
    pub fn owns(&self, key: &TrusteeKey) -> Result<()> {
        let share = self.share(key.number()).ok_or(Flaw::OtherKey)?;
        if RistrettoPoint::mul_base(&key.secret) == share { Ok(()) } else { Err(Flaw::OtherKey) }
    }

    /// The public share of the trustee with this number.
    pub(crate) fn share(&self, number: u8) -> Option<RistrettoPoint> {
        let at = usize::from(number).checked_sub(1)?;
        self.shares.get(at).copied()
    }
}
