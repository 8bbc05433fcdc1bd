//! Where the time went: bars, and what follows from them in a sentence.

use analyzer::render::timeline::{Basis, Part, Spending, SpentRow};

/// The longest bar is so many pixels wide.
pub const WIDTH: i64 = 72;

/// How wide the bars of a row are, of the normal and of the failing run; `None` where there is nothing to draw.
pub fn bars(table: &Spending, row: &SpentRow) -> [Option<i64>; 2] {
    let longest = table.rows.iter().filter_map(|row| row.normal.max(row.failing)).max().unwrap_or(0).max(1);
    [row.normal, row.failing].map(|time| {
        let time = time.filter(|time| *time > 0)?;
        Some(super::axis::scale(time, longest, WIDTH).max(1))
    })
}

/// Parts that take less than this share of the whole are told together.
const SMALL: i64 = 100;

/// Of phases, of which there may be dozens, those that take less than this share.
const SMALL_PHASE: i64 = 33;

/// So many parts that the failing run never came to are told one by one.
const NEVERS: usize = 4;

/// The rows to show: short parts are added up, and of many that never came only the first are told. Behind each stands
/// how many parts it adds up: 1 for most, and 0 for parts that never came.
pub fn shown(table: &Spending) -> Vec<(SpentRow, usize)> {
    let Some((total, parts)) = table.rows.split_last() else { return Vec::new() };
    let whole = total.normal.max(total.failing).unwrap_or(0);
    let never = |row: &SpentRow| row.normal_never || row.failing_never;
    let small = |row: &SpentRow| {
        let most = row.normal.max(row.failing).unwrap_or(0);
        let share = if table.basis == Basis::Phases { SMALL_PHASE } else { SMALL };
        !never(row) && most.saturating_mul(share) < whole
    };
    let mut shown = Vec::new();
    let (mut rest, mut added) = (SpentRow::of(Part::Rest, None, None), 0);
    let mut nevers = 0;
    let together = parts.iter().filter(|row| small(row)).count() > 1;
    for row in parts {
        if small(row) && together {
            let add =
                |sum: Option<i64>, more: Option<i64>| more.map_or(sum, |more| Some(sum.unwrap_or(0) + more));
            rest.normal = add(rest.normal, row.normal);
            rest.failing = add(rest.failing, row.failing);
            added += 1;
        } else if never(row) && row.part == Part::Phase && nevers >= NEVERS {
            nevers += 1;
        } else {
            nevers += usize::from(never(row));
            shown.push((row.clone(), 1));
        }
    }
    if nevers > NEVERS {
        let row = SpentRow { failing_never: true, ..SpentRow::of(Part::Phase, None, None) };
        let title = (nevers - NEVERS).to_string();
        shown.push((SpentRow { title, ..row }, 0));
    }
    if added > 0 {
        shown.push((rest, added));
    }
    shown.push((total.clone(), 1));
    shown
}

/// What a table says as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The failing run never came to its end: it waits for this.
    Hangs(Part),
    /// The failing run takes longer by so much, most of it in that row.
    Slower(i64, usize),
    /// The failing run takes longer by so much, in no single part of it.
    SlowerEverywhere(i64),
    /// The failing run is over sooner, within so long, and nothing in it waited long.
    Faster(i64),
    /// The failing run is over sooner, but most of its time went to that row.
    FasterButWaited(usize),
    /// Both take about as long.
    Alike,
    /// There is nothing to compare with; most of the failing run's time went to that row.
    Alone(usize),
    /// Nothing can be said.
    Nothing,
}

/// Less than this is no difference that a reader should care for, in microseconds.
const NOTABLE: i64 = 1_000;

/// The same for logs, which count milliseconds.
const NOTABLE_IN_LOG: i64 = 5_000;

/// From so long on it may be a timeout, in microseconds.
pub const LONG: i64 = 500_000;

