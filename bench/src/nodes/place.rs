//! What several nodes stand on, in temporary folders: nginx in front of them, a bucket for attachments, a mailbox. The
//! configuration of nginx is the one that `docs/deploying` shows, with other addresses.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::program::Folder;

/// The configuration as it is documented.
const NGINX: &str = include_str!("../../../docs/deploying/nginx.conf");

/// Where Debian puts it, which is not on everybody's path.
const NGINX_PROGRAM: &str = "/usr/sbin/nginx";

/// A port that nobody listens on.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Wait until something is so.
pub fn until(what: &str, longest: Duration, mut so: impl FnMut() -> bool) -> Result<Duration> {
    let began = Instant::now();
    while !so() {
        if began.elapsed() > longest {
            bail!("{what}: not within {} s", longest.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(began.elapsed())
}

/// A program that is ended with this.
pub struct Other(pub Child);

impl Drop for Other {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A text with each of these in place of what the documents say.
pub fn instead(text: &str, changes: &[(&str, String)]) -> Result<String> {
    let mut text = text.to_owned();
    for (old, new) in changes {
        if !text.contains(old) {
            bail!("the documented configuration does not say {old} any more");
        }
        text = text.replace(old, new);
    }
    Ok(text)
}

/// nginx in front of two nodes.
pub struct Front {
    /// Where people come.
    pub address: String,
    master: Child,
    folder: Folder,
}

impl Front {
    /// Start it in front of nodes that listen on these ports.
    pub fn start(ports: [u16; 2]) -> Result<Self> {
        let (folder, port) = (Folder::new()?, free_port()?);
        let at = |name: &str| folder.0.join(name).display().to_string();
        let text = instead(
            NGINX,
            &[
                ("user www-data;", "user root; daemon off;".to_owned()),
                ("worker_processes auto;", "worker_processes 1;".to_owned()),
                ("/run/nginx.pid", at("pid")),
                ("/var/log/nginx/error.log warn", format!("{} error", at("error.log"))),
                ("10.0.0.11:8080", format!("127.0.0.1:{}", ports[0])),
                ("10.0.0.12:8080", format!("127.0.0.1:{}", ports[1])),
                ("listen 443 ssl;", format!("listen 127.0.0.1:{port};")),
                ("ssl_certificate /etc/nginx/rd.example.cn.pem;", String::new()),
                ("ssl_certificate_key /etc/nginx/rd.example.cn.key;", String::new()),
                (
                    "access_log off;",
                    format!(
                        "access_log off; client_body_temp_path {}; proxy_temp_path {}; fastcgi_temp_path {}; \
                         uwsgi_temp_path {}; scgi_temp_path {};",
                        at("body"),
                        at("proxy"),
                        at("fastcgi"),
                        at("uwsgi"),
                        at("scgi")
                    ),
                ),
            ],
        )?;
        std::fs::write(folder.0.join("nginx.conf"), text)?;
        let mut command = Command::new(NGINX_PROGRAM);
        command.arg("-p").arg(&folder.0).arg("-c").arg(folder.0.join("nginx.conf")).arg("-e").arg("stderr");
        let child = command.spawn().context("nginx is not there: install Debian's package nginx-light")?;
        let front = Self { address: format!("http://127.0.0.1:{port}"), master: child, folder };
        until("nginx listens", Duration::from_secs(10), || TcpStream::connect(("127.0.0.1", port)).is_ok())?;
        Ok(front)
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        // Killed, the master would leave its workers behind; told to stop, it takes them along.
        let conf = self.folder.0.join("nginx.conf");
        let mut stop = Command::new(NGINX_PROGRAM);
        stop.arg("-p").arg(&self.folder.0).arg("-c").arg(conf).args(["-s", "stop"]).stderr(Stdio::null());
        drop(stop.status());
        drop(self.master.wait());
    }
}

/// A bucket for attachments, served by moto from PyPI.
pub struct Bucket {
    server: Child,
    /// What a node is told about it.
    pub settings: Vec<(&'static str, String)>,
}

impl Bucket {
    /// Start it with a Python that has moto.
    pub fn start(python: &Path) -> Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e/bucket.py");
        let mut server = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", python.display()))?;
        let mut line = String::new();
        BufReader::new(server.stdout.take().context("its output is ours")?).read_line(&mut line)?;
        let [endpoint, key, secret] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            drop(server.kill());
            bail!("{} has no moto: pip install 'moto[server]'", python.display());
        };
        let settings = vec![
            ("SHUANGLIAN_FILES_STORE", "s3://attachments/trial".to_owned()),
            ("SHUANGLIAN_FILES_ENDPOINT", endpoint.to_owned()),
            ("SHUANGLIAN_FILES_REGION", "us-east-1".to_owned()),
            ("SHUANGLIAN_FILES_KEY", key.to_owned()),
            ("SHUANGLIAN_FILES_SECRET", secret.to_owned()),
        ];
        Ok(Self { server, settings })
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// A mail server that takes everything and counts it by Message-ID.
#[derive(Clone)]
pub struct Mailbox {
    /// Where it listens.
    pub port: u16,
    taken: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Mailbox {
    /// Start it; it ends with the harness.
    pub fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mailbox = Self { port: listener.local_addr()?.port(), taken: Arc::default() };
        let all = mailbox.taken.clone();
        thread::spawn(move || {
            for line in listener.incoming().flatten() {
                let all = all.clone();
                thread::spawn(move || drop(talk(&line, &all)));
            }
        });
        Ok(mailbox)
    }

    /// How many different mails came, and how many came again.
    pub fn counted(&self) -> (usize, usize) {
        let taken = self.taken.lock().expect("no talk panics");
        (taken.len(), taken.values().map(|times| times - 1).sum())
    }
}

/// One talk by SMTP.
fn talk(line: &TcpStream, all: &Mutex<BTreeMap<String, usize>>) -> Result<()> {
    let mut out = line;
    out.write_all(b"220 trial\r\n")?;
    let mut within = false;
    for said in BufReader::new(line).lines() {
        let said = said?;
        if within {
            if let Some(id) = said.strip_prefix("Message-ID:") {
                *all.lock().expect("no talk panics").entry(id.trim().to_owned()).or_default() += 1;
            }
            if said != "." {
                continue;
            }
            within = false;
        }
        let answer: &[u8] = match said.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "DATA" => {
                within = true;
                b"354 go on\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 trial\r\n",
        };
        out.write_all(answer)?;
    }
    Ok(())
}
