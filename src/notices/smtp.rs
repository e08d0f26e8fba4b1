//! A small mail server for tests: it keeps what it accepts, and refuses or breaks off where told to.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// How it behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes every mail.
    Kind,
    /// Answers the recipient with this code.
    Refuses(u16),
    /// Answers the finished mail with this code.
    RefusesMail(u16),
    /// Breaks off in the middle of the mail.
    HangsUp,
    /// Says nothing, until it is told to behave otherwise; then it breaks off.
    Hangs,
}

/// What it took: from, to, and the mail as it came.
#[derive(Debug, Clone)]
pub struct Taken {
    pub from: String,
    pub to: Vec<String>,
    pub text: String,
}

/// The server.
#[derive(Clone)]
pub struct Server {
    pub address: SocketAddr,
    pub mood: Arc<Mutex<Mood>>,
    pub taken: Arc<Mutex<Vec<Taken>>>,
}

impl Server {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            mood: Arc::new(Mutex::new(Mood::Kind)),
            taken: Arc::default(),
        };
        let here = server.clone();
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                let here = here.clone();
                tokio::spawn(async move { here.talk(line).await });
            }
        });
        server
    }

    pub fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    async fn talk(&self, line: TcpStream) -> Option<()> {
        let (read, mut write) = line.into_split();
        let mut lines = BufReader::new(read).lines();
        let mood = *self.mood.lock().unwrap();
        let mut mail = Taken { from: String::new(), to: Vec::new(), text: String::new() };
        while *self.mood.lock().unwrap() == Mood::Hangs {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if mood == Mood::Hangs {
            return None;
        }
        write.write_all(b"220 trial ESMTP\r\n").await.ok()?;
        while let Some(said) = lines.next_line().await.ok()? {
            let verb = said.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match (verb.as_str(), mood) {
                ("EHLO" | "HELO", _) => "250-trial\r\n250 8BITMIME".to_owned(),
                ("MAIL", _) => {
                    mail.from = said;
                    "250 ok".to_owned()
                }
                ("RCPT", Mood::Refuses(code)) => format!("{code} no"),
                ("RCPT", _) => {
                    mail.to.push(said);
                    "250 ok".to_owned()
                }
                ("DATA", Mood::HangsUp) => return None,
                ("DATA", _) => {
                    write.write_all(b"354 go\r\n").await.ok()?;
                    while let Some(text) = lines.next_line().await.ok()?.filter(|text| text != ".") {
                        mail.text += &text;
                        mail.text.push('\n');
                    }
                    match mood {
                        Mood::RefusesMail(code) => format!("{code} no"),
                        _ => {
                            self.taken.lock().unwrap().push(mail.clone());
                            "250 kept".to_owned()
                        }
                    }
                }
                ("QUIT", _) => "221 bye".to_owned(),
                _ => "250 ok".to_owned(),
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
        Some(())
    }
}
