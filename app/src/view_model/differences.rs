//! The differences of a comparison as a reader steps through them: a stretch of differing rows is one.

use analyzer::align::RowKind;

use crate::protocol::MarkedRow;

/// True for rows in which behaviour differs.
pub fn differs(kind: RowKind) -> bool {
    !matches!(kind, RowKind::Same | RowKind::ValueOnly)
}

/// The first row of every difference. A row that is not alone in how it differs from the one before begins a new one
/// only where both sides speak again: what follows from a difference belongs to it.
pub fn starts(marks: &[MarkedRow]) -> Vec<u32> {
    starts_among((0..).zip(marks.iter().map(|mark| mark.mark.kind)))
}

/// The same of some rows only, ascending, as if there were no others.
pub fn starts_among(rows: impl Iterator<Item = (u32, RowKind)>) -> Vec<u32> {
    let mut starts = Vec::new();
    let mut inside = false;
    for (row, kind) in rows {
        let now = differs(kind);
        if now && (!inside || kind == RowKind::Changed) {
            starts.push(row);
        }
        inside = now;
    }
    starts
}

/// Which difference a row belongs to, counted from 0; `None` before the first.
pub fn current(starts: &[u32], row: u32) -> Option<usize> {
    starts.partition_point(|start| *start <= row).checked_sub(1)
}

/// The difference after a row.
pub fn next(starts: &[u32], row: Option<u32>) -> Option<u32> {
    let Some(row) = row else { return starts.first().copied() };
    starts.get(starts.partition_point(|start| *start <= row)).copied()
}

/// The difference before a row.
pub fn previous(starts: &[u32], row: Option<u32>) -> Option<u32> {
    let before = starts.partition_point(|start| row.is_some_and(|row| *start < row));
    starts.get(before.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view_model::folds::tests::rows;

    #[test]
    fn a_stretch_is_one_difference_and_each_changed_row_begins_one() {
        assert_eq!(starts(&rows("==#++--==~=--=##")), [2, 11, 14, 15]);
    }

    #[test]
    fn steps_go_forth_and_back_and_end() {
        let starts = [2, 11, 14];
        assert_eq!(next(&starts, None), Some(2));
        assert_eq!(next(&starts, Some(2)), Some(11));
        assert_eq!(next(&starts, Some(14)), None);
        assert_eq!(previous(&starts, Some(14)), Some(11));
        assert_eq!(previous(&starts, Some(5)), Some(2));
        assert_eq!(previous(&starts, Some(2)), None);
        assert_eq!(previous(&starts, None), None);
    }

    #[test]
    fn a_row_belongs_to_the_difference_before_it() {
        assert_eq!(current(&[2, 11], 1), None);
        assert_eq!(current(&[2, 11], 12), Some(1));
    }
}
