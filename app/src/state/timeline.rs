//! What the timeline shows: which stretch of time, what is selected in it, which sources, and what is known of it.

use std::rc::Rc;

use analyzer::render::timeline::{Asked, Overview, TimelineLine, UnitTime, Window};

use crate::few::Few;
use crate::protocol::{BLOCK, JobId, ToPage, ToWorker};
use crate::view_model::timeline::axis::{Frame, PARTS};
use crate::view_model::timeline::list::{self, Rows};

/// How many blocks of lines are kept; those farthest from the newest go first.
const MOST_BLOCKS: usize = 24;

/// What the timeline shows.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// The chart of everything.
    pub overview: Option<Rc<Overview>>,
    /// The chart of the stretch that is shown, once known.
    pub closer: Option<(Frame, Rc<Overview>)>,
    /// The stretch that is shown; everything without it.
    pub zoom: Option<Frame>,
    /// The stretch whose lines are listed; all that is shown without it.
    pub selection: Option<(i64, i64)>,
    /// Where the keyboard stands in the chart.
    pub cursor: Option<i64>,
    /// Where a selection by keyboard began.
    anchor: Option<i64>,
    /// Sources whose lines are not shown.
    pub hidden: Vec<u32>,
    /// What is known of all lines of the list.
    pub window: Option<Rc<Window>>,
    /// The rows of the list.
    pub rows: Rc<Rows>,
    /// Lines by block.
    pub blocks: Few<Rc<Vec<TimelineLine>>>,
    /// The row of the list that has the focus.
    pub focus: Option<u32>,
    /// Grows whenever the focused row must come into sight.
    pub jump: u32,
    /// The descriptors and the time of a comparison, once known.
    pub unit: Option<(u32, Rc<UnitTime>)>,
    /// All sources have their lanes, not only the first ones.
    pub all_sources: bool,
    /// All descriptors have their lanes.
    pub all_lanes: bool,
}

/// What can happen in the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineAction {
    /// Closer, or further away, around a place of the chart, counted in [`PARTS`].
    Zoom {
        /// The place.
        place: i64,
        /// Closer.
        closer: bool,
    },
    /// Everything is shown.
    ZoomAll,
    /// The selected stretch fills the chart.
    ZoomSelection,
    /// The chart moves by so many tenths of its width.
    Move(i64),
    /// Two places of the chart: what lies between them is selected.
    Select(i64, i64),
    /// The keyboard goes so many steps further in the chart, and selects on its way or not.
    Step {
        /// How many; negative ones go back.
        steps: i64,
        /// What lies between is selected.
        selecting: bool,
    },
    /// Nothing is selected any more.
    ClearSelection,
    /// A source is shown, or not.
    Show {
        /// Index of the source.
        source: u32,
        /// Shown.
        shown: bool,
    },
    /// Every source is shown.
    ShowAll,
    /// A row of the list has the focus.
    Focus(u32),
    /// The next piece of evidence in the list, or the one before.
    Evidence {
        /// The next one.
        forward: bool,
    },
    /// All sources have lanes, or the first ones.
    AllSources(bool),
    /// All descriptors have lanes, or the first ones.
    AllLanes(bool),
}

impl Timeline {
    /// Everything there is; nothing before the chart is known.
    pub fn whole(&self) -> Frame {
        let Some(all) = &self.overview else { return Frame::default() };
        let coarse = all.lanes.iter().all(|lane| lane.coarse);
        Frame::around(all.first, all.last, coarse)
    }

    /// The stretch that is shown.
    pub fn frame(&self) -> Frame {
        self.zoom.unwrap_or_else(|| self.whole())
    }

    /// The chart with the finest marks that are known for what is shown.
    pub fn chart(&self) -> Option<&Rc<Overview>> {
        let closer = self.closer.as_ref().filter(|(frame, _)| Some(*frame) == self.zoom);
        closer.map(|(_, chart)| chart).or(self.overview.as_ref())
    }

    /// Which lines the list shows: the selection, or else what the chart shows.
    pub fn asked(&self) -> Asked {
        let frame = self.frame();
        let (from, to) = self.selection.unwrap_or((frame.from, frame.to));
        Asked { from, to, hidden: self.hidden.clone() }
    }

    /// A line of the list, if it is known.
    pub fn line(&self, line: u32) -> Option<&TimelineLine> {
        self.blocks.get(line / BLOCK)?.get((line % BLOCK) as usize)
    }

    /// What the worker must be asked. `comparison` is the one that is looked at.
    pub fn questions(&self, job: JobId, comparison: u32) -> Vec<ToWorker> {
        let mut questions = vec![ToWorker::TimelineUnit { job, comparison }];
        if self.overview.is_none() {
            questions.push(ToWorker::TimelineLanes { job, stretch: None });
            return questions;
        }
        if let Some(frame) = self.zoom {
            questions.push(ToWorker::TimelineLanes { job, stretch: Some((frame.from, frame.to)) });
        }
        questions.push(ToWorker::TimelineLines { job, asked: self.asked(), block: 0 });
        questions
    }

