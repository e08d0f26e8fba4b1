//! A message of the official account.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{purpose, token};
use crate::base::config::WechatTemplate;
use crate::base::outside::{Question, Silence, ask, encoded};
use crate::base::{App, Config, Error, Result};
use crate::notices::policy::Verdict;
use crate::notices::sending::Parcel;
use crate::notices::words::Words;

/// The most characters of each kind of field; `phrase` takes hanzi only.
const FIELDS: [(&str, usize); 13] = [
    ("thing", 20),
    ("character_string", 32),
    ("phone_number", 17),
    ("car_number", 8),
    ("const", 20),
    ("phrase", 5),
    ("number", 32),
    ("symbol", 5),
    ("time", 32),
    ("date", 32),
    ("amount", 32),
    ("name", 20),
    ("letter", 32),
];

/// A value cut to what its field takes; empty ones are refused there, so a dash stands for nothing.
fn fitted(field: &str, value: &str) -> String {
    let kind = field.trim_end_matches(|c: char| c.is_ascii_digit());
    let most = FIELDS.iter().find(|(name, _)| *name == kind).map_or(20, |(_, most)| *most);
    let fine = |c: &char| match kind {
        "phrase" => matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}'),
        "character_string" => c.is_ascii_graphic() || *c == ' ',
        "number" => c.is_ascii_digit() || *c == '.',
        "phone_number" => c.is_ascii_digit() || matches!(c, '-' | '+' | ' '),
        _ => !c.is_control(),
    };
    let clean: String = value.chars().filter(fine).collect();
    let clean = clean.trim();
    let cut = match clean.chars().count() > most {
        true if kind == "thing" || kind == "const" => {
            clean.chars().take(most - 1).chain(['…']).collect::<String>()
        }
        true => clean.chars().take(most).collect(),
        false => clean.to_owned(),
    };
    match (cut.is_empty(), kind) {
        (false, _) => cut,
        (true, "number") => "0".to_owned(),
        (true, _) => "-".to_owned(),
    }
}

fn template<'a>(config: &'a Config, kind: &str) -> Option<&'a WechatTemplate> {
    config.wechat.templates.get(kind).or_else(|| config.wechat.templates.get("*"))
}

/// Whether the same message given twice is one: template messages have a number of ours, subscription messages none.
pub(in crate::notices) fn is_recognised(config: &Config, kind: &str) -> bool {
    template(config, kind).is_some_and(|template| !template.subscription)
}

fn body(template: &WechatTemplate, words: &Words, (openid, id): (&str, &str)) -> Value {
    let data: Map<String, Value> = template
        .fields
        .iter()
        .map(|(name, pattern)| (name.clone(), json!({ "value": fitted(name, &words.fill(pattern)) })))
        .collect();
    let mut body = json!({ "touser": openid, "template_id": template.id, "data": data });
    if template.subscription {
        body["page"] = words.link.clone().into();
    } else {
        body["url"] = words.link.clone().into();
        body["client_msg_id"] = id.into();
    }
    body
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    errcode: i64,
    #[serde(default)]
    msgid: Value,
}

/// What a number of the interface means (domain facts §8.7).
pub(super) fn meaning(errcode: i64, msgid: &Value) -> Verdict {
    match errcode {
        0 => Verdict::Sent(msgid.as_i64().map(|id| id.to_string()).unwrap_or_default()),
        // The same number of ours again: it was taken the first time.
        45_065 => Verdict::Sent(String::new()),
        -1 | 45_011 | 45_066 => Verdict::Away("busy"),
        45_009 => Verdict::Full,
        43_004 | 50_005 => Verdict::Lost("not-following"),
        43_101 | 48_002 => Verdict::Lost("refused-by-reader"),
        43_019 | 40_003 | 46_004 => Verdict::Lost("number"),
        40_001 | 40_014 | 42_001 | 40_013 | 41_002 | 41_004 => Verdict::Refused("settings"),
        40_164 => Verdict::Refused("address"),
        48_001 | 48_004 | 48_008 | 50_001 | 50_002 => Verdict::Refused("rights"),
        _ => Verdict::Never("template"),
    }
}

/// Whether a number says that the token is no longer in force.
fn is_stale(errcode: i64) -> bool {
    matches!(errcode, 40_001 | 40_014 | 42_001)
}

