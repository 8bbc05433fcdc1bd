//! The map beside the rows: the whole comparison in a few hundred steps.

use analyzer::align::RowKind;

use crate::protocol::MarkedRow;

/// How many steps the map has at most.
pub const STEPS: usize = 200;

/// What a step of the map shows on each side; the loudest of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Step {
    /// The normal side.
    pub normal: Tone,
    /// The failing side.
    pub failing: Tone,
}

/// How loud a part of the map is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Tone {
    /// There is nothing.
    #[default]
    Empty,
    /// Both runs behave alike.
    Alike,
    /// Behaviour differs.
    Differs,
}

/// The steps, from the first row to the last: one per row, or fewer where there are more rows than steps.
pub fn steps(marks: &[MarkedRow]) -> Vec<Step> {
    let count = marks.len().min(STEPS);
    (0..count)
        .map(|step| {
            let (from, to) = (step * marks.len() / count, (step + 1) * marks.len() / count);
            let mut loudest = Step::default();
            for mark in marks.get(from..to).unwrap_or_default() {
                let (normal, failing) = tones(mark.mark.kind);
                loudest.normal = loudest.normal.max(normal);
                loudest.failing = loudest.failing.max(failing);
            }
            loudest
        })
        .collect()
}

fn tones(kind: RowKind) -> (Tone, Tone) {
    match kind {
        RowKind::Same | RowKind::ValueOnly => (Tone::Alike, Tone::Alike),
        RowKind::Changed => (Tone::Differs, Tone::Differs),
        RowKind::OnlyNormal => (Tone::Differs, Tone::Empty),
        RowKind::OnlyFailing => (Tone::Empty, Tone::Differs),
    }
}

/// The row at a place of the map, 0.0 at its top and 1.0 at its bottom.
pub fn row_at(place: f64, rows: usize) -> u32 {
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    // Clamped to 0..=rows before it is cut to a whole number.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let row = (place.clamp(0.0, 1.0) * f64::from(rows)) as u32;
    row.min(rows.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::view_model::folds::tests::rows;

    #[test]
    fn few_rows_have_a_step_each() {
        let steps = steps(&rows("=#-+"));
        assert_eq!(steps.len(), 4);
        assert_eq!(steps[2], Step { normal: Tone::Differs, failing: Tone::Empty });
    }

    #[test]
    fn one_difference_among_thousands_is_seen() {
        let picture = format!("{}#{}", "=".repeat(5_000), "=".repeat(5_000));
        let steps = steps(&rows(&picture));
        assert_eq!(steps.len(), STEPS);
        assert_eq!(steps.iter().filter(|step| step.normal == Tone::Differs).count(), 1);
    }

    #[test]
    fn places_outside_of_the_map_are_its_ends() {
        assert_eq!((row_at(-1.0, 10), row_at(0.55, 10), row_at(7.0, 10), row_at(0.5, 0)), (0, 5, 9, 0));
    }
}
