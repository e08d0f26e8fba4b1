//! docs/permits.txt is written from the table in the code: `UPDATE_DOCS=1 cargo test permits` writes it anew.

use std::{fmt::Write as _, path::Path};

use super::{Permit, Role};

const HEADING: &str = "\
Who may do what
===============

Written by a test from src/access/table.rs; do not edit. After changing the table there:
UPDATE_DOCS=1 cargo test permits

A cell says how far the permit reaches; an empty one is a refusal.

own         one's own things: one's account, one's opinions, those addressed to one as a deputy
office      what one's own office, working body or station is responsible for
organ       what was transferred to one's own organ
congress    the whole congress (never another one)

Who holds several roles may what any of them may. Public is anybody, signed in or not. Administrators see no content,
and each holds one key only: accounts, roles or the journal. Clockwork is what time does by itself.
";

/// The roles in two tables, so that a line fits a screen.
const TABLES: [(&str, &[Role]); 2] = [
    (
        "People and the offices of the congress",
        &[
            Role::Public,
            Role::Voter,
            Role::Deputy,
            Role::GroupLeader,
            Role::Member,
            Role::Commission,
            Role::WorkingBody,
            Role::LocalOffice,
            Role::StationKeeper,
        ],
    ),
    (
        "Organs, leadership, administrators, the clockwork",
        &[
            Role::Organ,
            Role::Leadership,
            Role::SystemAdmin,
            Role::SecurityAdmin,
            Role::AuditAdmin,
            Role::Clockwork,
        ],
    ),
];

fn line(text: &mut String, first: &str, cells: impl Iterator<Item = String>) {
    let mut line = format!("{first:<20}");
    for cell in cells {
        let _ = write!(line, "{cell:<11}");
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

fn document() -> String {
    let mut text = HEADING.to_owned();
    for (title, roles) in TABLES {
        let _ = write!(text, "\n{title}\n{}\n", "-".repeat(title.len()));
        for half in 0..2 {
            let names =
                roles.iter().map(|role| role.word().split('-').nth(half).unwrap_or_default().to_owned());
            line(&mut text, "", names);
        }
        for permit in Permit::ALL {
            let cells =
                roles.iter().map(|role| role.scope(*permit).map(super::Scope::word).unwrap_or_default());
            line(&mut text, permit.word(), cells.map(ToOwned::to_owned));
        }
    }
    text.push_str("\nWhat each permit allows\n-----------------------\n");
    for permit in Permit::ALL {
        let _ = writeln!(text, "{:<20}{}", permit.word(), permit.meaning().trim());
    }
    text
}

#[test]
fn the_printed_table_of_permits_is_the_one_in_the_code() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/permits.txt");
    let now = document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &now).unwrap();
    }
    let printed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(printed == now, "docs/permits.txt is old; UPDATE_DOCS=1 writes it anew");
}

#[test]
fn every_role_is_printed_and_every_word_is_translated() {
    let printed: usize = TABLES.iter().map(|(_, roles)| roles.len()).sum();
    assert_eq!(printed, Role::ALL.len());
    for lang in crate::base::text::Lang::ALL {
        for permit in Permit::ALL {
            assert!(!lang.word("permit", permit.word()).contains('⟦'), "{}", permit.word());
            for scope in Role::ALL.iter().filter_map(|role| role.scope(*permit)) {
                assert!(!lang.word("scope", scope.word()).contains('⟦'), "{}", scope.word());
            }
        }
        for role in Role::ALL {
            assert!(!lang.word("role", role.word()).contains('⟦'), "{}", role.word());
        }
    }
}
