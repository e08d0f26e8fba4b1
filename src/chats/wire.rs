//! The interface of a WeCom group robot (消息推送, developer.work.weixin.qq.com, document 99110): one address a robot,
//! whose `key` is its only protection; JSON in, `{errcode, errmsg}` out; 20 messages a minute; lengths in bytes.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use crate::base::Config;
use crate::base::outside::{Question, Silence, ask, is_safe};

/// Messages a robot takes within a minute.
pub const A_MINUTE: usize = 20;

/// Bytes of the longest text.
const TEXT: usize = 2_048;

/// Bytes of the longest title and description of a card.
const CARD: (usize, usize) = (128, 512);

/// The longest the other side may take.
const LONGEST: Duration = Duration::from_secs(15);

/// What is to be sent.
#[derive(Debug, Clone)]
pub struct Words {
    /// The title.
    pub title: String,
    /// The sentences.
    pub text: String,
    /// The whole address of the page; empty for none.
    pub link: String,
}

/// The body of a message: a card with its link where everything fits, else text. What is too long is cut between
/// characters, never within one, and the link stays whole.
pub fn body(words: &Words) -> serde_json::Value {
    let (title, description) = CARD;
    if !words.link.is_empty() && words.title.len() <= title && words.text.len() <= description {
        let article = json!({ "title": words.title, "description": words.text, "url": words.link });
        return json!({ "msgtype": "news", "news": { "articles": [article] } });
    }
    let tail = if words.link.is_empty() { String::new() } else { format!("\n{}", words.link) };
    let whole = format!("{}\n{}", words.title, words.text);
    let content = format!("{}{tail}", cut(&whole, TEXT.saturating_sub(tail.len())));
    json!({ "msgtype": "text", "text": { "content": content } })
}

