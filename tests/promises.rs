//! What holds whatever is pasted: real captures, damaged captures, and nothing at all.

use std::time::{Duration, Instant};

use analyzer::report::{Comparison, Side, Verdict};
use analyzer::source::{Input, Piece, Role};
use syscause_tests::case::Case;
use syscause_tests::damage::{Corpus, damaged};
use syscause_tests::invariants;

/// How many damaged inputs every test run tries; `cargo xtask fuzz` tries more.
const DAMAGED: u64 = 400;

/// And for how long at most.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
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
fn a_good_run_beside_itself_has_no_difference_and_no_failure() {
    let mut differing = Vec::new();
    let mut seen = 0;
    for case in Case::all(&xtask::root().join("tests/cases")).unwrap() {
        let Some((normal, _)) = case.pair() else { continue };
        let bytes = std::fs::read(case.folder.join(normal)).unwrap();
        let piece = |name: &str, role| Piece { name: name.into(), role: Some(role), bytes: bytes.clone() };
        let report = analyzer::analyze(&Input {
            pieces: vec![piece("one", Role::Normal), piece("two", Role::Failing)],
        });
        seen += 1;
        if report.verdict != Verdict::NoFailureFound {
            differing.push(format!("{}: {:?}", case.name, report.verdict));
        }
        for c in report.comparisons.iter().filter(|c| c.same != c.rows || c.first_divergence.is_some()) {
            differing.push(format!(
                "{}: {} ({}) and {} ({})",
                case.name, c.normal.unit, c.normal.first_line, c.failing.unit, c.failing.first_line
            ));
        }
    }
    println!("{seen} good runs beside themselves: {} with a difference or a failure", differing.len());
    assert!(seen > 40, "only {seen} good runs were found");
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn swapping_the_runs_mirrors_the_comparison() {
    let mut compared = 0;
    for case in Case::all(&xtask::root().join("tests/cases")).unwrap() {
        let Some((normal, failing)) = case.pair() else { continue };
        let piece = |file: &str, role| Piece {
            name: file.into(),
            role: Some(role),
            bytes: std::fs::read(case.folder.join(file)).unwrap(),
        };
        let one = analyzer::analyze(&Input {
            pieces: vec![piece(&normal, Role::Normal), piece(&failing, Role::Failing)],
        });
        let other = analyzer::analyze(&Input {
            pieces: vec![piece(&failing, Role::Normal), piece(&normal, Role::Failing)],
        });
        // Which pairs are worth showing may depend on which run failed; what is shown of a pair may not.
        for c in &one.comparisons {
            let mirrored =
                |m: &&Comparison| is_same_unit(&m.normal, &c.failing) && is_same_unit(&m.failing, &c.normal);
            let Some(m) = other.comparisons.iter().find(mirrored) else { continue };
            let counts = [m.same, m.value_only, m.changed, m.only_failing, m.only_normal];
            assert_eq!(
                [c.same, c.value_only, c.changed, c.only_normal, c.only_failing],
                counts,
                "{}",
                case.name
            );
            compared += 1;
        }
    }
    assert!(compared >= 40, "only {compared} comparisons had a mirror");
}

fn is_same_unit(one: &Side, other: &Side) -> bool {
    one.source == other.source && one.first_line == other.first_line && one.last_line == other.last_line
}
