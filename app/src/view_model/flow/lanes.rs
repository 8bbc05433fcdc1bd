//! Where lifelines stand.

use analyzer::render::flow::{Flow, LifelineKind};

/// What is left free at either edge.
const EDGE: i32 = 60;

/// The places of the lifelines between two edges, from left to right.
pub fn places(flow: &Flow, left: i32, width: i32) -> Vec<i32> {
    let count = i32::try_from(flow.lifelines.len()).unwrap_or(1);
    let alone = count <= 1;
    // What stands alone stands left, its notes beside it.
    let room = (width - 2 * EDGE).max(0);
    (0..count)
        .map(|place| if alone { left + EDGE } else { left + EDGE + room * place / (count - 1) })
        .collect()
}

/// The index of the traced process.
pub fn process(flow: &Flow) -> usize {
    flow.lifelines.iter().position(|one| one.kind == LifelineKind::Process).unwrap_or(0)
}
