//! The page on which the figures stand, and the words for the machine.

use std::fs;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// The head of the page: the day, the machine, the versions.
pub fn head() -> String {
    let versions = ["rustc", "wc", "diff", "strace-parser", "lnav"].map(version);
    let versions =
        versions.iter().flatten().fold(String::new(), |list, version| list + "- " + version + "\n");
    format!(
        "# Benchmarks\n\n\
        Written by `cargo xtask bench` on {}; the figures are medians of processor time on one thread, \
        of the terminal's program.\n\
        `cargo xtask bench --instructions` counts instructions instead, to compare two versions of the code.\n\n\
        - {}\n{versions}",
        day(),
        machine()
    )
}

/// Today, as `2026-01-31`.
fn day() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    let (year, month, day) = analyzer::model::time::civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The processor and how many of them.
fn machine() -> String {
    let told = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        told.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{}, {cores} cores", model.unwrap_or("unknown processor"))
}

fn version(program: &str) -> Option<String> {
    let told = Command::new(program).arg("--version").output().ok()?;
    String::from_utf8(told.stdout).ok()?.lines().next().map(ToString::to_string)
}

/// A table in Markdown.
pub fn draw(title: &str, columns: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let names: Vec<String> = columns.iter().map(ToString::to_string).collect();
    let rule: Vec<String> =
        (0..columns.len()).map(|at| if at == 0 { "---".to_string() } else { "---:".to_string() }).collect();
    let body: String = rows.iter().map(|row| line(row)).collect();
    format!("\n## {title}\n\n{}{}{body}", line(&names), line(&rule))
}
