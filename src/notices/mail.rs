use std::time::Duration;

use anyhow::Context;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};

use super::policy::Verdict;
use super::sending::Parcel;
use crate::base::outside::is_here;
use crate::base::{App, Config, Result, text::Lang};

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// The longest a server may take for one answer.
const LONGEST: Duration = Duration::from_secs(30);
/// Longer sentences are cut in the subject; the text has them whole.
const LONGEST_SUBJECT: usize = 60;

/// Give a mail to the server.
pub(super) async fn give(app: &App, parcel: &Parcel) -> Result<Verdict> {
    let transport = transport(&app.config)?;
    let Ok(to) = parcel.to.parse::<Mailbox>() else { return Ok(Verdict::Lost("address")) };
    let message = message(&app.config, parcel, to)?;
    Ok(match transport.send(message).await {
        Ok(_) => Verdict::Sent(String::new()),
        // The server said never.
        Err(cause) if cause.is_permanent() => Verdict::Never("refused"),
        // It said later, of this mail.
        Err(cause) if cause.status().is_some() => Verdict::Later("busy"),
        Err(cause) if cause.is_timeout() => Verdict::Away("no-answer"),
        // A lost line: the same mail goes again, under the same Message-ID.
        Err(_) => Verdict::Away("away"),
    })
}

/// Whether the settings for mail can be right; none are.
///
/// # Errors
/// Names the setting that is wrong.
pub fn is_right(config: &Config) -> anyhow::Result<()> {
    if !config.mail.smtp.is_empty() {
        transport(config)?;
        sender(config)?;
    }
    Ok(())
}

fn sender(config: &Config) -> anyhow::Result<Mailbox> {
    config.mail.from.parse().context("mail.from is not an e-mail address")
}

/// In the clear only to this machine; elsewhere `smtp://` changes to TLS first or sends nothing.
fn transport(config: &Config) -> anyhow::Result<Transport> {
    let url = &config.mail.smtp;
    // The cause may repeat the password, so it is not told.
    let wrong = || anyhow::anyhow!("mail.smtp must be smtp://user:password@host:port or smtps://…");
    let (scheme, rest) = url.split_once("://").ok_or_else(wrong)?;
    let server = rest.split(['/', '?']).next().unwrap_or_default();
    let server = server.rsplit_once('@').map_or(server, |(_, server)| server);
    let plain = match scheme {
        "smtp" if is_here(server) => url.clone(),
        "smtp" => format!("{}?tls=required", url.split('?').next().unwrap_or_default()),
        "smtps" => url.clone(),
        _ => return Err(wrong()),
    };
    let builder = Transport::from_url(&plain).map_err(|_| wrong())?;
    Ok(builder.timeout(Some(LONGEST)).build())
}

/// The mail of a notice or a day. Its Message-ID is its own, so that a mail that came twice shows as one.
fn message(config: &Config, parcel: &Parcel, to: Mailbox) -> anyhow::Result<Message> {
    let from = sender(config)?;
    let (lang, words) = (Lang::ZhCn, &parcel.words);
    let text = if words.lines.is_empty() {
        lang.ta(
            "notices-mail",
            &[
                ("sentence", words.sentence.as_str().into()),
                ("when", lang.moment(words.at).into()),
                ("link", words.link.as_str().into()),
                ("congress", words.congress.as_str().into()),
            ],
        )
    } else {
        let lines: Vec<String> = words.lines.iter().map(|(said, link)| format!("{said}\n{link}\n")).collect();
        lang.ta(
            "channel-digest-mail",
            &[
                ("sentence", words.sentence.as_str().into()),
                ("lines", lines.join("\n").into()),
                ("link", words.link.as_str().into()),
                ("congress", words.congress.as_str().into()),
            ],
        )
    };
    let subject: String = words.sentence.chars().filter(|c| !c.is_control()).take(LONGEST_SUBJECT).collect();
    let id = format!("<notice-{}@{}>", parcel.id, from.email.domain());
    Ok(Message::builder()
        .message_id(Some(id))
        .date(words.at.into())
        .from(from)
        .to(to)
        .subject(subject)
        .header(ContentType::TEXT_PLAIN)
        .body(text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(smtp: &str) -> Config {
        let mut config = Config::load(None, []).unwrap();
        config.mail.smtp = smtp.into();
        config
    }

    #[test]
    fn in_the_clear_only_to_this_machine() {
        for (server, here) in [
            ("127.0.0.1:25", true),
            ("localhost", true),
            ("[::1]:25", true),
            ("127.9.9.9", true),
            ("mail.example.cn:587", false),
            ("10.0.0.1", false),
            ("localhost.example.cn", false),
            ("127.0.0.1.example.cn", false),
        ] {
            assert_eq!(is_here(server), here, "{server}");
        }
        assert!(!format!("{:?}", transport(&config("smtp://127.0.0.1:25")).unwrap()).contains("Required"));
        for remote in [
            "smtp://mail.example.cn",
            "smtp://127.0.0.1@mail.example.cn?tls=none",
            "smtp://a:b@10.0.0.1:25/x",
        ] {
            let made = Transport::from_url(&format!("{}?tls=required", remote.split('?').next().unwrap()));
            assert!(made.is_ok() && transport(&config(remote)).is_ok(), "{remote}");
        }
    }

    #[test]
    fn a_wrong_setting_is_named_and_its_password_is_not() {
        for wrong in ["mail.example.cn", "http://u:geheim@x", "smtp://u:geheim@", "smtp://"] {
            let refused = is_right(&config(wrong)).unwrap_err().to_string();
            assert!(refused.contains("mail.smtp") && !refused.contains("geheim"), "{refused}");
        }
        let mut from = config("smtps://mail.example.cn");
        from.mail.from = "nobody\r\nBcc: x@example.cn".into();
        assert!(is_right(&from).unwrap_err().to_string().contains("mail.from"));
        assert!(is_right(&config("")).is_ok());
    }
}
