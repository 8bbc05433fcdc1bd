//! What of the rows is in sight: where every line stands, how high notes are, and scrolling to a line.

use std::ops::Range;
use std::rc::Rc;

use analyzer::report::Comparison;
use yew::NodeRef;

use super::row::id_of;
use crate::few::Few;
use crate::platform::screen::{self, Metrics, Sight};
use crate::state::compare::telling_rows;
use crate::state::{Compare, RowKey};
use crate::view_model::layout::{Heights, Layout, Shown};
use crate::view_model::stack::Stack;

/// The part of the rows that is mounted: those in sight and some around them, whatever the number of rows.
pub struct Window {
    /// Where every line stands.
    pub layout: Rc<Layout>,
    /// Sizes of the screen.
    pub metrics: Metrics,
    /// The element that is as high as all rows.
    pub body: NodeRef,
    /// The element that holds the mounted ones.
    pub mounted: NodeRef,
    /// What stays above the rows while they scroll.
    pub head: NodeRef,
    sight: Sight,
    notes: Few<u32>,
    jumps: u32,
    wanted: Option<RowKey>,
}

impl Window {
    /// The rows of a comparison, before anything has been measured.
    pub fn new(compare: &Compare) -> Self {
        let mut window = Self {
            layout: Rc::default(),
            metrics: screen::metrics(),
            body: NodeRef::default(),
            mounted: NodeRef::default(),
            head: NodeRef::default(),
            sight: Sight::default(),
            notes: Few::new(),
            jumps: compare.seen,
            wanted: None,
        };
        window.lay_out(compare);
        window
    }

    /// Works out anew where the lines stand.
    pub fn lay_out(&mut self, compare: &Compare) {
        let Some(outline) = compare.outline.as_deref() else {
            self.layout = Rc::default();
            return;
        };
        let heights =
            Heights { row: self.metrics.row, stacked: self.metrics.narrow, extra: self.notes.clone() };
        let only = compare.only_differences.then_some(&outline.differing);
        let left = compare.filter.rows.as_deref();
        let shown = Shown { outline, open: &compare.open, unfolded: compare.unfolded, only, left };
        self.layout = Rc::new(Layout::of(shown, heights));
    }

    /// The rows are others: notes that were measured are no longer there.
    pub fn renew(&mut self, compare: &Compare) {
        self.notes = Few::new();
        self.lay_out(compare);
    }

    /// The lines to mount.
    pub fn lines(&self) -> Range<usize> {
        self.layout.window(self.sight.scrolled, self.sight.height)
    }

    /// First and last row in sight.
    pub fn rows_in_sight(&self, compare: &Compare) -> (u32, u32) {
        let Some(outline) = compare.outline.as_deref() else { return (0, 0) };
        self.layout.rows_of(outline, &self.layout.visible(self.sight.scrolled, self.sight.height))
    }

    /// Follows the scrolling and the size of the screen; true if the page must be drawn again, because other lines
    /// must be mounted. Called on every scroll.
    pub fn follow(&mut self, compare: &Compare) -> bool {
        let now = screen::sight(&self.body);
        let shown = self.lines();
        self.place(shown.start, now);
        let wanted = self.layout.window(now.scrolled, now.height);
        let moved = wanted.start.abs_diff(shown.start).max(wanted.end.abs_diff(shown.end));
        let at_an_end = wanted.start == 0 || wanted.end == self.layout.len();
        let far = moved >= 4 || (moved > 0 && at_an_end);
        if far {
            self.sight = now;
        }
        let measured = screen::metrics();
        let resized = measured != self.metrics;
        if resized {
            self.metrics = measured;
            self.lay_out(compare);
        }
        far || resized
    }

    /// Puts the mounted lines where they belong; `first` is the first of them.
    fn place(&self, first: usize, sight: Sight) {
        let layout = &self.layout;
        let squeezed = layout.page_height() < layout.height();
        let top = layout.top(first);
        let y = if squeezed {
            let scrolled = sight.scrolled.clamp(0.0, layout.page_height());
            scrolled + top - layout.to_list(scrolled, sight.height)
        } else {
            top
        };
        screen::move_down(&self.mounted, y);
    }

    /// Measures what has been drawn; true if it must be drawn again.
    pub fn measure(&mut self, compare: &Compare, comparison: &Comparison) -> bool {
        screen::set_pixels(&self.body, "height", self.layout.page_height());
        let changed = self.measure_notes(compare, comparison);
        if changed {
            self.lay_out(compare);
        }
        self.follow(compare) || changed
    }

    /// Measures the notes in sight; true if one is of another height than before.
    fn measure_notes(&mut self, compare: &Compare, comparison: &Comparison) -> bool {
        let Some(outline) = compare.outline.as_deref() else { return false };
        let lines = self.lines();
        let mut changed = false;
        for row in telling_rows(comparison) {
            let key = RowKey::Row(row);
            let here = self.layout.index_of(outline, key).is_some_and(|index| lines.contains(&index));
            let height = screen::found_height(&format!("#{} .note", id_of(key))).filter(|_| here);
            if let Some(height) = height.filter(|height| self.notes.get(row) != Some(height)) {
                self.notes.put(row, height);
                changed = true;
            }
        }
        changed
    }

    /// Brings the focused row into sight when the state asks for that, and gives it the keyboard.
    pub fn jump(&mut self, compare: &Compare) {
        if self.jumps != compare.jump
            && let Some(outline) = compare.outline.as_deref()
            && let Some(index) = compare.focus.and_then(|key| self.layout.index_of(outline, key))
        {
            self.jumps = compare.jump;
            self.reveal(index, compare.centre);
            if !compare.keep_keyboard {
                self.wanted = self.layout.key(index);
            }
        }
        // The row may be mounted only after the scrolling: then a later drawing finds it.
        if self.wanted.is_some_and(|key| screen::focus_id(&id_of(key))) {
            self.wanted = None;
        }
    }

    /// Scrolls the page so that a line is in sight.
    fn reveal(&self, index: usize, centre: bool) {
        let layout = &self.layout;
        let sight = screen::sight(&self.body);
        let above = f64::from(screen::height(&self.head));
        let (top, bottom) = (layout.top(index), layout.top(index + 1));
        let scrolled = layout.to_list(sight.scrolled, sight.height);
        let place = if centre {
            // A third of the way down: what led to it matters as much as what follows.
            top - above - (sight.height - above) / 3.0
        } else if top < scrolled + above {
            top - above
        } else if bottom > scrolled + sight.height {
            bottom - sight.height
        } else {
            return;
        };
        screen::scroll_to(&self.body, layout.to_page(place, sight.height));
    }
}
