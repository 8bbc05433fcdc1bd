//! Roles on small traces.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::source::{Input, Piece};

const OK: &str =
    "execve(\"/bin/a\", [\"a\"], 0x7ff /* 3 vars */) = 0\nexit_group(0) = ?\n+++ exited with 0 +++\n";
const BAD: &str =
    "execve(\"/bin/a\", [\"a\"], 0x7ff /* 3 vars */) = 0\nexit_group(3) = ?\n+++ exited with 3 +++\n";

fn roles(pieces: &[(&str, &str, Option<Role>)]) -> Vec<(Role, RoleFrom, String)> {
    let piece = |(name, text, role): &(&str, &str, Option<Role>)| Piece {
        name: (*name).to_string(),
        role: *role,
        bytes: text.as_bytes().to_vec(),
    };
    let report = crate::analyze(&Input { pieces: pieces.iter().map(piece).collect() });
    report.sources.into_iter().map(|s| (s.role, s.role_from, s.role_reason.unwrap_or_default())).collect()
}

#[test]
fn what_they_show_decides_in_any_order() {
    let given = roles(&[("x", BAD, None), ("y", OK, None)]);
    assert_eq!(given[0], (Role::Failing, RoleFrom::Inferred, "ends with exit status 3 (line 3)".into()));
    assert_eq!(given[1], (Role::Normal, RoleFrom::Inferred, "ends with exit status 0 (line 3)".into()));
    let given = roles(&[("bad", OK, None), ("good", BAD, None)]);
    assert_eq!(
        (given[0].0, given[1].0),
        (Role::Normal, Role::Failing),
        "names do not decide against the traces"
    );
}

#[test]
fn the_user_wins() {
    let given = roles(&[("x", BAD, Some(Role::Normal)), ("y", OK, None)]);
    assert_eq!(given[0], (Role::Normal, RoleFrom::User, String::new()));
    assert_eq!(given[1].0, Role::Failing);
    assert!(given[1].2.contains("the other trace was named the normal one"), "{}", given[1].2);
}

#[test]
fn a_single_trace_is_what_it_shows() {
    assert_eq!(roles(&[("x", BAD, None)])[0].0, Role::Failing);
    assert_eq!(roles(&[("x", OK, None)])[0].0, Role::Normal);
}

#[test]
fn names_are_the_last_hint() {
    let given = roles(&[("2.异常", OK, None), ("1.正常", OK, None)]);
    assert_eq!((given[0].0, given[1].0), (Role::Failing, Role::Normal));
    assert!(given[0].2.contains("the name is the only hint"), "{}", given[0].2);
    let given = roles(&[("one", OK, None), ("two", OK, None)]);
    assert_eq!((given[0].0, given[1].0), (Role::Normal, Role::Failing));
    assert!(given[0].2.contains("neither trace shows a failure"), "{}", given[0].2);
    assert!(given[0].2.contains("order"), "{}", given[0].2);
}

#[test]
fn further_traces_are_context() {
    let given = roles(&[("x", OK, None), ("y", BAD, None), ("z", OK, None)]);
    let only: Vec<_> = given.iter().map(|(role, _, _)| *role).collect();
    assert_eq!(only, [Role::Normal, Role::Failing, Role::Context]);
}
