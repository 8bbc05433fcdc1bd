//! The sequence as a picture: what stands where, in pixels, without measuring anything.

mod file;
mod lanes;
mod marks;
mod panel;
#[cfg(test)]
mod tests;
mod texts;

use analyzer::render::flow::{Flow, Step, Told};
use analyzer::source::LineNumber;

pub use file::{Style, svg};
pub use marks::{LOOKS, Look, Mark};
use panel::Panel;

/// Height of the part with the names, which stays in sight.
pub const HEAD: i32 = 44;
/// What stands above the first step.
const TOP: i32 = 14;
/// Height of a step.
const STEP: i32 = 38;
/// What one more line of a text takes.
const LINE: i32 = 15;
/// What the name of some rounds takes above their first step.
const ROUND: i32 = 22;
/// What stands below the last step.
const BOTTOM: i32 = 16;
/// The least room for a lifeline; where there is less for both runs beside each other, they are laid over each other.
const ROOMY: i32 = 104;
/// The least room for a lifeline in any picture.
const LEAST: i32 = 92;

/// The failing run never does it.
pub fn never(step: &Step) -> bool {
    step.normal.is_some() && step.failing.is_none() && !step.same
}

/// The name of a source beside its lines: without what all traces end in.
pub fn place_name(name: &str) -> &str {
    let short = name.rsplit(['/', '\\']).next().unwrap_or(name);
    short.strip_suffix(".strace").filter(|rest| !rest.is_empty()).unwrap_or(short)
}

/// Which run something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The run that worked.
    Normal,
    /// The run that failed.
    Failing,
    /// Both, in a picture in which they lie over each other.
    Both,
}

/// How the two runs stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One beside the other.
    Beside,
    /// One over the other.
    Over,
}

impl Layout {
    /// What reads best in that width.
    pub fn fitting(flow: &Flow, width: i32) -> Self {
        let lanes = i32::try_from(flow.lifelines.len()).unwrap_or(i32::MAX);
        if lanes.saturating_mul(ROOMY) <= width / 2 { Self::Beside } else { Self::Over }
    }
}

/// The words that stand in the picture.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Beside the bracket, in one or two lines.
    pub never: Vec<String>,
    /// Above steps that repeat, with `{n}`.
    pub rounds: String,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Its width.
    pub width: i32,
    /// Its height without the head.
    pub height: i32,
    /// The names of the lifelines, in a part of its own.
    pub head: Vec<Mark>,
    /// What lies behind the steps.
    pub back: Vec<Mark>,
    /// The steps, each as often as it is drawn; from top to bottom, the normal run's before the failing one's.
    pub steps: Vec<Drawn>,
}

/// A step as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Its index in the flow.
    pub step: usize,
    /// In which run's picture it stands.
    pub panel: Side,
    /// Which run it is told of: the normal one's where it never happened in the failing run.
    pub told: Side,
    /// It never happened in the run in whose picture it stands.
    pub never: bool,
    /// Left, top, width and height of what can be pressed.
    pub area: [i32; 4],
    /// What is drawn of it.
    pub marks: Vec<Mark>,
}

impl Drawn {
    /// What it says.
    pub fn told<'f>(&self, flow: &'f Flow) -> Option<&'f Told> {
        flow.steps.get(self.step).and_then(|step| side_of(step, self.told))
    }
}

/// One side of a step; of both, the failing one.
pub fn side_of(step: &Step, side: Side) -> Option<&Told> {
    match side {
        Side::Normal => step.normal.as_ref(),
        Side::Failing => step.failing.as_ref(),
        Side::Both => step.failing.as_ref().or(step.normal.as_ref()),
    }
}

/// The lines that one side of a step stands for: `31`, `25–29`.
pub fn lines(first: LineNumber, last: LineNumber) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// Draws a sequence as wide as there is room, or wider where that is too narrow. `sources` are the short names of the
/// sources by their index.
pub fn picture(flow: &Flow, layout: Layout, width: i32, sources: &[String], words: &Words) -> Picture {
    let count = i32::try_from(flow.lifelines.len()).unwrap_or(1).max(1);
    let panels = match layout {
        Layout::Beside => {
            let each = (width / 2).max(count.saturating_mul(LEAST) + panel::GUTTER);
            vec![
                Panel::new(flow, Side::Normal, 0, each, false),
                Panel::new(flow, Side::Failing, each, each, true),
            ]
        }
        Layout::Over => {
            let each = width.max(count.saturating_mul(LEAST) + panel::GUTTER);
            vec![Panel::new(flow, Side::Both, 0, each, true)]
        }
    };
    let mut picture = Picture { width: panels.iter().map(|panel| panel.width).sum(), ..Picture::default() };
    let mut tops = Vec::with_capacity(flow.steps.len());
    let mut top = TOP;
    for (index, step) in flow.steps.iter().enumerate() {
        let begins = flow.rounds.iter().any(|round| round.first as usize == index);
        top += if begins { ROUND } else { 0 };
        let height = panels.iter().map(|panel| panel.height(step)).max().unwrap_or(STEP);
        tops.push([top, height]);
        top += height;
    }
    picture.height = top + BOTTOM;
    for panel in &panels {
        panel.names(flow, &mut picture.head);
        panel.behind(flow, &tops, picture.height, words, &mut picture.back);
    }
    for (index, (step, [top, height])) in flow.steps.iter().zip(tops.iter().copied()).enumerate() {
        for panel in &panels {
            panel.step(index, step, [top, height], sources, &mut picture.steps);
        }
    }
    picture
}
