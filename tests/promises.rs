//! What holds whatever is pasted: real captures, damaged captures, and nothing at all.

use std::time::{Duration, Instant};

use analyzer::source::{Input, Piece, Role};
use syscause_tests::case::Case;
use syscause_tests::damage::{Corpus, damaged};
use syscause_tests::invariants;

/// How many damaged inputs every test run tries; `cargo xtask fuzz` tries more.
const DAMAGED: u64 = 400;

/// And for how long at most.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
#[ignore = "until the report counts the lines of every trace"]
fn every_case_gives_a_sound_report_and_the_same_one_twice() {
    for case in Case::all(&xtask::root().join("tests/cases")).unwrap() {
        let input = case.without_roles();
        let report = invariants::hold(&input).unwrap_or_else(|why| panic!("{}: {why}", case.name));
        let (once, twice) =
            (serde_json::to_string(&report), serde_json::to_string(&analyzer::analyze(&input)));
        assert_eq!(once.unwrap(), twice.unwrap(), "{}", case.name);
    }
}

#[test]
#[ignore = "until the report counts the lines of every trace"]
fn damaged_captures_give_a_sound_report() {
    let corpus = Corpus::read(&xtask::root().join("tests")).unwrap();
    let start = Instant::now();
    for seed in 0..DAMAGED {
        let input = damaged(&corpus, seed);
        if let Err(why) = invariants::hold(&input) {
            panic!("{why}: `cargo xtask fuzz --only {seed}` shows it");
        }
        if start.elapsed() > PATIENCE {
            break;
        }
    }
}

#[test]
fn a_trace_compared_with_itself_has_no_difference() {
    for case in Case::all(&xtask::root().join("tests/cases")).unwrap() {
        let Some((normal, _)) = case.pair() else { continue };
        let bytes = std::fs::read(case.folder.join(normal)).unwrap();
        let piece = |name: &str, role| Piece { name: name.into(), role: Some(role), bytes: bytes.clone() };
        let report = analyzer::analyze(&Input {
            pieces: vec![piece("one", Role::Normal), piece("two", Role::Failing)],
        });
        for comparison in &report.comparisons {
            assert_eq!(comparison.same, comparison.rows, "{}", case.name);
            assert!(comparison.first_divergence.is_none(), "{}", case.name);
        }
    }
}
