use super::*;

fn config(pairs: &[(&str, &str)]) -> Config {
    let pairs = pairs.iter().map(|(name, value)| (format!("SHUANGLIAN_FILES_{name}"), (*value).to_owned()));
    Config::load(None, pairs).unwrap()
}

const WHOLE: [(&str, &str); 5] = [
    ("STORE", "s3://attachments/one"),
    ("ENDPOINT", "https://s3.example.cn"),
    ("REGION", "cn-hubei"),
    ("KEY", "KEY-4711"),
    ("SECRET", "SECRET-4711"),
];

#[test]
fn a_wrong_bucket_is_refused_by_its_setting_and_no_secret_is_shown() {
    let refused = |change: (&str, &str)| {
        let mut pairs: Vec<(&str, &str)> = WHOLE.into_iter().filter(|(name, _)| *name != change.0).collect();
        pairs.push(change);
        place(&config(&pairs), true).unwrap_err().to_string()
    };
    for (change, said) in [
        (("STORE", "attachments"), "files.store: expected s3://"),
        (("STORE", "s3://"), "files.store: s3:// is followed by"),
        (("ENDPOINT", ""), "files.endpoint: expected https://"),
        (("ENDPOINT", "http://s3.example.cn"), "http:// only to this machine"),
        (("REGION", ""), "files.region is empty"),
        (("KEY", ""), "files.key is empty"),
        (("SECRET", ""), "files.secret is empty"),
    ] {
        let refused = refused(change);
        assert!(refused.contains(said), "{refused}");
        assert!(!refused.contains("4711"), "{refused}");
    }
    let fine = config(&WHOLE);
    assert!(place(&fine, true).is_ok());
    assert!(!format!("{fine:?}").contains("4711"));
    let all = WHOLE.into_iter().chain([("BUCKET_IN_HOST", "true")]).collect::<Vec<_>>();
    assert!(place(&config(&all), true).is_ok());
}

#[tokio::test]
async fn a_bucket_that_nobody_serves_is_said_within_moments() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let mut pairs = WHOLE.to_vec();
    pairs[1].1 = &endpoint;
    let store = place(&config(&pairs), true).unwrap();
    let began = std::time::Instant::now();
    let refused = answers(&*store, &Chance::real()).await.unwrap_err();
    assert!(format!("{refused:#}").contains("takes nothing"), "{refused:#}");
    assert!(began.elapsed() < Duration::from_secs(30));
}

/// `S3_TEST` holds address, key and secret of a server that has the bucket `attachments` (e2e/bucket.py prints them).
#[tokio::test]
#[ignore = "needs a server that speaks S3"]
async fn a_bucket_keeps_what_it_is_given() {
    let server = std::env::var("S3_TEST").unwrap();
    let [endpoint, key, secret] = server.split_whitespace().collect::<Vec<_>>()[..] else {
        panic!("{server}")
    };
    let of = |store: &str, secret: &str| {
        let pairs = [
            ("STORE", store),
            ("ENDPOINT", endpoint),
            ("REGION", "us-east-1"),
            ("KEY", key),
            ("SECRET", secret),
        ];
        place(&config(&pairs), true).unwrap()
    };
    let chance = Chance::real();
    for store in ["s3://attachments", "s3://attachments/仙桃/a b"] {
        answers(&*of(store, secret), &chance).await.unwrap();
    }
    for (store, secret) in [("s3://attachments", "wrong"), ("s3://elsewhere", secret)] {
        let refused = answers(&*of(store, secret), &chance).await.unwrap_err();
        assert!(format!("{refused:#}").contains("takes nothing"), "{refused:#}");
        assert!(!format!("{refused:#}").contains(secret), "{refused:#}");
    }
    // Two nodes: what one keeps, the other opens; as large as the largest paper; kept twice it is there once.
    let (one, other) = (of("s3://attachments/p", secret), of("s3://attachments/p", secret));
    let large: bytes::Bytes = (0..20 * 1024 * 1024_u32).map(|n| (n % 251) as u8).collect::<Vec<u8>>().into();
    let name = Name::from("0197/ab/0123");
    for _ in 0..2 {
        one.put(&name, large.clone().into()).await.unwrap();
    }
    assert_eq!(other.get(&name).await.unwrap().bytes().await.unwrap(), large);
    let missing = other.get(&Name::from("0197/ab/none")).await.unwrap_err();
    assert!(matches!(missing, object_store::Error::NotFound { .. }), "{missing}");
}
