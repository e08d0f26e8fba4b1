use std::{net::SocketAddr, process::ExitCode};

use anyhow::Context;
use chrono::NaiveDate;
use tokio::{net::TcpListener, signal, sync::watch};

use super::open::open;
use crate::base::{App, Config};
use crate::site;

/// How to serve.
pub struct How {
    /// Load the demo into an empty database.
    pub demo: bool,
    /// Pretend that today is this day.
    pub today: Option<NaiveDate>,
}

/// Run the site until told to stop; then finish what was begun.
pub async fn run(mut config: Config, how: How) -> anyhow::Result<ExitCode> {
    let listener = TcpListener::bind(config.server.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.server.listen))?;
    config.server.listen = listener.local_addr()?;
    let app = open(config, how.today).await?;
    serve(app, listener).await?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(app: App, listener: TcpListener) -> anyhow::Result<()> {
    let (stop, stopped) = watch::channel(false);
    let runner = tokio::spawn(crate::jobs::serve(app.clone(), site::jobs(), stopped));
    let address = listener.local_addr()?;
    let service = site::site(app).into_make_service_with_connect_info::<SocketAddr>();
    println!("listening on http://{address}");
    axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await?;
    stop.send_replace(true);
    runner.await?;
    Ok(())
}

/// Control-C, or the system's word to stop.
async fn told_to_stop() {
    let control_c = async { signal::ctrl_c().await.expect("signals can be listened to") };
    let mut term =
        signal::unix::signal(signal::unix::SignalKind::terminate()).expect("signals can be listened to");
    tokio::select! {
        () = control_c => {}
        _ = term.recv() => {}
    }
}
