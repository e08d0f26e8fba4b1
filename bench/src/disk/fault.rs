//! A fault in a running program's system calls, put there and taken away by strace.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};

use crate::program::form;

/// A fault that waits for its turn.
pub struct Fault {
    strace: Child,
    log: PathBuf,
}

impl Fault {
    /// From now on the n-th of these calls on these files, of each thread, fails so.
    pub fn arm(pid: u32, calls: &str, (error, nth): (&str, u64), on: &[PathBuf]) -> Result<Self> {
        let log = std::env::temp_dir().join(format!("shuanglian-fault-{}", form().simple()));
        let mut command = Command::new("strace");
        command.args(["-f", "-p", &pid.to_string(), "-o"]).arg(&log);
        command.args([
            "-e",
            &format!("trace={calls}"),
            "-e",
            &format!("inject={calls}:error={error}:when={nth}"),
        ]);
        for path in on {
            command.arg("-P").arg(path);
        }
        let mut strace =
            command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().context("strace does not start")?;
        let mut said = BufReader::new(strace.stderr.take().context("its output is ours")?).lines();
        loop {
            match said.next() {
                Some(line) if line.as_ref().is_ok_and(|line| line.contains("attached")) => break,
                Some(_) => {}
                None => bail!("strace does not attach"),
            }
        }
        thread::spawn(move || said.for_each(drop));
        Ok(Self { strace, log })
    }

    /// Take it away; whether it had its turn.
    pub fn disarm(mut self) -> Result<bool> {
        // Told to stop, strace lets the program go on; killed, it might leave it standing.
        Command::new("kill").args(["-INT", &self.strace.id().to_string()]).stderr(Stdio::null()).status()?;
        self.strace.wait()?;
        let text = std::fs::read_to_string(&self.log)?;
        drop(std::fs::remove_file(&self.log));
        Ok(text.contains("(INJECTED)"))
    }
}
