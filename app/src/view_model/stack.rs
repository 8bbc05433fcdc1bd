//! Lines below each other, of which only those in sight are mounted, and some around them.
//!
//! Browsers end an element at some 17 to 33 million pixels, so what would be higher is squeezed: a step of the scroll
//! bar then moves more than a step of lines.

use std::ops::Range;

/// The highest element that every browser can bear, with room to spare, in pixels.
const HIGHEST: f64 = 10_000_000.0;

/// Lines that are mounted before and after those in sight.
const OVERSCAN: usize = 12;

/// Where lines stand.
pub trait Stack {
    /// How many lines there are.
    fn len(&self) -> usize;

    /// The upper edge of a line, in pixels; behind the last line, the whole height.
    fn top(&self, index: usize) -> f64;

    /// The line that stands at a height; the last one below the end, 0 if there is none.
    fn at(&self, y: f64) -> usize;

    /// True if there is no line.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole height.
    fn height(&self) -> f64 {
        self.top(self.len())
    }

    /// The height that the page gives to it: the whole, or the highest that browsers can bear.
    fn page_height(&self) -> f64 {
        self.height().min(HIGHEST)
    }

    /// How far the list is scrolled when the page is scrolled `scrolled` pixels into it.
    fn to_list(&self, scrolled: f64, viewport: f64) -> f64 {
        let (whole, given) = (self.height(), self.page_height());
        let room = given - viewport;
        if whole <= given || room <= 0.0 {
            return scrolled;
        }
        scrolled * (whole - viewport) / room
    }

    /// How far the page must be scrolled into the list so that the list is scrolled to `y`.
    fn to_page(&self, y: f64, viewport: f64) -> f64 {
        let (whole, given) = (self.height(), self.page_height());
        let room = whole - viewport;
        if whole <= given || room <= 0.0 {
            return y;
        }
        y * (given - viewport) / room
    }

    /// The lines in sight when the page is scrolled that far into the list.
    fn visible(&self, scrolled: f64, viewport: f64) -> Range<usize> {
        let below = scrolled.min(0.0);
        let y = self.to_list(scrolled.clamp(0.0, self.page_height()), viewport).max(0.0);
        let first = self.at(y);
        let last = (self.at((y + viewport + below).max(0.0)) + 1).min(self.len());
        first.min(last)..last
    }

    /// The lines to mount: those in sight, and some around them.
    fn window(&self, scrolled: f64, viewport: f64) -> Range<usize> {
        let visible = self.visible(scrolled, viewport);
        visible.start.saturating_sub(OVERSCAN)..(visible.end + OVERSCAN).min(self.len())
    }
}

/// Lines that are all of one height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Even {
    /// How many there are.
    pub lines: u32,
    /// How high each of them is, in pixels.
    pub each: u32,
}

impl Stack for Even {
    fn len(&self) -> usize {
        self.lines as usize
    }

    fn top(&self, index: usize) -> f64 {
        let index = u32::try_from(index).unwrap_or(u32::MAX).min(self.lines);
        f64::from(index) * f64::from(self.each)
    }

    fn at(&self, y: f64) -> usize {
        // Clamped to 0..=lines before it is cut to a whole number.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let line = (y / f64::from(self.each.max(1))).clamp(0.0, f64::from(self.lines)) as u32;
        line.min(self.lines.saturating_sub(1)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_lines_are_squeezed_and_both_ends_can_be_reached() {
        let lines = Even { lines: 1_000_000, each: 24 };
        assert!(lines.page_height() < lines.height());
        let bottom = lines.page_height() - 800.0;
        assert_eq!(lines.window(bottom, 800.0).end, 1_000_000);
        assert_eq!(lines.window(0.0, 800.0).start, 0);
        let there = lines.window(lines.to_page(lines.top(400_000), 800.0), 800.0);
        assert!(there.contains(&400_000) && there.len() < 80);
    }

    #[test]
    fn even_lines_stand_at_their_places() {
        let lines = Even { lines: 3, each: 10 };
        assert_eq!([-5.0, 0.0, 9.9, 10.0, 29.0, 99.0].map(|y| lines.at(y)), [0, 0, 0, 1, 2, 2]);
        assert!((lines.height() - 30.0).abs() < 0.1);
        assert_eq!(Even::default().window(0.0, 800.0), 0..0);
    }
}
