//! One run's part of the picture, or both runs' where they lie over each other.

use analyzer::render::flow::{Ending, Flow, Step, Told};

use super::marks::{Anchor, Look, Mark};
use super::{Drawn, HEAD, LINE, ROUND, STEP, Side, Words, lanes, lines, never, side_of, texts};

/// What is left free for the bracket beside what never happened.
pub const GUTTER: i32 = 82;
/// What a text keeps from the edges of its panel.
const MARGIN: i32 = 8;
/// A label may be wider than its arrow, up to this.
const WIDE: i32 = 210;
/// What a note keeps from its lifeline.
const BESIDE: i32 = 12;
/// What a sign before a note takes.
const SIGNED: i32 = 20;
/// From the top of a step down to its line.
const TO_LINE: i32 = 20;
/// From the line down to the base line of the reference.
const TO_REF: i32 = 13;
/// Half the width of the bar on the process.
const BAR: i32 = 4;

/// One part of the picture.
pub struct Panel {
    side: Side,
    left: i32,
    /// Its width.
    pub width: i32,
    gutter: i32,
    lanes: Vec<i32>,
    process: usize,
}

/// How one drawing of a step looks.
struct Paint {
    line: Look,
    head: Look,
    label: Look,
    /// It is the decisive step of the failing run.
    decisive: bool,
}

impl Paint {
    /// How wide its label is.
    fn measure(&self) -> fn(&str) -> i32 {
        if matches!(self.label, Look::LabelNormal | Look::LabelFailing) { texts::bold } else { texts::width }
    }
}

impl Panel {
    /// A part that begins at `left`.
    pub fn new(flow: &Flow, side: Side, left: i32, width: i32, brackets: bool) -> Self {
        let gutter = if brackets && flow.steps.iter().any(never) { GUTTER } else { 0 };
        // The bracket's room is the edge's.
        let inset = (gutter - 30).max(0);
        let lanes = lanes::places(flow, left + inset, width - inset);
        Self { side, left, width, gutter, lanes, process: lanes::process(flow) }
    }

    /// What is drawn of a step here, from top to bottom: of which run, and whether it never happened.
    fn told(&self, step: &Step) -> Vec<(Side, bool)> {
        let both = step.normal.is_some() && step.failing.is_some();
        match self.side {
            Side::Both if both && step.same => vec![(Side::Both, false)],
            Side::Both if both => vec![(Side::Normal, false), (Side::Failing, false)],
            Side::Failing | Side::Both if never(step) => vec![(Side::Normal, true)],
            Side::Normal | Side::Both if step.normal.is_some() => vec![(Side::Normal, false)],
            Side::Failing | Side::Both if step.failing.is_some() => vec![(Side::Failing, false)],
            _ => Vec::new(),
        }
    }

    /// How much room a step needs here.
    pub fn height(&self, step: &Step) -> i32 {
        let heights = self.told(step).into_iter().map(|(side, _)| self.height_of(step, side));
        heights.sum()
    }

    fn height_of(&self, step: &Step, side: Side) -> i32 {
        let note = step.from == step.to;
        let long = note
            && side_of(step, side).is_some_and(|told| {
                let (_, room, _) = self.beside(step.from as usize);
                texts::wrapped(&told.text, room - SIGNED, texts::bold).0.len() > 1
            });
        if long { STEP + LINE } else { STEP }
    }

    fn lane(&self, index: usize) -> i32 {
        self.lanes.get(index).copied().unwrap_or(self.left)
    }

    /// Where a note beside a lifeline begins, how much room it has, and whether it stands at the right.
    fn beside(&self, lane: usize) -> (i32, i32, bool) {
        let x = self.lane(lane);
        let right = self.left + self.width - MARGIN - x - BESIDE;
        let left = x - self.left - self.gutter - MARGIN - BESIDE;
        if right >= left.min(170) { (x + BESIDE, right, true) } else { (x - BESIDE, left, false) }
    }

