//! Passwords: which ones are taken, and what is kept of them (argon2id, with the parameters OWASP recommends).

use std::{sync::OnceLock, thread::available_parallelism};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use rand::Rng;
use tokio::sync::Semaphore;

use crate::base::{Chance, Result};

/// Fewest and most characters.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=128;

/// What people choose too often, one a line.
const COMMON: &str = include_str!("common_passwords.txt");

/// Words of the house that everybody would try first, one a line.
const CONTEXT: &str = include_str!("context_words.txt");

fn argon() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters are within argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashing takes a whole core and 19 MiB: as many at once as there are cores, the others wait their turn.
async fn at_work<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    static CORES: OnceLock<Semaphore> = OnceLock::new();
    let cores = CORES.get_or_init(|| Semaphore::new(available_parallelism().map_or(1, usize::from)));
    let place = cores.acquire().await.expect("the semaphore is never closed");
    let task = tokio::task::spawn_blocking(move || {
        let _place = place;
        work()
    });
    Ok(task.await.map_err(anyhow::Error::from)?)
}

fn keep(password: &str, salt: &[u8; 16]) -> String {
    let hash = argon().hash_password_with_salt(password.as_bytes(), salt);
    hash.expect("the salt and the output have their usual lengths").to_string()
}

/// What is kept of a password.
///
/// # Errors
/// When the work was interrupted.
pub async fn hash(chance: &Chance, password: &str) -> Result<String> {
    let mut salt = [0; 16];
    chance.draw(|rng| rng.fill_bytes(&mut salt));
    let password = password.to_owned();
    at_work(move || keep(&password, &salt)).await
}

/// Whether a password fits what was kept. Where nothing was kept, the work is the same and the answer is no.
///
/// # Errors
/// When the work was interrupted.
pub async fn fits(kept: Option<&str>, password: &str) -> Result<bool> {
    static NOBODYS: OnceLock<String> = OnceLock::new();
    let (kept, password) = (kept.map(ToOwned::to_owned), password.to_owned());
    at_work(move || {
        let nobodys = NOBODYS.get_or_init(|| keep("", &[0; 16]));
        let hash = PasswordHash::new(kept.as_ref().unwrap_or(nobodys));
        let same = hash.is_ok_and(|hash| argon().verify_password(password.as_bytes(), &hash).is_ok());
        same && kept.is_some()
    })
    .await
}

/// What is wrong with a new password, as the key of a sentence; `own` are the login, the name, the congress's words.
pub fn wrong(password: &str, own: &[&str]) -> Option<&'static str> {
    let length = password.chars().count();
    if length < *LENGTH.start() {
        return Some("access-password-short");
    }
    if length > *LENGTH.end() {
        return Some("access-password-long");
    }
    let low = password.to_lowercase();
    if COMMON.lines().any(|common| common == low) || is_pattern(&low) {
        return Some("access-password-common");
    }
    let telling = |word: &str| word.chars().count() >= if word.is_ascii() { 3 } else { 2 };
    let mut words = CONTEXT.lines().chain(own.iter().copied()).map(str::trim).filter(|word| telling(word));
    words.any(|word| low.contains(&word.to_lowercase())).then_some("access-password-context")
}

/// A short piece over and over, or signs one after the other: `12121212`, `abcdefgh`, `87654321`.
fn is_pattern(low: &str) -> bool {
    let signs: Vec<u32> = low.chars().map(u32::from).collect();
    let repeated = (1..=4).any(|piece| signs.iter().zip(&signs[piece..]).all(|(one, other)| one == other));
    let steps = |by: i64| signs.windows(2).all(|two| i64::from(two[1]) - i64::from(two[0]) == by);
    repeated || steps(1) || steps(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let chance = Chance::seeded(1);
        let kept = hash(&chance, "雨过天晴 blue 73").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash(&chance, "雨过天晴 blue 73").await.unwrap(), "each has its own salt");
        assert!(fits(Some(&kept), "雨过天晴 blue 73").await.unwrap());
        assert!(!fits(Some(&kept), "雨过天晴 blue 74").await.unwrap());
        assert!(!fits(Some(&kept), "").await.unwrap());
        assert!(!fits(None, "").await.unwrap(), "no password is not an empty one");
        assert!(!fits(Some("not a hash"), "not a hash").await.unwrap());
    }

    #[test]
    fn weak_passwords_are_refused_and_no_composition_is_asked_for() {
        let own = ["zhangwei", "张伟", "仙桃市人民代表大会"];
        let judge = |password: &str| wrong(password, &own);
        for fine in ["correct horse battery", "mufangxiaohe", "今天天气真的很好", "73915528064"] {
            assert_eq!(judge(fine), None, "{fine}");
        }
        for line in COMMON.lines().filter(|line| line.len() >= 8) {
            assert!(judge(line).is_some() && judge(&line.to_uppercase()).is_some(), "{line}");
        }
        for common in ["88888888", "12341234", "abcdefghij", "987654321", "qwertyuiop"] {
            assert_eq!(judge(common), Some("access-password-common"), "{common}");
        }
        for own in ["ZhangWei-1988", "我就是张伟我怕谁", "xiantao-xiantao", "shuanglian1", "renda123456"]
        {
            assert_eq!(judge(own), Some("access-password-context"), "{own}");
        }
        assert_eq!(judge("七个字符太短了"), Some("access-password-short"));
        let longest: String = (0..128).map(|n| char::from_u32(0x5000 + n * 7 % 1000).unwrap()).collect();
        assert_eq!(judge(&longest), None);
        assert_eq!(judge(&format!("{longest}x")), Some("access-password-long"));
    }
}
