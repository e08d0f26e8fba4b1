//! Every setting of a deployment: the defaults, then a file, then the environment.

use std::{collections::BTreeMap, fmt, net::IpAddr, net::SocketAddr, path::Path, path::PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

/// The defaults with their explanations, as shipped.
pub const DEFAULTS: &str = include_str!("../../config.default.toml");

/// All settings. What each means is written in `config.default.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The file that was read, if one was.
    #[serde(skip)]
    pub file: Option<PathBuf>,
    /// The site.
    pub server: Server,
    /// Health and metrics.
    pub health: Health,
    /// Where data is kept.
    pub data: Data,
    /// Where attachments are kept, when not in the folder.
    pub files: Files,
    /// Sign-in.
    pub security: Security,
    /// Sizes and rates.
    pub limits: Limits,
    /// E-mail.
    pub mail: Mail,
    /// How people are told things outside their inbox.
    pub notices: Notices,
    /// Text messages.
    pub sms: Sms,
    /// The WeChat official account.
    pub wechat: Wechat,
    /// WeCom group robots.
    pub wecom: Wecom,
    /// Letters of offices.
    pub letters: Letters,
    /// Backups by the clock.
    pub backup: Backup,
    /// Logs.
    pub log: Log,
}

/// The site's own settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Where the site listens.
    pub listen: SocketAddr,
    /// The address people use; empty means the listening address.
    pub public_url: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Requests worked on at once.
    pub at_once: usize,
}

/// The listener for health and metrics.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// Where it listens.
    pub listen: SocketAddr,
}

/// Where data is kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// The folder.
    pub dir: PathBuf,
    /// `postgres://…`, or empty for the embedded file.
    pub database_url: String,
    /// A folder of further charters, or empty.
    pub charters: PathBuf,
    /// The file of the key that seals secrets; empty means `seal.key` in the folder.
    pub seal_key: PathBuf,
}

/// Where attachments are kept, when not in the folder.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// `s3://bucket/prefix`, or empty for the folder.
    pub store: String,
    /// The address of the interface.
    pub endpoint: String,
    /// The region that signatures name.
    pub region: String,
    /// The key's name.
    pub key: String,
    /// The key.
    pub secret: String,
    /// Whether the bucket stands in the server's name rather than in the path.
    pub bucket_in_host: bool,
}

/// Sign-in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Security {
    /// Whether staff enter a second factor.
    pub second_factor: bool,
    /// Longest session, hours.
    pub session_hours: i64,
    /// Longest pause within a session, minutes.
    pub idle_minutes: i64,
    /// Life of an activation slip, days.
    pub slip_days: i64,
}

/// Sizes and rates.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Bytes of one photo as uploaded.
    pub photo_bytes: usize,
    /// Bytes of one paper as uploaded.
    pub paper_bytes: usize,
    /// Files in one form.
    pub files_per_form: usize,
    /// Opinions one address may hand in within an hour.
    pub opinions_per_hour: u32,
}

/// E-mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The server's address; empty sends none.
    pub smtp: String,
    /// The sender.
    pub from: String,
}

/// How people are told things outside their inbox.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// The way of whoever chose none: `now`, `daily` or `off`.
    pub mail: String,
    /// The same for text messages.
    pub sms: String,
    /// The same for WeChat.
    pub wechat: String,
    /// Kinds that go at once, also to whoever wants one message a day.
    pub urgent: Vec<String>,
    /// When the message of the day goes, `08:00`.
    pub digest_at: String,
    /// The night, in which nothing rings: `21:30-07:30`.
    pub quiet: String,
    /// Milliseconds that a service outside may take for one answer.
    pub patience_ms: u64,
}