    /// The names above the lifelines.
    pub fn names(&self, flow: &Flow, head: &mut Vec<Mark>) {
        let count = self.lanes.len();
        for (index, (lifeline, x)) in flow.lifelines.iter().zip(&self.lanes).enumerate() {
            let before = index.checked_sub(1).map_or(self.left - 60, |before| self.lane(before));
            let after = if index + 1 < count { self.lane(index + 1) } else { self.left + self.width + 60 };
            let room = (x - before).min(after - x).max(60) - 6;
            // At the edges there is less room on one side.
            let room = room.min(2 * (x - self.left - 2)).min(2 * (self.left + self.width - 2 - x));
            for (look, y, text) in [(Look::Name, 19, &lifeline.name), (Look::Detail, 34, &lifeline.detail)] {
                if text.is_empty() {
                    continue;
                }
                let measure = if look == Look::Name { texts::bold } else { texts::width };
                let (shown, whole) = texts::fitted(text, room, measure);
                head.push(Mark::Text { look, x: *x, y, anchor: Anchor::Middle, text: shown, whole });
            }
            head.push(Mark::Path { look: Look::Lane, d: format!("M{x} 40V{HEAD}") });
        }
    }

    /// What lies behind the steps: lifelines, rounds, the bar of the process, brackets.
    pub fn behind(&self, flow: &Flow, tops: &[[i32; 2]], height: i32, words: &Words, back: &mut Vec<Mark>) {
        for round in &flow.rounds {
            self.round(round, tops, words, true, back);
        }
        for (step, [top, height]) in flow.steps.iter().zip(tops) {
            if step.decisive && self.side != Side::Normal && step.failing.is_some() {
                // Where both runs stand in one picture, the normal one's side is above.
                let above = if self.side == Side::Both && step.normal.is_some() {
                    self.height_of(step, Side::Normal)
                } else {
                    0
                };
                let width = self.width - self.gutter - 6;
                let area = [self.left + self.gutter + 2, top + above, width, height - above];
                back.push(Mark::Rect { look: Look::Decisive, area });
            }
        }
        for x in &self.lanes {
            back.push(Mark::Path { look: Look::Lane, d: format!("M{x} 0V{height}") });
        }
        self.bar(flow, tops, back);
        for round in &flow.rounds {
            self.round(round, tops, words, false, back);
        }
        if self.gutter > 0 {
            self.brackets(flow, tops, words, back);
        }
    }

    /// The ground of some rounds, or what stands on it.
    fn round(
        &self,
        round: &analyzer::render::flow::Round,
        tops: &[[i32; 2]],
        words: &Words,
        grounds: bool,
        back: &mut Vec<Mark>,
    ) {
        let times = match self.side {
            Side::Normal => round.normal,
            Side::Failing => round.failing,
            Side::Both => round.normal.max(round.failing),
        };
        let first = round.first as usize;
        let last = first + (round.steps as usize).saturating_sub(1);
        let (Some([top, _]), Some([bottom, height])) = (tops.get(first), tops.get(last)) else { return };
        if times == 0 {
            return;
        }
        let top = top - ROUND;
        let left = self.left + self.gutter + 6;
        let area = [left, top + 2, self.width - self.gutter - 12, bottom + height - top - 2];
        let (ground, look) = match (round.normal > 0, round.failing > 0) {
            (true, false) => (Look::Round, Look::LabelNormal),
            (false, true) => (Look::RoundFailing, Look::LabelFailing),
            _ => (Look::RoundBoth, Look::Label),
        };
        if grounds {
            back.push(Mark::Rect { look: ground, area });
            return;
        }
        let text = words.rounds.replace("{n}", &times.to_string());
        // Beside the process where that stands first, as its bar would cut the text.
        let x = if self.process == 0 { self.lane(0) + BESIDE } else { left + 8 };
        back.push(Mark::Text { look, x, y: top + 17, anchor: Anchor::Start, text, whole: None });
    }

    /// The process is busy from its first step to its last one; a run that stops early ends there.
    fn bar(&self, flow: &Flow, tops: &[[i32; 2]], back: &mut Vec<Mark>) {
        let process = u32::try_from(self.process).unwrap_or(0);
        let takes_part = |step: &Step| step.from == process || step.to == process;
        let done = |step: &Step| match self.side {
            Side::Normal => step.normal.is_some(),
            Side::Failing => step.failing.is_some(),
            Side::Both => true,
        };
        let mine = |(step, _): &(&Step, &[i32; 2])| takes_part(step) && done(step);
        let with = || flow.steps.iter().zip(tops).filter(mine);
        let (Some((_, [top, _])), Some((step, [bottom, height]))) = (with().next(), with().next_back())
        else {
            return;
        };
        let x = self.lane(self.process);
        let end = bottom + if step.from == step.to { *height } else { TO_LINE + 6 };
        back.push(Mark::Rect { look: Look::Bar, area: [x - BAR, top + 6, 2 * BAR, end - top - 6] });
        let endless = side_of(step, self.side).is_some_and(|told| told.ending == Ending::Endless);
        if endless {
            // It goes on, and nobody knows for how long.
            back.push(Mark::Path { look: Look::Never, d: format!("M{x} {end}v14") });
        }
    }

