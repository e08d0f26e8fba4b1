//! The voter's side of a token, as the script in the browser does it (`js/blind.js`): for tests, and for whoever writes
//! another client. The standard is RFC 9474 with the encoding of RFC 8017, 9.1.1.

use rand_core::CryptoRng;
use rsa::{BoxedUint, PublicKey, hazmat::rsa_encrypt, traits::PublicKeyParts};
use sha2::{Digest, Sha384};

use crate::{Flaw, IssuerKey, Result, Token};

/// Bytes of a digest, and of the salt.
const HASH: usize = 48;

/// A token that waits for its signature, and what takes the blinding away.
pub struct Blinded {
    message: [u8; 32],
    randomizer: [u8; 32],
    key: PublicKey,
    back: BoxedUint,
    blinded: Vec<u8>,
}

fn hashed(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().fold(Sha384::new(), |hash, part| hash.chain_update(part)).finalize().to_vec()
}

/// The mask of so many bytes from a seed.
fn mask(seed: &[u8], length: usize) -> Vec<u8> {
    let blocks = (0u32..).take(length.div_ceil(HASH)).map(|at| hashed(&[seed, &at.to_be_bytes()]));
    blocks.flatten().take(length).collect()
}

/// What is signed: the digest and the salt, masked, as long as the key.
fn encoded(message: &[u8], salt: &[u8; HASH], length: usize) -> Vec<u8> {
    let digest = hashed(&[&[0; 8], &hashed(&[message]), salt]);
    let mut data = vec![0; length - 2 * HASH - 2];
    data.push(1);
    data.extend(salt);
    let mask = mask(&digest, data.len());
    data.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    // The number is one bit shorter than the key.
    data[0] &= 0x7F;
    [data, digest, vec![0xBC]].concat()
}

impl Blinded {
    /// A new one for an issuer's key.
    pub fn new<R: CryptoRng + ?Sized>(key: &IssuerKey, rng: &mut R) -> Result<Self> {
        let key = key.key()?;
        let (mut message, mut randomizer, mut salt) = ([0; 32], [0; 32], [0; HASH]);
        rng.fill_bytes(&mut message);
        rng.fill_bytes(&mut randomizer);
        rng.fill_bytes(&mut salt);
        let number =
            |bytes: &[u8]| BoxedUint::from_be_slice(bytes, key.n_bits_precision()).map_err(|_| Flaw::Token);
        let whole = encoded(&[randomizer, message].concat(), &salt, key.size());
        let (factor, back) = loop {
            let mut bytes = vec![0; key.size()];
            rng.fill_bytes(&mut bytes);
            let factor = number(&bytes)?;
            // Drawn evenly from what has an inverse.
            if factor < *key.n().as_ref()
                && let Some(back) = factor.invert_mod(key.n()).into_option()
            {
                break (factor, back);
            }
        };
        let factor = rsa_encrypt(&key, &factor).map_err(|_| Flaw::Token)?;
        let blinded = number(&whole)?.mul_mod(&factor, key.n()).to_be_bytes().to_vec();
        Ok(Self { message, randomizer, key, back, blinded })
    }

    /// What the issuer is to sign.
    pub fn blinded(&self) -> &[u8] {
        &self.blinded
    }

    /// The token, from what the issuer signed.
    pub fn token(self, signed: &[u8]) -> Result<Token> {
        let signed =
            BoxedUint::from_be_slice(signed, self.key.n_bits_precision()).map_err(|_| Flaw::Token)?;
        let signature = signed.mul_mod(&self.back, self.key.n()).to_be_bytes();
        let parts = [&self.message[..], &self.randomizer, &signature].concat();
        let token: Token = hex::encode(parts).parse()?;
        IssuerKey::of(&self.key).verify(&token).map(|()| token)
    }
}
