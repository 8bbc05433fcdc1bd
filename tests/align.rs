//! Two runs side by side: nothing is lost, nothing is moved, and the first difference is where it is.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use analyzer::Analysis;
use analyzer::align::place::Side;
use analyzer::align::{Alignment, Row, RowKind};
use analyzer::report::DivergenceKind;
use analyzer::source::{Input, Piece, Role};
use syscause_tests::case::Case;

/// The first divergence (not the decisive one) has to be the right one in so many per cent of the pairs.
const FIRST_RIGHT: usize = 85;

fn cases() -> Vec<Case> {
    Case::all(&xtask::root().join("tests/cases")).unwrap()
}

fn piece(name: &str, role: Role, bytes: &[u8]) -> Piece {
    Piece { name: name.into(), role: Some(role), bytes: bytes.to_vec() }
}

fn analysis(normal: &[u8], failing: &[u8]) -> Analysis {
    let pieces = vec![piece("normal", Role::Normal, normal), piece("failing", Role::Failing, failing)];
    Analysis::of(Input { pieces }, &mut |_, _| {})
}

/// Every pair of traces of the cases, with the case's name.
fn pairs() -> Vec<(String, Vec<u8>, Vec<u8>)> {
    let read = |case: &Case, file: &str| std::fs::read(case.folder.join(file)).unwrap();
    cases()
        .into_iter()
        .filter_map(|case| {
            let (normal, failing) = case.pair()?;
            let (normal, failing) = (read(&case, &normal), read(&case, &failing));
            Some((case.name, normal, failing))
        })
        .collect()
}

/// The rows hold every event of both units, each once, in order, and say of each side what they should.
fn assert_rebuilds(analysis: &Analysis, alignment: &Alignment, name: &str) {
    for side in [Side::Normal, Side::Failing] {
        let unit = alignment.unit(&analysis.runs, side).unwrap();
        let events: Vec<_> = alignment.rows.iter().filter_map(|row| row.event(side)).collect();
        assert_eq!(events, unit.events, "{name}: {side:?} side of {}", unit.title);
    }
    for row in &alignment.rows {
        let sides = (row.normal.is_some(), row.failing.is_some());
        let expected = match row.kind {
            RowKind::Same | RowKind::ValueOnly | RowKind::Changed => (true, true),
            RowKind::OnlyNormal => (true, false),
            RowKind::OnlyFailing => (false, true),
        };
        assert_eq!(sides, expected, "{name}: {row:?}");
        match row.kind {
            RowKind::Same | RowKind::ValueOnly => assert_eq!(row.divergence, None, "{name}: {row:?}"),
            RowKind::Changed => assert_ne!(row.divergence, None, "{name}: {row:?}"),
            RowKind::OnlyNormal | RowKind::OnlyFailing => {}
        }
    }
    for place in [alignment.first, alignment.decisive].into_iter().flatten() {
        assert!(alignment.rows[place].divergence.is_some(), "{name}: row {place} shows no difference");
    }
}

#[test]
fn rows_hold_every_event_of_both_units_once_and_in_order() {
    let mut alignments = 0;
    for (name, normal, failing) in pairs() {
        let analysis = analysis(&normal, &failing);
        for alignment in &analysis.alignments {
            assert_rebuilds(&analysis, alignment, &name);
            alignments += 1;
        }
    }
    assert!(alignments >= 50, "only {alignments} alignments");
}

#[test]
fn every_trace_is_the_same_as_itself() {
    for case in cases() {
        for input in case.inputs.iter().filter(|input| input.kind == "strace") {
            let bytes = std::fs::read(case.folder.join(&input.file)).unwrap();
            let analysis = analysis(&bytes, &bytes);
            for alignment in &analysis.alignments {
                let same = alignment.rows.iter().all(|row| row.kind == RowKind::Same);
                assert!(same && alignment.first.is_none(), "{}: {}", case.name, input.file);
            }
        }
    }
}

/// A row as it looks from the other side.
fn mirrored(row: &Row) -> Row {
    let kind = match row.kind {
        RowKind::OnlyNormal => RowKind::OnlyFailing,
        RowKind::OnlyFailing => RowKind::OnlyNormal,
        both => both,
    };
    let divergence = row.divergence.map(|kind| match kind {
        DivergenceKind::OnlyNormal => DivergenceKind::OnlyFailing,
        DivergenceKind::OnlyFailing => DivergenceKind::OnlyNormal,
        both => both,
    });
    Row { kind, normal: row.failing, failing: row.normal, divergence }
}

