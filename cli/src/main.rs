//! `syscause`: the report in a terminal. A thin shell around the analyzer.
#![allow(clippy::print_stdout)]

use analyzer::source::{Input, Piece};

fn main() {
    let pieces = std::env::args()
        .skip(1)
        .filter(|name| !name.starts_with("--") && name != "json")
        .filter_map(|name| Some(Piece { bytes: std::fs::read(&name).ok()?, name, role: None }))
        .collect();
    let report = analyzer::analyze(&Input { pieces });
    if let Ok(json) = serde_json::to_string_pretty(&report) {
        println!("{json}");
    }
}
