//! The lanes of descriptors: where the calls of both runs stand, by time where both have times, else in call order.

use analyzer::render::timeline::{CallMark, DescriptorLane, Tone, UnitTime};

use super::axis::{STEPS, scale};
use super::clock::length;
use super::marks::shape;

/// So many lanes are shown before the rest is asked for.
const SHOWN: usize = 6;

/// So many lanes are shown where none of them tells anything.
const FEW: usize = 3;

/// So many pixels are left at both ends of a lane.
const EDGE: i64 = 10;

/// A wait that takes less than this part of the whole has no bar.
const NOTABLE: i64 = 40;

/// What the places of calls are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Microseconds since the unit began, up to this.
    Time(i64),
    /// Rows of the comparison, so many.
    Rows(i64),
}

impl Scale {
    /// By time where every run that is there has times.
    pub fn of(unit: &UnitTime) -> Self {
        let longest = unit.length.into_iter().max().unwrap_or(0);
        if unit.timed == [true, true] && longest > 0 {
            Self::Time(longest)
        } else {
            Self::Rows(i64::from(unit.rows).max(1))
        }
    }

    fn x(self, mark: &CallMark, width: i64) -> i64 {
        match self {
            Self::Time(_) => self.place(mark.at, width),
            Self::Rows(_) => self.place(i64::from(mark.row), width),
        }
    }

    /// Where a time or a row stands; at both ends there is room for a whole mark.
    fn place(self, at: i64, width: i64) -> i64 {
        let (Self::Time(all) | Self::Rows(all)) = self;
        EDGE + scale(at, all, (width - 2 * EDGE).max(1))
    }

    /// The marks of the axis below the lanes: where, and what stands there.
    pub fn ticks(self, width: i64) -> Vec<(i64, String)> {
        let most = (width / 90).clamp(1, 12);
        match self {
            Self::Time(longest) => {
                let step = STEPS.into_iter().find(|step| *step >= longest / most).unwrap_or(longest);
                let times = (0..=most).map(|count| count.saturating_mul(step)).filter(|at| *at <= longest);
                times.map(|at| (self.place(at, width), length(at))).collect()
            }
            Self::Rows(rows) => {
                let nice = [1, 2, 5].into_iter();
                let mut steps =
                    (0..10).flat_map(|power| nice.clone().map(move |one| one * 10_i64.pow(power)));
                let step = steps.find(|step| *step >= rows / most).unwrap_or(rows).max(1);
                let shown = (0..=most).map(|count| count * step).filter(|row| *row < rows);
                shown.map(|row| (self.place(row, width), (row + 1).to_string())).collect()
            }
        }
    }
}

/// One run's half of a lane.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Half {
    /// The line from its first call to its last.
    pub reach: Option<(i64, i64)>,
    /// The outline of all calls.
    pub calls: String,
    /// Waits: from, width, and how long they take; empty where there is no room for that.
    pub waits: Vec<(i64, i64, String)>,
    /// Failed calls that behave differently: where, and the errno.
    pub failed: Vec<(i64, String)>,
}

/// Draws one run's half of a lane around the height `y`.
pub fn half(marks: &[CallMark], failing: bool, scale: Scale, width: i64, y: i64) -> Half {
    let mut drawn = Half::default();
    let tone = if failing { Tone::Bad } else { Tone::Good };
    let mut last = i64::MIN;
    for mark in marks {
        let x = scale.x(mark, width);
        drawn.reach = Some((drawn.reach.map_or(x, |(from, _)| from.min(x)), x));
        if let Some(taken) = wait(mark, scale) {
            let end = scale.x(&CallMark { at: mark.at.saturating_add(taken), ..mark.clone() }, width);
            drawn.waits.push((x, end.min(width).saturating_sub(x).max(2), length(taken)));
        }
        // Marks that stand on one another are one.
        if x.saturating_sub(last) >= 2 {
            shape(&mut drawn.calls, x, y, tone);
            last = x;
        }
        let told = drawn.failed.last().is_some_and(|(before, name)| *name == mark.errno && x - before < 80);
        if !mark.errno.is_empty() && mark.differs && !told {
            drawn.failed.push((x, mark.errno.clone()));
        }
    }
    // An errno and a length of time cannot stand in one place.
    for (x, wide, said) in &mut drawn.waits {
        let middle = *x + *wide / 2;
        let hidden = |(at, name): &(i64, String)| {
            let end = at + 16 + 7 * i64::try_from(name.len()).unwrap_or(0);
            *at < middle + 24 && end > middle - 24
        };
        if *wide < 48 || drawn.failed.iter().any(hidden) {
            said.clear();
        }
    }
    drawn
}

/// How long a call waits, if that is worth a bar.
fn wait(mark: &CallMark, scale: Scale) -> Option<i64> {
    let Scale::Time(longest) = scale else { return None };
    Some(mark.took).filter(|took| *took >= 1_000 && took.saturating_mul(NOTABLE) >= longest)
}

/// The call that tells most on one side of a lane: one that failed and differs, one that differs, the longest wait.
pub fn telling(marks: &[CallMark], scale: Scale) -> Option<&CallMark> {
    let failed = marks.iter().find(|mark| mark.differs && !mark.errno.is_empty());
    let waits = marks.iter().filter(|mark| wait(mark, scale).is_some());
    failed.or_else(|| waits.max_by_key(|mark| mark.took)).or_else(|| marks.iter().find(|mark| mark.differs))
}