/// Within a gap the normal side stands first; mirrored, it has to do so again.
fn ordered(rows: impl Iterator<Item = Row>) -> Vec<Row> {
    let mut ordered: Vec<Row> = Vec::new();
    let mut gap: Vec<Row> = Vec::new();
    for row in rows {
        if row.one_sided() {
            gap.push(row);
        } else {
            gap.sort_by_key(|row| row.kind == RowKind::OnlyFailing);
            ordered.append(&mut gap);
            ordered.push(row);
        }
    }
    gap.sort_by_key(|row| row.kind == RowKind::OnlyFailing);
    ordered.append(&mut gap);
    ordered
}

#[test]
fn swapping_the_runs_mirrors_every_row() {
    let mut compared = 0;
    for (name, normal, failing) in pairs() {
        let (one, other) = (analysis(&normal, &failing), analysis(&failing, &normal));
        let by_units: BTreeMap<(usize, usize), &Alignment> = other
            .alignments
            .iter()
            .map(|alignment| ((alignment.failing.unit, alignment.normal.unit), alignment))
            .collect();
        for alignment in &one.alignments {
            // Which pairs are worth telling may depend on which run failed; what is told of a pair may not.
            let Some(mirror) = by_units.get(&(alignment.normal.unit, alignment.failing.unit)) else {
                continue;
            };
            let back = ordered(mirror.rows.iter().map(mirrored));
            assert_eq!(alignment.rows, back, "{name}");
            compared += 1;
        }
    }
    assert!(compared >= 40, "only {compared} alignments have a mirror");
}

#[test]
fn healthy_pairs_show_no_difference() {
    let mut seen = 0;
    for case in cases().into_iter().filter(Case::is_healthy) {
        let Some(input) = case.pair_input() else { continue };
        let report = analyzer::analyze(&input);
        for comparison in &report.comparisons {
            let failed = |found: &Option<analyzer::report::Divergence>| {
                found.as_ref().is_some_and(|found| found.kind == DivergenceKind::Ends)
            };
            assert!(!failed(&comparison.first_divergence), "{}: {comparison:?}", case.name);
            let chance = case.name.starts_with("program-healthy");
            assert!(!chance || comparison.first_divergence.is_none(), "{}: {comparison:?}", case.name);
        }
        seen += 1;
    }
    assert!(seen >= 3, "only {seen} healthy pairs");
}

#[test]
fn the_first_divergence_is_found() {
    let (mut right, mut all) = (0, 0);
    for case in cases() {
        let (Some(place), Some(input)) = (&case.expect.first_divergence, case.pair_input()) else { continue };
        all += 1;
        let report = analyzer::analyze(&input);
        let wanted: Vec<_> = [place]
            .into_iter()
            .chain(&case.expect.also_accepted_divergence)
            .map(|place| (place.normal_line, place.failing_line))
            .collect();
        let said: Vec<_> = report
            .comparisons
            .iter()
            .filter_map(|comparison| comparison.first_divergence.as_ref())
            .map(|found| (found.normal_line, found.failing_line))
            .collect();
        if said.iter().any(|said| wanted.contains(said)) {
            right += 1;
        } else {
            println!("  {:45} wanted {wanted:?}, said {said:?}", case.name);
        }
    }
    println!("first divergence right in {right} of {all}");
    assert!(right * 100 >= all * FIRST_RIGHT, "first divergence right in {right} of {all}");
}

/// Numbers that only look random, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Lines of a worker that takes jobs from a socket; every one parses, and several are the same call otherwise.
const LINES: &[&str] = &[
    r#"openat(AT_FDCWD, "/srv/app/settings.ini", O_RDONLY) = 3"#,
    r#"openat(AT_FDCWD, "/srv/app/settings.ini", O_RDONLY) = -1 ENOENT (No such file or directory)"#,
    r#"read(3, "retries=3\n", 4096) = 10"#,
    r#"read(3, "", 4096) = 0"#,
    "close(3) = 0",
    r#"recvfrom(7, "job\n", 512, 0, NULL, NULL) = 4"#,
    r"recvfrom(7, 0x7ffc0a, 512, 0, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)",
    r#"recvfrom(7, "", 512, 0, NULL, NULL) = 0"#,
    "poll([{fd=7, events=POLLIN}], 1, 100) = 1 ([{fd=7, revents=POLLIN}])",
    "poll([{fd=7, events=POLLIN}], 1, 100) = 0 (Timeout)",
    r#"write(1, "done\n", 5) = 5"#,
    "getpid() = 77",
    "fsync(3) = -1 EIO (Input/output error)",
];