    /// Something has happened.
    pub fn apply(&mut self, action: TimelineAction) {
        let before = self.asked();
        match action {
            TimelineAction::Zoom { place, closer } => {
                let (frame, whole) = (self.frame(), self.whole());
                self.show(frame.zoomed(place, closer, whole));
            }
            TimelineAction::ZoomAll => self.zoom = None,
            TimelineAction::ZoomSelection => {
                if let Some((from, to)) = self.selection {
                    self.show(Frame { from, to }.within(self.whole()));
                }
            }
            TimelineAction::Move(tenths) => self.show(self.frame().moved(tenths, self.whole())),
            TimelineAction::Select(one, other) => {
                let frame = self.frame();
                let (from, to) = (frame.at(one.min(other)), frame.at(one.max(other)));
                self.selection = Some((from, to));
                self.cursor = Some(to);
                self.anchor = Some(from);
            }
            TimelineAction::Step { steps, selecting } => self.step(steps, selecting),
            TimelineAction::ClearSelection => {
                self.selection = None;
                self.anchor = None;
            }
            TimelineAction::Show { source, shown: true } => self.hidden.retain(|known| *known != source),
            TimelineAction::Show { source, shown: false } => {
                if !self.hidden.contains(&source) {
                    self.hidden.push(source);
                }
            }
            TimelineAction::ShowAll => self.hidden.clear(),
            TimelineAction::Focus(row) => self.focus_on(row),
            TimelineAction::Evidence { forward } => {
                let window = self.window.clone().unwrap_or_default();
                if let Some(row) = list::evidence(&window, &self.rows, self.focus, forward) {
                    self.focus_on(row);
                }
            }
            TimelineAction::AllSources(all) => self.all_sources = all,
            TimelineAction::AllLanes(all) => self.all_lanes = all,
        }
        if self.asked() != before {
            self.forget_lines();
        }
    }

    fn show(&mut self, frame: Frame) {
        self.zoom = Some(frame).filter(|frame| *frame != self.whole());
    }

    fn focus_on(&mut self, row: u32) {
        self.focus = Some(row.min(self.rows.count.saturating_sub(1)));
        self.jump = self.jump.wrapping_add(1);
    }

    /// From the middle, or from where the keyboard stood, by round steps; the chart follows where it ends.
    fn step(&mut self, steps: i64, selecting: bool) {
        let frame = self.frame();
        let step = frame.step();
        let inside = |at: &i64| (frame.from..=frame.to).contains(at);
        let here = self.cursor.filter(inside).unwrap_or_else(|| frame.at(PARTS / 2));
        let whole = self.whole();
        let round = |at: i64| at.div_euclid(step).saturating_mul(step);
        let there = round(here.saturating_add(steps.saturating_mul(step))).clamp(whole.from, whole.to);
        if selecting {
            let anchor = *self.anchor.get_or_insert(here);
            self.selection = Some((anchor.min(there), anchor.max(there)));
        } else {
            self.anchor = None;
        }
        self.cursor = Some(there);
        if !inside(&there) {
            self.show(frame.moved(if there < frame.from { -5 } else { 5 }, whole));
        }
    }

    /// The list is another: what is known of it is forgotten.
    fn forget_lines(&mut self) {
        self.window = None;
        self.blocks = Few::new();
        self.focus = None;
    }

    fn forget_far_blocks(&mut self, newest: u32) {
        while self.blocks.len() > MOST_BLOCKS {
            let far = self.blocks.numbers().max_by_key(|block| block.abs_diff(newest));
            let Some(far) = far else { return };
            self.blocks.remove(far);
        }
    }