/// What the table says.
pub fn said(table: &Spending) -> Said {
    let Some((total, parts)) = table.rows.split_last() else { return Said::Nothing };
    let notable = if counts_milliseconds(table) { NOTABLE_IN_LOG } else { NOTABLE };
    let of_failing = |row: &SpentRow| row.failing.unwrap_or(0);
    let most = || largest(parts, of_failing).filter(|(_, time)| *time > 0);
    match (total.normal, total.failing) {
        _ if table.hangs.is_some() => table.hangs.map_or(Said::Nothing, Said::Hangs),
        (Some(normal), Some(failing)) if failing - normal >= notable.max(normal / 4) => {
            let longer = failing - normal;
            let extra = |row: &SpentRow| of_failing(row).saturating_sub(row.normal.unwrap_or(0));
            match largest(parts, extra) {
                Some((row, time)) if time.saturating_mul(2) >= longer => Said::Slower(longer, row),
                _ => Said::SlowerEverywhere(longer),
            }
        }
        (Some(normal), Some(failing)) if normal - failing >= notable.max(normal / 4) => match most() {
            Some((row, time)) if time >= LONG && waits(parts.get(row)) => Said::FasterButWaited(row),
            _ => Said::Faster(failing),
        },
        (Some(_), Some(_)) => Said::Alike,
        (None, Some(_)) => most().map_or(Said::Nothing, |(row, _)| Said::Alone(row)),
        _ => Said::Nothing,
    }
}

/// It is taken from a log, where nothing is shorter than a millisecond.
pub fn counts_milliseconds(table: &Spending) -> bool {
    !matches!(table.basis, Basis::Kinds | Basis::Phases)
}

fn waits(row: Option<&SpentRow>) -> bool {
    row.is_some_and(|row| !matches!(row.part, Part::Own | Part::Phase | Part::Rest | Part::Body))
}

fn largest(rows: &[SpentRow], of: impl Fn(&SpentRow) -> i64) -> Option<(usize, i64)> {
    rows.iter().map(of).enumerate().max_by_key(|(place, time)| (*time, usize::MAX - place))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn table(rows: &[(Part, Option<i64>, Option<i64>)]) -> Spending {
        let rows = rows.iter().map(|(part, normal, failing)| SpentRow::of(*part, *normal, *failing));
        Spending {
            basis: Basis::Kinds,
            source: 0,
            normal_line: 0,
            failing_line: 0,
            hangs: None,
            rows: rows.collect(),
        }
    }

    #[test]
    fn the_part_that_makes_it_slower_is_named() {
        let slow = table(&[
            (Part::Own, Some(10_000), Some(11_000)),
            (Part::Upstream, Some(2_000), Some(3_002_000)),
            (Part::Total, Some(12_000), Some(3_013_000)),
        ]);
        assert_eq!(said(&slow), Said::Slower(3_001_000, 1));
        assert_eq!(bars(&slow, &slow.rows.clone()[2]), [Some(1), Some(WIDTH)]);
    }

    #[test]
    fn a_run_that_is_over_sooner_did_not_wait() {
        let faster = table(&[(Part::Body, Some(16_000), None), (Part::Total, Some(18_000), Some(2_000))]);
        assert_eq!(said(&faster), Said::Faster(2_000));
        let waited = table(&[
            (Part::Own, Some(9_000_000), Some(5_000)),
            (Part::Lock, None, Some(3_000_000)),
            (Part::Total, Some(9_000_000), Some(3_005_000)),
        ]);
        assert_eq!(said(&waited), Said::FasterButWaited(1));
    }

    #[test]
    fn short_parts_are_told_together_and_nothing_is_lost() {
        let mut many: Vec<_> = (0..9).map(|n| (Part::Phase, Some(n), Some(2 * n))).collect();
        many.push((Part::Phase, Some(5_000), Some(90_000)));
        many.push((Part::Total, Some(5_036), Some(90_072)));
        let mut table = table(&many);
        let rows = shown(&table);
        assert_eq!(rows.iter().map(|row| row.1).collect::<Vec<_>>(), [1, 9, 1]);
        assert_eq!((rows[1].0.normal, rows[1].0.failing), (Some(36), Some(72)));
        for row in &mut table.rows[..9] {
            row.failing_never = true;
        }
        let rows = shown(&table);
        assert_eq!(rows.iter().map(|row| row.1).collect::<Vec<_>>(), [1, 1, 1, 1, 1, 0, 1]);
        assert_eq!(rows[5].0.title, "5");
    }

    #[test]
    fn small_differences_are_none() {
        let alike = table(&[(Part::Own, Some(900), Some(1_500)), (Part::Total, Some(900), Some(1_500))]);
        assert_eq!(said(&alike), Said::Alike);
        let hangs = Spending { hangs: Some(Part::Process), ..alike };
        assert_eq!(said(&hangs), Said::Hangs(Part::Process));
        assert_eq!(said(&table(&[])), Said::Nothing);
        let alone = table(&[(Part::Disk, None, Some(70)), (Part::Total, None, Some(80))]);
        assert_eq!(said(&alone), Said::Alone(0));
    }
}
