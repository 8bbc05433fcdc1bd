//! The differences of a comparison as a reader steps through them: a stretch of differing rows is one.

use analyzer::align::RowKind;

use crate::bits::Bits;
use crate::protocol::MarkedRow;

/// True for rows in which behaviour differs.
pub fn differs(kind: RowKind) -> bool {
    !matches!(kind, RowKind::Same | RowKind::ValueOnly)
}

/// The rows with which a difference begins. A row that is not alone in how it differs from the one before begins a new one
/// only where both sides speak again: what follows from a difference belongs to it.
pub fn starts(marks: &[MarkedRow]) -> Bits {
    let all = Bits::none(u32::try_from(marks.len()).unwrap_or(u32::MAX)).others();
    starts_among(&all, |row| Some(marks.get(row as usize)?.mark.kind))
}

/// The same of some rows only, as if there were no others. `kind` tells how the two sides of a row relate.
pub fn starts_among(rows: &Bits, kind: impl Fn(u32) -> Option<RowKind>) -> Bits {
    let mut inside = false;
    Bits::of((0..rows.len()).map(|row| {
        let Some(kind) = kind(row).filter(|_| rows.holds(row)) else { return false };
        let before = std::mem::replace(&mut inside, differs(kind));
        inside && (!before || kind == RowKind::Changed)
    }))
}

/// Which difference a row belongs to, counted from 0; `None` before the first.
pub fn current(starts: &Bits, row: u32) -> Option<u32> {
    starts.before(row.saturating_add(1)).checked_sub(1)
}

/// The row inside after a row: the next difference, or what a search finds next.
pub fn next(starts: &Bits, row: Option<u32>) -> Option<u32> {
    starts.from(row.map_or(0, |row| row.saturating_add(1)))
}

/// The row inside before a row.
pub fn previous(starts: &Bits, row: Option<u32>) -> Option<u32> {
    starts.last_before(row?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view_model::folds::tests::rows;

    fn of(rows: &[u32]) -> Bits {
        Bits::of((0..16).map(|row| rows.contains(&row)))
    }

    #[test]
    fn a_stretch_is_one_difference_and_each_changed_row_begins_one() {
        let starts = starts(&rows("==#++--==~=--=##"));
        let list: Vec<u32> = (0..16).filter(|row| starts.holds(*row)).collect();
        assert_eq!(list, [2, 11, 14, 15]);
    }

    #[test]
    fn steps_go_forth_and_back_and_end() {
        let starts = of(&[2, 11, 14]);
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
        assert_eq!(current(&of(&[2, 11]), 1), None);
        assert_eq!(current(&of(&[2, 11]), 12), Some(1));
    }
}