/// Text messages.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    /// `aliyun`, `http`, or empty for none.
    pub gateway: String,
    /// The gateway's address; for `http` with placeholders.
    pub endpoint: String,
    /// The key's name at the gateway.
    pub key: String,
    /// The key.
    pub secret: String,
    /// The approved signature (签名) without its brackets.
    pub sign: String,
    /// The hours of working days in which text messages go.
    pub hours: String,
    /// What may be sent: a kind of notice, and its approved template.
    pub templates: BTreeMap<String, SmsTemplate>,
    /// `GET` or `POST`, for `http`.
    pub method: String,
    /// The body with placeholders, for `http`.
    pub body: String,
    /// `Name: value`, for `http`.
    pub headers: Vec<String>,
    /// What an answer holds when the message was taken, for `http`.
    pub success: String,
    /// Whether the gateway takes the same `{id}` only once, for `http`.
    pub once: bool,
    /// What whoever brings incoming messages proves itself with; empty takes none.
    pub incoming: String,
    /// The end of the number that was written to, and the code of the station or office it belongs to.
    pub stations: BTreeMap<String, String>,
}

/// A template that the gateway approved.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SmsTemplate {
    /// Its number there.
    pub id: String,
    /// What fills it: its names, and a text with placeholders.
    pub params: BTreeMap<String, String>,
}

/// The WeChat official account.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wechat {
    /// Its AppID; empty for none.
    pub appid: String,
    /// Its AppSecret.
    pub secret: String,
    /// The token of the server configuration.
    pub token: String,
    /// The EncodingAESKey, 43 signs.
    pub aes_key: String,
    /// The one before, while the key is being changed.
    pub old_aes_key: String,
    /// What stands between `MP_verify_` and `.txt`.
    pub proof: String,
    /// The address of the interface.
    pub endpoint: String,
    /// Where people agree to be known.
    pub authorize: String,
    /// What may be sent: a kind of notice, and its template; `*` for every other kind.
    pub templates: BTreeMap<String, WechatTemplate>,
    /// What the account answers: a word that somebody writes, and a page of this site.
    pub replies: BTreeMap<String, String>,
}

/// A template of the official account.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WechatTemplate {
    /// Its number there.
    pub id: String,
    /// A subscription message instead of a template message.
    pub subscription: bool,
    /// What fills it: its names, and a text with placeholders.
    pub fields: BTreeMap<String, String>,
}

/// Secrets are in no log.
impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files").field("store", &self.store).finish_non_exhaustive()
    }
}

/// Secrets are in no log.
impl fmt::Debug for Sms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sms").field("gateway", &self.gateway).finish_non_exhaustive()
    }
}

/// Secrets are in no log.
impl fmt::Debug for Wechat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wechat").field("appid", &self.appid).finish_non_exhaustive()
    }
}

/// WeCom group robots.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wecom {
    /// The address of its interface.
    pub endpoint: String,
}

/// Letters of offices.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// Whether a second person signs before a letter goes out.
    pub second_signature: bool,
}

/// Backups by the clock.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    /// The folder that they are written to; empty means none are taken.
    pub to: PathBuf,
    /// Keys that they are sealed for: `age1…`.
    pub recipients: Vec<String>,
    /// Hours from one to the next.
    pub every_hours: i64,
    /// How many are kept; 0 keeps all.
    pub keep: usize,
}