fn random_line(dice: &mut Dice) -> &'static str {
    LINES[usize::try_from(dice.roll(LINES.len() as u64)).unwrap()]
}

fn random_trace(dice: &mut Dice, most: u64) -> String {
    let count = dice.roll(most);
    (0..count).flat_map(|_| [random_line(dice), "\n"]).collect()
}

#[test]
fn whatever_two_traces_hold_the_rows_rebuild_them_and_mirror() {
    let mut dice = Dice(3);
    for round in 0..300 {
        let (normal, failing) = (random_trace(&mut dice, 40), random_trace(&mut dice, 40));
        let name = format!("round {round}");
        let one = analysis(normal.as_bytes(), failing.as_bytes());
        let other = analysis(failing.as_bytes(), normal.as_bytes());
        for alignment in &one.alignments {
            assert_rebuilds(&one, alignment, &name);
        }
        if let ([alignment], [mirror]) = (one.alignments.as_slice(), other.alignments.as_slice()) {
            assert_eq!(
                alignment.rows,
                ordered(mirror.rows.iter().map(mirrored)),
                "{name}\n{normal}---\n{failing}"
            );
        }
    }
}

/// A loop of a worker, `rounds` times, with another call now and then.
fn long_trace(dice: &mut Dice, rounds: u64) -> String {
    let mut text = String::new();
    for round in 0..rounds {
        let job = (round % 17).to_string();
        text += "poll([{fd=7, events=POLLIN}], 1, 100) = 1 ([{fd=7, revents=POLLIN}])\n";
        text += "recvfrom(7, \"job\\n\", 512, 0, NULL, NULL) = 4\n";
        text += "openat(AT_FDCWD, \"/srv/jobs/";
        text += &job;
        text += "\", O_RDONLY) = 3\nread(3, \"x\", 4096) = 1\nclose(3) = 0\n";
        if dice.roll(50) == 0 {
            text +=
                "recvfrom(7, 0x7ffc0a, 512, 0, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)\n";
        }
    }
    text
}

#[test]
fn long_traces_are_compared_in_time() {
    let (mut dice, mut other_dice) = (Dice(5), Dice(6));
    let mut normal = long_trace(&mut dice, 20_000);
    let mut failing = long_trace(&mut other_dice, 19_990);
    normal.push_str("write(1, \"done\\n\", 5) = 5\n");
    failing.push_str("write(1, \"done\\n\", 5) = -1 ENOSPC (No space left on device)\n");
    let start = Instant::now();
    let analysis = analysis(normal.as_bytes(), failing.as_bytes());
    let took = start.elapsed();
    let alignment = &analysis.alignments[0];
    let row = &alignment.rows[alignment.decisive.unwrap()];
    assert_eq!((row.kind, row.divergence), (RowKind::Changed, Some(DivergenceKind::Outcome)));
    assert_rebuilds(&analysis, alignment, "long");
    println!("two traces of 100 000 calls in {took:?}");
    assert!(took < Duration::from_secs(15), "{took:?}");
}

#[test]
fn traces_with_nothing_in_common_are_compared_in_time_and_said_to_be() {
    let mut dice = Dice(9);
    let mut noise = |calls: u64| -> String {
        let closes = ["close(1) = 0\n", "close(2) = -1 EBADF (Bad file descriptor)\n", "close(3) = 0\n"];
        let lines = (0..calls)
            .flat_map(|_| [closes[usize::try_from(dice.roll(3)).unwrap()], random_line(&mut dice), "\n"]);
        lines.collect()
    };
    let (normal, failing) = (noise(40_000), noise(40_000));
    let start = Instant::now();
    let analysis = analysis(normal.as_bytes(), failing.as_bytes());
    let took = start.elapsed();
    println!("two traces of noise in {took:?}");
    assert_rebuilds(&analysis, &analysis.alignments[0], "noise");
    assert!(analysis.alignments[0].fallback.is_some(), "a cheaper method has to be named");
    assert!(took < Duration::from_secs(20), "{took:?}");
}
