//! Whether the certificate of the site's address is good, and will be in three weeks: the same greeting as a browser's, once
//! by today's clock and once by a clock that is ahead.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use rustls::pki_types::{ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, ClientConnection, RootCertStore, Stream};
use url::Url;

use super::{Finding, State};
use crate::base::{App, form::Say};

/// So many days before it ends a certificate should have been renewed: programs do that thirty days before.
const AHEAD: u64 = 21;

/// How long the site may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Debug)]
struct At(u64);

impl TimeProvider for At {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(self.0)))
    }
}

/// What a greeting showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// Trusted.
    Good,
    /// Its days are over, or will be.
    Over,
    /// Not by an issuer that this program knows: some congresses have an authority of their own.
    Unknown,
    /// Something else, in the words of the programs concerned.
    Wrong(String),
}

pub(super) async fn look(app: &App) -> Option<Finding> {
    if !app.config.is_https() {
        return None;
    }
    let address = app.config.public_url();
    let now = app.clock.now().timestamp().unsigned_abs();
    let asked = tokio::task::spawn_blocking(move || {
        let today = greeting(&address, now);
        let later = (today == Seen::Good).then(|| greeting(&address, now + AHEAD * 24 * 3600));
        (today, later)
    });
    let (today, later) = asked.await.unwrap_or((Seen::Wrong(String::new()), None));
    Some(told(today, later))
}

pub(super) fn told(today: Seen, later: Option<Seen>) -> Finding {
    let days = i64::try_from(AHEAD).unwrap_or_default();
    let (state, says) = match (today, later) {
        (Seen::Good, Some(Seen::Good)) => {
            (State::Fine, Say::new("doctor-certificate-says").with("days", days))
        }
        (Seen::Good, _) => (State::Mind, Say::new("doctor-certificate-soon").with("days", days)),
        (Seen::Over, _) => (State::Act, Say::new("doctor-certificate-over")),
        (Seen::Unknown, _) => (State::Mind, Say::new("doctor-certificate-unknown")),
        (Seen::Wrong(why), _) => (State::Act, Say::new("doctor-certificate-wrong").with("why", why)),
    };
    Finding::new("doctor-certificate", state, says, "doctor-certificate-do")
}

fn greeting(address: &str, at: u64) -> Seen {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    match greet(address, roots, at) {
        Ok(()) => Seen::Good,
        Err(cause) => seen(&cause),
    }
}

fn seen(cause: &anyhow::Error) -> Seen {
    let inner = cause.chain().find_map(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref());
        io.and_then(|inner| inner.downcast_ref::<rustls::Error>()).or_else(|| cause.downcast_ref())
    });
    match inner {
        Some(rustls::Error::InvalidCertificate(
            CertificateError::Expired | CertificateError::ExpiredContext { .. },
        )) => Seen::Over,
        Some(rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)) => Seen::Unknown,
        _ => Seen::Wrong(format!("{cause:#}")),
    }
}

fn greet(address: &str, roots: RootCertStore, at: u64) -> anyhow::Result<()> {
    let url = Url::parse(address)?;
    let host = url.host_str().context("the site's address has no host")?.to_owned();
    let place = (host.as_str(), url.port_or_known_default().unwrap_or(443));
    let place = place.to_socket_addrs()?.next().context("the site's name leads nowhere")?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_details(provider, Arc::new(At(at)))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let mut connection = ClientConnection::new(Arc::new(config), ServerName::try_from(host)?)?;
    let mut socket = TcpStream::connect_timeout(&place, PATIENCE)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    let mut stream = Stream::new(&mut connection, &mut socket);
    stream.write_all(
        format!("HEAD / HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", place.ip()).as_bytes(),
    )?;
    // The greeting is over when the first sign of an answer is there.
    let _ = stream.read(&mut [0; 1])?;
    Ok(())
}
