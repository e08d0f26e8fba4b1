//! Alibaba Cloud's text messages (Dysmsapi 2017-05-25): `SendSms`, and `QuerySendDetails` for what was perhaps sent before.
//! Requests are signed as ACS3-HMAC-SHA256: what is asked goes in the address, the body is empty.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{NaiveDate, SecondsFormat};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Message, silent};
use crate::base::config::Sms;
use crate::base::outside::{Question, Silence, ask, encoded};
use crate::notices::policy::Verdict;

const VERSION: &str = "2017-05-25";

/// What is signed.
struct Signing<'a> {
    host: &'a str,
    action: &'a str,
    version: &'a str,
    date: &'a str,
    nonce: &'a str,
    query: &'a str,
}

/// The headers of a request, the signature among them.
fn headers(signing: &Signing<'_>, (key, secret): (&str, &str)) -> Vec<(String, String)> {
    let nothing = hex::encode(Sha256::digest(b""));
    let signed = [
        ("host", signing.host),
        ("x-acs-action", signing.action),
        ("x-acs-content-sha256", &nothing),
        ("x-acs-date", signing.date),
        ("x-acs-signature-nonce", signing.nonce),
        ("x-acs-version", signing.version),
    ];
    let lines: String = signed.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let names = signed.map(|(name, _)| name).join(";");
    let canonical = format!("POST\n/\n{}\n{lines}\n{names}\n{nothing}", signing.query);
    let text = format!("ACS3-HMAC-SHA256\n{}", hex::encode(Sha256::digest(canonical)));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length will do");
    mac.update(text.as_bytes());
    let signature = hex::encode(mac.finalize().into_bytes());
    let proof = format!("ACS3-HMAC-SHA256 Credential={key},SignedHeaders={names},Signature={signature}");
    let mut all: Vec<(String, String)> =
        signed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    all.push(("authorization".to_owned(), proof));
    all
}

fn query(asked: &BTreeMap<&str, String>) -> String {
    let pairs = asked.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn call(
    sms: &Sms,
    message: &Message,
    (action, asked): (&str, &BTreeMap<&str, String>),
    longest: Duration,
) -> Result<(u16, String), Silence> {
    let endpoint = sms.endpoint.trim_end_matches('/');
    let host = endpoint.split_once("://").map_or(endpoint, |(_, host)| host);
    let query = query(asked);
    let date = message.at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let signing =
        Signing { host, action, version: VERSION, date: &date, nonce: &message.nonce, query: &query };
    let headers = headers(&signing, (&sms.key, &sms.secret));
    ask(Question { url: format!("{endpoint}/?{query}"), headers, body: Some(String::new()) }, longest)
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "Code")]
    code: String,
    #[serde(rename = "BizId", default)]
    biz: String,
}

/// What a code of the interface means.
fn meaning(code: &str, biz: String) -> Verdict {
    match code {
        "OK" => Verdict::Sent(biz),
        "isp.SYSTEM_ERROR" | "isp.UNKNOWN" | "isp.GATEWAY_ERROR" | "ServiceUnavailable" | "InternalError" => {
            Verdict::Away("busy")
        }
        throttled if throttled.starts_with("Throttling") => Verdict::Away("busy"),
        "isv.DAY_LIMIT_CONTROL" | "isv.MONTH_LIMIT_CONTROL" => Verdict::Full,
        // Too many to this one number.
        "isv.BUSINESS_LIMIT_CONTROL" => Verdict::Later("too-many"),
        "isv.MOBILE_NUMBER_ILLEGAL" | "isv.DOMESTIC_NUMBER_NOT_SUPPORTED" => Verdict::Lost("number"),
        "isv.OUT_OF_SERVICE" | "isv.AMOUNT_NOT_ENOUGH" => Verdict::Refused("money"),
        "isv.PRODUCT_UN_SUBSCRIPT"
        | "isv.PRODUCT_UNSUBSCRIBE"
        | "isv.ACCOUNT_NOT_EXISTS"
        | "isv.ACCOUNT_ABNORMAL"
        | "isv.SMS_SIGNATURE_ILLEGAL"
        | "isv.SMS_SIGN_ILLEGAL"
        | "isv.DENY_IP_RANGE"
        | "isp.RAM_PERMISSION_DENY"
        | "SignatureDoesNotMatch"
        | "SignatureNonceUsed"
        | "InvalidTimeStamp.Expired" => Verdict::Refused("settings"),
        denied if denied.starts_with("InvalidAccessKeyId") || denied.starts_with("Forbidden") => {
            Verdict::Refused("settings")
        }
        _ => Verdict::Never("template"),
    }
}

