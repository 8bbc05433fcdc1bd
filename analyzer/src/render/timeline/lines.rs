//! Windows of the list: some of the lines of a stretch of time, with what a reader must know of each.

use super::said::said;
use super::{Entry, Placed, SECOND, Timeline, Tone};
use crate::Analysis;
use crate::order::{Change, InList};
use crate::source::LineNumber;

/// So many stretches without a line are told at most, and so many lines to jump to.
const TOLD: usize = 400;

/// Which lines are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// From this time on.
    pub from: i64,
    /// Up to this time.
    pub to: i64,
    /// Not those of these sources.
    pub hidden: Vec<u32>,
}

/// Some of the lines that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Window {
    /// How many there are in all.
    pub total: u32,
    /// How many of them tell of something that went wrong.
    pub bad: u32,
    /// The longest stretches of all without a line, in order.
    pub gaps: Vec<Gap>,
    /// The evidence among all of them: place in the list and number, in order.
    pub evidence: Vec<(u32, u32)>,
    /// Where traces without times stand among all of them: the place of the line behind, and the index of the trace
    /// in [`super::Overview::placed`].
    pub placed: Vec<(u32, u32)>,
    /// The lines.
    pub lines: Vec<TimelineLine>,
}

/// A stretch of time without a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Place in the list of the line that ends it.
    pub before: u32,
    /// How long it is, in microseconds.
    pub length: i64,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineLine {
    /// When, in microseconds of the common clock.
    pub at: i64,
    /// Microseconds since the line before it in the list; `None` for the first line, and where one of the two is dated
    /// to the second and they are less than a second apart.
    pub since: Option<i64>,
    /// Index of the source.
    pub source: u32,
    /// The line.
    pub line: LineNumber,
    /// What it says, shortened.
    pub text: String,
    /// How it counts.
    pub tone: Tone,
    /// The number of the evidence that it is; 0 if it is none.
    pub number: u32,
    /// It is dated to the second.
    pub coarse: bool,
}

impl Timeline {
    /// Lines `first..first + len` of those that are asked for; fewer, or none, where there are not so many.
    pub fn window(&self, analysis: &Analysis, asked: &Asked, first: u32, len: u32) -> Window {
        let mut window = Window::default();
        let mut before: Option<&Entry> = None;
        let shown = self.between(asked.from, asked.to).iter();
        let shown = shown.filter(|entry| !asked.hidden.contains(&entry.source));
        let mut gaps: Vec<Gap> = Vec::new();
        let (mut begin, mut end) = (0, 0);
        // They stand in the order of the times at which they begin, and behind all lines of that time.
        let mut placed = (0..).zip(&self.placed).filter(|(_, one)| Self::asks_for(asked, one)).peekable();
        for entry in shown {
            let place = window.total;
            while let Some((index, _)) = placed.next_if(|(_, one)| one.from < entry.at) {
                window.placed.push((place, index));
            }
            window.total = window.total.saturating_add(1);
            window.bad = window.bad.saturating_add(u32::from(entry.tone == Tone::Bad));
            let apart = before.map(|before| entry.at.saturating_sub(before.at));
            if place == 0 {
                begin = entry.at;
            }
            end = entry.at;
            let coarse = self.coarse(entry.source) || before.is_some_and(|before| self.coarse(before.source));
            // Between two whole seconds there may be no time at all.
            let least = if coarse { 2 * SECOND } else { 1 };
            if let Some(length) = apart.filter(|apart| *apart >= least) {
                gaps.push(Gap { before: place, length });
                thin(&mut gaps);
            }
            if entry.number > 0 && window.evidence.len() < TOLD {
                window.evidence.push((place, u32::from(entry.number)));
            }
            if place >= first && place < first.saturating_add(len) {
                let fine =
                    !self.coarse(entry.source) && before.is_some_and(|before| !self.coarse(before.source));
                let since = apart.filter(|apart| fine || *apart >= SECOND);
                window.lines.push(self.line(analysis, entry, since));
            }
            before = Some(entry);
        }
        window.placed.add_all(placed.map(|(index, _)| (window.total, index)));
        let span = end.saturating_sub(begin);
        let count = i64::from(window.total);
        // Longer than usual, and long for what is looked at.
        gaps.keep_if(|gap| {
            gap.length.saturating_mul(12) >= span
                && gap.length.saturating_mul(count) >= span.saturating_mul(2)
        });
        window.gaps = gaps;
        window
    }

    fn asks_for(asked: &Asked, placed: &Placed) -> bool {
        placed.to >= asked.from && placed.from <= asked.to && !asked.hidden.contains(&placed.source)
    }

    fn line(&self, analysis: &Analysis, entry: &Entry, since: Option<i64>) -> TimelineLine {
        TimelineLine {
            at: entry.at,
            since,
            source: entry.source,
            line: entry.line,
            text: said(analysis, entry.source as usize, entry.line),
            tone: entry.tone,
            number: u32::from(entry.number),
            coarse: self.coarse(entry.source),
        }
    }
}

/// Keeps the longer half of the gaps when they become many: of a million only a dozen can be long.
fn thin(gaps: &mut Vec<Gap>) {
    if gaps.len() < 64 {
        return;
    }
    let mut lengths = gaps.iter().map(|gap| gap.length).in_list();
    crate::order::by_key(&mut lengths, |length| std::cmp::Reverse(*length));
    let least = lengths.get(24).copied().unwrap_or(0);
    let mut room = 32;
    gaps.keep_if(|gap| {
        let kept = gap.length >= least && room > 0;
        room -= i32::from(kept);
        kept
    });
}
