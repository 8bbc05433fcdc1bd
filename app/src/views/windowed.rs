//! A long list of which only what is in sight is mounted, and some around it: for every view with many lines.
//!
//! The list scrolls with the page. Its body is as high as all lines; inside of it stands what holds the mounted ones,
//! moved to their place. A view draws [`Windowed::lines`], calls [`Windowed::follow`] when the page has been scrolled
//! and after every drawing, and draws again where that says so.

use std::ops::Range;

use yew::{Callback, NodeRef};

use crate::platform::hover::{self, Moment};
use crate::platform::screen::{self, Sight};
use crate::view_model::stack::Stack;

/// So many lines are mounted at once; of more only those that are in sight come first, the others a moment later.
const AT_ONCE: usize = 16;

/// After how long the others come, in milliseconds: the browser has shown a picture by then.
const LATER: u32 = 30;

/// Lines move out of the window by so many before it follows.
const SLACK: usize = 4;

/// What of a list is mounted.
#[derive(Default)]
pub struct Windowed {
    /// The element that is as high as all lines.
    pub body: NodeRef,
    /// The element that holds the mounted ones.
    pub mounted: NodeRef,
    /// What stays above the lines while they scroll.
    pub head: NodeRef,
    sight: Sight,
    lines: Range<usize>,
    /// Only lines in sight are mounted as yet.
    partly: bool,
}

/// What must be done after the page has been scrolled, or lines have been drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// Nothing.
    Rest,
    /// The lines must be drawn again: others are to be mounted.
    Draw,
    /// The same, and then [`Windowed::go_on`] when the browser has shown these.
    DrawAndGoOn,
}

impl Follow {
    /// What must be done where something else, too, may ask for another drawing.
    #[must_use]
    pub fn or_draw(self, draw: bool) -> Self {
        if self == Self::Rest && draw { Self::Draw } else { self }
    }

    /// What mounts the lines that were put off, once it has come.
    pub fn later(self, more: Callback<()>) -> Option<Moment> {
        (self == Self::DrawAndGoOn).then(|| hover::after(LATER, move || more.emit(())))
    }
}

impl Windowed {
    /// The lines to mount.
    pub fn lines(&self) -> Range<usize> {
        self.lines.clone()
    }

    /// The lines in sight.
    pub fn in_sight(&self, stack: &dyn Stack) -> Range<usize> {
        stack.visible(self.sight.scrolled, self.sight.height)
    }

    /// The lines are others than before: mounts those that stand where the page is.
    pub fn renew(&mut self, stack: &dyn Stack) {
        self.lines = self.wanted(stack).0;
        self.partly = false;
    }

    /// Follows the scrolling and the size of the screen. Called on every scroll, so it changes nothing where the
    /// mounted lines still do.
    pub fn follow(&mut self, stack: &dyn Stack) -> Follow {
        screen::set_pixels(&self.body, "height", stack.page_height());
        self.sight = screen::sight(&self.body);
        let (wanted, all) = self.wanted(stack);
        let moved = wanted.start.abs_diff(self.lines.start).max(wanted.end.abs_diff(self.lines.end));
        let at_an_end = wanted.start == 0 || wanted.end == stack.len();
        let enough = self.partly && holds(&self.lines, &self.in_sight(stack));
        let follows = !enough && (moved >= SLACK || (moved > 0 && at_an_end));
        if follows {
            self.lines = wanted;
            self.partly = !all;
        }
        self.place(stack);
        match (follows, all) {
            (false, _) => Follow::Rest,
            (true, true) => Follow::Draw,
            (true, false) => Follow::DrawAndGoOn,
        }
    }

    /// Follows, and mounts also what was put off.
    pub fn go_on(&mut self, stack: &dyn Stack) -> Follow {
        self.partly = false;
        self.follow(stack)
    }

    /// The lines that are to be mounted now, and whether they are all that are wanted. Mounting lines takes time, so
    /// after a jump those around the ones in sight come later.
    fn wanted(&self, stack: &dyn Stack) -> (Range<usize>, bool) {
        let Sight { scrolled, height } = self.sight;
        let all = stack.window(scrolled, height);
        let there = all.end.min(self.lines.end).saturating_sub(all.start.max(self.lines.start));
        if all.len() - there.min(all.len()) <= 2 * AT_ONCE {
            return (all, true);
        }
        (stack.visible(scrolled, height), false)
    }

    /// Puts the mounted lines where they belong.
    fn place(&self, stack: &dyn Stack) {
        let top = stack.top(self.lines.start);
        let squeezed = stack.page_height() < stack.height();
        let y = if squeezed {
            let scrolled = self.sight.scrolled.clamp(0.0, stack.page_height());
            scrolled + top - stack.to_list(scrolled, self.sight.height)
        } else {
            top
        };
        screen::move_down(&self.mounted, y);
    }

    /// Scrolls the page so that a line is in sight: to the middle, or no more than it must.
    pub fn reveal(&self, stack: &dyn Stack, index: usize, centre: bool) {
        let sight = screen::sight(&self.body);
        let above = f64::from(screen::height(&self.head));
        let (top, bottom) = (stack.top(index), stack.top(index + 1));
        let scrolled = stack.to_list(sight.scrolled, sight.height);
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
        screen::scroll_to(&self.body, stack.to_page(place, sight.height));
    }
}

/// True if all lines of a part are mounted.
fn holds(mounted: &Range<usize>, part: &Range<usize>) -> bool {
    mounted.start <= part.start && part.end <= mounted.end
}
