//! Sequences of real captures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use crate::source::{Input, Piece};

fn flow(case: &str, files: &[&str]) -> (Analysis, Flow) {
    let folder = format!("{}/../tests/cases/{case}", env!("CARGO_MANIFEST_DIR"));
    let pieces = files
        .iter()
        .map(|name| Piece {
            name: (*name).to_owned(),
            role: None,
            bytes: std::fs::read(format!("{folder}/{name}")).unwrap(),
        })
        .collect();
    let analysis = Analysis::of(&Input { pieces }, &mut |_, _| {});
    let flow = analysis.flow(0);
    (analysis, flow)
}
