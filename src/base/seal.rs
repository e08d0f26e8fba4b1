//! Secrets of others that the program must be able to use again (a robot's key): sealed with a key that lies beside the
//! database, not in it, so that a copy of the database alone opens none of them.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{Chance, Error, Result};

/// Bytes of the number that is used once.
const NONCE: usize = 24;

/// The deployment's key.
pub struct Seal {
    cipher: XChaCha20Poly1305,
    marks: [u8; 32],
}

impl Seal {
    /// Of a key of 32 bytes.
    pub fn of(key: [u8; 32]) -> Self {
        let marks = keyed(&key, b"marks");
        Self { cipher: XChaCha20Poly1305::new(&Key::from(key)), marks }
    }

    /// A mark by which a text is found again for a purpose, and from which nobody without the key finds the text.
    pub fn mark(&self, purpose: &str, text: &str) -> String {
        hex::encode(keyed(&self.marks, format!("{purpose}\n{text}").as_bytes()))
    }

    /// The key in a file, which is made, readable by its owner only, when there is none.
    ///
    /// # Errors
    /// Names the file that cannot be read or made, or holds no key.
    pub fn in_file(file: &Path, chance: &Chance) -> anyhow::Result<Self> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                let text = chance.secret();
                make(file, &text).with_context(|| format!("cannot make the key {}", file.display()))?;
                // Another node of the same folder may have been faster.
                std::fs::read_to_string(file)?
            }
            Err(cause) => {
                return Err(cause).with_context(|| format!("cannot read the key {}", file.display()));
            }
        };
        let mut key = [0; 32];
        hex::decode_to_slice(text.trim(), &mut key)
            .with_context(|| format!("{} holds no key: expected 64 hexadecimal digits", file.display()))?;
        Ok(Self::of(key))
    }

    /// Seal a text for a purpose; it opens for the same purpose only.
    pub fn seal(&self, chance: &Chance, purpose: &str, text: &str) -> String {
        let secret = chance.secret();
        let mut nonce = [0; NONCE];
        hex::decode_to_slice(&secret[..NONCE * 2], &mut nonce).expect("a secret is hexadecimal");
        let payload = Payload { msg: text.as_bytes(), aad: purpose.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).expect("a short text can be sealed");
        format!("{}{}", hex::encode(nonce), hex::encode(sealed))
    }

    /// Open what was sealed for a purpose.
    ///
    /// # Errors
    /// When it was sealed with another key or for another purpose, or was changed.
    pub fn open(&self, purpose: &str, sealed: &str) -> Result<String> {
        let wrong =
            || Error::from(anyhow::anyhow!("a secret was sealed with another key than this deployment's"));
        let bytes = hex::decode(sealed).map_err(|_| wrong())?;
        let (nonce, rest) = bytes.split_at_checked(NONCE).ok_or_else(wrong)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| wrong())?;
        let payload = Payload { msg: rest, aad: purpose.as_bytes() };
        let text = self.cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| wrong())?;
        String::from_utf8(text).map_err(|_| wrong())
    }
}

fn keyed(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length will do");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// An existing key is never written over.
fn make(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Ok(mut made) => {
            made.write_all(text.as_bytes())?;
            made.sync_all()
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(cause) => Err(cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_with_its_key_and_for_its_purpose_only() {
        let (seal, chance) = (Seal::of([7; 32]), Chance::seeded(1));
        let sealed = seal.seal(&chance, "robot:1", "c0ffee");
        assert!(!sealed.contains("c0ffee") && sealed != seal.seal(&chance, "robot:1", "c0ffee"));
        assert_eq!(seal.open("robot:1", &sealed).unwrap(), "c0ffee");
        assert!(seal.open("robot:2", &sealed).is_err());
        assert!(Seal::of([8; 32]).open("robot:1", &sealed).is_err());
        for broken in ["", "zz", &sealed[..40], &sealed.replace(&sealed[60..61], "x")] {
            assert!(seal.open("robot:1", broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn the_key_is_made_once_and_readable_by_its_owner_only() {
        let folder = std::env::temp_dir().join(format!("seal_{}", &Chance::real().secret()[..12]));
        std::fs::create_dir_all(&folder).unwrap();
        let (file, chance) = (folder.join("seal.key"), Chance::real());
        let sealed = Seal::in_file(&file, &chance).unwrap().seal(&chance, "x", "geheim");
        assert_eq!(Seal::in_file(&file, &chance).unwrap().open("x", &sealed).unwrap(), "geheim");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&file, "no key").unwrap();
        let refused = format!("{:#}", Seal::in_file(&file, &chance).err().unwrap());
        assert!(refused.contains("64 hexadecimal digits") && !refused.contains("no key\n"), "{refused}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
