//! Puts the time stamps of a trace on one clock.

use crate::model::trace::{Clock, Micros};

use super::leader::Leader;

/// Half a day: a time of day that falls by more has passed midnight.
const HALF_DAY: Micros = 12 * 3_600 * 1_000_000;
const DAY: Micros = 2 * HALF_DAY;

/// What the time stamps met so far count, and the last of them.
#[derive(Debug, Default)]
pub struct Stamps {
    /// What they count.
    pub clock: Clock,
    last: Micros,
    days: Micros,
}

impl Stamps {
    /// The time of a line. Where both an absolute and a relative time stand, the absolute one counts.
    pub fn time(&mut self, leader: &Leader) -> Option<Micros> {
        match (leader.time, leader.since) {
            (Some((clock, time)), _) => {
                self.clock = clock;
                if clock == Clock::TimeOfDay && time.saturating_add(HALF_DAY) < self.last {
                    self.days = self.days.saturating_add(DAY);
                }
                self.last = time;
                Some(time.saturating_add(self.days))
            }
            (None, Some(since)) => {
                self.clock = Clock::SinceStart;
                self.last = self.last.saturating_add(since);
                Some(self.last)
            }
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(lines: &[&str]) -> Vec<Option<Micros>> {
        let mut stamps = Stamps::default();
        lines.iter().map(|line| stamps.time(&Leader::read(line.as_bytes()))).collect()
    }

    #[test]
    fn midnight() {
        let second = 1_000_000;
        let found = times(&["23:59:59 a()", "23:59:58 a()", "00:00:01 a()", "00:00:02 a()"]);
        assert_eq!(found.first(), Some(&Some(DAY - second)));
        assert_eq!(found.get(1), Some(&Some(DAY - 2 * second)), "a clock set back is no midnight");
        assert_eq!(found.get(2), Some(&Some(DAY + second)));
        assert_eq!(found.last(), Some(&Some(DAY + 2 * second)));
    }

    #[test]
    fn relative_times_add_up() {
        let found = times(&["     0.000000 a()", "     0.000587 a()", "     0.000030 a()", "a()"]);
        assert_eq!(found, [Some(0), Some(587), Some(617), None]);
    }

    #[test]
    fn absolute_beats_relative() {
        assert_eq!(times(&["1 00:00:01.000002 (+     0.000530) a()"]), [Some(1_000_002)]);
    }
}
