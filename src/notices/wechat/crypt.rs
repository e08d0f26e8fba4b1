//! How WeChat signs and encrypts what it calls back with (safe mode 安全模式), and how pages prove themselves to its script.

use aes::Aes256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

/// Bytes of luck at the beginning of what is encrypted.
const LUCK: usize = 16;

/// What is filled up to a multiple of.
const BLOCK: usize = 32;

/// Why a message cannot be read; never what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not encrypted as it should be, or with another key.
    Cipher,
    /// It is for another account.
    Account,
}

/// The signature of some parts: sorted, joined, SHA-1.
pub fn signature(parts: &[&str]) -> String {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    hex::encode(Sha1::digest(sorted.concat()))
}

/// Whether a signature is right; how long it takes says nothing.
pub fn is_signed(parts: &[&str], given: &str) -> bool {
    signature(parts).as_bytes().ct_eq(given.as_bytes()).into()
}

/// The 32 bytes of an EncodingAESKey of 43 signs.
pub fn key(text: &str) -> Option<[u8; 32]> {
    let engine = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        // The key's last sign may hold bits that stand for nothing.
        base64::engine::GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
    );
    (text.len() == 43).then(|| engine.decode(format!("{text}=")).ok()).flatten()?.try_into().ok()
}

/// Open a message: its words, checked to be for this account.
pub fn open(key: &[u8; 32], sealed: &str, appid: &str) -> Result<String, Unreadable> {
    let mut bytes = STANDARD.decode(sealed.trim()).map_err(|_| Unreadable::Cipher)?;
    let cipher =
        cbc::Decryptor::<Aes256>::new_from_slices(key, &key[..16]).expect("key and start have their sizes");
    let whole = cipher.decrypt_padded::<NoPadding>(&mut bytes).map_err(|_| Unreadable::Cipher)?;
    let fill = usize::from(*whole.last().ok_or(Unreadable::Cipher)?);
    if !(1..=BLOCK).contains(&fill) || fill > whole.len() {
        return Err(Unreadable::Cipher);
    }
    let (plain, filling) = whole.split_at(whole.len() - fill);
    if filling.iter().any(|byte| usize::from(*byte) != fill) {
        return Err(Unreadable::Cipher);
    }
    let rest = plain.get(LUCK..).ok_or(Unreadable::Cipher)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(Unreadable::Cipher)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Unreadable::Cipher)?;
    let (words, owner) = rest.split_at_checked(length).ok_or(Unreadable::Cipher)?;
    if !bool::from(owner.ct_eq(appid.as_bytes())) {
        return Err(Unreadable::Account);
    }
    String::from_utf8(words.to_vec()).map_err(|_| Unreadable::Cipher)
}

/// Seal an answer.
pub fn seal(key: &[u8; 32], luck: &[u8; LUCK], words: &str, appid: &str) -> String {
    let mut plain = luck.to_vec();
    plain.extend(u32::try_from(words.len()).expect("an answer is short").to_be_bytes());
    plain.extend(words.as_bytes());
    plain.extend(appid.as_bytes());
    let fill = BLOCK - plain.len() % BLOCK;
    plain.extend(std::iter::repeat_n(u8::try_from(fill).expect("at most 32"), fill));
    let length = plain.len();
    let cipher =
        cbc::Encryptor::<Aes256>::new_from_slices(key, &key[..16]).expect("key and start have their sizes");
    let sealed = cipher.encrypt_padded::<NoPadding>(&mut plain, length).expect("whole blocks");
    STANDARD.encode(sealed)
}

/// What a page shows to WeChat's script (JS-SDK) to be taken for ours; the address goes without its `#…`.
pub fn page_signature(ticket: &str, nonce: &str, timestamp: i64, url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let text = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}");
    hex::encode(Sha1::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const APPID: &str = "wxba5fad812f8e6fb9";
    const SEALED: &str = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=";

    fn zeros() -> [u8; 32] {
        key(&"A".repeat(43)).unwrap()
    }

    #[test]
    fn signatures_as_the_domain_facts_have_them() {
        for (timestamp, nonce, wanted) in [
            ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
            ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
            ("1714112445", "415670741", "6c5c811b55cc85e0e1b54100749188c20beb3f5d"),
        ] {
            assert_eq!(signature(&["AAAAA", timestamp, nonce]), wanted);
            assert!(is_signed(&["AAAAA", timestamp, nonce], wanted));
            assert!(!is_signed(&["AAAAB", timestamp, nonce], wanted));
        }
        let sealed = ["AAAAA", "1714112445", "415670741", SEALED];
        assert_eq!(signature(&sealed), "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3");
    }

    #[test]
    fn a_message_in_safe_mode_is_opened_and_only_with_its_key_for_its_account() {
        assert_eq!(zeros(), [0; 32]);
        let words = open(&zeros(), SEALED, APPID).unwrap();
        assert_eq!(
            words,
            r#"{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}"#
        );
        assert_eq!(words.len(), 167);
        assert_eq!(open(&zeros(), SEALED, "wx0000000000000000"), Err(Unreadable::Account));
        assert_eq!(open(&[1; 32], SEALED, APPID), Err(Unreadable::Cipher));
        for broken in ["", "x", &SEALED[..64], &SEALED[4..]] {
            assert!(open(&zeros(), broken, APPID).is_err(), "{broken}");
        }
        // Sealed again with the same luck it is the same to the byte.
        let mut luck = [0; LUCK];
        luck.copy_from_slice(b"a8eedb185eb2fecf");
        assert_eq!(seal(&zeros(), &luck, &words, APPID), SEALED);
    }

    #[test]
    fn an_answer_is_sealed_as_the_domain_facts_have_it() {
        let mut luck = [0; LUCK];
        luck.copy_from_slice(b"707722b803182950");
        let sealed = seal(&zeros(), &luck, r#"{"demo_resp":"good luck"}"#, APPID);
        assert_eq!(
            sealed,
            "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
        );
        let parts = ["AAAAA", "1713424427", "415670741", sealed.as_str()];
        assert_eq!(signature(&parts), "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1");
    }

    #[test]
    fn the_official_sample_of_the_script() {
        let ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
        for url in ["http://mp.weixin.qq.com?params=value", "http://mp.weixin.qq.com?params=value#top"] {
            let signed = page_signature(ticket, "Wm3WZYTPz0wzccnW", 1_414_587_457, url);
            assert_eq!(signed, "0f9de62fce790f9a083d5c99e95740ceb90c27ed");
        }
    }

    #[test]
    fn a_key_has_43_signs() {
        for wrong in ["", "A", &"A".repeat(42), &"A".repeat(44), &"!".repeat(43)] {
            assert_eq!(key(wrong), None);
        }
        assert!(key("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG").is_some());
    }
}
