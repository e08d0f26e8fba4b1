//! How far a roster is, as long as this program works on it. It is written nowhere: what is being written is one
//! transaction, of which nobody outside can see anything.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use uuid::Uuid;

/// So many of so many.
pub type Far = (usize, usize);

static FAR: LazyLock<Mutex<HashMap<Uuid, Far>>> = LazyLock::new(Mutex::default);

/// Note how far a roster is.
pub fn tell(roster: Uuid, far: Far) {
    FAR.lock().unwrap_or_else(PoisonError::into_inner).insert(roster, far);
}

/// How far a roster is; none when another program works on it, or nobody yet.
pub fn far(roster: Uuid) -> Option<Far> {
    FAR.lock().unwrap_or_else(PoisonError::into_inner).get(&roster).copied()
}

/// It is not worked on any more.
pub fn forget(roster: Uuid) {
    FAR.lock().unwrap_or_else(PoisonError::into_inner).remove(&roster);
}
