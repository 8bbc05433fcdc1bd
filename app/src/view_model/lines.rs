//! Where the lines of a text stand, and which of them are in sight.
//!
//! Every line is as high as the others until it has been measured: a wrapped line or one with a note below it takes
//! more. Like the rows of a comparison, a text that would be too high for a browser is squeezed.

use super::stack::Stack;
use crate::bits::first_where;

/// Where every line stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    /// How many there are.
    count: u32,
    /// The height of a line that nothing is known of, in pixels.
    row: u32,
    /// Lines that take more: the line, and what it and all of them before it take besides.
    taller: Vec<(u32, u32)>,
}

impl Lines {
    /// So many lines of the same height in pixels.
    pub fn of(count: u32, row: u32) -> Self {
        Self { count, row: row.max(1), taller: Vec::new() }
    }

    /// How many lines there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The height of a line that nothing is known of, in pixels.
    pub fn row(&self) -> u32 {
        self.row
    }

    /// Takes the height of a line that was measured; true if it is another than before.
    pub fn measured(&mut self, line: u32, height: u32) -> bool {
        let extra = height.saturating_sub(self.row);
        let at = self.taller.partition_point(|(known, _)| *known < line);
        let before = at.checked_sub(1).and_then(|at| self.taller.get(at)).map_or(0, |(_, sum)| *sum);
        let known = self.taller.get(at).filter(|(known, _)| *known == line).map(|(_, sum)| *sum);
        let old = known.map_or(0, |sum| sum - before);
        if old == extra {
            return false;
        }
        if known.is_none() {
            self.taller.insert(at, (line, before));
        }
        for (_, sum) in self.taller.iter_mut().skip(at) {
            *sum = sum.saturating_sub(old).saturating_add(extra);
        }
        true
    }
}

impl Stack for Lines {
    fn len(&self) -> usize {
        self.count as usize
    }

    fn top(&self, line: usize) -> f64 {
        let line = u32::try_from(line).unwrap_or(u32::MAX).min(self.count);
        let before = self.taller.partition_point(|(known, _)| *known < line).checked_sub(1);
        let extra = before.and_then(|at| self.taller.get(at)).map_or(0, |(_, sum)| *sum);
        f64::from(line) * f64::from(self.row) + f64::from(extra)
    }

    fn at(&self, y: f64) -> usize {
        first_where(self.count, |line| self.top(line as usize) > y).saturating_sub(1) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(one: f64, other: f64) -> bool {
        (one - other).abs() < 0.1
    }

    #[test]
    fn measured_lines_move_those_below() {
        let mut lines = Lines::of(10, 20);
        assert!(lines.measured(3, 60) && lines.measured(1, 40));
        assert!(!lines.measured(3, 60) && !lines.measured(5, 20));
        assert!(is(lines.top(1), 20.0) && is(lines.top(2), 60.0) && is(lines.top(4), 140.0));
        assert!(is(lines.height(), 260.0));
        assert_eq!((lines.at(59.0), lines.at(60.0), lines.at(139.0), lines.at(140.0)), (1, 2, 3, 4));
        assert!(lines.measured(1, 20));
        assert!(is(lines.top(2), 40.0) && is(lines.height(), 240.0));
    }

    #[test]
    fn a_million_lines_are_squeezed_and_both_ends_can_be_reached() {
        let mut lines = Lines::of(1_000_000, 24);
        lines.measured(999_999, 480);
        assert!(lines.page_height() < lines.height());
        let bottom = lines.page_height() - 800.0;
        assert_eq!(lines.window(bottom, 800.0).end, 1_000_000);
        assert_eq!(lines.window(0.0, 800.0).start, 0);
        let there = lines.window(lines.to_page(lines.top(400_000), 800.0), 800.0);
        assert!(there.contains(&400_000) && there.len() < 80, "{there:?}");
    }

    #[test]
    fn before_the_text_is_in_sight_only_its_beginning_is_mounted() {
        let lines = Lines::of(1_000, 20);
        assert_eq!(lines.visible(-600.0, 800.0), 0..11);
        assert_eq!(lines.visible(-2_000.0, 800.0), 0..1);
    }

    #[test]
    fn no_lines_give_an_empty_window() {
        assert_eq!(Lines::default().window(0.0, 800.0), 0..0);
        assert_eq!(Lines::of(0, 20).at(50.0), 0);
    }
}
