//! Where the time went: bars, and what follows from them in a sentence.

use analyzer::render::timeline::{Part, Spending, SpentRow};

/// The longest bar is so many pixels wide.
pub const WIDTH: i64 = 120;

/// How wide the bars of a row are, of the normal and of the failing run; `None` where there is nothing to draw.
pub fn bars(table: &Spending, row: &SpentRow) -> [Option<i64>; 2] {
    let longest = table.rows.iter().filter_map(|row| row.normal.max(row.failing)).max().unwrap_or(0).max(1);
    [row.normal, row.failing].map(|time| {
        let time = time.filter(|time| *time > 0)?;
        Some(super::axis::scale(time, longest, WIDTH).max(1))
    })
}

/// What a table says as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The failing run takes longer by so much, most of it in that row.
    Slower(i64, usize),
    /// The failing run takes longer by so much, in no single part of it.
    SlowerEverywhere(i64),
    /// The failing run is over sooner, and nothing in it waited long.
    Faster,
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

/// From so long on it is a wait, in microseconds.
const LONG: i64 = 500_000;

/// What the table says.
pub fn said(table: &Spending) -> Said {
    let Some((total, parts)) = table.rows.split_last() else { return Said::Nothing };
    let of_failing = |row: &SpentRow| row.failing.unwrap_or(0);
    let most = || largest(parts, of_failing).filter(|(_, time)| *time > 0);
    match (total.normal, total.failing) {
        (Some(normal), Some(failing)) if failing - normal >= NOTABLE.max(normal / 4) => {
            let longer = failing - normal;
            let extra = |row: &SpentRow| of_failing(row).saturating_sub(row.normal.unwrap_or(0));
            match largest(parts, extra) {
                Some((row, time)) if time.saturating_mul(2) >= longer => Said::Slower(longer, row),
                _ => Said::SlowerEverywhere(longer),
            }
        }
        (Some(normal), Some(failing)) if normal - failing >= NOTABLE.max(normal / 4) => match most() {
            Some((row, time)) if time >= LONG && waits(parts.get(row)) => Said::FasterButWaited(row),
            _ => Said::Faster,
        },
        (Some(_), Some(_)) => Said::Alike,
        (None, Some(_)) => most().map_or(Said::Nothing, |(row, _)| Said::Alone(row)),
        _ => Said::Nothing,
    }
}

fn waits(row: Option<&SpentRow>) -> bool {
    row.is_some_and(|row| !matches!(row.part, Part::Own | Part::Phase | Part::Rest | Part::Body))
}

fn largest(rows: &[SpentRow], of: impl Fn(&SpentRow) -> i64) -> Option<(usize, i64)> {
    rows.iter().map(of).enumerate().max_by_key(|(place, time)| (*time, usize::MAX - place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use analyzer::render::timeline::Basis;

    fn table(rows: &[(Part, Option<i64>, Option<i64>)]) -> Spending {
        let rows = rows.iter().map(|(part, normal, failing)| SpentRow::of(*part, *normal, *failing));
        Spending { basis: Basis::Kinds, source: 0, normal_line: 0, failing_line: 0, rows: rows.collect() }
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
        assert_eq!(said(&faster), Said::Faster);
        let waited = table(&[
            (Part::Own, Some(9_000_000), Some(5_000)),
            (Part::Lock, None, Some(3_000_000)),
            (Part::Total, Some(9_000_000), Some(3_005_000)),
        ]);
        assert_eq!(said(&waited), Said::FasterButWaited(1));
    }

    #[test]
    fn small_differences_are_none() {
        let alike = table(&[(Part::Own, Some(900), Some(1_500)), (Part::Total, Some(900), Some(1_500))]);
        assert_eq!(said(&alike), Said::Alike);
        assert_eq!(said(&table(&[])), Said::Nothing);
        let alone = table(&[(Part::Disk, None, Some(70)), (Part::Total, None, Some(80))]);
        assert_eq!(said(&alone), Said::Alone(0));
    }
}
