//! When a call was made, and whether it took longer than on the other side.

use super::shorten;
use crate::align::place::Side;
use crate::align::{Alignment, Row};
use crate::kernel::syscalls::CallGroup;
use crate::model::trace::Micros;
use crate::trace::Run;

/// One second.
const SECOND: Micros = 1_000_000;
/// So many stamps tell whether a trace stamps whole seconds.
const LOOKS: usize = 16;
/// What a person or a time limit can notice of a call that works, in microseconds.
const NOTICED: Micros = 50_000;
/// The same of a call that waits by design: others decide how long.
const NOTICED_OF_WAITING: Micros = 500_000;

/// Time since the first stamp of the unit: `+3.012`, or `+3 s` where the trace stamps whole seconds; empty without
/// stamps.
pub fn offset(runs: &[Run], alignment: &Alignment, row: &Row, side: Side) -> String {
    let found = || {
        let (run, unit) = (alignment.run(runs, side)?, alignment.unit(runs, side)?);
        let time = run.trace.event(row.event(side)?)?.time?;
        let mut times = unit.events.iter().filter_map(|event| run.trace.event(*event)?.time);
        let first = times.next()?;
        let coarse = first % SECOND == 0 && times.take(LOOKS).all(|time| time % SECOND == 0);
        Some((time, first, coarse))
    };
    let Some((time, first, coarse)) = found() else { return String::new() };
    let since = time.saturating_sub(first).max(0);
    if coarse {
        return format!("+{} s", since / SECOND);
    }
    format!("+{}.{:03}", since / SECOND, since % SECOND / 1000)
}

/// How much longer this side's call took, where that matters: at least twice as long, and by a time that somebody
/// could notice. Empty otherwise, and where one of the sides does not say.
pub fn slower(runs: &[Run], alignment: &Alignment, row: &Row, side: Side, group: CallGroup) -> String {
    let took = |side| alignment.run(runs, side)?.trace.call(row.event(side)?)?.duration.get();
    let other = match side {
        Side::Normal => Side::Failing,
        Side::Failing => Side::Normal,
    };
    let (Some(own), Some(others)) = (took(side), took(other)) else { return String::new() };
    let more = own.saturating_sub(others);
    let noticed = if group == CallGroup::Wait { NOTICED_OF_WAITING } else { NOTICED };
    if more < noticed || own / 2 < others {
        return String::new();
    }
    shorten::duration(more)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
    use crate::Analysis;
    use crate::render::rows::CellView;
    use crate::source::{Input, Piece, Role};

    fn cells(normal: &str, failing: &str) -> Vec<[CellView; 2]> {
        let piece =
            |name: &str, role, text: &str| Piece { name: name.into(), role: Some(role), bytes: text.into() };
        let pieces = vec![piece("a", Role::Normal, normal), piece("b", Role::Failing, failing)];
        let analysis = Analysis::of(Input { pieces }, &mut |_, _| {});
        let rows = analysis.rows(0, 0, 99);
        rows.into_iter().filter_map(|row| Some([row.normal?, row.failing?])).collect()
    }

    #[test]
    fn slower_is_said_where_it_matters_and_not_of_noise() {
        let trace = |fsync: &str, read: &str, wait: &str| {
            format!(
                "10:00:00.000000 fsync(3) = 0 <{fsync}>\n10:00:01.250000 pread64(3, \"a\", 1, 0) = 1 <{read}>\n\
                 10:00:02.000000 poll([{{fd=4, events=POLLIN}}], 1, 900) = 1 ([{{fd=4, revents=POLLIN}}]) <{wait}>\n"
            )
        };
        let cells =
            cells(&trace("0.000800", "0.000010", "0.100000"), &trace("0.300800", "0.000090", "0.500000"));
        let told: Vec<[&str; 2]> =
            cells.iter().map(|[normal, failing]| [normal.slower.as_str(), failing.slower.as_str()]).collect();
        assert_eq!(
            told,
            [["", "300 ms"], ["", ""], ["", ""]],
            "nine times of nothing, and a wait, are noise"
        );
        let offsets: Vec<&str> = cells.iter().map(|[normal, _]| normal.offset.as_str()).collect();
        assert_eq!(offsets, ["+0.000", "+1.250", "+2.000"]);
    }

    #[test]
    fn whole_seconds_and_missing_stamps_claim_no_more_than_they_show() {
        let offsets = |text: &str| -> Vec<String> {
            cells(text, text).into_iter().map(|[normal, _]| normal.offset).collect()
        };
        assert_eq!(offsets("10:00:00 close(3) = 0\n10:00:02 close(4) = 0\n"), ["+0 s", "+2 s"]);
        assert_eq!(offsets("close(3) = 0\nclose(4) = 0\n"), ["", ""]);
    }
}
