//! One writer a deployment, also when several nodes share a PostgreSQL: a group of acts takes its turn before its first
//! statement and holds it until it is committed.
//!
//! Without it two nodes would lock the same rows in contrary orders and wait for each other, and a look before a leap
//! ("is this hour still free?") would see what was true before the other node's act. With it whatever holds for acts of
//! one node holds for acts of all: each begins after the one before it is durable, and sees it. (Each statement of
//! PostgreSQL's READ COMMITTED sees what was committed when it began.)
//!
//! SQLite needs none of this: it has one writer by itself.

use std::time::Duration;

use sea_orm::{ConnAcquireErr, ConnectionTrait, DbBackend, DbErr};

/// What PostgreSQL's advisory lock of the deployment is called by. Such locks belong to one database, and one database
/// is one deployment.
const TURN: i64 = 7_230_114_903;

/// The longest that a group waits for its turn: its people hear that nothing was saved before their request's own time
/// is over.
const WAIT: Duration = Duration::from_secs(25);

/// A node that says nothing for so long within an act, because it was stopped or its machine is gone, loses the act and
/// with it the turn.
const STILL: Duration = Duration::from_secs(10);

/// Take the deployment's turn, within the open transaction of a group; it ends with the transaction.
///
/// There is no longest time of a statement: it would count for the commit too, and a commit that is cut short while it
/// waits for its copy on another machine is answered with "done" although the copy is not there.
///
/// # Errors
/// When others kept it too long, or the database does not answer.
pub(super) async fn take(open: &impl ConnectionTrait) -> Result<(), DbErr> {
    if open.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let (wait, still) = (WAIT.as_millis(), STILL.as_millis());
    // One message, one answer: an act alone costs one way to the database more, a group of many no more than that.
    let text = format!(
        "SET LOCAL lock_timeout = {wait}; SET LOCAL idle_in_transaction_session_timeout = {still}; \
         SELECT pg_advisory_xact_lock({TURN})"
    );
    // A database that says nothing at all, because the way to it is cut, is not waited for until the network gives up.
    let taken = tokio::time::timeout(WAIT + STILL, open.execute_unprepared(&text)).await;
    taken.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))??;
    Ok(())
}

#[cfg(test)]
#[path = "turn_tests.rs"]
mod tests;
