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
    for (text, said) in [
        ("[server]\nlissen = \"x\"\n", ":2: server.lissen: there is no such setting"),
        ("[log]\n\n[sms]\nkey = \"k\"\nonce = \"yes\"\n", ":5: sms.once: expected boolean, found string"),
        ("[sms]\n[sms.templates]\na = { id = \"1\", parms = {} }\n", "parms"),
    ] {
        std::fs::write(&folder, text).unwrap();
        let refused = Config::load(Some(&folder), []).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
    std::fs::remove_file(&folder).unwrap();
}
