//! `cargo xtask fuzz [--seconds N]`: damaged traces in, and no panic, no lost line out.
//!
//! It cuts, joins, doubles and garbles the real captures of `tests/`. Every input has a number;
//! a number that failed is given back with `--only N`, and the input is written to `target/fuzz/`.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use syscause_tests::damage::{Corpus, damaged};
use syscause_tests::invariants;

/// Inputs are at most some hundred kilobytes; one that takes this long has found a cost that explodes.
const TOO_LONG: Duration = Duration::from_secs(3);

fn main() -> ExitCode {
    match run() {
        Ok(tried) => {
            println!("{tried} damaged inputs, no panic, no lost line");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("fuzz: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<u64, String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |text: &String| text.parse::<u64>().map_err(|_| format!("`{text}` is not a number"));
    let (seconds, only) = match arguments.as_slice() {
        [] => (60, None),
        [flag, value] if flag == "--seconds" => (number(value)?, None),
        [flag, value] if flag == "--only" => (u64::MAX, Some(number(value)?)),
        _ => return Err("usage: fuzz [--seconds N | --only N]".into()),
    };
    let corpus = Corpus::read(&xtask::root().join("tests"))?;
    let end = Duration::from_secs(seconds);
    let start = Instant::now();
    let mut tried = 0;
    for seed in only.unwrap_or(0).. {
        if start.elapsed() >= end {
            break;
        }
        let input = damaged(&corpus, seed);
        let began = Instant::now();
        let held = invariants::hold(&input).and_then(|_| {
            let took = began.elapsed();
            if took > TOO_LONG { Err(format!("it takes {:.1} s", took.as_secs_f64())) } else { Ok(()) }
        });
        if let Err(why) = held {
            let folder = xtask::root().join("target/fuzz");
            keep(&folder, seed, &input)?;
            return Err(format!("input {seed}: {why}\nIt is in {}", folder.display()));
        }
        tried += 1;
        if only.is_some() {
            break;
        }
    }
    Ok(tried)
}

fn keep(folder: &Path, seed: u64, input: &analyzer::source::Input) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|why| why.to_string())?;
    for (index, piece) in input.pieces.iter().enumerate() {
        std::fs::write(folder.join(format!("{seed}-{index}.txt")), &piece.bytes)
            .map_err(|why| why.to_string())?;
    }
    Ok(())
}