/// Logs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// Text or JSON lines.
    pub format: LogFormat,
    /// A filter, such as `info`.
    pub level: String,
}

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Config {
    /// Read the defaults, then `file` (which must exist when named), then the environment.
    ///
    /// # Errors
    /// Names the file and line, or the variable, of a setting that is unknown or wrong.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let mut all: Table = DEFAULTS.parse().expect("the defaults are tested");
        let known = all.clone();
        if let Some(path) = file {
            let text = std::fs::read_to_string(path)
                .map_err(|cause| anyhow::anyhow!("{}: {cause}", path.display()))?;
            let own: Table = text.parse().map_err(|cause| anyhow::anyhow!("{}: {cause}", path.display()))?;
            for (section, keys) in own {
                let Value::Table(keys) = keys else {
                    anyhow::bail!("{}: {section} is not a section", path.display());
                };
                for (key, value) in keys {
                    let name = format!("{section}.{key}");
                    let line = line_of(&text, &section, &key);
                    set(&mut all, &known, (&section, &key), value)
                        .map_err(|cause| anyhow::anyhow!("{}:{line}: {name}: {cause}", path.display()))?;
                }
            }
        }
        for (name, value) in environment {
            if name == "DATABASE_URL" {
                set(&mut all, &known, ("data", "database_url"), Value::String(value))
                    .expect("the setting exists");
            } else if let Some(rest) = name.strip_prefix("SHUANGLIAN_") {
                let rest = rest.to_lowercase();
                let (section, key) = rest.split_once('_').unwrap_or((&rest, ""));
                let value = typed(&known, section, key, value);
                set(&mut all, &known, (section, key), value)
                    .map_err(|cause| anyhow::anyhow!("{name}: {cause}"))?;
            }
        }
        let config: Self = all.try_into().map_err(|cause| anyhow::anyhow!("configuration: {cause}"))?;
        Ok(Self { file: file.map(Path::to_owned), ..config })
    }

    /// The database to open: PostgreSQL when configured, else the embedded file.
    pub fn database_url(&self) -> String {
        if self.data.database_url.is_empty() {
            format!("sqlite://{}", self.data.dir.join("shuanglian.db").display())
        } else {
            self.data.database_url.clone()
        }
    }

    /// The file of the key that seals secrets.
    pub fn seal_key(&self) -> PathBuf {
        if self.data.seal_key.as_os_str().is_empty() {
            self.data.dir.join("seal.key")
        } else {
            self.data.seal_key.clone()
        }
    }

    /// The address people use, without a slash at its end.
    pub fn public_url(&self) -> String {
        if self.server.public_url.is_empty() {
            format!("http://{}", self.server.listen)
        } else {
            self.server.public_url.trim_end_matches('/').to_owned()
        }
    }

    /// Whether people come over TLS, so that cookies are for it only.
    pub fn is_https(&self) -> bool {
        self.server.public_url.starts_with("https://")
    }
}

/// Put one value where a default of the same kind stands.
fn set(all: &mut Table, known: &Table, (section, key): (&str, &str), value: Value) -> Result<(), String> {
    let default = known
        .get(section)
        .and_then(|keys| keys.get(key))
        .ok_or("there is no such setting; see config.default.toml")?;
    if !default.same_type(&value) {
        return Err(format!("expected {}, found {}", default.type_str(), value.type_str()));
    }
    let keys = all.get_mut(section).and_then(Value::as_table_mut);
    keys.expect("known sections are tables").insert(key.to_owned(), value);
    Ok(())
}

/// The line on which a setting stands, or its section begins.
fn line_of(text: &str, section: &str, key: &str) -> usize {
    let head =
        |line: &str| line.trim().strip_prefix('[')?.split(']').next().map(|name| name.trim().to_owned());
    let (mut within, mut found) = (false, 1);
    for (number, line) in text.lines().enumerate() {
        if let Some(name) = head(line) {
            within = name == section;
            if within || name == format!("{section}.{key}") || name.starts_with(&format!("{section}.{key}."))
            {
                found = number + 1;
            }
        } else if within && line.split('=').next().is_some_and(|name| name.trim().trim_matches('"') == key) {
            return number + 1;
        }
    }
    found
}

/// A variable's text as a value of the kind its default has.
fn typed(known: &Table, section: &str, key: &str, text: String) -> Value {
    match known.get(section).and_then(|keys| keys.get(key)) {
        Some(Value::Integer(_)) => text.parse().map(Value::Integer).ok(),
        Some(Value::Boolean(_)) => text.parse().map(Value::Boolean).ok(),
        Some(Value::Array(_)) => Some(Value::Array(
            text.split(',')
                .filter(|part| !part.trim().is_empty())
                .map(|part| Value::String(part.trim().to_owned()))
                .collect(),
        )),
        _ => None,
    }
    .unwrap_or(Value::String(text))
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