async fn asked(app: &App, path: &str, access: &str, body: &Value) -> std::result::Result<Answer, Verdict> {
    let endpoint = app.config.wechat.endpoint.trim_end_matches('/');
    let question = Question {
        url: format!("{endpoint}{path}?access_token={}", encoded(access)),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: Some(body.to_string()),
    };
    let longest = Duration::from_millis(app.config.notices.patience_ms);
    let answered = tokio::task::spawn_blocking(move || ask(question, longest)).await;
    match answered.unwrap_or(Err(Silence::Unknown)) {
        Ok((429 | 502 | 503, _)) => Err(Verdict::Away("busy")),
        Ok((_, text)) => serde_json::from_str(&text).map_err(|_| Verdict::Unsure),
        Err(Silence::Unreachable) => Err(Verdict::Away("away")),
        Err(Silence::Unsafe) => Err(Verdict::Away("unsafe")),
        Err(Silence::Unknown) => Err(Verdict::Unsure),
    }
}

/// Give a message to WeChat; with a new token once, if the one in force is refused.
pub(in crate::notices) async fn give(app: &App, parcel: &Parcel) -> Result<Verdict> {
    let Some(template) = template(&app.config, &parcel.words.kind) else {
        return Ok(Verdict::Never("template"));
    };
    if parcel.again && template.subscription {
        return Ok(Verdict::Unsure);
    }
    let account = parcel.deliveries.first().and_then(|it| it.account_id).ok_or(Error::NotFound)?;
    let openid = app.seal.open(&purpose(account), &parcel.to)?;
    let path = match template.subscription {
        true => "/cgi-bin/message/subscribe/bizsend",
        false => "/cgi-bin/message/template/send",
    };
    let body = body(template, &parcel.words, (&openid, &parcel.id.simple().to_string()));
    let access = match token::access(app, parcel.congress).await? {
        Ok(access) => access,
        Err(verdict) => return Ok(verdict),
    };
    let answer = match asked(app, path, &access, &body).await {
        Ok(answer) if is_stale(answer.errcode) => {
            match token::instead_of(app, parcel.congress, &access).await? {
                Ok(new) => asked(app, path, &new, &body).await,
                Err(verdict) => return Ok(verdict),
            }
        }
        other => other,
    };
    Ok(match answer {
        Ok(answer) => meaning(answer.errcode, &answer.msgid),
        Err(verdict) => verdict,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_is_cut_to_what_it_takes() {
        for (field, value, wanted) in [
            (
                "thing1",
                "意见已交市交通运输局办理请在三十日以内答复",
                "意见已交市交通运输局办理请在三十日以内…",
            ),
            ("thing12", "二十个字以内的原样留下不变动一个", "二十个字以内的原样留下不变动一个"),
            ("phrase3", "正在办理中呢 ok", "正在办理中"),
            ("character_string2", "2026-000123号", "2026-000123"),
            ("number4", "约12件", "12"),
            ("number5", "无", "0"),
            ("thing6", "", "-"),
            ("time7", "2026年3月2日 09:00", "2026年3月2日 09:00"),
            ("car_number1", "鄂M12345678", "鄂M123456"),
            ("symbol1", "★★★★★★", "★★★★★"),
            ("thing1", "一\n二", "一二"),
        ] {
            assert_eq!(fitted(field, value), wanted, "{field}");
        }
    }

    #[test]
    fn the_numbers_of_the_domain_facts() {
        let of = |code| meaning(code, &json!(7));
        assert_eq!(of(0), Verdict::Sent("7".into()));
        assert_eq!(of(45_065), Verdict::Sent(String::new()));
        for code in [-1, 45_011, 45_066] {
            assert_eq!(of(code), Verdict::Away("busy"), "{code}");
        }
        assert_eq!(of(45_009), Verdict::Full);
        for code in [43_004, 43_101, 48_002, 50_005, 40_003] {
            assert!(matches!(of(code), Verdict::Lost(_)), "{code}");
        }
        for code in [48_001, 48_004, 40_013, 40_001] {
            assert!(matches!(of(code), Verdict::Refused(_)), "{code}");
        }
        assert_eq!(of(47_003), Verdict::Never("template"));
        assert!([40_001, 40_014, 42_001].into_iter().all(is_stale) && !is_stale(40_003));
    }
}
