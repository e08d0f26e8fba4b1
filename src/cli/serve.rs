use std::{
    io::{self, Write},
    net::SocketAddr,
    process::ExitCode,
};

use anyhow::Context;
use chrono::NaiveDate;
use tokio::{net::TcpListener, signal, sync::watch};

use super::{clock, demo, health::health, open::open};
use crate::access::store::home_of;
use crate::base::{App, Config, hanzi};
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
    if how.demo {
        demo::load_first(&config, how.today).await?;
    }
    let mut app = open(config, how.today).await?;
    app.db.checkpoint().await?;
    if how.today.is_none() {
        clock::must_be_right(&app).await?;
    }
    demo::refuse_half(&app).await?;
    // Looking around without a password is for made-up people, on this very computer.
    let fictional = home_of(&app.db, None).await.is_ok_and(|home| home.fictional);
    app.demo = fictional && listener.local_addr()?.ip().is_loopback();
    serve(app, listener).await?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(app: App, listener: TcpListener) -> anyhow::Result<()> {
    let (stopping, mut told) = watch::channel(false);
    let (stop, mut stopped) = watch::channel(false);
    // The dictionary takes a moment to load: the first voter should not wait for it.
    drop(tokio::task::spawn_blocking(hanzi::warm_up));
    site::wind_up(&app).await?;
    let runner = tokio::spawn(crate::jobs::serve(app.clone(), site::jobs(), stopped.clone()));
    let pulse = TcpListener::bind(app.config.health.listen)
        .await
        .with_context(|| format!("cannot listen on {}", app.config.health.listen))?;
    say(io::stderr(), &format!("health on http://{}", pulse.local_addr()?));
    // It answers until the last request is finished, and says meanwhile that no more should be sent.
    let pulse = axum::serve(pulse, health(app.clone(), told.clone())).with_graceful_shutdown(async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    });
    let pulse = tokio::spawn(pulse.into_future());
    let address = listener.local_addr()?;
    let service = site::site(app).into_make_service_with_connect_info::<SocketAddr>();
    say(io::stdout(), &format!("listening on http://{address}"));
    tokio::spawn(async move {
        told_to_stop().await;
        stopping.send_replace(true);
    });
    let finish = async move {
        let _ = told.wait_for(|told| *told).await;
    };
    axum::serve(listener, service).with_graceful_shutdown(finish).await?;
    stop.send_replace(true);
    runner.await?;
    pulse.await??;
    Ok(())
}

/// Say a line, and go on when nobody takes it: the file it goes to may have no room.
fn say(mut to: impl Write, line: &str) {
    let _ = writeln!(to, "{line}").and_then(|()| to.flush());
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