/// Send a message.
pub fn send(sms: &Sms, message: &Message, longest: Duration) -> Verdict {
    let params = serde_json::to_string(&message.params).unwrap_or_default();
    let asked = BTreeMap::from([
        ("PhoneNumbers", message.phone.clone()),
        ("SignName", sms.sign.clone()),
        ("TemplateCode", message.template.clone()),
        ("TemplateParam", params),
        ("OutId", message.id.clone()),
    ]);
    match call(sms, message, ("SendSms", &asked), longest) {
        Ok((_, text)) => match serde_json::from_str::<Answer>(&text) {
            Ok(answer) => meaning(&answer.code, answer.biz),
            Err(_) => Verdict::Unsure,
        },
        Err(silence) => silent(silence),
    }
}

#[derive(Deserialize)]
struct Details {
    #[serde(rename = "Code")]
    code: String,
    #[serde(rename = "SmsSendDetailDTOs", default)]
    list: DetailList,
}

#[derive(Deserialize, Default)]
struct DetailList {
    #[serde(rename = "SmsSendDetailDTO", default)]
    all: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(rename = "OutId", default)]
    out: String,
}

/// Whether the gateway took a message on one of some days.
pub fn taken(sms: &Sms, message: &Message, days: [NaiveDate; 2], longest: Duration) -> Result<bool, Silence> {
    for day in days {
        let asked = BTreeMap::from([
            ("PhoneNumber", message.phone.clone()),
            ("SendDate", day.format("%Y%m%d").to_string()),
            ("PageSize", "50".to_owned()),
            ("CurrentPage", "1".to_owned()),
        ]);
        let nonce = format!("{}{day}", message.nonce);
        let question = Message { nonce, ..message.clone() };
        let (_, text) = call(sms, &question, ("QuerySendDetails", &asked), longest)?;
        let details = serde_json::from_str::<Details>(&text).map_err(|_| Silence::Unknown)?;
        if details.code != "OK" {
            return Err(Silence::Unknown);
        }
        if details.list.all.iter().any(|detail| detail.out == message.id) {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of "V3 request structure and signature" in Alibaba Cloud's documentation.
    #[test]
    fn the_published_example_is_signed_byte_for_byte() {
        let query = query(&BTreeMap::from([
            ("RegionId", "cn-shanghai".to_owned()),
            ("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd".to_owned()),
        ]));
        let signing = Signing {
            host: "ecs.cn-shanghai.aliyuncs.com",
            action: "RunInstances",
            version: "2014-05-26",
            date: "2023-10-26T10:22:32Z",
            nonce: "3156853299f313e23d1673dc12e1703d",
            query: &query,
        };
        let all = headers(&signing, ("YourAccessKeyId", "YourAccessKeySecret"));
        assert_eq!(
            all.last().unwrap().1,
            "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;\
             x-acs-date;x-acs-signature-nonce;x-acs-version,\
             Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
        );
    }

    #[test]
    fn what_the_codes_of_the_interface_mean() {
        for (code, meant) in [
            ("OK", Verdict::Sent("1".into())),
            ("isp.SYSTEM_ERROR", Verdict::Away("busy")),
            ("Throttling.User", Verdict::Away("busy")),
            ("isv.DAY_LIMIT_CONTROL", Verdict::Full),
            ("isv.BUSINESS_LIMIT_CONTROL", Verdict::Later("too-many")),
            ("isv.MOBILE_NUMBER_ILLEGAL", Verdict::Lost("number")),
            ("isv.AMOUNT_NOT_ENOUGH", Verdict::Refused("money")),
            ("SignatureDoesNotMatch", Verdict::Refused("settings")),
            ("InvalidAccessKeyId.NotFound", Verdict::Refused("settings")),
            ("isv.SMS_TEMPLATE_ILLEGAL", Verdict::Never("template")),
            ("isv.PARAM_NOT_SUPPORT_URL", Verdict::Never("template")),
        ] {
            assert_eq!(meaning(code, "1".into()), meant, "{code}");
        }
    }
}
