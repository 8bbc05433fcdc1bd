//! The axis: which stretch of time is shown, where a time stands on it, and its ticks.

use analyzer::model::time::DAY;

use super::clock::{SECOND, Zone};

/// Places on the axis are counted in so many parts of it.
pub const PARTS: i64 = 10_000;

/// No stretch is shorter than this, in microseconds.
const SHORTEST: i64 = 100;

/// A stretch of time that is shown, from its left edge to its right one, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frame {
    /// The left edge.
    pub from: i64,
    /// The right edge.
    pub to: i64,
}

impl Frame {
    /// A frame around everything, with some room at both ends so that no mark is cut. All lines of one instant get two
    /// milliseconds, or some seconds where no source tells less than seconds (`coarse`).
    pub fn around(first: i64, last: i64, coarse: bool) -> Self {
        let room = (last.saturating_sub(first) / 40).max(if coarse { 2 * SECOND } else { 1_000 });
        Self { from: first.saturating_sub(room), to: last.saturating_add(room) }
    }

    /// How long it is; at least one microsecond.
    pub fn length(self) -> i64 {
        self.to.saturating_sub(self.from).max(1)
    }

    /// Where a time stands in a drawing of that width; outside of it for times that are not shown.
    pub fn x(self, at: i64, width: i64) -> i64 {
        scale(at.saturating_sub(self.from), self.length(), width)
    }

    /// The time at a place, counted in [`PARTS`].
    pub fn at(self, place: i64) -> i64 {
        self.from.saturating_add(scale(place, PARTS, self.length()))
    }

    /// The frame that is so many times shorter (`shorter`) or longer, around the time at a place; never beyond `whole`.
    #[must_use]
    pub fn zoomed(self, place: i64, shorter: bool, whole: Self) -> Self {
        let length = if shorter { self.length() / 2 } else { self.length().saturating_mul(2) };
        let length = length.clamp(SHORTEST.min(whole.length()), whole.length());
        let from = self.at(place).saturating_sub(scale(place, PARTS, length));
        Self { from, to: from.saturating_add(length) }.within(whole)
    }

    /// The frame moved by so many tenths of its length; never beyond `whole`.
    #[must_use]
    pub fn moved(self, tenths: i64, whole: Self) -> Self {
        let by = (self.length() / 10).max(1).saturating_mul(tenths);
        Self { from: self.from.saturating_add(by), to: self.to.saturating_add(by) }.within(whole)
    }

    /// The frame moved so that it does not leave another one; that one if it is shorter.
    #[must_use]
    pub fn within(self, whole: Self) -> Self {
        if self.length() >= whole.length() {
            return whole;
        }
        let by = whole.from.saturating_sub(self.from).max(0) + whole.to.saturating_sub(self.to).min(0);
        Self { from: self.from.saturating_add(by), to: self.to.saturating_add(by) }
    }

    /// One step of the keyboard: a sixtieth of the frame, as a round number.
    pub fn step(self) -> i64 {
        STEPS.iter().copied().rfind(|step| *step <= self.length() / 60).unwrap_or(1)
    }
}

/// `part` of `whole`, on a scale of `size`. Of two long times the last microseconds are lost rather than overflow.
pub fn scale(part: i64, whole: i64, size: i64) -> i64 {
    let shift = if whole > 1 << 45 { 20 } else { 0 };
    let (part, whole) = (part >> shift, (whole >> shift).max(1));
    let rest = part.saturating_mul(size % whole) / whole;
    part.saturating_mul(size / whole).saturating_add(rest)
}

/// A mark of the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// Its time.
    pub at: i64,
    /// The time of day, or the date where a day and more lies between ticks.
    pub label: String,
    /// The date, where it is another one than at the tick before.
    pub date: Option<String>,
}

const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// The lengths that may lie between two ticks.
pub(super) const STEPS: [i64; 45] = [
    1,
    2,
    5,
    10,
    20,
    50,
    100,
    200,
    500,
    1_000,
    2_000,
    5_000,
    10_000,
    20_000,
    50_000,
    100_000,
    200_000,
    500_000,
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY,
    91 * DAY,
    182 * DAY,
    365 * DAY,
    3_650 * DAY,
    36_500 * DAY,
];

/// Where the labels of ticks stand in a drawing of that width: the place of each, and whether it begins (-1) or ends (1)
/// there or has it in its middle (0). A label that would stand on the one before is left out (`None`).
pub fn labels(ticks: &[Tick], frame: Frame, width: i64) -> Vec<Option<(i64, i64)>> {
    let mut free = i64::MIN;
    let mut places = Vec::new();
    for tick in ticks {
        let x = frame.x(tick.at, width);
        // Digits of the face that labels are set in are just below 7 pixels wide.
        let wide =
            i64::try_from(tick.label.len().max(tick.date.as_ref().map_or(0, String::len))).unwrap_or(0) * 7;
        let place = if x < wide / 2 {
            (x + 3, -1)
        } else if x + wide / 2 > width {
            (x - 3, 1)
        } else {
            (x, 0)
        };
        let left = place.0 - wide * (place.1 + 1) / 2;
        let fits = left >= free;
        if fits {
            free = left + wide + 8;
        }
        places.push(fits.then_some(place));
    }
    places
}

