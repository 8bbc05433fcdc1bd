//! Units side by side, as the report tells them.

use crate::align::place::Side as Which;
use crate::align::{Alignment, RowKind};
use crate::order::InList;
use crate::report::{Comparison, Divergence, DivergenceKind, NeverHappened, Side};
use crate::source::{LineNumber, Source};
use crate::trace::{Ending, Run, Unit};

mod phases;
mod wording;

/// One comparison for each alignment, in the same order.
pub fn comparisons(sources: &[Source], runs: &[Run], alignments: &[Alignment]) -> Vec<Comparison> {
    alignments.iter().map(|alignment| comparison(sources, runs, alignment)).collect()
}

/// What is told of one alignment.
pub fn comparison(sources: &[Source], runs: &[Run], alignment: &Alignment) -> Comparison {
    let count = |kind| length(alignment.rows.iter().filter(|row| row.kind == kind).count());
    Comparison {
        normal: side(sources, runs, alignment, Which::Normal),
        failing: side(sources, runs, alignment, Which::Failing),
        rows: length(alignment.rows.len()),
        same: count(RowKind::Same),
        value_only: count(RowKind::ValueOnly),
        changed: count(RowKind::Changed),
        only_normal: count(RowKind::OnlyNormal),
        only_failing: count(RowKind::OnlyFailing),
        first_divergence: alignment.first.and_then(|row| divergence(runs, alignment, row)),
        decisive_divergence: alignment.decisive.and_then(|row| divergence(runs, alignment, row)),
        phases: phases::phases(runs, alignment),
        never_happened: never_happened(runs, alignment),
        fallback: alignment.fallback.clone(),
    }
}

fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn side(sources: &[Source], runs: &[Run], alignment: &Alignment, which: Which) -> Side {
    let run = alignment.run(runs, which);
    let unit = alignment.unit(runs, which);
    let line = |event: Option<&u32>| -> LineNumber {
        run.zip(event).and_then(|(run, event)| run.trace.event(*event)).map_or(0, |event| event.line)
    };
    Side {
        source: run
            .and_then(|run| sources.get(run.source))
            .map(|source| source.name.clone())
            .unwrap_or_default(),
        unit: unit.map(|unit| unit.title.clone()).unwrap_or_default(),
        first_line: line(unit.and_then(|unit| unit.events.first())),
        last_line: line(unit.and_then(|unit| unit.events.last())),
        outcome: run.zip(unit).map(|(run, unit)| outcome(run, unit)).unwrap_or_default(),
    }
}

/// How a unit ended, in a few words; empty if nothing is known.
pub fn outcome(run: &Run, unit: &Unit) -> String {
    match &unit.ending {
        Ending::Unknown => String::new(),
        Ending::Answered { status: 0, bytes } => format!("answered, {} B", grouped(*bytes)),
        Ending::Answered { status, bytes } => format!("{status}, {} B", grouped(*bytes)),
        Ending::ClosedWithoutAnswer => "closed, 0 B".into(),
        Ending::ClientLeft => "client left".into(),
        Ending::Exited(status) => format!("exit {status}"),
        Ending::Killed(signal) => format!("killed by {signal}"),
        Ending::TraceEnds { pending: None } => "trace ends".into(),
        Ending::TraceEnds { pending: Some(event) } => run
            .trace
            .call(*event)
            .map_or_else(|| "trace ends".into(), |call| format!("waits in {}", run.trace.name(call))),
    }
}

/// A number with a space between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

fn divergence(runs: &[Run], alignment: &Alignment, row: usize) -> Option<Divergence> {
    let here = alignment.rows.get(row)?;
    Some(Divergence {
        kind: here.divergence.unwrap_or(match here.kind {
            RowKind::OnlyNormal => DivergenceKind::OnlyNormal,
            RowKind::OnlyFailing => DivergenceKind::OnlyFailing,
            _ => DivergenceKind::Outcome,
        }),
        normal_line: alignment.line(runs, row, Which::Normal),
        failing_line: alignment.line(runs, row, Which::Failing),
        what: wording::what(runs, alignment, row),
        row: length(row),
    })
}

/// How much of what never happened is told.
const MOST_NEVER_HAPPENED: usize = 40;

/// What the normal run does after the first divergence and the failing one never does.
fn never_happened(runs: &[Run], alignment: &Alignment) -> Vec<NeverHappened> {
    let (Some(first), Some(run)) = (alignment.first, alignment.run(runs, Which::Normal)) else {
        return Vec::new();
    };
    alignment
        .rows
        .iter()
        .skip(first)
        .filter(|row| row.kind == RowKind::OnlyNormal && row.divergence.is_some())
        .filter_map(|row| row.normal)
        .filter_map(|event| {
            let call = run.trace.call(event)?;
            Some(NeverHappened {
                call: run.trace.name(call).to_string(),
                target: wording::target(run, event),
                normal_line: run.trace.event(event)?.line,
            })
        })
        .take(MOST_NEVER_HAPPENED)
        .in_list()
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(46_750), "46 750");
        assert_eq!(grouped(1_234_567), "1 234 567");
    }
}
