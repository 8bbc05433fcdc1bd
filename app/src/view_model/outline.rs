//! What the page knows of all rows of a comparison at once: enough to lay out, fold, map and step through a million of
//! them, and small. The worker works it out; what stands in a row comes when the row is in sight.

use std::rc::Rc;

use analyzer::align::RowKind;

use super::folds::{Fold, folds};
use super::map::{Step, steps};
use super::{differences, folds as folding};
use crate::bits::Bits;
use crate::protocol::MarkedRow;

/// The kinds of rows, each under the number by which it is kept.
const KINDS: [RowKind; 5] =
    [RowKind::Same, RowKind::ValueOnly, RowKind::Changed, RowKind::OnlyNormal, RowKind::OnlyFailing];

/// Numbers kept of a fold.
const OF_A_FOLD: usize = 8;

/// All rows of a comparison, in a few bits each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// The kind of each row.
    pub kinds: Bytes,
    /// Rows in which behaviour differs.
    pub differing: Bits,
    /// Rows that failed on one of the sides.
    pub failed: Rc<Bits>,
    /// Rows with which a difference begins.
    pub starts: Rc<Bits>,
    /// Rows with which a fold begins.
    pub heads: Bits,
    /// Rows that are in a fold.
    pub folded: Bits,
    /// The folds, in order: some numbers of each, read when the fold is drawn.
    pub folds: Bytes,
    /// The map.
    pub steps: Vec<Step>,
}

/// Bytes that travel and are kept as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bytes(pub Vec<u8>);

impl Outline {
    /// Works it out. `kept` are rows that must stand open.
    pub fn of(rows: &[MarkedRow], kept: &[u32]) -> Self {
        let folds = folds(rows, kept);
        let none = Bits::none(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        let (mut heads, mut folded) = (none.clone(), none);
        heads.put(folds.iter().map(|fold| (fold.first, fold.first + 1)), true);
        folded.put(folds.iter().map(|fold| (fold.first, fold.first + fold.len)), true);
        Self {
            kinds: Bytes(rows.iter().map(|row| place_of(row.mark.kind)).collect()),
            differing: Bits::of(rows.iter().map(|row| differences::differs(row.mark.kind))),
            failed: Bits::of(rows.iter().map(|row| row.mark.failed)).into(),
            starts: differences::starts(rows).into(),
            heads,
            folded,
            folds: Bytes(
                folds.iter().flat_map(|fold| numbers(fold).map(u32::to_le_bytes)).flatten().collect(),
            ),
            steps: steps(rows),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> u32 {
        self.differing.len()
    }

    /// How the two sides of a row relate; `None` if there is no such row.
    pub fn kind(&self, row: u32) -> Option<RowKind> {
        KINDS.get(usize::from(*self.kinds.0.get(row as usize)?)).copied()
    }

    /// The fold that begins with a row.
    pub fn fold(&self, first: u32) -> Option<Fold> {
        if !self.heads.holds(first) {
            return None;
        }
        let place = self.heads.before(first) as usize * OF_A_FOLD;
        let number = |offset: usize| {
            let at = (place + offset) * size_of::<u32>();
            let bytes = self.folds.0.get(at..)?.first_chunk()?;
            Some(u32::from_le_bytes(*bytes))
        };
        Some(Fold {
            first,
            kind: folding::kind_of(self.kind(first)?)?,
            len: number(0)?,
            phase: number(1)?,
            value_only: number(2)?,
            failed: number(3)?,
            normal_lines: (number(4)?, number(5)?),
            failing_lines: (number(6)?, number(7)?),
        })
    }

    /// The fold that a row belongs to.
    pub fn fold_of(&self, row: u32) -> Option<Fold> {
        let head = self.heads.last_before(row.checked_add(1)?).filter(|_| self.folded.holds(row))?;
        self.fold(head)
    }
}

/// What is kept of a fold besides its first row and its kind, which the rows tell.
fn numbers(fold: &Fold) -> [u32; OF_A_FOLD] {
    let Fold { len, phase, value_only, failed, normal_lines, failing_lines, .. } = *fold;
    let (normal, failing) = (normal_lines, failing_lines);
    [len, phase, value_only, failed, normal.0, normal.1, failing.0, failing.1]
}

fn place_of(kind: RowKind) -> u8 {
    let place = KINDS.iter().position(|known| *known == kind);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::protocol::{ToPage, read, write};
    use crate::view_model::folds::tests::rows;

    #[test]
    fn it_tells_of_every_row_and_fold_what_the_marks_say() {
        let marks = rows("=~== #------------~~~~~=====++++++++++ =====#===== ==");
        let outline = Outline::of(&marks, &[14]);
        let all = folds(&marks, &[14]);
        assert!(all.len() > 4, "{all:?}");
        assert_eq!(outline.rows() as usize, marks.len());
        for (row, mark) in (0..).zip(&marks) {
            assert_eq!(outline.kind(row), Some(mark.mark.kind));
            assert_eq!(outline.differing.holds(row), differences::differs(mark.mark.kind));
            assert_eq!(outline.fold(row), all.iter().find(|fold| fold.first == row).copied());
            assert_eq!(outline.fold_of(row), all.iter().find(|fold| fold.holds(row)).copied());
        }
        assert_eq!((outline.kind(999), outline.fold(999), outline.fold_of(u32::MAX)), (None, None, None));
    }

    #[test]
    fn it_survives_the_way() {
        let outline = Outline::of(&rows(&"===#++++++++++++-- ~~~~".repeat(40)), &[3]);
        let sent = ToPage::Marks { job: 1, comparison: 2, outline: outline.clone().into() };
        let Some(ToPage::Marks { outline: told, .. }) = read(&write(&sent)) else { unreachable!() };
        assert_eq!(*told, outline);
    }

    #[test]
    fn no_rows_give_an_empty_outline() {
        let outline = Outline::of(&[], &[0]);
        assert_eq!((outline.rows(), outline.kind(0), outline.fold_of(0)), (0, None, None));
    }
}
