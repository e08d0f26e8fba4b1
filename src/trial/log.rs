//! What the program writes to its log, for tests that read it.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing::subscriber::{DefaultGuard, NoSubscriber, set_default};

/// The log of this thread, everything that is worth a line, from now until it is read. Without the time of each line:
/// its digits can hold by chance whatever number a test looks for.
pub(crate) struct Log {
    kept: Kept,
    _listening: DefaultGuard,
    /// With a single listener, whichever test's thread comes to a line first decides for all whether it is heard.
    _second: tracing::Dispatch,
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Listen.
    pub(crate) fn heard() -> Log {
        let second = tracing::Dispatch::new(NoSubscriber::default());
        let kept = Kept::default();
        let writer = kept.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::DEBUG)
            .with_ansi(false)
            .without_time()
            .with_writer(move || writer.clone())
            .finish();
        let listening = set_default(subscriber);
        tracing::callsite::rebuild_interest_cache();
        Log { kept, _listening: listening, _second: second }
    }

    /// What was written.
    pub(crate) fn said(self) -> String {
        String::from_utf8(self.kept.0.lock().unwrap().clone()).unwrap()
    }
}
