//! The site's doors. Whoever comes in says within a while what is wanted, and takes the answer within a while, or is let go:
//! connections that keep silent cost nobody else anything. When the doors close, nobody who is inside is sent away: what was
//! begun is answered, and a connection that is kept for more is told with its next answer that it was the last.

use std::{convert::Infallible, io, net::SocketAddr, pin::pin, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, Request, header},
};
use futures_util::FutureExt;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// How patient the doors are.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until the whole of what is wanted was said, and until a kept connection wants something more.
    pub saying: Duration,
    /// While a piece of a body is waited for. Longer than a request may take, which ends it first with an answer.
    pub silence: Duration,
    /// While nothing of an answer is taken.
    pub taking: Duration,
    /// When the doors close: for a kept connection to want something once more.
    pub last: Duration,
    /// When the doors close: for all that was begun.
    pub leaving: Duration,
}

impl Patience {
    /// As the site has it.
    pub const USUAL: Self = Self {
        saying: Duration::from_secs(15),
        silence: Duration::from_secs(40),
        taking: Duration::from_secs(30),
        last: Duration::from_secs(2),
        leaving: Duration::from_secs(60),
    };
}

/// After an accident that is ours, such as too many open files, there is a pause.
const RECOVERY: Duration = Duration::from_millis(100);

/// Let people in until told to close; returns when the last one has left.
pub async fn open(listener: TcpListener, site: Router, mut told: watch::Receiver<bool>, patience: Patience) {
    let mut inside = JoinSet::new();
    let enter = |inside: &mut JoinSet<()>, (stream, address): (TcpStream, SocketAddr), told| {
        inside.spawn(visit(stream, address, (site.clone(), told), patience));
    };
    loop {
        let closing = told.clone();
        tokio::select! {
            () = closed(&mut told) => break,
            came = listener.accept() => match came {
                Ok(came) => enter(&mut inside, came, closing),
                Err(cause) => recover(&cause).await,
            },
            Some(_) = inside.join_next(), if !inside.is_empty() => {}
        }
    }
    // Those who stand at the door already come in still.
    while let Some(Ok(came)) = listener.accept().now_or_never() {
        enter(&mut inside, came, told.clone());
    }
    drop(listener);
    let leaving = timeout(patience.leaving, async { while inside.join_next().await.is_some() {} });
    if leaving.await.is_err() {
        tracing::warn!(connections = inside.len(), "some did not leave in time");
    }
}

async fn closed(told: &mut watch::Receiver<bool>) {
    // Nobody left to tell is as good as told.
    let _ = told.wait_for(|told| *told).await;
}

async fn recover(cause: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(cause.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%cause, "nobody could be let in");
        sleep(RECOVERY).await;
    }
}

/// One connection, from its beginning to its end.
async fn visit(
    stream: TcpStream,
    address: SocketAddr,
    (site, mut told): (Router, watch::Receiver<bool>),
    patience: Patience,
) {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_read_timeout(Some(patience.silence));
    stream.set_write_timeout(Some(patience.taking));
    let closing = told.clone();
    let service = service_fn(move |mut request: Request<Incoming>| {
        let (site, closing) = (site.clone(), closing.clone());
        request.extensions_mut().insert(ConnectInfo(address));
        async move {
            let mut response = site.oneshot(request.map(Body::new)).await?;
            if *closing.borrow() {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            Ok::<_, Infallible>(response)
        }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(patience.saying);
    let connection = builder.serve_connection(TokioIo::new(Box::pin(stream)), service);
    let mut connection = pin!(connection);
    // How a connection ends is the other side's affair.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = closed(&mut told) => {}
    }
    if timeout(patience.last, connection.as_mut()).await.is_err() {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

#[cfg(test)]
#[path = "doors_tests.rs"]
mod tests;
