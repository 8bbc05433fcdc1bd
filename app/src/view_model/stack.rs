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
