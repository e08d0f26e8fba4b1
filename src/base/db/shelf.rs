//! What was made of tables that rarely change, kept until one of their rows does: who is a deputy where, whom the members
//! are assigned to, which days are holidays. A page that shows forty names does not read a thousand rows for it.
//!
//! The database says itself that something changed (`table_marks`, migration 0027), whoever changed it. Within one request
//! it is asked once, and again after every act that is committed: a request sees nothing older than its own beginning or
//! its own last act. An act itself reads the tables.

use std::{
    any::Any,
    cell::RefCell,
    collections::HashMap,
    fmt::Debug,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Db, statement::Conn, statement::sql};
use crate::base::Result;

/// Tables that say together whether a row of one of them changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tables {
    /// Who and where people are, assigned to whom, on which days: areas, organizations, persons with profiles, seats,
    /// memberships, assignments, leave, terms, holidays.
    Directory,
    /// The running counters of duties.
    Counts,
    /// What was done, with who took part and what points were frozen of it; and the directory, by which it counts.
    Acts,
}

impl Tables {
    /// The names of their marks.
    fn words(self) -> [&'static str; 2] {
        match self {
            Tables::Directory => ["directory"; 2],
            Tables::Counts => ["counts"; 2],
            Tables::Acts => ["acts", "directory"],
        }
    }
}

/// Of which tables, and whose rows.
pub type Of = (Tables, Uuid);

/// The most things that are kept; when there are more, keeping begins anew.
const MOST: usize = 200;

tokio::task_local! {
    /// The marks that the request at hand has asked for.
    static ASKED: RefCell<HashMap<Of, String>>;
}

/// Answer a request: within it a mark is asked for once.
pub async fn asking_once<T>(request: impl Future<Output = T>) -> T {
    ASKED.scope(RefCell::default(), request).await
}

/// The mark of tables that came along with something else that the request at hand asked for.
pub fn told(of: Of, mark: String) {
    // Outside a request nothing is noted.
    let _ = ASKED.try_with(|asked| asked.borrow_mut().insert(of, mark));
}

/// The act at hand was committed: what was asked before is no answer any more.
pub(super) fn ask_again() {
    // Outside a request nothing was noted.
    let _ = ASKED.try_with(|asked| asked.borrow_mut().clear());
}

type Thing = Arc<dyn Any + Send + Sync>;

/// What is kept, each with the mark of which it was made.
#[derive(Default)]
pub(super) struct Shelf(Mutex<HashMap<(Of, String), (String, Thing)>>);

impl Shelf {
    fn find<T: Send + Sync + 'static>(&self, name: &(Of, String), mark: &str) -> Option<Arc<T>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, thing) = all.get(name).filter(|(of, _)| of == mark)?;
        thing.clone().downcast().ok()
    }

    /// Keep what was made after its mark was read: it is what was there then, or later.
    fn keep(&self, name: (Of, String), mark: String, thing: Thing) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(name, (mark, thing));
    }
}

#[derive(FromQueryResult)]
struct Marked {
    mark: String,
}

async fn ask(db: &Db, (tables, congress): Of) -> Result<String> {
    let text = "SELECT mark FROM table_marks WHERE congress_id = $1 AND name IN ($2, $3) ORDER BY name";
    let [one, other] = tables.words();
    let rows: Vec<Marked> = db.all(sql(text, [congress.into(), one.into(), other.into()])).await?;
    // No row, no change so far.
    Ok(rows.into_iter().map(|row| row.mark).collect::<Vec<_>>().join(" "))
}

async fn mark(db: &Db, of: Of) -> Result<String> {
    if let Ok(Some(mark)) = ASKED.try_with(|asked| asked.borrow().get(&of).cloned()) {
        return Ok(mark);
    }
    let mark = ask(db, of).await?;
    told(of, mark.clone());
    Ok(mark)
}

/// What is kept under a name, or what is made now.
pub(super) async fn kept<T: Debug + Send + Sync + 'static>(
    (db, shelf): (&Db, &Shelf),
    of: Of,
    name: &str,
    make: impl Future<Output = Result<T>> + Send,
) -> Result<Arc<T>> {
    let mark = mark(db, of).await?;
    let name = (of, name.to_owned());
    if let Some(found) = shelf.find::<T>(&name, &mark) {
        if cfg!(debug_assertions) {
            let fresh = format!("{:?}", make.await?);
            // Not of what somebody changed meanwhile.
            let same = ask(db, of).await? != mark || fresh == format!("{found:?}");
            assert!(same, "what is kept of {} is not what is there: a table has no mark", name.1);
        }
        return Ok(found);
    }
    let made = Arc::new(make.await?);
    shelf.keep(name, mark, made.clone());
    Ok(made)
}

#[cfg(test)]
#[path = "shelf_tests.rs"]
mod tests;
