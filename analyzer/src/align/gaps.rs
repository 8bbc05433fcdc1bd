//! Which calls of two lists belong together, also where they end differently or act on different things.
//!
//! A weighted alignment (Needleman and Wunsch, 1970) over similarities, for lists that are short enough.

use crate::align::facts::Fact;
use crate::align::matching::{Budget, Pairs};
use crate::trace::DescriptorRole;

/// Cells of the table that two lists may need.
const MOST_CELLS: usize = 2_000_000;

/// True if two lists of these lengths are short enough for [`pairs`].
pub fn fits(rows: usize, columns: usize) -> bool {
    (rows + 1).checked_mul(columns + 1).is_some_and(|cells| cells <= MOST_CELLS)
}

/// The pairs that are worth most together, as indices into the two slices.
///
/// Where the lists are too long or the work too much for the budget, nothing is paired and the budget remembers it.
pub fn pairs(one: &[Fact], other: &[Fact], budget: &mut Budget) -> Pairs {
    let (rows, columns) = (one.len(), other.len());
    if rows == 0 || columns == 0 {
        return Pairs::new();
    }
    if !fits(rows, columns) {
        budget.note_shortage();
        return Pairs::new();
    }
    let cells = (rows + 1) * (columns + 1);
    if !budget.spend(cells as u64) {
        return Pairs::new();
    }
    // best[i][j]: the most that the rests from i and j on can be worth. From the end, so that walking from the
    // start pairs as early as possible.
    let width = columns + 1;
    let mut best = vec![0_u32; cells];
    let at = |best: &[u32], i: usize, j: usize| best.get(i * width + j).copied().unwrap_or(0);
    for (i, left) in one.iter().enumerate().rev() {
        for (j, right) in other.iter().enumerate().rev() {
            let paired = match similarity(left, right) {
                0 => 0,
                worth => worth + at(&best, i + 1, j + 1),
            };
            let value = paired.max(at(&best, i + 1, j)).max(at(&best, i, j + 1));
            if let Some(cell) = best.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    let mut found = Pairs::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(left), Some(right)) = (one.get(i), other.get(j)) {
        let here = at(&best, i, j);
        let worth = similarity(left, right);
        if worth > 0 && worth + at(&best, i + 1, j + 1) == here {
            found.push((u32::try_from(i).unwrap_or(u32::MAX), u32::try_from(j).unwrap_or(u32::MAX)));
            i += 1;
            j += 1;
        } else if at(&best, i + 1, j) == here {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// How well two calls belong together: 0 if not at all.
///
/// Two calls with the same result are worth more than the same call with two results, but less than two such pairs:
/// otherwise one equal result far away would tear apart what belongs together here.
fn similarity(one: &Fact, other: &Fact) -> u32 {
    if one.family != other.family {
        return 0;
    }
    if one.key == other.key {
        return if one.class == other.class { 12 } else { 7 };
    }
    if one.role != other.role && !vague(one.role) && !vague(other.role) {
        return 0;
    }
    match (one.path, other.path) {
        // Other flags.
        (None, None) if one.subject == other.subject || vague(one.role) || vague(other.role) => 3,
        (Some(one), Some(other)) if one == other => 5,
        // Another file: only where its name or its directory tells that it stands for the same thing.
        (Some(one), Some(other)) if one.name == other.name || one.parent == other.parent => 4,
        _ => 0,
    }
}

/// Roles that a descriptor has because little is known of it.
fn vague(role: DescriptorRole) -> bool {
    matches!(role, DescriptorRole::Unknown | DescriptorRole::Socket | DescriptorRole::File)
}