    /// Beside what never happened.
    fn brackets(&self, flow: &Flow, tops: &[[i32; 2]], words: &Words, back: &mut Vec<Mark>) {
        let mut open: Option<(i32, i32)> = None;
        for (step, [top, height]) in flow.steps.iter().zip(tops) {
            if never(step) {
                let from = open.map_or(*top, |(from, _)| from);
                open = Some((from, top + height));
            } else if step.normal.is_some() {
                self.bracket(open.take(), words, back);
            }
        }
        self.bracket(open, words, back);
    }

    fn bracket(&self, span: Option<(i32, i32)>, words: &Words, back: &mut Vec<Mark>) {
        let Some((from, to)) = span else { return };
        let x = self.left + self.gutter;
        back.push(Mark::Path {
            look: Look::Bracket,
            d: format!("M{} {}H{}V{}H{}", x + 1, from + 4, x - 6, to - 4, x + 1),
        });
        let count = i32::try_from(words.never.len()).unwrap_or(1);
        let first = i32::midpoint(from, to) - (count - 1) * 14 / 2 + 4;
        for (place, text) in (0..).zip(&words.never) {
            back.push(Mark::Text {
                look: Look::BracketLabel,
                x: x - 10,
                y: first + place * 14,
                anchor: Anchor::End,
                text: text.clone(),
                whole: None,
            });
        }
    }

    /// A step, as often as it is drawn here.
    pub fn step(
        &self,
        index: usize,
        step: &Step,
        [top, _]: [i32; 2],
        sources: &[String],
        drawn: &mut Vec<Drawn>,
    ) {
        let mut top = top;
        for (told, never) in self.told(step) {
            let Some(says) = side_of(step, told) else { continue };
            let height = self.height_of(step, told);
            let paint = self.paint(step, told, never);
            let mut marks = Vec::new();
            let source = sources.get(says.source as usize).map_or("", String::as_str);
            let place = format!("{source}:{}", lines(says.first, says.last));
            let area = if step.from == step.to {
                self.note(step, says, top, &paint, place, &mut marks)
            } else {
                self.message(step, says, top, &paint, place, never, &mut marks)
            };
            drawn.push(Drawn { step: index, panel: self.side, told, never, area, marks });
            top += height;
        }
    }

    fn paint(&self, step: &Step, told: Side, never: bool) -> Paint {
        let (line, head, label) = match (never, step.same, told) {
            (true, ..) if self.side == Side::Failing => (Look::Never, Look::HeadNever, Look::LabelNever),
            (true, ..) => (Look::Never, Look::HeadNever, Look::LabelNormal),
            (_, true, _) | (_, _, Side::Both) => (Look::Both, Look::HeadBoth, Look::Label),
            (_, _, Side::Normal) => (Look::Normal, Look::HeadNormal, Look::LabelNormal),
            (_, _, Side::Failing) => (Look::Failing, Look::HeadFailing, Look::LabelFailing),
        };
        let decisive = step.decisive && told != Side::Normal && !never;
        Paint { line, head, label, decisive }
    }

    /// What one does by itself: a text beside its lifeline.
    fn note(
        &self,
        step: &Step,
        told: &Told,
        top: i32,
        paint: &Paint,
        place: String,
        marks: &mut Vec<Mark>,
    ) -> [i32; 4] {
        let (x, room, right) = self.beside(step.from as usize);
        let signed = told.ending != Ending::Done || paint.decisive;
        let shift = if signed { SIGNED } else { 0 };
        let anchor = if right { Anchor::Start } else { Anchor::End };
        let (shown, whole) = texts::wrapped(&told.text, room - shift, paint.measure());
        let at = if right { x + shift } else { x - shift };
        let mut y = top + 15;
        let mut widest = texts::fixed(&place);
        for line in &shown {
            widest = widest.max(paint.measure()(line));
            marks.push(Mark::Text {
                look: paint.label,
                x: at,
                y,
                anchor,
                text: line.clone(),
                whole: whole.clone(),
            });
            y += LINE;
        }
        if signed {
            let centre = if right { x + 8 } else { x - 8 };
            sign(told.ending, paint, centre, top + 11, marks);
        }
        marks.push(Mark::Text { look: Look::Ref, x: at, y, anchor, text: place, whole: None });
        let width = widest + shift + 8;
        [if right { x - 4 } else { x + 4 - width }, top + 1, width, y - top + 4]
    }

