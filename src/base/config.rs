//! Every setting of a deployment: the defaults, then a file, then the environment.

use std::{net::IpAddr, net::SocketAddr, path::Path, path::PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

/// The defaults with their explanations, as shipped.
pub const DEFAULTS: &str = include_str!("../../config.default.toml");

/// All settings. What each means is written in `config.default.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The site.
    pub server: Server,
    /// Health and metrics.
    pub health: Health,
    /// Where data is kept.
    pub data: Data,
    /// Sign-in.
    pub security: Security,
    /// Sizes and rates.
    pub limits: Limits,
    /// E-mail.
    pub mail: Mail,
    /// WeCom group robots.
    pub wecom: Wecom,
    /// Letters of offices.
    pub letters: Letters,
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
                    set(&mut all, &known, (&section, &key), value)
                        .map_err(|cause| anyhow::anyhow!("{}: {name}: {cause}", path.display()))?;
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
        all.try_into().map_err(|cause| anyhow::anyhow!("configuration: {cause}"))
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
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_environment_overrides_the_defaults() {
        let config = Config::load(
            None,
            environment(&[
                ("SHUANGLIAN_SERVER_LISTEN", "0.0.0.0:9000"),
                ("SHUANGLIAN_SECURITY_SECOND_FACTOR", "false"),
                ("DATABASE_URL", "postgres://a/b"),
            ]),
        )
        .unwrap();
        assert_eq!(config.server.listen.port(), 9000);
        assert!(!config.security.second_factor);
        assert_eq!(config.database_url(), "postgres://a/b");
    }

    #[test]
    fn wrong_settings_are_refused_by_name() {
        for (name, value) in [
            ("SHUANGLIAN_SERVER_COLOUR", "red"),
            ("SHUANGLIAN_NONSENSE", "1"),
            ("SHUANGLIAN_LIMITS_PHOTO_BYTES", "many"),
        ] {
            let refused = Config::load(None, environment(&[(name, value)])).unwrap_err();
            assert!(refused.to_string().contains(name), "{refused}");
        }
        let refused = Config::load(None, environment(&[("SHUANGLIAN_SERVER_LISTEN", "here")]));
        assert!(refused.unwrap_err().to_string().contains("listen"));
    }

    #[test]
    fn a_file_is_checked_too() {
        let folder = std::env::temp_dir().join(format!("shuanglian-config-{}", std::process::id()));
        std::fs::write(&folder, "[server]\nlissen = \"x\"\n").unwrap();
        let refused = Config::load(Some(&folder), []).unwrap_err().to_string();
        std::fs::remove_file(&folder).unwrap();
        assert!(refused.contains("server.lissen"), "{refused}");
    }
}