/// The ticks of a frame in a drawing of that width: as many as there is room for, at round times of the zone; at whole
/// seconds where no source tells less (`coarse`).
pub fn ticks(frame: Frame, width: i64, zone: Zone, coarse: bool) -> Vec<Tick> {
    // A label with microseconds is 110 pixels wide.
    let most = (width / 116).clamp(1, 24);
    let wanted = (frame.length() / most).max(if coarse { SECOND } else { 0 });
    let step = STEPS.into_iter().find(|step| *step >= wanted).unwrap_or(36_500 * DAY);
    let shift = zone.offset.unwrap_or(0).saturating_mul(MINUTE);
    let first = frame.from.saturating_add(shift).div_euclid(step);
    let mut ticks: Vec<Tick> = Vec::new();
    let mut day = None;
    for count in 0..=most.saturating_add(1) {
        let at = first.saturating_add(count).saturating_mul(step).saturating_sub(shift);
        if at < frame.from || at > frame.to {
            continue;
        }
        let today = zone.day(at);
        let new = zone.dated && day.replace(today) != Some(today);
        let (label, date) = if step >= DAY && zone.dated {
            (zone.date(at), None)
        } else {
            (zone.clock(at, step), new.then(|| zone.date(at)))
        };
        ticks.push(Tick { at, label, date });
    }
    ticks
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    const START: i64 = 1_795_225_589_000_000;
    const UTC: Zone = Zone { offset: Some(0), dated: true };

    fn texts(frame: Frame, width: i64) -> Vec<String> {
        ticks(frame, width, UTC, false).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn seconds_have_a_tick_each_where_there_is_room() {
        let frame = Frame::around(START, START + 8 * SECOND, false);
        let ticks = ticks(frame, 1200, UTC, false);
        assert_eq!(ticks[0].label, "01:46:29");
        assert_eq!(ticks[0].date.as_deref(), Some("2026-11-21"));
        assert_eq!(ticks.len(), 9);
        assert!(ticks[1..].iter().all(|tick| tick.date.is_none()));
        assert_eq!(texts(frame, 400).len(), 2, "{:?}", texts(frame, 400));
    }

    #[test]
    fn ticks_go_from_microseconds_to_decades() {
        assert_eq!(texts(Frame { from: START, to: START + 100 }, 1200)[1], "01:46:29.00001");
        assert_eq!(texts(Frame { from: START, to: START + 40_000 }, 1200)[1], "01:46:29.005");
        assert_eq!(texts(Frame { from: START, to: START + 5 * HOUR }, 1200)[0], "02:00");
        assert_eq!(texts(Frame { from: START, to: START + 12 * DAY }, 1200)[0], "2026-11-23");
        for years in [1, 20, 300, 7_000] {
            let labels = texts(Frame { from: START, to: START.saturating_add(years * 365 * DAY) }, 1200);
            assert!((1..=24).contains(&labels.len()), "{years}: {labels:?}");
        }
    }

    #[test]
    fn the_date_stands_where_it_changes() {
        let midnight = START - START.rem_euclid(DAY) + DAY;
        let ticks = ticks(Frame { from: midnight - 2 * HOUR, to: midnight + 2 * HOUR }, 1200, UTC, false);
        let dates: Vec<_> = ticks.iter().filter(|tick| tick.date.is_some()).map(|tick| tick.at).collect();
        assert_eq!(dates, [ticks[0].at, midnight]);
    }

    #[test]
    fn ticks_are_round_in_the_zone_that_is_shown() {
        let zone = Zone { offset: Some(330), dated: true };
        let ticks = ticks(Frame { from: START, to: START + 12 * HOUR }, 800, zone, false);
        assert!(ticks.iter().all(|tick| tick.label.ends_with(":00")), "{ticks:?}");
    }

    #[test]
    fn zoom_keeps_the_time_below_the_mouse_and_stays_inside() {
        let whole = Frame::around(START, START + 100 * SECOND, false);
        let near = whole.zoomed(2_500, true, whole);
        assert!((near.at(2_500) - whole.at(2_500)).abs() < 10);
        assert!((near.length() * 2 - whole.length()).abs() < 4);
        assert_eq!(near.zoomed(9_000, false, whole), whole);
        assert_eq!(near.moved(-1000, whole).from, whole.from);
        assert_eq!(near.moved(1000, whole).to, whole.to);
        let mut deep = whole;
        for _ in 0..80 {
            deep = deep.zoomed(5_000, true, whole);
        }
        assert!(deep.length() >= SHORTEST);
    }

    #[test]
    fn no_label_stands_on_another_or_is_cut() {
        for seconds in 1..60 {
            let frame = Frame { from: START, to: START + seconds * SECOND };
            let ticks = ticks(frame, 900, UTC, false);
            let mut free = 0;
            for (tick, place) in ticks.iter().zip(labels(&ticks, frame, 900)) {
                let Some((x, side)) = place else { continue };
                let wide = i64::try_from(tick.label.len()).unwrap_or(0) * 7;
                let left = x - wide * (side + 1) / 2;
                assert!(left >= free && left + wide <= 900 + 3, "{seconds} s: {tick:?} at {x}");
                free = left + wide;
            }
        }
    }

    #[test]
    fn one_instant_has_a_frame_too() {
        let frame = Frame::around(START, START, false);
        assert_eq!(frame.x(START, 1000), 500);
        assert!(!ticks(frame, 1000, UTC, false).is_empty());
        let coarse = Frame::around(START, START, true);
        assert!(ticks(coarse, 1000, UTC, true).iter().all(|tick| tick.at % SECOND == 0));
        assert!(frame.step() > 0);
    }

    #[test]
    fn places_of_long_times_do_not_overflow() {
        let frame = Frame { from: 0, to: 250_000_000_000_000_000 };
        assert!((frame.x(125_000_000_000_000_000, 2_000) - 1_000).abs() <= 1);
        assert!((frame.at(5_000) - 125_000_000_000_000_000).abs() < SECOND);
    }
}
