//! Where attachments are kept: a folder of this machine, or a bucket that speaks S3, for a deployment of several nodes.
//!
//! The bucket is asked over the same HTTP and TLS as everything else outside (`ureq`), so that no second one comes in.

use std::{error::Error as Cause, io, sync::Arc, time::Duration};

use anyhow::{Context, bail, ensure};
use axum::body::{Body, to_bytes};
use object_store::{
    BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt, RetryConfig,
    aws::AmazonS3Builder,
    client::{HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService},
    local::LocalFileSystem,
    path::Path as Name,
    prefix::PrefixStore,
};

use crate::base::{Chance, Config, config::Files, disk::make_folder, outside::is_safe};

/// The longest that one question to the bucket may take.
const LONGEST: Duration = Duration::from_secs(20);

/// The most bytes of one answer: larger than anything that is kept.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The place that the settings name; a folder is made when there is none, and waits for the disk when it is `synced`.
///
/// # Errors
/// Names the setting that is missing or wrong, or the folder that cannot be made.
pub fn place(config: &Config, synced: bool) -> anyhow::Result<Arc<dyn ObjectStore>> {
    if !config.files.store.is_empty() {
        return bucket(&config.files);
    }
    let files = config.data.dir.join("files");
    make_folder(&files).with_context(|| format!("cannot make the folder {}", files.display()))?;
    Ok(Arc::new(LocalFileSystem::new_with_prefix(&files)?.with_fsync(synced)))
}

fn bucket(files: &Files) -> anyhow::Result<Arc<dyn ObjectStore>> {
    let Some(rest) = files.store.strip_prefix("s3://") else {
        bail!(
            "files.store: expected s3://bucket or s3://bucket/prefix, or nothing for the folder of the data"
        );
    };
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    ensure!(!bucket.is_empty(), "files.store: s3:// is followed by the name of a bucket");
    ensure!(is_safe(&files.endpoint), "files.endpoint: expected https://…; http:// only to this machine");
    for (name, value) in [("region", &files.region), ("key", &files.key), ("secret", &files.secret)] {
        ensure!(!value.is_empty(), "files.{name} is empty: a bucket needs it");
    }
    let endpoint = files.endpoint.trim_end_matches('/');
    let endpoint = match endpoint.split_once("://") {
        Some((scheme, server)) if files.bucket_in_host => format!("{scheme}://{bucket}.{server}"),
        _ => endpoint.to_owned(),
    };
    let retry = RetryConfig {
        backoff: BackoffConfig { max_backoff: Duration::from_secs(2), ..BackoffConfig::default() },
        max_retries: 3,
        // Whoever handed a file in hears of it before the request's own time is over.
        retry_timeout: Duration::from_secs(10),
    };
    let store = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_endpoint(endpoint)
        .with_virtual_hosted_style_request(files.bucket_in_host)
        // Elsewhere than on this machine `is_safe` has seen to TLS.
        .with_allow_http(true)
        .with_region(&files.region)
        .with_access_key_id(&files.key)
        .with_secret_access_key(&files.secret)
        .with_retry(retry)
        .with_http_connector(Line)
        .build()
        .context("files")?;
    Ok(if prefix.is_empty() { Arc::new(store) } else { Arc::new(PrefixStore::new(store, prefix)) })
}

/// See to it that the place answers: what is put there is there, and goes away again.
///
/// # Errors
/// Says what did not work.
pub async fn answers(store: &dyn ObjectStore, chance: &Chance) -> anyhow::Result<()> {
    let said = chance.secret();
    let name = Name::from(format!("tried/{said}"));
    store.put(&name, said.clone().into()).await.context("the place of attachments takes nothing")?;
    let found = store.get(&name).await.context("the place of attachments gives nothing back")?;
    let found = found.bytes().await.context("the place of attachments breaks off")?;
    ensure!(
        found == said.as_bytes(),
        "the place of attachments gives something else back than was put there"
    );
    store.delete(&name).await.context("the place of attachments lets nothing go")?;
    Ok(())
}

/// HTTP for the bucket.
#[derive(Debug)]
struct Line;

impl HttpConnector for Line {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(LONGEST))
            .timeout_connect(Some(Duration::from_secs(5)))
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .into();
        Ok(HttpClient::new(Asker(agent)))
    }
}

#[derive(Debug)]
struct Asker(ureq::Agent);

#[async_trait::async_trait]
impl HttpService for Asker {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(Body::new(body), usize::MAX).await;
        let body = body.map_err(|cause| HttpError::new(HttpErrorKind::Unknown, cause))?;
        let agent = self.0.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let sent = if body.is_empty() {
                agent.run(axum::http::Request::from_parts(parts, ()))
            } else {
                agent.run(axum::http::Request::from_parts(parts, &body[..]))
            };
            let (parts, mut body) = sent.map_err(failed)?.into_parts();
            let bytes = body.with_config().limit(LARGEST).read_to_vec().map_err(failed)?;
            Ok(HttpResponse::from_parts(parts, bytes.into()))
        });
        asked.await.map_err(|cause| HttpError::new(HttpErrorKind::Unknown, cause))?
    }
}

/// Why a question was not answered, in the words by which it is decided whether to ask once more.
fn failed(cause: ureq::Error) -> HttpError {
    let kind = match &cause {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => HttpErrorKind::Connect,
        ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => HttpErrorKind::Connect,
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::Io(cause) if cause.kind() == io::ErrorKind::ConnectionRefused => HttpErrorKind::Connect,
        ureq::Error::Io(_) => HttpErrorKind::Interrupted,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new_boxed(kind, Box::<dyn Cause + Send + Sync>::from(cause))
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