    /// From one to another: an arrow with a text above and its lines below.
    #[allow(clippy::too_many_arguments, reason = "all of it is one drawing")]
    fn message(
        &self,
        step: &Step,
        told: &Told,
        top: i32,
        paint: &Paint,
        place: String,
        never: bool,
        marks: &mut Vec<Mark>,
    ) -> [i32; 4] {
        let (from, to) = (self.lane(step.from as usize), self.lane(step.to as usize));
        let y = top + TO_LINE;
        let way = if to > from { 1 } else { -1 };
        let bar = |lane: u32| if lane as usize == self.process { BAR * way } else { 0 };
        let (start, end) = (from + bar(step.from), to - bar(step.to));
        let failed = (told.ending == Ending::Failed || paint.decisive) && !never;
        let reach = if failed { end - 9 * way } else { end };
        marks.push(Mark::Path { look: paint.line, d: format!("M{start} {y}H{}", reach - 6 * way) });
        if failed {
            sign(told.ending, paint, end - 1, y, marks);
        } else {
            let back = end - 8 * way;
            marks.push(Mark::Path { look: paint.head, d: format!("M{end} {y}L{back} {}V{}Z", y - 4, y + 4) });
        }
        let span = (reach - start).abs() - 12;
        let (left, right) = (self.left + self.gutter + MARGIN, self.left + self.width - MARGIN);
        let room = span.max(WIDE).min(right - left);
        let (shown, whole) = texts::fitted(&told.text, room, paint.measure());
        let half = (paint.measure()(&shown) + 1) / 2;
        let half_place = (texts::fixed(&place) + 1) / 2;
        let mut x = i32::midpoint(start, reach);
        let touches = [step.from, step.to].into_iter().any(|lane| lane as usize == self.process);
        if touches && 2 * half > span {
            // What is wider than its arrow grows away from the process, whose bar would cut it.
            let process = self.lane(self.process);
            let away = BAR + 4 + half;
            x = if process <= start.min(end) { process + away } else { process - away };
        }
        // At the edges a text stands no longer in the middle of its arrow.
        let within = |x: i32, half: i32| x.min(right - half).max(left + half);
        let at_place = within(i32::midpoint(start, end), half_place);
        let x = within(x, half);
        let anchor = Anchor::Middle;
        marks.push(Mark::Text { look: paint.label, x, y: y - 5, anchor, text: shown, whole });
        marks.push(Mark::Text {
            look: Look::Ref,
            x: at_place,
            y: y + TO_REF,
            anchor,
            text: place,
            whole: None,
        });
        let edge = (start.min(end) - 2).min(x - half - 4).min(at_place - half_place - 4);
        let other = (start.max(end) + 2).max(x + half + 4).max(at_place + half_place + 4);
        [edge, top + 2, other - edge, STEP - 3]
    }
}

/// The sign of an end that is no good: a cross where it fails, dots where it waits.
fn sign(ending: Ending, paint: &Paint, x: i32, y: i32, marks: &mut Vec<Mark>) {
    let quiet = paint.line == Look::Both;
    if !quiet {
        marks.push(Mark::Path {
            look: Look::Disc,
            d: format!("M{} {y}a8 8 0 1 0 16 0a8 8 0 1 0 -16 0Z", x - 8),
        });
    }
    let look = if quiet { Look::Quiet } else { Look::Sign };
    let d = match ending {
        Ending::Failed => format!("M{} {}l6 6m0 -6l-6 6", x - 3, y - 3),
        Ending::Done => format!("M{x} {}v5m0 3v0.5", y - 4),
        _ => format!("M{} {y}h1m3 0h1m3 0h1", x - 4),
    };
    marks.push(Mark::Path { look, d });
}
