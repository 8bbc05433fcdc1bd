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
        (Some(one), Some(other)) if one.whole == other.whole => 5,
        // Another file: only where its name or its directory tells that it stands for the same thing.
        (Some(one), Some(other)) if one.name == other.name || one.parent == other.parent => 4,
        _ => 0,
    }
}

/// Roles that a descriptor has because little is known of it.
fn vague(role: DescriptorRole) -> bool {
    matches!(role, DescriptorRole::Unknown | DescriptorRole::Socket | DescriptorRole::File)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;
    use crate::align::calls::Nature;
    use crate::align::class::Class;
    use crate::align::shape::Hash;

    /// A call of one of three families, with one of two keys, that succeeds or fails.
    fn fact(event: u32, dice: u64) -> Fact {
        let (family, key, failed) = (dice % 3, dice / 3 % 2, dice / 6 % 2);
        Fact {
            event,
            key: family * 10 + key,
            result_key: family * 100 + key * 10 + failed,
            family,
            subject: Hash::default(),
            path: None,
            nature: Nature::Other,
            role: DescriptorRole::File,
            class: if failed == 1 { Class::Failed(5) } else { Class::Done },
        }
    }

    fn facts(seed: &mut u64) -> Vec<Fact> {
        let mut roll = || {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *seed >> 33
        };
        let length = u32::try_from(roll() % 8).unwrap_or(0);
        (0..length).map(|event| fact(event, roll())).collect()
    }

    /// The most that any pairing is worth, by trying all of them.
    fn oracle(one: &[Fact], other: &[Fact]) -> u32 {
        let ([first, ones @ ..], [second, others @ ..]) = (one, other) else { return 0 };
        let skipped = oracle(ones, other).max(oracle(one, others));
        match similarity(first, second) {
            0 => skipped,
            worth => skipped.max(worth + oracle(ones, others)),
        }
    }

    #[test]
    fn no_pairing_is_worth_more() {
        let mut seed = 1;
        for _ in 0..2000 {
            let (one, other) = (facts(&mut seed), facts(&mut seed));
            let found = pairs(&one, &other, &mut Budget::new(Budget::GENEROUS));
            let worth: u32 =
                found.iter().map(|(i, j)| similarity(&one[*i as usize], &other[*j as usize])).sum();
            assert_eq!(worth, oracle(&one, &other), "{found:?}");
            assert!(found.is_sorted_by(|left, right| left.0 < right.0 && left.1 < right.1), "{found:?}");
        }
    }

    #[test]
    fn what_is_too_long_is_left_and_said() {
        let one: Vec<Fact> = (0..2000).map(|event| fact(event, u64::from(event))).collect();
        let mut budget = Budget::new(Budget::GENEROUS);
        assert!(pairs(&one, &one, &mut budget).is_empty());
        assert!(budget.ran_short());
    }
}
