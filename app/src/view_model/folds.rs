//! Runs of rows that read as one line: equal ones, and long stretches that only one of the two runs did.
//!
//! A folded comparison reads as a summary: what differs stands open, with a little around it, everything else is the
//! name of what was done there.

use analyzer::align::RowKind;

use crate::protocol::MarkedRow;

/// Rows that stay open beside a difference in the same phase.
const CONTEXT: u32 = 2;
/// The shortest run of equal rows that folds.
const SHORTEST_ALIKE: u32 = 3;
/// The shortest run of rows of one side that folds.
const SHORTEST_ONE_SIDED: u32 = 8;

/// Rows `first..first + len`, which read as one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// Its first row.
    pub first: u32,
    /// How many rows.
    pub len: u32,
    /// The phase that they belong to: an index into the comparison's phases.
    pub phase: u32,
    /// What the rows have in common.
    pub kind: FoldKind,
    /// How many of them differ in values without meaning.
    pub value_only: u32,
    /// How many of them failed with an errno, alike or not.
    pub failed: u32,
    /// First and last line in the normal source; 0 where there is none.
    pub normal_lines: (u32, u32),
    /// First and last line in the failing source; 0 where there is none.
    pub failing_lines: (u32, u32),
}

/// What the rows of a fold have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoldKind {
    /// Both runs behave alike.
    Alike,
    /// The failing run does not do it.
    OnlyNormal,
    /// The normal run does not do it.
    OnlyFailing,
}

impl Fold {
    /// True if the row belongs to it.
    pub fn holds(&self, row: u32) -> bool {
        row >= self.first && row - self.first < self.len
    }
}

/// The kind of fold that a row of a kind can be part of; `None` for rows that always stand open.
pub fn kind_of(kind: RowKind) -> Option<FoldKind> {
    match kind {
        RowKind::Same | RowKind::ValueOnly => Some(FoldKind::Alike),
        RowKind::OnlyNormal => Some(FoldKind::OnlyNormal),
        RowKind::OnlyFailing => Some(FoldKind::OnlyFailing),
        RowKind::Changed => None,
    }
}

/// All folds, in order. `kept` are rows that must stand open: the first and the decisive difference.
pub fn folds(rows: &[MarkedRow], kept: &[u32]) -> Vec<Fold> {
    let mut found = Vec::new();
    let mut first = 0;
    for run in
        rows.chunk_by(|a, b| a.mark.phase == b.mark.phase && kind_of(a.mark.kind) == kind_of(b.mark.kind))
    {
        let len = u32::try_from(run.len()).unwrap_or(u32::MAX);
        if let Some(kind) = run.first().and_then(|row| kind_of(row.mark.kind)) {
            let (start, end) = match kind {
                FoldKind::Alike => without_context(rows, first, len),
                FoldKind::OnlyNormal | FoldKind::OnlyFailing => without_beginning(rows, first, len, kind),
            };
            let shortest = match kind {
                FoldKind::Alike if end - start == len => SHORTEST_ALIKE - 1,
                FoldKind::Alike => SHORTEST_ALIKE,
                FoldKind::OnlyNormal | FoldKind::OnlyFailing => SHORTEST_ONE_SIDED,
            };
            for (from, to) in around(start, end, kept) {
                if to - from >= shortest {
                    found
                        .extend(rows.get(from as usize..to as usize).and_then(|part| fold(from, part, kind)));
                }
            }
        }
        first += len;
    }
    found
}

/// A run of equal rows without what stays open beside a difference of the same phase.
fn without_context(rows: &[MarkedRow], first: u32, len: u32) -> (u32, u32) {
    let phase_of =
        |index: Option<u32>| index.and_then(|index| rows.get(index as usize)).map(|row| row.mark.phase);
    let own = phase_of(Some(first));
    let before = phase_of(first.checked_sub(1)) == own;
    let after = phase_of(Some(first + len)) == own;
    let start = if before { first + CONTEXT.min(len) } else { first };
    let end = if after { (first + len).saturating_sub(CONTEXT).max(start) } else { first + len };
    (start, end)
}

/// A run of one side without its first rows where it begins a difference.
fn without_beginning(rows: &[MarkedRow], first: u32, len: u32, kind: FoldKind) -> (u32, u32) {
    let before = first.checked_sub(1).and_then(|index| rows.get(index as usize));
    let before = before.and_then(|row| kind_of(row.mark.kind));
    let start = if before == Some(kind) { first } else { first + CONTEXT.min(len) };
    (start, first + len)
}

