//! Which of the differences to look at: the first one, and the one that decides.

use crate::align::Row;
use crate::align::complaints::Complaints;
use crate::align::facts::Fact;
use crate::align::weight::{WEAK, weight};
use crate::trace::Run;

/// Rows, and the facts that they were made from.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The rows.
    pub rows: &'a [Row],
    /// The facts of the normal unit.
    pub normal: &'a [Fact],
    /// The failing run.
    pub run: &'a Run,
    /// The facts of the failing unit.
    pub failing: &'a [Fact],
    /// What the failing run complains of.
    pub complaints: &'a Complaints,
}

/// The first and the decisive row, and how telling the decisive one is (0 where nothing differs).
pub fn decide(told: Told<'_>) -> (Option<usize>, Option<usize>, u32) {
    let mut first = None;
    let mut decisive: Option<(u32, usize)> = None;
    let (mut normal, mut failing) = (told.normal.iter(), told.failing.iter());
    for (index, row) in told.rows.iter().enumerate() {
        let normal = row.normal.and_then(|_| normal.next());
        let failing = row.failing.and_then(|_| failing.next());
        let weight = weight(told, row, normal, failing);
        if weight == 0 {
            continue;
        }
        if first.is_none() && weight > WEAK {
            first = Some(index);
        }
        if decisive.is_none_or(|(best, _)| weight > best) {
            decisive = Some((weight, index));
        }
    }
    let (weight, decisive) = decisive.unzip();
    (first.or(decisive), decisive, weight.unwrap_or(0))
}
