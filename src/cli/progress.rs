use std::io::{IsTerminal, Write};
use std::sync::Mutex;

/// Says on standard error how far a command is: on one line of a terminal, in a log at each tenth.
pub struct Progress {
    command: &'static str,
    terminal: bool,
    last: Mutex<(String, usize)>,
}

impl Progress {
    /// Nothing said yet.
    pub fn of(command: &'static str) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self { command, terminal, last: Mutex::new((String::new(), 0)) }
    }

    /// So much of `phase` is done.
    pub fn tell(&self, phase: &str, done: usize, of: usize) {
        let mut last = self.last.lock().expect("nothing panics while saying how far it is");
        let tenth = (done * 10).checked_div(of).unwrap_or(10);
        let new = last.0 != phase;
        if !new && !self.terminal && tenth == last.1 {
            return;
        }
        *last = (phase.to_owned(), tenth);
        let (begin, end) = if self.terminal { ("\r\x1b[K", "") } else { ("", "\n") };
        let _ = write!(std::io::stderr(), "{begin}{}: {phase} {done}/{of}{end}", self.command);
    }

    /// Say how it ended.
    pub fn ended(&self, how: &str) {
        let begin = if self.terminal { "\r\x1b[K" } else { "" };
        let _ = writeln!(std::io::stderr(), "{begin}{}: {how}", self.command);
    }
}