/// As much of a text as fits into so many bytes, with a sign where something was left out.
pub fn cut(text: &str, bytes: usize) -> String {
    const LEFT_OUT: char = '…';
    if text.len() <= bytes {
        return text.to_owned();
    }
    let mut end = bytes.saturating_sub(LEFT_OUT.len_utf8());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if bytes < LEFT_OUT.len_utf8() { String::new() } else { format!("{}{LEFT_OUT}", &text[..end]) }
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It is in the group.
    Done,
    /// Too many in this minute: after it.
    TooMany,
    /// It did not leave, or the other side took nothing: try again.
    NotYet(&'static str),
    /// It left, and nobody knows whether it arrived: sending again might double it.
    Unsure,
    /// The other side does not know this robot (any more).
    Unknown,
    /// The other side will never take this message; its own number for why.
    Never(i64),
}

#[derive(Deserialize)]
struct Answer {
    errcode: i64,
}

/// What an answer of the interface means.
fn meaning(errcode: i64) -> Sent {
    match errcode {
        0 => Sent::Done,
        45_009 => Sent::TooMany,
        93_000 => Sent::Unknown,
        // The system is busy, as the interface's list of numbers says: ask again.
        -1 => Sent::NotYet("busy"),
        other => Sent::Never(other),
    }
}

/// Send a message; the key is in no error and no log. It blocks.
pub fn send(endpoint: &str, key: &str, words: &Words) -> Sent {
    let question = Question {
        url: format!("{}/cgi-bin/webhook/send?key={key}", endpoint.trim_end_matches('/')),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: Some(body(words).to_string()),
    };
    match ask(question, LONGEST) {
        Ok((200, text)) => {
            serde_json::from_str::<Answer>(&text).map_or(Sent::Unsure, |answer| meaning(answer.errcode))
        }
        // Refused before anything was done with it.
        Ok((429 | 502 | 503, _)) => Sent::NotYet("busy"),
        Ok((status @ 400..=499, _)) => Sent::Never(i64::from(status)),
        Ok(_) | Err(Silence::Unknown) => Sent::Unsure,
        Err(Silence::Unreachable) => Sent::NotYet("unreachable"),
        Err(Silence::Unsafe) => Sent::NotYet("unsafe"),
    }
}

/// The key of a robot: what somebody copied, the whole address or only the key; none when it can be neither.
pub fn key_of(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let key = match typed.split_once("key=") {
        Some((_, rest)) => rest.split('&').next().unwrap_or_default(),
        None => typed,
    };
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    ((16..=64).contains(&key.len()) && key.chars().all(fine)).then(|| key.to_owned())
}

/// Whether the setting for robots can be right.
///
/// # Errors
/// Names the setting that is wrong.
pub fn is_right(config: &Config) -> anyhow::Result<()> {
    let endpoint = &config.wecom.endpoint;
    let fine = is_safe(endpoint) && !endpoint.contains(['?', '#']);
    anyhow::ensure!(fine, "wecom.endpoint must be https://…; http:// only to this machine");
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(title: &str, text: &str, link: &str) -> Words {
        Words { title: title.into(), text: text.into(), link: link.into() }
    }

    #[test]
    fn what_fits_is_a_card_and_what_does_not_is_text_with_its_link_whole() {
        let link = "https://x.cn/stations/7K3F9Q";
        let card = body(&words("接待日", "本周三上午在张沟站。", link));
        assert_eq!(card["news"]["articles"][0]["url"], link);
        let long = "字".repeat(900);
        let text = body(&words("接待日", &long, link));
        let content = text["text"]["content"].as_str().unwrap();
        assert!(content.len() <= TEXT && content.ends_with(&format!("…\n{link}")), "{}", content.len());
        assert_eq!(body(&words("接待日", "本周三。", ""))["text"]["content"], "接待日\n本周三。");
        assert_eq!(body(&words(&"题".repeat(43), "短", link))["msgtype"], "text", "129 bytes are no title");
    }

    #[test]
    fn a_key_is_taken_out_of_what_people_copy() {
        let key = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa";
        for typed in
            [key, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"]
        {
            assert_eq!(key_of(&format!(" {typed} \n")).as_deref(), Some(key));
        }
        for wrong in
            ["", "短", "key=", "a b c d e f g h i j k l m", "http://x/?key=<script>alert(1)</script>"]
        {
            assert_eq!(key_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_the_numbers_of_the_interface_mean() {
        for (errcode, meant) in [
            (0, Sent::Done),
            (45_009, Sent::TooMany),
            (93_000, Sent::Unknown),
            (-1, Sent::NotYet("busy")),
            (40_058, Sent::Never(40_058)),
            (44_004, Sent::Never(44_004)),
        ] {
            assert_eq!(meaning(errcode), meant);
        }
    }

    #[test]
    fn in_the_clear_only_to_this_machine() {
        let mut config = Config::load(None, []).unwrap();
        is_right(&config).unwrap();
        for (endpoint, fine) in [
            ("http://127.0.0.1:8099", true),
            ("http://localhost", true),
            ("http://qyapi.weixin.qq.com", false),
            ("https://relay.example.cn/wecom", true),
            ("https://u:p@relay.example.cn", false),
            ("", false),
        ] {
            config.wecom.endpoint = endpoint.into();
            assert_eq!(is_right(&config).is_ok(), fine, "{endpoint}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_longer_than_it_may_be(title in "\\PC{0,80}", text in "\\PC{0,1500}", linked: bool) {
            let link = if linked { "https://x.cn/z/7K3F9Q" } else { "" };
            let body = body(&words(&title, &text, link));
            match body["msgtype"].as_str() {
                Some("news") => {
                    let article = &body["news"]["articles"][0];
                    prop_assert!(article["title"].as_str().unwrap().len() <= 128);
                    prop_assert!(article["description"].as_str().unwrap().len() <= 512);
                }
                _ => prop_assert!(body["text"]["content"].as_str().unwrap().len() <= 2_048),
            }
        }

        #[test]
        fn a_cut_text_is_a_beginning_of_it(text in "\\PC{0,60}", bytes in 0_usize..120) {
            let short = cut(&text, bytes);
            prop_assert!(short.len() <= bytes);
            prop_assert!(text.starts_with(short.trim_end_matches('…')));
        }
    }
}
