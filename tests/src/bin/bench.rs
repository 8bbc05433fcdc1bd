//! `cargo xtask bench [FILE]...`: how fast traces are read, understood and aligned.
//!
//! Without files it takes generated traces of two sizes, so that a cost that grows faster than the input shows:
//! the last column of the larger pair should be near 1.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]
#![allow(clippy::cast_precision_loss, reason = "speeds are rounded anyway")]

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use analyzer::source::{Input, Piece, Role};
use analyzer::{Analysis, Stage};
use syscause_tests::generate::proxy_pair;

/// The best of so many runs counts.
const RUNS: usize = 5;

/// Bytes per second of one stage, and seconds of the whole.
struct Measured {
    bytes: usize,
    stages: BTreeMap<u8, Duration>,
    all: Duration,
}

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    println!(
        "{:28} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>7}",
        "MB/s", "MB", "intake", "read", "understand", "align", "explain", "all", "ratio"
    );
    if files.is_empty() {
        let small = report("generated, 2 x 10 000", &generated(10_000), None);
        report("generated, 2 x 100 000", &generated(100_000), Some(&small));
        return;
    }
    let pieces: Vec<Piece> = files
        .iter()
        .filter_map(|name| match fs::read(name) {
            Ok(bytes) => Some(Piece { name: name.clone(), role: None, bytes }),
            Err(why) => {
                println!("{name}: {why}");
                None
            }
        })
        .collect();
    let mut first = None;
    for piece in &pieces {
        let measured = report(&piece.name, &Input { pieces: vec![piece.clone()] }, first.as_ref());
        first.get_or_insert(measured);
    }
    if pieces.len() > 1 {
        report("together", &Input { pieces }, first.as_ref());
    }
}

fn generated(lines: usize) -> Input {
    let (normal, failing) = proxy_pair(lines);
    let piece =
        |name: &str, role, text: String| Piece { name: name.into(), role: Some(role), bytes: text.into() };
    Input {
        pieces: vec![
            piece("normal.strace", Role::Normal, normal),
            piece("failing.strace", Role::Failing, failing),
        ],
    }
}

/// Prints one row; the ratio is the time per byte, compared with that of `base`.
fn report(name: &str, input: &Input, base: Option<&Measured>) -> Measured {
    let best = (0..RUNS).map(|_| measure(input)).min_by_key(|measured| measured.all);
    let best = best.unwrap_or(Measured { bytes: 0, stages: BTreeMap::new(), all: Duration::ZERO });
    let stage =
        |stage: Stage| speed(best.bytes, best.stages.get(&(stage as u8)).copied().unwrap_or_default());
    let per_byte = |measured: &Measured| measured.all.as_secs_f64() / measured.bytes.max(1) as f64;
    let ratio = base.map_or_else(String::new, |base| format!("{:.2}", per_byte(&best) / per_byte(base)));
    println!(
        "{name:28} {:>8.2} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {ratio:>7}",
        best.bytes as f64 / 1e6,
        stage(Stage::Intake),
        stage(Stage::Reading),
        stage(Stage::Understanding),
        stage(Stage::Aligning),
        stage(Stage::Explaining),
        speed(best.bytes, best.all),
    );
    best
}

fn measure(input: &Input) -> Measured {
    let mut stages: BTreeMap<u8, Duration> = BTreeMap::new();
    let start = Instant::now();
    let mut running: Option<(u8, Instant)> = None;
    let analysis = Analysis::of(input.clone(), &mut |stage, _| {
        let now = Instant::now();
        if let Some((before, since)) = running.replace((stage as u8, now)) {
            *stages.entry(before).or_default() += now - since;
        }
    });
    if let Some((last, since)) = running {
        *stages.entry(last).or_default() += since.elapsed();
    }
    let all = start.elapsed();
    drop(analysis);
    Measured { bytes: input.pieces.iter().map(|piece| piece.bytes.len()).sum(), stages, all }
}

fn speed(bytes: usize, took: Duration) -> String {
    if took.is_zero() { "-".into() } else { format!("{:.0}", bytes as f64 / 1e6 / took.as_secs_f64()) }
}
