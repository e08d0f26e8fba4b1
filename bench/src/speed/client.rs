//! A browser's connection, as light as can be: what it costs is taken from the program under test, which shares the
//! machine with it.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// The longest that an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came back.
#[derive(Debug, Default, Clone)]
pub struct Answer {
    pub status: u16,
    /// Head and body, as they came over the line.
    pub bytes: usize,
    /// Whether it says when to come again.
    pub retry_after: bool,
    pub location: String,
    pub cookie: String,
    pub body: Vec<u8>,
}

/// One connection, kept alive.
pub struct Connection {
    to: SocketAddr,
    from: Ipv4Addr,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

impl Connection {
    /// From the nth household: addresses of this very computer, each its own.
    pub fn new(to: SocketAddr, nth: usize) -> Self {
        let [high, low] = u16::try_from(nth % 60_000 + 2).unwrap_or(2).to_be_bytes();
        Self {
            to,
            from: Ipv4Addr::new(127, 0, high, low),
            stream: None,
            buffer: Vec::with_capacity(64 * 1024),
        }
    }

    /// Ask, and read the answer to its end.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        match tokio::time::timeout(PATIENCE, self.asked(request)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(cause)) => {
                self.stream = None;
                Err(cause)
            }
            Err(_) => {
                self.stream = None;
                bail!("no answer within {} s", PATIENCE.as_secs())
            }
        }
    }

    async fn asked(&mut self, request: &[u8]) -> Result<Answer> {
        if self.stream.is_none() {
            let socket = TcpSocket::new_v4()?;
            socket.bind(SocketAddr::from((self.from, 0)))?;
            let stream = socket.connect(self.to).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
        }
        let stream = self.stream.as_mut().context("just opened")?;
        stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n", 0) {
                break end + 4;
            }
            more(stream, &mut self.buffer).await?;
        };
        let mut answer = read_head(&self.buffer[..head])?;
        let (length, chunked, closes) = (answer.1, answer.2, answer.3);
        if chunked {
            let mut at = head;
            loop {
                let line = loop {
                    if let Some(end) = find(&self.buffer, b"\r\n", at) {
                        break end;
                    }
                    more(stream, &mut self.buffer).await?;
                };
                let size = std::str::from_utf8(&self.buffer[at..line])?.split(';').next().unwrap_or_default();
                let size = usize::from_str_radix(size.trim(), 16)?;
                while self.buffer.len() < line + 2 + size + 2 {
                    more(stream, &mut self.buffer).await?;
                }
                answer.0.body.extend_from_slice(&self.buffer[line + 2..line + 2 + size]);
                at = line + 2 + size + 2;
                if size == 0 {
                    break;
                }
            }
        } else {
            while self.buffer.len() < head + length {
                more(stream, &mut self.buffer).await?;
            }
            answer.0.body.extend_from_slice(&self.buffer[head..head + length]);
        }
        answer.0.bytes = self.buffer.len();
        if closes {
            self.stream = None;
        }
        Ok(answer.0)
    }
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<()> {
    if stream.read_buf(buffer).await? == 0 {
        bail!("the connection ended");
    }
    Ok(())
}

fn find(text: &[u8], what: &[u8], from: usize) -> Option<usize> {
    text[from..].windows(what.len()).position(|window| window == what).map(|at| at + from)
}

/// The head of an answer: with its length, whether it comes in pieces, whether the connection ends.
fn read_head(head: &[u8]) -> Result<(Answer, usize, bool, bool)> {
    let head = std::str::from_utf8(head)?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("a status")?;
    let mut answer = Answer { status: status.parse()?, ..Answer::default() };
    let (mut length, mut chunked, mut closes) = (0, false, false);
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse()?,
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "connection" => closes = value.eq_ignore_ascii_case("close"),
            "retry-after" => answer.retry_after = true,
            "location" => value.clone_into(&mut answer.location),
            "set-cookie" => answer.cookie = value.split(';').next().unwrap_or_default().to_owned(),
            _ => {}
        }
    }
    Ok((answer, length, chunked, closes))
}

/// What a browser asks for a page; `cookie` is empty for anybody.
pub fn get(host: SocketAddr, path: &str, cookie: &str, packed: bool) -> Vec<u8> {
    let mut text =
        format!("GET {path} HTTP/1.1\r\nhost: {host}\r\naccept: text/html\r\naccept-language: zh-CN\r\n");
    if packed {
        text.push_str("accept-encoding: gzip, deflate, br\r\n");
    }
    if !cookie.is_empty() {
        text.push_str(&format!("cookie: {cookie}\r\n"));
    }
    text.push_str("\r\n");
    text.into_bytes()
}

/// A form as a browser sends it.
pub fn post(host: SocketAddr, path: &str, fields: &[(&str, &str)]) -> Vec<u8> {
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let body = pairs.join("&");
    format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\naccept: text/html\r\naccept-language: zh-CN\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// As browsers write what was typed.
pub fn encoded(text: &str) -> String {
    let mut all = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => all.push(char::from(byte)),
            _ => all.push_str(&format!("%{byte:02X}")),
        }
    }
    all
}
