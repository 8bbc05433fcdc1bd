//! Timelines of real shapes: what is dated, and what follows from it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::{Asked, Timeline};
use crate::Analysis;
use crate::source::{Input, Piece};

fn analysis(pieces: &[(&str, &str)]) -> Analysis {
    let piece = |(name, text): &(&str, &str)| Piece {
        name: (*name).into(),
        role: None,
        bytes: text.as_bytes().to_vec(),
    };
    Analysis::of(&Input { pieces: pieces.iter().map(piece).collect() }, &mut |_, _| {})
}

#[test]
fn nothing_dated_gives_an_empty_timeline() {
    let analysis = analysis(&[("one.strace", "read(0, \"a\", 1) = 1\nclose(0) = 0\n")]);
    let timeline = Timeline::of(&analysis);
    assert!(timeline.is_empty());
    let overview = timeline.overview(&analysis, None);
    assert_eq!((overview.lanes.len(), overview.undated.len()), (0, 1));
    let window = timeline.window(&analysis, &Asked { to: i64::MAX, ..Asked::default() }, 0, 64);
    assert_eq!((window.total, window.lines.len()), (0, 0));
}
