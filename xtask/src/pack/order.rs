//! The order in which functions that share code stand near each other.

use std::collections::{BTreeSet, HashMap, VecDeque};

/// Code is compared in pieces of so many bytes: about two instructions.
const PIECE: usize = 6;

/// How far back gzip looks, in bytes, less what the function itself takes.
const WINDOW: usize = 28_000;

/// A piece that more functions than this share is found near any of them.
const COMMON: u32 = 60;

/// Favours larger functions a little: added to the length by which what is shared is divided.
const SMALL: f64 = 200.0;

/// The places of the functions in their new order: each is the one that shares most with those that stand just before it.
/// The same functions always give the same order.
pub fn by_likeness(functions: &[Vec<u8>]) -> Vec<usize> {
    let shared = Shared::of(functions);
    let mut scores = vec![0.0; functions.len()];
    let mut near = vec![0_u32; shared.holders.len()];
    let mut window: VecDeque<usize> = VecDeque::new();
    let mut window_bytes = 0;
    let mut left: Vec<usize> = (0..functions.len()).collect();
    let mut order = Vec::with_capacity(functions.len());
    let length = |at: usize| functions.get(at).map_or(0, Vec::len);
    // The largest begins: the others find the most in it.
    let mut next = left.iter().copied().max_by_key(|at| length(*at));
    while let Some(at) = next {
        left.retain(|other| *other != at);
        order.push(at);
        shared.each(at, |piece, holders, weight| {
            if let Some(count) = near.get_mut(piece) {
                *count += 1;
                if *count == 1 {
                    add(&mut scores, holders, weight);
                }
            }
        });
        window.push_back(at);
        window_bytes += length(at);
        while window_bytes > WINDOW && window.len() > 1 {
            let Some(gone) = window.pop_front() else { break };
            window_bytes -= length(gone);
            shared.each(gone, |piece, holders, weight| {
                if let Some(count) = near.get_mut(piece) {
                    *count -= 1;
                    if *count == 0 {
                        add(&mut scores, holders, -weight);
                    }
                }
            });
        }
        #[allow(clippy::cast_precision_loss, reason = "a function is far below 2^52 bytes long")]
        let density = |at: usize| scores.get(at).copied().unwrap_or(0.0) / (length(at) as f64 + SMALL);
        next = left.iter().copied().max_by(|one, other| density(*one).total_cmp(&density(*other)));
    }
    order
}

fn add(scores: &mut [f64], holders: &[usize], weight: f64) {
    for holder in holders {
        if let Some(score) = scores.get_mut(*holder) {
            *score += weight;
        }
    }
}

/// The pieces of code that several functions hold, but not too many.
struct Shared {
    /// For each function, its pieces.
    pieces: Vec<Vec<usize>>,
    /// For each piece, the functions that hold it; empty for a piece that tells nothing.
    holders: Vec<Vec<usize>>,
}

impl Shared {
    fn of(functions: &[Vec<u8>]) -> Self {
        let mut ids: HashMap<&[u8], usize> = HashMap::new();
        let mut pieces = Vec::with_capacity(functions.len());
        let mut counts: Vec<u32> = Vec::new();
        for function in functions {
            let mut held = BTreeSet::new();
            for piece in function.windows(PIECE) {
                let new = ids.len();
                held.insert(*ids.entry(piece).or_insert(new));
            }
            counts.resize(ids.len(), 0);
            for piece in &held {
                if let Some(count) = counts.get_mut(*piece) {
                    *count += 1;
                }
            }
            pieces.push(held.into_iter().collect::<Vec<usize>>());
        }
        let mut holders = vec![Vec::new(); counts.len()];
        let telling = |piece: &usize| counts.get(*piece).is_some_and(|count| (2..=COMMON).contains(count));
        for (at, pieces) in pieces.iter_mut().enumerate() {
            pieces.retain(telling);
            for piece in pieces {
                if let Some(holders) = holders.get_mut(*piece) {
                    holders.push(at);
                }
            }
        }
        Self { pieces, holders }
    }

    /// Calls `then` with each piece of a function, who else holds it, and how much it tells: the rarer, the more.
    fn each(&self, function: usize, mut then: impl FnMut(usize, &[usize], f64)) {
        for piece in self.pieces.get(function).into_iter().flatten() {
            let holders = self.holders.get(*piece).map_or(&[][..], Vec::as_slice);
            #[allow(clippy::cast_precision_loss, reason = "at most COMMON")]
            let weight = (holders.len() as f64).powf(-0.7);
            then(*piece, holders, weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_that_are_alike_come_together() {
        let one: Vec<u8> = (0..200).collect();
        let other: Vec<u8> = (0..200).map(|at: u8| at.wrapping_mul(31)).collect();
        let changed =
            |of: &[u8]| of.iter().map(|byte| if *byte == 93 { 1 } else { *byte }).collect::<Vec<u8>>();
        let order = by_likeness(&[one.clone(), other.clone(), changed(&one), changed(&other)]);
        let place = |at: usize| order.iter().position(|known| *known == at).unwrap();
        assert_eq!(order.len(), 4);
        assert!(place(0).abs_diff(place(2)) == 1 && place(1).abs_diff(place(3)) == 1, "{order:?}");
        assert!(by_likeness(&[]).is_empty());
    }
}