    /// The worker has answered.
    pub fn hear(&mut self, message: ToPage<'static>) {
        match message {
            ToPage::TimelineLanes { stretch: None, overview, .. } => self.overview = Some(overview),
            ToPage::TimelineLanes { stretch: Some((from, to)), overview, .. } => {
                self.closer = Some((Frame { from, to }, overview));
            }
            ToPage::TimelineLines { asked, block, mut window, .. } if asked == self.asked() => {
                let lines = std::mem::take(&mut window.lines);
                self.blocks.put(block, Rc::new(lines));
                self.forget_far_blocks(block);
                if self.window.is_none() {
                    self.rows = Rc::new(Rows::of(&window));
                    self.window = Some(Rc::new(window));
                }
            }
            ToPage::TimelineUnit { comparison, unit, .. } => self.unit = Some((comparison, unit)),
            // An answer to a question that is no longer asked.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use analyzer::render::timeline::{Gap, Lane, Tone};

    const SECOND: i64 = 1_000_000;
    const JOB: JobId = 1;

    fn known() -> Timeline {
        let mut timeline = Timeline::default();
        let lanes = vec![Lane { source: 2, lines: 5, ..Lane::default() }];
        let overview = Overview { first: 0, last: 100 * SECOND, lines: 5, lanes, ..Overview::default() };
        timeline.hear(ToPage::TimelineLanes { job: JOB, stretch: None, overview: Rc::new(overview) });
        answer(&mut timeline, 0);
        timeline
    }

    /// The worker answers what is asked for now.
    fn answer(timeline: &mut Timeline, block: u32) {
        let line = |at: i64| TimelineLine {
            at,
            since: None,
            source: 2,
            line: 1,
            text: String::new(),
            tone: Tone::Neutral,
            number: 0,
            coarse: false,
        };
        let window = Window {
            total: 5,
            gaps: vec![Gap { before: 2, length: 9 }],
            evidence: vec![(3, 1)],
            lines: (0..5).map(line).collect(),
            ..Window::default()
        };
        timeline.hear(ToPage::TimelineLines { job: JOB, asked: timeline.asked(), block, window });
    }

    #[test]
    fn the_chart_is_asked_for_before_its_lines() {
        let asks = |timeline: &Timeline| timeline.questions(JOB, 0);
        let fresh = Timeline::default();
        assert!(!asks(&fresh).iter().any(|one| matches!(one, ToWorker::TimelineLines { .. })));
        assert!(asks(&fresh).contains(&ToWorker::TimelineLanes { job: JOB, stretch: None }));
        let mut timeline = known();
        assert!(asks(&timeline).iter().any(|one| matches!(one, ToWorker::TimelineLines { block: 0, .. })));
        timeline.apply(TimelineAction::Zoom { place: 0, closer: true });
        let frame = timeline.zoom.unwrap();
        let stretch = Some((frame.from, frame.to));
        assert!(asks(&timeline).contains(&ToWorker::TimelineLanes { job: JOB, stretch }));
    }

    #[test]
    fn a_selection_asks_for_its_lines_and_forgets_the_others() {
        let mut timeline = known();
        assert!(timeline.line(4).is_some() && timeline.rows.count == 6);
        timeline.apply(TimelineAction::Select(7_000, 3_000));
        let (from, to) = timeline.selection.unwrap();
        assert!(from < to && timeline.asked().from == from && timeline.asked().to == to);
        assert!(timeline.window.is_none() && timeline.line(0).is_none());
        answer(&mut timeline, 0);
        assert!(timeline.window.is_some());
        timeline.apply(TimelineAction::ClearSelection);
        assert_eq!((timeline.selection, timeline.asked().from), (None, timeline.whole().from));
    }

    #[test]
    fn an_answer_to_an_older_selection_is_not_shown() {
        let mut timeline = known();
        let before = timeline.asked();
        timeline.apply(TimelineAction::Select(0, 5_000));
        let window = Window { total: 9, ..Window::default() };
        timeline.hear(ToPage::TimelineLines { job: JOB, asked: before, block: 0, window });
        assert!(timeline.window.is_none());
    }

    #[test]
    fn the_keyboard_selects_step_by_step_and_back() {
        let mut timeline = known();
        let step = |steps| TimelineAction::Step { steps, selecting: true };
        timeline.apply(step(1));
        timeline.apply(step(1));
        let (from, to) = timeline.selection.unwrap();
        assert!(to > from && (to - from) <= 3 * timeline.frame().step());
        timeline.apply(step(-4));
        let (back, _) = timeline.selection.unwrap();
        assert!(back < from, "it goes on at the other side of where it began");
        timeline.apply(TimelineAction::Step { steps: 1_000, selecting: false });
        assert_eq!(timeline.cursor, Some(timeline.whole().to));
    }

    #[test]
    fn zoom_follows_the_selection_and_comes_back() {
        let mut timeline = known();
        timeline.apply(TimelineAction::Select(4_000, 6_000));
        timeline.apply(TimelineAction::ZoomSelection);
        assert!(timeline.frame().length() < timeline.whole().length() / 4);
        timeline.apply(TimelineAction::ZoomAll);
        assert_eq!(timeline.frame(), timeline.whole());
        timeline.apply(TimelineAction::Zoom { place: 5_000, closer: false });
        assert_eq!(timeline.zoom, None, "there is nothing further away");
    }

    #[test]
    fn hidden_sources_come_back() {
        let mut timeline = known();
        timeline.apply(TimelineAction::Show { source: 2, shown: false });
        assert_eq!(timeline.asked().hidden, [2]);
        assert!(timeline.window.is_none());
        timeline.apply(TimelineAction::ShowAll);
        assert!(timeline.asked().hidden.is_empty());
    }

    #[test]
    fn steps_between_evidence_and_rows_stay_in_the_list() {
        let mut timeline = known();
        timeline.apply(TimelineAction::Evidence { forward: true });
        assert_eq!(timeline.focus, Some(4), "behind the gap");
        timeline.apply(TimelineAction::Focus(99));
        assert_eq!(timeline.focus, Some(5));
    }

    #[test]
    fn no_more_blocks_are_kept_than_can_be_seen() {
        let mut timeline = known();
        for block in 0..60 {
            answer(&mut timeline, block);
        }
        assert_eq!(timeline.blocks.len(), MOST_BLOCKS);
        assert!(timeline.blocks.holds(59) && !timeline.blocks.holds(0));
    }
}