/// What is told of such a call: `≠ pwritev ENOSPC`, `− writev` where the other run does not do it, `recvfrom 3 s`.
pub fn told(mark: &CallMark, others: &[CallMark], failing: bool, scale: Scale) -> String {
    let both = others.iter().any(|other| other.row == mark.row);
    let mut parts: Vec<String> = match (mark.differs, both, failing) {
        (false, ..) => Vec::new(),
        (true, true, _) => vec!["≠".into()],
        (true, false, true) => vec!["+".into()],
        (true, false, false) => vec!["−".into()],
    };
    parts.push(mark.call.clone());
    if !mark.errno.is_empty() {
        parts.push(mark.errno.clone());
    }
    if let Some(taken) = wait(mark, scale) {
        parts.push(length(taken));
    }
    parts.join(" ")
}

/// The call next to a place of a drawing of that width.
pub fn nearest(marks: &[CallMark], scale: Scale, width: i64, x: i64) -> Option<&CallMark> {
    marks.iter().min_by_key(|mark| (scale.x(mark, width) - x).abs())
}

/// Where the decisive row stands, as rows: only in call order.
pub fn decisive(unit: &UnitTime, scale: Scale, width: i64) -> Option<i64> {
    let row = unit.decisive?;
    let all = unit.lanes.iter().flat_map(|lane| lane.failing.iter().chain(&lane.normal));
    let mut here = all.filter(|mark| mark.row == row);
    here.next().map(|mark| scale.x(mark, width))
}

/// The lanes to show: the most telling ones, in the order in which the runs come to them.
pub fn shown(unit: &UnitTime, all: bool) -> Vec<&DescriptorLane> {
    let tells = |lane: &&DescriptorLane| all || lane.tells;
    let most = if all { usize::MAX } else { SHOWN };
    let mut lanes: Vec<&DescriptorLane> = unit.lanes.iter().filter(tells).take(most).collect();
    if lanes.is_empty() {
        lanes.extend(unit.lanes.iter().take(FEW));
    }
    let begins = |marks: &[CallMark]| marks.first().map_or(u32::MAX, |mark| mark.row);
    lanes.sort_by_key(|lane| begins(&lane.normal).min(begins(&lane.failing)));
    lanes
}

/// `fd 14`, `fd 14 / 15` where the runs have other numbers; empty where there is none.
pub fn numbers(lane: &DescriptorLane) -> String {
    match (lane.normal_number, lane.failing_number) {
        (..0, ..0) => String::new(),
        (one, ..0) | (..0, one) => format!("fd {one}"),
        (one, two) if one == two => format!("fd {one}"),
        (one, two) => format!("fd {one} / {two}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn mark(row: u32, at: i64, took: i64, errno: &str) -> CallMark {
        let call = "read".into();
        CallMark { row, line: row + 1, at, took, call, errno: errno.into(), differs: !errno.is_empty() }
    }

    #[test]
    fn without_times_calls_stand_in_call_order() {
        let unit = UnitTime { rows: 60, length: [9, 0], timed: [true, false], ..UnitTime::default() };
        let scale = Scale::of(&unit);
        assert_eq!(scale, Scale::Rows(60));
        let drawn = half(&[mark(0, 0, 0, ""), mark(30, 0, 9_000_000, "ENOSPC")], true, scale, 600, 10);
        assert_eq!(drawn.failed, [(300, "ENOSPC".to_string())]);
        assert_eq!((drawn.reach, drawn.waits.len()), (Some((10, 300)), 0));
        assert_eq!(scale.ticks(620)[1], (110, "11".into()));
    }

    #[test]
    fn waits_are_as_long_as_they_took() {
        let unit =
            UnitTime { rows: 3, length: [1_000, 4_000_000], timed: [true, true], ..UnitTime::default() };
        let scale = Scale::of(&unit);
        let marks = [mark(0, 0, 50, ""), mark(1, 1_000_000, 3_000_000, "")];
        let drawn = half(&marks, true, scale, 420, 10);
        assert_eq!(drawn.waits, [(110, 300, "3 s".to_string())]);
        assert_eq!(
            telling(&marks, scale).map(|mark| told(mark, &[], true, scale)).as_deref(),
            Some("read 3 s")
        );
        assert_eq!(scale.ticks(400).last().map(|tick| tick.1.clone()).as_deref(), Some("4 s"));
    }

    #[test]
    fn the_nearest_call_is_the_one_that_was_meant() {
        let marks = [mark(0, 0, 0, ""), mark(50, 0, 0, ""), mark(99, 0, 0, "")];
        let found = nearest(&marks, Scale::Rows(100), 1_000, 610);
        assert_eq!(found.map(|mark| mark.row), Some(50));
        assert_eq!(nearest(&[], Scale::Rows(1), 10, 0), None);
    }

    #[test]
    fn few_lanes_are_shown_first_in_the_order_of_their_calls() {
        let lane = |row: u32| DescriptorLane {
            normal: vec![mark(row, 0, 0, "")],
            tells: row > 13,
            ..DescriptorLane::default()
        };
        let quiet = UnitTime { lanes: (0..9).map(lane).collect(), ..UnitTime::default() };
        assert_eq!(shown(&quiet, false).len(), FEW);
        let unit = UnitTime { lanes: (0..9).map(|n| lane(20 - n)).collect(), ..UnitTime::default() };
        let rows: Vec<u32> = shown(&unit, false).iter().map(|lane| lane.normal[0].row).collect();
        assert_eq!(rows, [15, 16, 17, 18, 19, 20]);
        assert_eq!(shown(&unit, true).len(), 9);
    }
}
