//! When a call was made, and whether it took longer than on the other side.

use super::shorten;
use crate::align::place::Side;
use crate::align::{Alignment, Row};
use crate::kernel::syscalls::CallGroup;
use crate::model::trace::Micros;
use crate::trace::Run;

/// One second.
const SECOND: Micros = 1_000_000;
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
        let first = unit.events.iter().find_map(|event| run.trace.event(*event)?.time)?;
        Some((time, first))
    };
    let Some((time, first)) = found() else { return String::new() };
    let since = time.saturating_sub(first).max(0);
    if time % SECOND == 0 && first % SECOND == 0 {
        return format!("+{} s", since / SECOND);
    }
    format!("+{}.{:03}", since / SECOND, since % SECOND / 1000)
}

/// How much longer this side's call took, where that matters: at least twice as long, and by a time that somebody
/// could notice. Empty otherwise, and where one of the sides does not say.
pub fn slower(runs: &[Run], alignment: &Alignment, row: &Row, side: Side, group: CallGroup) -> String {
    let took = |side| alignment.run(runs, side)?.trace.call(row.event(side)?)?.duration;
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
