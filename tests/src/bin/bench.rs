//! `cargo xtask bench [--growth MB] [--instructions] [FILE | FOLDER]...`: how fast traces are read and explained.
//!
//! Large traces are those named, or those of the folder that `SYSCAUSE_BENCH_TRACES` names; generated ones are always
//! measured. Writes `docs/benchmarks.md`. `--growth 0` leaves out how time and memory grow.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use syscause_tests::bench::pairs::{self, Large};
use syscause_tests::bench::rivals::{self, Folder};
use syscause_tests::bench::stages::{self, STAGES, Stages};
use syscause_tests::bench::{growth, instructions, shapes, speed, table};
use syscause_tests::generate::proxy_pair;

/// The largest size of a series, in MB.
const LARGEST: usize = 128;
/// A size that takes longer ends its series.
const LONGEST: Duration = Duration::from_secs(20);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [growth::ONE, shape, bytes] => {
            growth::one(shape, bytes.parse().unwrap_or(0));
        }
        [instructions::STAGED, stages] => {
            instructions::staged(stages.parse().unwrap_or(0));
        }
        ["--instructions"] => match instructions::count() {
            Ok(all) => {
                for (stage, each) in all {
                    println!("{stage:20} {each:8.1} instructions per byte");
                }
            }
            Err(why) => {
                println!("{why}");
                return ExitCode::FAILURE;
            }
        },
        words => return everything(words),
    }
    ExitCode::SUCCESS
}

fn everything(words: &[&str]) -> ExitCode {
    let mut largest = LARGEST;
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match *word {
            "--growth" => largest = rest.next().and_then(|size| size.parse().ok()).unwrap_or(LARGEST),
            path => paths.push(path.into()),
        }
    }
    if paths.is_empty() {
        paths.extend(std::env::var_os(pairs::FOLDER).map(PathBuf::from));
    }
    let mut large = pairs::read(&paths);
    let (normal, failing) = proxy_pair(100_000);
    large.push(Large { name: "generated-normal".into(), bytes: normal.into() });
    large.push(Large { name: "generated-failing".into(), bytes: failing.into() });
    let mut page = table::head();
    let mut tell = |part: String| {
        print!("{part}");
        page.push_str(&part);
    };
    let Ok(folder) = Folder::new() else { return ExitCode::FAILURE };
    tell(one_by_one(&large, &folder));
    tell(two_by_two(&large, &folder));
    if largest > 0 {
        tell(growing(largest));
    }
    let place = xtask::root().join("docs/benchmarks.md");
    match std::fs::write(&place, page) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("{}: {why}", place.display());
            ExitCode::FAILURE
        }
    }
}

fn figures(name: &str, took: &Stages) -> Vec<String> {
    let mut row = vec![name.to_string(), format!("{:.1}", speed(took.bytes, Duration::from_secs(1)))];
    let figure = |each: &Duration| {
        if each.is_zero() { "-".to_string() } else { format!("{:.0}", speed(took.bytes, *each)) }
    };
    row.extend(took.each.iter().map(figure));
    row.push(format!("{:.0}", speed(took.bytes, took.understood())));
    row.push(format!("{:.0}", speed(took.bytes, took.all)));
    row
}

fn columns() -> Vec<&'static str> {
    let mut columns = vec!["MB/s", "MB"];
    columns.extend(STAGES.iter().map(|(_, name)| *name));
    columns.extend(["text to understood", "whole report"]);
    columns
}

/// Each trace alone, and what others need to go through it once.
fn one_by_one(large: &[Large], folder: &Folder) -> String {
    let mut rows = Vec::new();
    let mut ratios = Vec::new();
    for trace in large {
        let took = stages::measure(&pairs::alone(trace));
        rows.push(figures(&trace.name, &took));
        let Ok(file) = folder.write(&trace.name, &trace.bytes) else { continue };
        let summary = PathBuf::from("summary");
        let all = [
            rivals::program("wc", &["-l".as_ref(), &file]),
            Some(rivals::byte_scan(&trace.bytes)),
            Some(rivals::bare_scan(&trace.bytes)),
            rivals::program("strace-parser", &[&file, &summary]),
            rivals::program("lnav", &["-n".as_ref(), &file]),
        ];
        let mut row = vec![trace.name.clone()];
        row.extend(all.map(|other| ratio(took.understood(), other)));
        ratios.push(row);
    }
    let names =
        ["text to understood, times that of", "wc -l", "byte scan", "bare scan", "strace-parser", "lnav"];
    table::draw("One trace", &columns(), &rows) + &table::draw("One trace, against others", &names, &ratios)
}

/// Two traces compared, and what a comparison of their lines takes.
fn two_by_two(large: &[Large], folder: &Folder) -> String {
    let mut rows = Vec::new();
    let mut ratios = Vec::new();
    for (normal, failing) in pairs::pairs(large) {
        let name = format!("{}, {}", normal.name, failing.name);
        let took = stages::measure(&pairs::together(normal, failing));
        rows.push(figures(&name, &took));
        let texts = [normal, failing].map(|trace| rivals::normalised(&trace.bytes));
        let [one, other] = &texts;
        let files = folder
            .write("one", one.as_bytes())
            .and_then(|file| Ok((file, folder.write("other", other.as_bytes())?)));
        let diff = files.ok().and_then(|(one, other)| rivals::program("diff", &[&one, &other]));
        let histogram = rivals::histogram(&rivals::keys(one), &rivals::keys(other));
        ratios.push(vec![name, ratio(took.all, diff), ratio(took.all, Some(histogram))]);
    }
    let names = ["text to report, times that of", "GNU diff, normalised", "imara-diff, keys"];
    table::draw("Two traces", &columns(), &rows) + &table::draw("Two traces, against others", &names, &ratios)
}

fn ratio(own: Duration, other: Option<Duration>) -> String {
    let other = other.filter(|other| !other.is_zero());
    other.map_or_else(|| "-".into(), |other| format!("{:.2}", own.as_secs_f64() / other.as_secs_f64()))
}

/// How time and memory grow.
#[allow(clippy::cast_precision_loss, reason = "rounded anyway")]
fn growing(largest: usize) -> String {
    let mut rows = Vec::new();
    for (name, _) in shapes::SHAPES {
        let all = growth::series(name, largest, LONGEST);
        let Some(last) = all.last() else { continue };
        rows.push(vec![
            (*name).to_string(),
            format!("{:.0}", last.bytes as f64 / 1e6),
            format!("{:.2}", last.time.as_secs_f64()),
            // Of what takes no time, no growth can be told.
            if last.time < Duration::from_millis(10) {
                "-".to_string()
            } else {
                format!("{:.2}", growth::exponent(&all, |took| took.time.as_secs_f64()))
            },
            format!("{:.2}", last.memory as f64 / last.bytes as f64),
            format!("{:.2}", growth::exponent(&all, |took| took.memory as f64)),
        ]);
    }
    let names =
        ["shape", "largest MB", "seconds", "exponent of time", "peak memory per byte", "exponent of memory"];
    table::draw("Growth from 1 MB on", &names, &rows)
}
