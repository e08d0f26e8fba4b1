//! The program under test: its folder, its process, what it answers.

use std::{
    fs::File,
    io::{BufRead, BufReader, Cursor},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use image::{ImageFormat, Rgb, RgbImage};
use uuid::Uuid;

/// An opinion that says this was sent with a photo.
pub const WITH_PHOTO: &str = "附照片一张";

/// A form's id, as a browser would make it.
#[expect(clippy::disallowed_methods, reason = "a harness, not the program: its luck need not be repeatable")]
pub fn form() -> Uuid {
    Uuid::new_v4()
}

/// A folder of its own, gone when dropped.
pub struct Folder(pub PathBuf, bool);

impl Folder {
    /// A new empty one.
    pub fn new() -> Result<Self> {
        Self::within(&std::env::temp_dir())
    }

    /// A new empty one in memory, where there is such a place: what needs no disk need not wait for one.
    pub fn in_memory() -> Result<Self> {
        let memory = Path::new("/dev/shm");
        if memory.is_dir() { Self::within(memory) } else { Self::new() }
    }

    fn within(place: &Path) -> Result<Self> {
        let folder = place.join(format!("shuanglian-bench-{}", form().simple()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder, false))
    }

    /// One that somebody else makes.
    pub fn to_be(folder: PathBuf) -> Self {
        Self(folder, false)
    }

    /// One that stays.
    pub fn kept(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self(folder.to_owned(), true))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.1 {
            return;
        }
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// How to start it.
#[derive(Default)]
pub struct How<'a> {
    /// PostgreSQL instead of the embedded database.
    pub database_url: Option<&'a str>,
    /// The command in front of it, such as one that watches its system calls.
    pub under: Vec<String>,
    /// More of the environment.
    pub env: Vec<(&'a str, String)>,
    /// Where its log goes.
    pub log: Option<PathBuf>,
    /// The file that it writes its number to.
    pub pid_file: Option<PathBuf>,
    /// Where it listens; a free port of this machine when nothing is said.
    pub listen: Option<String>,
}

/// The running program.
pub struct Running {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// How long it took until it listened.
    pub took: Duration,
}

impl Running {
    /// Start it and wait until it says that it listens.
    pub fn start(program: &Path, folder: &Folder, database_url: Option<&str>) -> Result<Self> {
        Self::start_as(program, folder, How { database_url, ..How::default() })
    }

    /// The same in a certain way.
    pub fn start_as(program: &Path, folder: &Folder, how: How<'_>) -> Result<Self> {
        let began = Instant::now();
        let mut words = how.under.into_iter().chain([program.display().to_string()]);
        let mut command = Command::new(words.next().unwrap_or_default());
        command
            .args(words)
            .args(["serve", "--listen", how.listen.as_deref().unwrap_or("127.0.0.1:0"), "--data"])
            .arg(&folder.0)
            .env("SHUANGLIAN_LIMITS_OPINIONS_PER_HOUR", "100000000")
            .env("SHUANGLIAN_LOG_LEVEL", "warn")
            .envs(how.env)
            .stdout(Stdio::piped());
        if let Some(file) = how.pid_file {
            command.arg("--pid-file").arg(file);
        }
        if let Some(log) = how.log {
            command.stderr(File::create(log)?);
        }
        match how.database_url {
            Some(url) => command.env("DATABASE_URL", url),
            None => command.env_remove("DATABASE_URL"),
        };
        let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let out = child.stdout.take().context("its output is ours")?;
        for line in BufReader::new(out).lines() {
            if let Some(address) = line?.strip_prefix("listening on ") {
                return Ok(Self { child, address: address.to_owned(), took: began.elapsed() });
            }
        }
        let ended = child.wait()?;
        bail!("it ended before it listened: {ended}")
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// End it as a power cut ends a process: no word, no time.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// How it ended by itself, if it did within a while.
    pub fn ended(&mut self, within: Duration) -> Result<Option<ExitStatus>> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Some(status));
            }
            if began.elapsed() > within {
                return Ok(None);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A browser that sends forms and keeps its connection.
pub fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(40)))
        .build();
    config.into()
}

/// What came back: the status, where it leads, the page.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where it leads, if it does.
    pub location: String,
    /// The page.
    pub body: String,
}

impl Answer {
    /// The receipt, if an opinion was acknowledged.
    pub fn receipt(&self) -> Option<String> {
        let code = self.location.strip_prefix("/receipts/").filter(|_| self.status == 303)?;
        Some(code.replace('-', ""))
    }
}

type Came = Result<ureq::http::Response<ureq::Body>, ureq::Error>;

fn answer(came: Came) -> Option<Answer> {
    let mut came = came.ok()?;
    let location = came.headers().get("location").and_then(|value| value.to_str().ok());
    let location = location.unwrap_or_default().to_owned();
    let body = came.body_mut().read_to_string().ok()?;
    Some(Answer { status: came.status().as_u16(), location, body })
}

/// Ask for a page; nothing when nobody answers.
pub fn get(agent: &ureq::Agent, url: &str, cookie: &str) -> Option<Answer> {
    answer(agent.get(url).header("cookie", cookie).header("accept", "text/html").call())
}

/// Send a form; nothing when nobody answers.
pub fn post(agent: &ureq::Agent, url: &str, cookie: &str, fields: &[(&str, String)]) -> Option<Answer> {
    let request = agent.post(url).header("sec-fetch-site", "same-origin").header("cookie", cookie);
    answer(request.send_form(fields.iter().map(|(name, value)| (*name, value.as_str()))))
}

/// Hand an opinion in; the receipt, if it was acknowledged.
pub fn hand_in(agent: &ureq::Agent, address: &str, form: Uuid) -> Option<String> {
    handed_in(agent, address, form, None)?.receipt()
}

/// Hand an opinion in, with a photo if there is one.
pub fn handed_in(agent: &ureq::Agent, address: &str, form: Uuid, photo: Option<&[u8]>) -> Option<Answer> {
    let with = if photo.is_some() { WITH_PHOTO } else { "" };
    let fields = [
        ("form", form.to_string()),
        ("body", format!("路面破损，请修一修。{form}{with}")),
        ("answer_by", "online".to_owned()),
        ("open", "yes".to_owned()),
        ("to", String::new()),
    ];
    let url = format!("{address}/opinions");
    let Some(photo) = photo else { return post(agent, &url, "", &fields) };
    let bound = format!("bound-{}", form.simple());
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--{bound}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--{bound}\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"a.png\"\r\ncontent-type: image/png\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(photo);
    body.extend_from_slice(format!("\r\n--{bound}--\r\n").as_bytes());
    let request = agent.post(url).header("sec-fetch-site", "same-origin");
    let kind = format!("multipart/form-data; boundary={bound}");
    answer(request.header("content-type", kind).send(&body[..]))
}

/// A photo that is like no other.
pub fn photo(form: Uuid) -> Result<Vec<u8>> {
    let bytes = form.into_bytes();
    let picture = RgbImage::from_fn(48, 48, |x, y| {
        let of = |add: u32| bytes[((x / 4 + y / 4 * 5 + add) % 16) as usize];
        Rgb([of(0), of(5), of(11)])
    });
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png)?;
    Ok(png.into_inner())
}
