//! The marks of the chart as outlines: circles for what went well, diamonds for what did not, rings for the rest. One
//! outline holds all marks of one kind of a lane, so that a chart of thousands of marks is a few dozen elements.

use std::fmt::Write as _;

use analyzer::render::timeline::{Mark, Tone};

use super::axis::Frame;

/// Half of the height of a mark, in pixels.
const RADIUS: i64 = 5;

/// From so many marks on a lane is drawn as bars that are as high as lines are many.
const CROWDED: usize = 60;

/// Half of the height of a lane that bars may take, in pixels.
const HIGHEST: i64 = 11;

/// The outlines of a lane, for each tone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlines {
    /// What went well.
    pub good: String,
    /// What did not.
    pub bad: String,
    /// What is neither.
    pub neutral: String,
    /// Evidence: where, and its number. Marks that would stand on each other share the first number.
    pub numbers: Vec<(i64, u32)>,
    /// The lane is drawn as bars.
    pub bars: bool,
}

/// The outlines of a lane's marks, around the height `y`, in a drawing of that width.
pub fn outlines(marks: &[Mark], frame: Frame, width: i64, y: i64) -> Outlines {
    let mut drawn = Outlines::default();
    let shown = |mark: &&Mark| mark.at >= frame.from && mark.at <= frame.to;
    drawn.bars = marks.iter().filter(shown).count() > CROWDED;
    for mark in marks.iter().filter(shown) {
        let x = frame.x(mark.at, width);
        let path = match mark.tone {
            Tone::Good => &mut drawn.good,
            Tone::Bad => &mut drawn.bad,
            Tone::Neutral => &mut drawn.neutral,
        };
        if drawn.bars {
            bar(path, x, y, mark);
        } else {
            shape(path, x, y, mark.tone);
        }
        let free = drawn.numbers.last().is_none_or(|(last, _)| x - last >= 14);
        if mark.number > 0 && free {
            drawn.numbers.push((x, mark.number));
        }
    }
    drawn
}

/// The outline of one mark.
pub fn shape(path: &mut String, x: i64, y: i64, tone: Tone) {
    // Writing to a text does not fail.
    let _ = match tone {
        Tone::Good => circle(path, x, y, RADIUS),
        Tone::Neutral => circle(path, x, y, RADIUS - 1),
        Tone::Bad => {
            let r = RADIUS + 1;
            write!(path, "M{} {y}l{r} {r} {r} -{r} -{r} -{r}z", x - r)
        }
    };
}

fn circle(path: &mut String, x: i64, y: i64, r: i64) -> std::fmt::Result {
    write!(path, "M{} {y}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 -{} 0z", x - r, 2 * r, 2 * r)
}

/// A bar: each doubling of the lines makes it higher. Bad ones are higher than all others, and drawn over them.
fn bar(path: &mut String, x: i64, y: i64, mark: &Mark) {
    let many = (3 + i64::from(mark.lines.max(1).ilog2())).min(HIGHEST - 2);
    let half = if mark.tone == Tone::Bad { HIGHEST } else { many };
    let _ = write!(path, "M{} {}h3v{}h-3z", x - 1, y - half, 2 * half);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(at: i64, tone: Tone, number: u32) -> Mark {
        Mark { at, tone, lines: 1, number }
    }

    #[test]
    fn each_tone_has_its_own_outline() {
        let marks = [mark(0, Tone::Good, 0), mark(500, Tone::Bad, 2), mark(1_000, Tone::Neutral, 0)];
        let drawn = outlines(&marks, Frame { from: 0, to: 1_000 }, 100, 15);
        assert!(drawn.good.starts_with("M-5 15a") && drawn.bad.starts_with("M44 15l"));
        assert_eq!(drawn.neutral.matches('M').count(), 1);
        assert_eq!((drawn.numbers, drawn.bars), (vec![(50, 2)], false));
    }

    #[test]
    fn what_lies_outside_is_not_drawn() {
        let marks = [mark(-1, Tone::Good, 1), mark(1_001, Tone::Good, 2)];
        assert_eq!(outlines(&marks, Frame { from: 0, to: 1_000 }, 100, 15), Outlines::default());
    }

    #[test]
    fn crowded_lanes_are_bars() {
        let marks: Vec<Mark> = (0..200).map(|at| mark(at, Tone::Good, 0)).collect();
        let drawn = outlines(&marks, Frame { from: 0, to: 200 }, 1_000, 15);
        assert!(drawn.bars && drawn.good.matches('M').count() == 200);
    }
}
