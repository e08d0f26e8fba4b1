use std::{
    io::{self, Write},
    net::SocketAddr,
    os::fd::{AsFd, OwnedFd},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context;
use chrono::NaiveDate;
use tokio::{
    net::{TcpListener, TcpSocket},
    signal::{
        self,
        unix::{SignalKind, signal},
    },
    sync::watch,
};

use super::{alike::Signs, clock, demo, doors, handover, health::health, open::open};
use crate::access::store::home_of;
use crate::base::{App, Chance, Config, hanzi};
use crate::{files, site};

/// How to serve.
pub struct How {
    /// Load the demo into an empty database.
    pub demo: bool,
    /// Pretend that today is this day.
    pub today: Option<NaiveDate>,
    /// The file to write this process's number to.
    pub pid_file: Option<PathBuf>,
}

/// How long the end of jobs is waited for. One that is broken off is done anew by whoever comes next.
const JOBS_END: Duration = Duration::from_secs(10);

/// Run the site until told to stop; then finish what was begun.
pub async fn run(mut config: Config, how: How) -> anyhow::Result<ExitCode> {
    let listener = match handover::inherited()? {
        Some(listener) => TcpListener::from_std(listener)?,
        None => TcpListener::bind(config.server.listen)
            .await
            .with_context(|| format!("cannot listen on {}", config.server.listen))?,
    };
    config.server.listen = listener.local_addr()?;
    if how.demo {
        demo::load_first(&config, how.today).await?;
    }
    let mut app = open(config, how.today).await?;
    // While the process before is still at work it has the log in hand, and we would wait for it.
    if !handover::follows() {
        app.db.checkpoint().await?;
    }
    if how.today.is_none() {
        clock::must_be_right(&app).await?;
    }
    // A bucket must answer. A folder may be full: whoever reads is served all the same.
    if !app.config.files.store.is_empty() {
        files::answers(&*app.store, &app.chance).await?;
    }
    demo::refuse_half(&app).await?;
    // Looking around without a password is for made-up people, on this very computer.
    let fictional = home_of(&app.db, None).await.is_ok_and(|home| home.fictional);
    app.demo = fictional && listener.local_addr()?.ip().is_loopback();
    serve(app, listener, how.pid_file.as_deref()).await?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(app: App, listener: TcpListener, pid_file: Option<&Path>) -> anyhow::Result<()> {
    let (stopping, told) = watch::channel(false);
    let (stop, mut stopped) = watch::channel(false);
    // The dictionary takes a moment to load: the first voter should not wait for it.
    drop(tokio::task::spawn_blocking(hanzi::warm_up));
    site::wind_up(&app).await?;
    Signs::of(&app).say(&app).await?;
    let runner = tokio::spawn(crate::jobs::serve(app.clone(), site::jobs(), told.clone()));
    let pulse = beside_another(app.config.health.listen)
        .with_context(|| format!("cannot listen on {}", app.config.health.listen))?;
    say(io::stderr(), &format!("health on http://{}", pulse.local_addr()?));
    // It answers until the last request is finished, and says meanwhile that no more should be sent.
    let pulse = axum::serve(pulse, health(app.clone(), told.clone())).with_graceful_shutdown(async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    });
    let pulse = tokio::spawn(pulse.into_future());
    let address = listener.local_addr()?;
    let socket = listener.as_fd().try_clone_to_owned()?;
    tokio::spawn(watch_for_the_end(stopping, socket, app.chance.clone()));
    let doors = tokio::spawn(doors::open(listener, site::site(app), told, doors::Patience::USUAL));
    if let Some(file) = pid_file {
        write_pid(file).with_context(|| format!("cannot write {}", file.display()))?;
    }
    say(io::stdout(), &format!("listening on http://{address}"));
    handover::say_ready();
    doors.await?;
    stop.send_replace(true);
    let _ = tokio::time::timeout(JOBS_END, runner).await;
    pulse.await??;
    if let Some(file) = pid_file {
        remove_pid(file);
    }
    Ok(())
}

/// Say a line, and go on when nobody takes it: the file it goes to may have no room, or whoever began to read is gone.
fn say(mut to: impl Write, line: &str) {
    let _ = writeln!(to, "{line}").and_then(|()| to.flush());
}

/// A listener at an address at which the process before may still answer.
fn beside_another(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.set_reuseport(true)?;
    socket.bind(address)?;
    socket.listen(64)
}

/// Say that this process ends: when it is told to, or when the next one has taken over.
async fn watch_for_the_end(stopping: watch::Sender<bool>, socket: OwnedFd, chance: Chance) {
    let mut next = signal(SignalKind::user_defined2()).expect("signals can be listened to");
    let mut end = std::pin::pin!(told_to_stop());
    loop {
        tokio::select! {
            () = &mut end => break,
            _ = next.recv() => match handover::hand_over(&socket, &chance).await {
                Ok(pid) => {
                    tracing::info!(pid, "the next process has taken over");
                    break;
                }
                Err(cause) => tracing::error!("there is no next process, this one goes on: {cause:#}"),
            },
        }
    }
    stopping.send_replace(true);
}

/// Control-C, or the system's word to stop.
async fn told_to_stop() {
    let control_c = async { signal::ctrl_c().await.expect("signals can be listened to") };
    let mut term = signal(SignalKind::terminate()).expect("signals can be listened to");
    tokio::select! {
        () = control_c => {}
        _ = term.recv() => {}
    }
}

/// Put our number into the file, at once and whole.
fn write_pid(file: &Path) -> std::io::Result<()> {
    let beside = file.with_extension("new");
    std::fs::write(&beside, format!("{}\n", std::process::id()))?;
    std::fs::rename(beside, file)
}

/// The file goes with us, unless it is the next one's by now.
fn remove_pid(file: &Path) {
    if std::fs::read_to_string(file).is_ok_and(|text| text.trim() == std::process::id().to_string()) {
        let _ = std::fs::remove_file(file);
    }
}
