//! Rosters in the small congress: what comes in goes out and comes in again.

mod mistakes;
mod names;
mod office;
mod pages;
mod round;
mod undo;
mod wishes;
mod written;

use papers::{Cell, Column, Sheet};
use uuid::Uuid;

use super::acts::{self, Looked};
use super::check::Checked;
use super::plan::{What, counts};
use super::sheets::Tab;
use crate::access::{Actor, Post, Role};
use crate::base::text::Lang;
use crate::trial::World;

/// Whoever may do everything with rosters, as at the command line.
fn keeper(world: &World) -> Actor {
    let roles = [Role::Commission, Role::SystemAdmin, Role::SecurityAdmin];
    let posts = roles.into_iter().map(|role| Post { role, organization: None }).collect();
    Actor { posts, ..Actor::operator(world.congress, Role::Commission) }
}

/// A workbook: each sheet with its heads and its rows, all of it text.
pub(in crate::exchange) fn book(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let sheet = |(name, rows): &(&str, &[&[&str]])| {
        let (heads, rows) = rows.split_first().unwrap();
        let cell = |text: &&str| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) };
        let filled = |row: &&[&str]| {
            let mut cells: Vec<Cell> = row.iter().map(cell).collect();
            cells.resize(heads.len(), Cell::Empty);
            cells
        };
        Sheet {
            name: (*name).to_owned(),
            title: "名册".to_owned(),
            columns: heads.iter().map(|head| Column { head: (*head).to_owned(), width: 10.0 }).collect(),
            rows: rows.iter().map(filled).collect(),
            notes: Vec::new(),
        }
    };
    let sheets: Vec<Sheet> = sheets.iter().map(sheet).collect();
    papers::xlsx(&sheets, "2026-03-02T01:00:00Z".parse().unwrap()).unwrap()
}

async fn looked(world: &World, bytes: &[u8]) -> Looked {
    acts::look(&world.app.db, &world.app, &keeper(world), acts::Brought::now(bytes), &|_, _| {})
        .await
        .unwrap()
}

async fn checked(world: &World, bytes: &[u8]) -> Checked {
    looked(world, bytes).await.unwrap()
}

/// What was found, as people read it: the cell, then why, then what was meant.
fn said(checked: &Checked) -> Vec<String> {
    let line = |finding: &super::findings::Finding| {
        let hint =
            finding.hint.as_ref().map(|hint| format!(" {}", hint.said(Lang::ZhCn))).unwrap_or_default();
        let kind = if finding.grave { "" } else { "（提示）" };
        format!("{} {kind}{}{hint}", finding.place(), finding.why.said(Lang::ZhCn))
    };
    checked.findings.iter().map(line).collect()
}

/// Import a file that must be fine.
async fn imported(world: &World, bytes: &[u8]) -> (Checked, Option<Uuid>) {
    let (looked, roster) =
        acts::import(&world.app, &keeper(world), ("名册.xlsx", bytes), &|_, _| {}).await.unwrap();
    let checked = looked.unwrap();
    assert!(checked.is_fine(), "{:#?}", said(&checked));
    (checked, roster)
}

async fn exported(world: &World) -> Vec<u8> {
    acts::take_along(&world.app, &keeper(world), None).await.unwrap()
}

/// A file that says nothing new says so.
async fn assert_same(world: &World, bytes: &[u8]) {
    let checked = checked(world, bytes).await;
    assert_eq!(said(&checked), Vec::<String>::new());
    let other: Vec<_> = checked.outcomes.iter().filter(|outcome| outcome.what != What::Same).collect();
    assert!(other.is_empty(), "{other:#?}");
    assert!(checked.plan.is_empty(), "{:#?}", checked.plan);
}

#[tokio::test]
async fn what_is_given_out_comes_back_as_no_change() {
    let world = World::new().await;
    let bytes = exported(&world).await;
    let checked = checked(&world, &bytes).await;
    assert_eq!(said(&checked), Vec::<String>::new());
    let numbers = counts(&checked.outcomes);
    assert_eq!(numbers[&Tab::Areas][&What::Same], 3);
    assert_eq!(numbers[&Tab::Deputies][&What::Same], 2);
    assert_eq!(numbers[&Tab::Members][&What::Same], 2);
    assert_eq!(numbers[&Tab::Accounts][&What::Same], world.accounts.len());
    assert_same(&world, &bytes).await;
    let (_, roster) = imported(&world, &bytes).await;
    assert_eq!(roster, None, "nothing is written where nothing changes");
}

#[tokio::test]
async fn the_template_is_a_roster_without_rows() {
    let world = World::new().await;
    let bytes = acts::template(&world.app, &keeper(&world)).await.unwrap();
    let checked = checked(&world, &bytes).await;
    assert_eq!((said(&checked), checked.outcomes.len()), (Vec::new(), 0));
}