/// `start..end` without the kept rows.
fn around(start: u32, end: u32, kept: &[u32]) -> Vec<(u32, u32)> {
    let mut parts = Vec::new();
    let mut from = start;
    while let Some(row) = kept.iter().copied().filter(|row| (from..end).contains(row)).min() {
        parts.push((from, row));
        from = row + 1;
    }
    parts.push((from, end));
    parts
}

fn fold(first: u32, rows: &[MarkedRow], kind: FoldKind) -> Option<Fold> {
    let count =
        |is: fn(&MarkedRow) -> bool| u32::try_from(rows.iter().filter(|row| is(row)).count()).unwrap_or(0);
    let lines = |line: fn(&MarkedRow) -> u32| {
        let mut known = rows.iter().map(line).filter(|line| *line > 0);
        let first = known.next().unwrap_or(0);
        (first, known.next_back().unwrap_or(first))
    };
    Some(Fold {
        first,
        len: u32::try_from(rows.len()).ok()?,
        phase: rows.first()?.mark.phase,
        kind,
        value_only: count(|row| row.mark.kind == RowKind::ValueOnly),
        failed: count(|row| row.mark.failed),
        normal_lines: lines(|row| row.normal_line),
        failing_lines: lines(|row| row.failing_line),
    })
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
    use analyzer::render::rows::RowMark;

    use super::*;

    /// Rows from a picture: `=` same, `~` value only, `#` changed, `-` only normal, `+` only failing, space: next phase.
    pub(crate) fn rows(picture: &str) -> Vec<MarkedRow> {
        let (mut phase, mut normal, mut failing) = (0, 0, 0);
        let mut rows = Vec::new();
        for sign in picture.chars() {
            let kind = match sign {
                '=' => RowKind::Same,
                '~' => RowKind::ValueOnly,
                '#' => RowKind::Changed,
                '-' => RowKind::OnlyNormal,
                '+' => RowKind::OnlyFailing,
                _ => {
                    phase += 1;
                    continue;
                }
            };
            let on_normal = kind != RowKind::OnlyFailing;
            let on_failing = kind != RowKind::OnlyNormal;
            normal += u32::from(on_normal);
            failing += u32::from(on_failing);
            rows.push(MarkedRow {
                mark: RowMark { kind, phase, divergence: None, failed: false },
                normal_line: if on_normal { normal } else { 0 },
                failing_line: if on_failing { failing } else { 0 },
            });
        }
        rows
    }

    fn spans(picture: &str, kept: &[u32]) -> Vec<(u32, u32)> {
        folds(&rows(picture), kept).iter().map(|fold| (fold.first, fold.len)).collect()
    }

    #[test]
    fn a_whole_phase_that_is_alike_is_one_fold() {
        assert_eq!(spans("=~== ====", &[]), [(0, 4), (4, 4)]);
        assert_eq!(folds(&rows("=~=="), &[])[0].value_only, 1);
    }

    #[test]
    fn beside_a_difference_some_rows_stay_open() {
        assert_eq!(spans("=====#=====", &[]), [(0, 3), (8, 3)]);
        assert_eq!(spans("===#===", &[]), []);
    }

    #[test]
    fn a_neighbouring_phase_folds_whole() {
        assert_eq!(spans("==== #", &[]), [(0, 4)]);
    }

    #[test]
    fn long_stretches_of_one_side_fold_after_their_beginning() {
        assert_eq!(spans("#------------", &[]), [(3, 10)]);
        assert_eq!(spans("#----", &[]), []);
    }

    #[test]
    fn kept_rows_are_never_inside_a_fold() {
        assert_eq!(spans("--------------------", &[10]), [(2, 8), (11, 9)]);
    }

    #[test]
    fn folds_know_their_lines() {
        let found = folds(&rows("== ++++++++++++ ==="), &[]);
        assert_eq!(found[0].normal_lines, (1, 2));
        assert_eq!(found[1].normal_lines, (0, 0));
        assert_eq!(found[1].failing_lines, (5, 14));
        assert_eq!(found[2].normal_lines, (3, 5));
    }

    #[test]
    fn no_rows_give_no_folds() {
        assert!(folds(&[], &[0]).is_empty());
    }
}
