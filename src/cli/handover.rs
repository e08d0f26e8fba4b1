//! From one process to the next without a closed door: the listening socket goes on as the next one's standard input, which
//! is also how systemd hands its own over (`StandardInput=socket`).

use std::env;
use std::ffi::OsString;
use std::net::TcpListener;
use std::os::fd::{AsFd, OwnedFd};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use rustix::net::sockopt::socket_acceptconn;
use tokio::time::timeout;

use crate::base::Chance;

/// Names the socket at which the predecessor waits for the word that we are ready.
const WAITING: &str = "HANDOVER_SOCKET";

/// Names the socket at which systemd waits for it.
const NOTIFY: &str = "NOTIFY_SOCKET";

/// How long the next process may take until it is ready.
const LONGEST: Duration = Duration::from_secs(120);

/// How often it is looked whether it has died instead.
const LOOK: Duration = Duration::from_millis(100);

/// The listening socket that was handed to this process, if one was.
pub fn inherited() -> anyhow::Result<Option<TcpListener>> {
    let stdin = std::io::stdin();
    if !socket_acceptconn(&stdin).unwrap_or(false) {
        return Ok(None);
    }
    let listener = TcpListener::from(stdin.as_fd().try_clone_to_owned()?);
    listener.local_addr().context("the socket that was handed over listens at no address of the network")?;
    listener.set_nonblocking(true)?;
    Ok(Some(listener))
}

/// Whether a process before this one still serves, and waits for the word that we are ready.
pub fn follows() -> bool {
    env::var_os(WAITING).is_some()
}

/// Tell whoever waits for it that this process is ready.
pub fn say_ready() {
    for name in [WAITING, NOTIFY] {
        if let Some(socket) = env::var_os(name)
            && let Err(cause) = say(&socket, "READY=1")
        {
            tracing::warn!(name, %cause, "nobody hears that we are ready");
        }
    }
}

/// A socket's address: a path, or after an `@` a name without a file.
fn address(socket: &OsString) -> std::io::Result<SocketAddr> {
    match socket.as_bytes().split_first() {
        Some((b'@', name)) => SocketAddr::from_abstract_name(name),
        _ => SocketAddr::from_pathname(socket),
    }
}

fn say(socket: &OsString, word: &str) -> std::io::Result<()> {
    UnixDatagram::unbound()?.send_to_addr(word.as_bytes(), &address(socket)?)?;
    Ok(())
}

/// Start this program anew, as it was started, with the listening socket; returns its number when it is ready. Whatever
/// goes wrong, this process goes on as if nothing had been asked.
///
/// # Errors
/// Says why there is no next process.
pub async fn hand_over(listener: &OwnedFd, chance: &Chance) -> anyhow::Result<u32> {
    // Nobody else on the machine knows the name, so nobody else says the word.
    let name = OsString::from(format!("@shuanglian-{}", &chance.secret()[..32]));
    let socket = UnixDatagram::bind_addr(&address(&name)?)?;
    socket.set_nonblocking(true)?;
    let socket = tokio::net::UnixDatagram::from_std(socket)?;
    let mut next = started(listener, &name)?;
    match timeout(LONGEST, ready(&socket, &mut next)).await {
        Ok(Ok(())) => {}
        Ok(Err(cause)) => return Err(cause),
        Err(_) => {
            let _ = next.kill();
            let _ = next.wait();
            anyhow::bail!("the next process was not ready in time");
        }
    }
    if let Some(systemd) = env::var_os(NOTIFY) {
        say(&systemd, &format!("MAINPID={}", next.id()))
            .context("systemd does not hear of the next process")?;
    }
    Ok(next.id())
}

fn started(listener: &OwnedFd, waiting: &OsString) -> anyhow::Result<Child> {
    let mut arguments = env::args_os();
    // By the name it was started with: the file may be a newer one by now.
    let program = arguments.next().context("this program does not know its own name")?;
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::from(listener.try_clone()?))
        .env(WAITING, waiting)
        .spawn()
        .context("the next process cannot be started")
}

async fn ready(socket: &tokio::net::UnixDatagram, next: &mut Child) -> anyhow::Result<()> {
    let mut word = [0; 64];
    loop {
        if let Some(ended) = next.try_wait()? {
            anyhow::bail!("the next process ended before it was ready: {ended}");
        }
        if let Ok(heard) = timeout(LOOK, socket.recv(&mut word)).await {
            let n = heard?;
            if &word[..n] == b"READY=1" {
                return Ok(());
            }
        }
    }
}
