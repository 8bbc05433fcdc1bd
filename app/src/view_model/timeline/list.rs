//! The list below the chart: lines, and between them the gaps and the traces that are placed.

use analyzer::render::timeline::{Gap, Window};

/// What stands in one row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A line, by its place among those of the selection.
    Line(u32),
    /// Nothing was said for so many microseconds.
    Gap(i64),
    /// A trace without times, by its index among those that are placed.
    Placed(u32),
}

/// The rows of a list of any length: lines, and the few rows that stand between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// How many rows there are.
    pub count: u32,
    /// What is no line: its row, and what it is; in order.
    between: Vec<(u32, Row)>,
}

impl Rows {
    /// The rows of a selection.
    pub fn of(window: &Window) -> Self {
        let gaps = window.gaps.iter().map(|Gap { before, length }| (*before, Row::Gap(*length)));
        let placed = window.placed.iter().map(|(before, index)| (*before, Row::Placed(*index)));
        let mut between: Vec<(u32, Row)> = Vec::new();
        // A placed trace ends before the quiet that follows it.
        for (before, row) in placed.chain(gaps) {
            let place = between.partition_point(|(other, _)| *other <= before);
            between.insert(place, (before, row));
        }
        for (above, (row, _)) in (0..).zip(&mut between) {
            *row = row.saturating_add(above);
        }
        let count = window.total.saturating_add(u32::try_from(between.len()).unwrap_or(u32::MAX));
        Self { count, between }
    }

    /// What stands in a row.
    pub fn at(&self, row: u32) -> Row {
        let place = self.between.partition_point(|(other, _)| *other < row);
        match self.between.get(place) {
            Some((other, what)) if *other == row => *what,
            _ => Row::Line(row.saturating_sub(u32::try_from(place).unwrap_or(0))),
        }
    }

    /// The row of a line.
    pub fn row_of(&self, line: u32) -> u32 {
        let mut row = line;
        for (other, _) in &self.between {
            if *other > row {
                break;
            }
            row = row.saturating_add(1);
        }
        row
    }
}

/// The next place with evidence behind a row, or the one before it; from the ends it goes on at the other end.
pub fn evidence(window: &Window, rows: &Rows, row: Option<u32>, forward: bool) -> Option<u32> {
    let places: Vec<u32> = window.evidence.iter().map(|(line, _)| rows.row_of(*line)).collect();
    if forward {
        let next = places.iter().find(|place| row.is_none_or(|row| **place > row));
        next.or(places.first()).copied()
    } else {
        let before = places.iter().rfind(|place| row.is_some_and(|row| **place < row));
        before.or(places.last()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window() -> Window {
        Window {
            total: 5,
            gaps: vec![Gap { before: 3, length: 9 }],
            evidence: vec![(0, 2), (4, 1)],
            placed: vec![(3, 0), (5, 1)],
            ..Window::default()
        }
    }

    #[test]
    fn gaps_and_traces_stand_between_the_lines() {
        let rows = Rows::of(&window());
        let all: Vec<Row> = (0..rows.count).map(|row| rows.at(row)).collect();
        let line = Row::Line;
        assert_eq!(
            all,
            [line(0), line(1), line(2), Row::Placed(0), Row::Gap(9), line(3), line(4), Row::Placed(1)]
        );
        for number in 0..5 {
            assert_eq!(rows.at(rows.row_of(number)), line(number));
        }
    }

    #[test]
    fn evidence_is_gone_through_in_a_round() {
        let (window, rows) = (window(), Rows::of(&window()));
        assert_eq!(evidence(&window, &rows, None, true), Some(0));
        assert_eq!(evidence(&window, &rows, Some(0), true), Some(6));
        assert_eq!(evidence(&window, &rows, Some(6), true), Some(0));
        assert_eq!(evidence(&window, &rows, Some(3), false), Some(0));
        assert_eq!(evidence(&Window::default(), &rows, None, true), None);
    }

    #[test]
    fn an_empty_selection_has_no_rows() {
        assert_eq!(Rows::of(&Window::default()).count, 0);
    }
}
