//! Asking services of others over HTTP: never longer than told, never elsewhere than told, and with a clear word for what
//! became of a question that was not answered.

use std::net::IpAddr;
use std::time::Duration;

/// The most bytes of an answer that are read.
const ANSWER: u64 = 256 * 1024;

/// A question.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The address.
    pub url: String,
    /// Its headers.
    pub headers: Vec<(String, String)>,
    /// What is sent; none is a GET.
    pub body: Option<String>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Nothing left: nobody is there.
    Unreachable,
    /// Nothing left: the other side could not prove who it is.
    Unsafe,
    /// It left, and nobody knows what became of it.
    Unknown,
}

/// Ask; the status and the answer. It blocks, for no longer than `longest`, and follows no redirection.
///
/// # Errors
/// Says whether anything left.
pub fn ask(question: Question, longest: Duration) -> std::result::Result<(u16, String), Silence> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(longest))
        .timeout_connect(Some(longest / 2))
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into();
    let answered = match question.body {
        Some(body) => {
            let mut request = agent.post(&question.url);
            for (name, value) in &question.headers {
                request = request.header(name, value);
            }
            request.send(body)
        }
        None => {
            let mut request = agent.get(&question.url);
            for (name, value) in &question.headers {
                request = request.header(name, value);
            }
            request.call()
        }
    };
    let mut answer = match answered {
        Ok(answer) => answer,
        Err(ureq::Error::HostNotFound | ureq::Error::ConnectionFailed) => return Err(Silence::Unreachable),
        Err(ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect)) => {
            return Err(Silence::Unreachable);
        }
        Err(ureq::Error::Io(cause)) if cause.kind() == std::io::ErrorKind::ConnectionRefused => {
            return Err(Silence::Unreachable);
        }
        Err(ureq::Error::Tls(_) | ureq::Error::Rustls(_)) => return Err(Silence::Unsafe),
        Err(ureq::Error::Http(_) | ureq::Error::BadUri(_)) => return Err(Silence::Unreachable),
        Err(_) => return Err(Silence::Unknown),
    };
    let status = answer.status().as_u16();
    let text = answer.body_mut().with_config().limit(ANSWER).read_to_string();
    text.map(|text| (status, text)).map_err(|_| Silence::Unknown)
}

/// Whether an address may be asked: over TLS, or on this very machine, without a name and password in it.
pub fn is_safe(url: &str) -> bool {
    match url.split_once("://") {
        Some((scheme, rest)) if !rest.split(['/', '?']).next().unwrap_or_default().contains('@') => {
            match scheme {
                "https" => !rest.is_empty() && !rest.starts_with('/'),
                "http" => is_here(rest.split(['/', '?']).next().unwrap_or_default()),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Whether a server, perhaps with its port, is this machine.
pub fn is_here(server: &str) -> bool {
    let host = match server.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => server.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// A text as it stands within an address (RFC 3986): everything but letters, digits and `-_.~` is encoded.
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_clear_only_to_this_machine() {
        for (url, fine) in [
            ("https://dysmsapi.aliyuncs.com", true),
            ("http://127.0.0.1:81/x", true),
            ("http://[::1]:81", true),
            ("http://sms.example.cn", false),
            ("http://127.0.0.1@sms.example.cn", false),
            ("http://127.0.0.1.example.cn", false),
            ("https://u:p@sms.example.cn", false),
            ("https:///x", false),
            ("ftp://x", false),
            ("", false),
        ] {
            assert_eq!(is_safe(url), fine, "{url}");
        }
    }

    #[test]
    fn who_hangs_is_left_after_the_time_told_and_nobody_knows_what_became_of_it() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let question = Question { url, body: Some("x".into()), ..Question::default() };
        assert_eq!(ask(question.clone(), Duration::from_millis(80)), Err(Silence::Unknown));
        drop(listener);
        assert_eq!(ask(question, Duration::from_millis(80)), Err(Silence::Unreachable));
    }

    #[test]
    fn an_address_holds_letters_and_digits_only() {
        assert_eq!(encoded("a b*c~d/仙"), "a%20b%2Ac~d%2F%E4%BB%99");
    }
}
