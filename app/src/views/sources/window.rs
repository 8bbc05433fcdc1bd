//! What of the text is in sight: where every line stands, how high those are that were measured, and scrolling to one.

use std::ops::Range;

use super::line::id_of;
use crate::platform::screen::{self, Metrics};
use crate::state::Sources;
use crate::view_model::lines::Lines;
use crate::view_model::stack::Stack;
use crate::views::windowed::{Follow, Windowed};

/// The part of the text that is mounted: the lines in sight and some around them, whatever their number.
pub struct Window {
    /// Where every line stands.
    pub lines: Lines,
    /// Sizes of the screen.
    pub metrics: Metrics,
    /// What is mounted.
    pub list: Windowed,
    jumps: u32,
    /// A line that must come into sight, and how often that may still be put right: lines that have not been
    /// measured yet stand elsewhere.
    revealing: Option<(u32, u8)>,
    wanted: Option<u32>,
}

impl Window {
    /// The text, before anything has been measured.
    pub fn new(sources: &Sources) -> Self {
        let metrics = screen::metrics();
        Self {
            lines: Lines::of(sources.lines(), metrics.row),
            metrics,
            list: Windowed::default(),
            jumps: 0,
            revealing: None,
            wanted: None,
        }
    }

    /// Long lines go on below: the reader said so, or there is no room beside them.
    pub fn wraps(&self, sources: &Sources) -> bool {
        sources.wrap.unwrap_or(self.metrics.narrow)
    }

    /// The lines are others, or of other widths: what was measured no longer holds.
    pub fn lay_out(&mut self, sources: &Sources) {
        self.lines = Lines::of(sources.lines(), self.metrics.row);
        self.list.renew(&self.lines);
    }

    /// The lines to mount.
    pub fn mounted_lines(&self) -> Range<u32> {
        numbers(&self.list.lines())
    }

    /// The lines in sight.
    pub fn in_sight(&self) -> Range<u32> {
        numbers(&self.list.in_sight(&self.lines))
    }

    /// Follows the scrolling and the size of the screen.
    pub fn follow(&mut self, sources: &Sources) -> Follow {
        let measured = screen::metrics();
        let resized = measured != self.metrics;
        if resized {
            self.metrics = measured;
            self.lay_out(sources);
        }
        self.list.follow(&self.lines).or_draw(resized)
    }

    /// Measures what has been drawn.
    pub fn measure(&mut self, sources: &Sources) -> Follow {
        let changed = self.wraps(sources) && self.measure_lines();
        self.follow(sources).or_draw(changed)
    }

    /// Measures the mounted lines. Those above what is in sight push nothing away: the page is scrolled with them.
    fn measure_lines(&mut self) -> bool {
        let now = screen::sight(&self.list.body);
        let above = f64::from(screen::height(&self.list.head));
        let first = self.lines.at((self.lines.to_list(now.scrolled, now.height) + above).max(0.0));
        let before = self.lines.top(first);
        let mut changed = false;
        for line in self.mounted_lines() {
            if let Some(height) = screen::found_height(&format!("#{}", id_of(line))) {
                changed |= self.lines.measured(line, height);
            }
        }
        let moved = self.lines.top(first) - before;
        if moved.abs() >= 1.0 && now.scrolled > 0.0 {
            // The body must be as high as it is going to be, or the page cannot be scrolled that far.
            screen::set_pixels(&self.list.body, "height", self.lines.page_height());
            let place = self.lines.to_list(now.scrolled, now.height) + moved;
            screen::scroll_to(&self.list.body, self.lines.to_page(place, now.height));
        }
        changed
    }

    /// Brings the focused line into sight when the state asks for that, and gives it the keyboard.
    pub fn jump(&mut self, sources: &Sources) {
        if self.jumps != sources.jump && sources.lines() > 0 {
            self.jumps = sources.jump;
            self.revealing = Some((sources.focus, 3));
            if !sources.keep_keyboard {
                self.wanted = Some(sources.focus);
            }
        }
        if let Some((line, again)) = self.revealing {
            self.reveal(line, sources.centre);
            self.revealing = again.checked_sub(1).filter(|_| self.wraps(sources)).map(|again| (line, again));
        }
        // The line may be mounted only after the scrolling: then a later drawing finds it.
        if self.wanted.is_some_and(|line| screen::focus_id(&id_of(line))) {
            self.wanted = None;
        }
    }

    /// Scrolls the page so that a line is in sight.
    fn reveal(&self, line: u32, centre: bool) {
        let lines = &self.lines;
        let sight = screen::sight(&self.list.body);
        let above = f64::from(screen::height(&self.list.head));
        let (top, bottom) = (lines.top(line as usize), lines.top(line as usize + 1));
        let scrolled = lines.to_list(sight.scrolled, sight.height);
        let visible = top >= scrolled + above && bottom <= scrolled + sight.height;
        let place = if visible {
            return;
        } else if centre {
            // A third of the way down: what led to it matters as much as what follows.
            top - above - (sight.height - above) / 3.0
        } else if top < scrolled + above {
            top - above
        } else {
            bottom - sight.height + f64::from(lines.row())
        };
        screen::scroll_to(&self.list.body, lines.to_page(place, sight.height));
    }
}

/// Places in the list as numbers of lines, of which there are never more than fit.
fn numbers(lines: &Range<usize>) -> Range<u32> {
    let number = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
    number(lines.start)..number(lines.end)
}
