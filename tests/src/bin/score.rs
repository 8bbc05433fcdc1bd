//! `cargo xtask score`: how often the analyzer is right on a folder of cases.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::path::PathBuf;
use std::process::ExitCode;

use syscause_tests::case::Case;
use syscause_tests::score::{self, View, benign, removed, table};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("score: {why}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let (mut folder, mut only, mut views) = (xtask::root().join("tests/cases"), String::new(), vec![]);
    let (mut misses, mut without) = (false, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--cases" => folder = PathBuf::from(value()?),
            "--only" => only = value()?,
            "--view" => views.push(view(&value()?)?),
            "--misses" => misses = true,
            "--removed" => without = true,
            _ => return Err(format!("there is no option `{argument}`")),
        }
    }
    if views.is_empty() {
        views.extend(View::ALL);
    }
    let mut cases = Case::all(&folder)?;
    cases.retain(|case| case.name.contains(&only));
    if without {
        print!("{}", removed::summary(&removed::run(&cases), misses));
        print!("{}", benign::summary(&benign::run(&cases), misses));
        return Ok(());
    }
    let rows = score::run(&cases, &views);
    if misses {
        print!("{}", table::misses(&rows));
    }
    print!("{} cases\n{}", cases.len(), table::summary(&rows));
    Ok(())
}

fn view(name: &str) -> Result<View, String> {
    View::ALL.into_iter().find(|view| view.name() == name).ok_or_else(|| format!("there is no view `{name}`"))
}
