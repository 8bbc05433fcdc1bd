//! The phases of both runs, laid over the rows of an alignment.

use crate::align::Alignment;
use crate::align::place::Side;
use crate::order::InList;
use crate::report::PhaseReport;
use crate::source::LineNumber;
use crate::trace::{Phase, Run, Unit};

/// Stretches of rows, each named after the phase that it is; together they cover every row.
pub fn phases(runs: &[Run], alignment: &Alignment) -> Vec<PhaseReport> {
    let mut normal = Cursor::new(alignment.unit(runs, Side::Normal));
    let mut failing = Cursor::new(alignment.unit(runs, Side::Failing));
    let mut stretches: Vec<Stretch<'_>> = Vec::new();
    for (index, row) in alignment.rows.iter().enumerate() {
        let own = row.normal.and_then(|_| normal.next());
        let other = row.failing.and_then(|_| failing.next());
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let fits = stretches.last().is_some_and(|last| last.takes(own, other));
        if !fits {
            stretches.push(Stretch { first: index, ..Stretch::default() });
        }
        let Some(stretch) = stretches.last_mut() else { continue };
        stretch.len += 1;
        stretch.normal = own.or(stretch.normal);
        stretch.failing = other.or(stretch.failing);
        stretch.differs |= row.divergence.is_some();
        let line = |side| {
            let event = row.event(side)?;
            alignment.run(runs, side)?.trace.event(event).map(|event| event.line)
        };
        widen(&mut stretch.normal_lines, line(Side::Normal));
        widen(&mut stretch.failing_lines, line(Side::Failing));
    }
    stretches.into_iter().map(Stretch::report).in_list()
}

/// A stretch of rows while it grows.
#[derive(Default)]
struct Stretch<'a> {
    first: u32,
    len: u32,
    normal: Option<Place<'a>>,
    failing: Option<Place<'a>>,
    normal_lines: Option<[LineNumber; 2]>,
    failing_lines: Option<[LineNumber; 2]>,
    differs: bool,
}

/// A phase and its index in its unit.
type Place<'a> = (usize, &'a Phase);

impl<'a> Stretch<'a> {
    /// True if a row of these phases goes on with what the stretch is about.
    /// The normal run's phase decides; where a row has none, a phase of the same kind fits as well.
    fn takes(&self, normal: Option<Place<'a>>, failing: Option<Place<'a>>) -> bool {
        let kind = || self.normal.or(self.failing).map(|(_, phase)| phase.kind);
        match (normal, failing) {
            (Some((index, phase)), _) => match self.normal {
                Some((own, _)) => own == index,
                None => kind() == Some(phase.kind),
            },
            (None, Some((index, phase))) => match self.failing {
                Some((own, _)) => own == index || kind() == Some(phase.kind),
                None => kind() == Some(phase.kind),
            },
            (None, None) => true,
        }
    }

    fn report(self) -> PhaseReport {
        let phase = self.normal.or(self.failing);
        PhaseReport {
            title: phase.map(|(_, phase)| phase.title.clone()).unwrap_or_default(),
            normal_lines: self.normal_lines,
            failing_lines: self.failing_lines,
            same: !self.differs,
            rows: [self.first, self.len],
        }
    }
}

fn widen(lines: &mut Option<[LineNumber; 2]>, line: Option<LineNumber>) {
    let Some(line) = line else { return };
    *lines = Some(lines.map_or([line, line], |[first, last]| [first.min(line), last.max(line)]));
}

/// Walks through a unit's events and tells the phase of each.
struct Cursor<'a> {
    phases: &'a [Phase],
    phase: usize,
    event: u32,
}

impl<'a> Cursor<'a> {
    fn new(unit: Option<&'a Unit>) -> Self {
        Self { phases: unit.map_or(&[], |unit| unit.phases.as_slice()), phase: 0, event: 0 }
    }

    fn next(&mut self) -> Option<Place<'a>> {
        let event = self.event;
        self.event += 1;
        loop {
            let phase = self.phases.get(self.phase)?;
            if event < phase.first.saturating_add(phase.len) {
                return Some((self.phase, phase));
            }
            self.phase += 1;
        }
    }
}
