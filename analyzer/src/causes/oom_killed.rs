//! The kernel's out-of-memory killer ended the process.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;
use crate::trace::ProcessId;

const ID: &str = "oom-killed";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// So much memory must have been added, without being given back, for its growth to be evidence.
const GROWTH: i64 = 8 << 20;

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, death, growth) = scene.failing().find_map(|(run, reading)| {
        crash::deaths(reading, &["SIGKILL"]).into_iter().find_map(|death| {
            let growth = growth(reading, reading.leader(death.end), death.end);
            let grew = growth.bytes >= GROWTH && growth.fresh;
            (grew && crash::killer(reading, &death).is_none()).then_some((run, reading, death, growth))
        })
    })?;
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 80)
        .blames(run, death.end)
        .mark("program", crash::name_of(reading, reading.leader(death.end)))
        .mark("megabytes", (growth.bytes >> 20).to_string());
    claim.cites("last", run, growth.last);
    claim.cite(run, death.end, "end");
    claim.never("notice", None).done()
}

/// How a process's memory grew before its end.
#[derive(Debug, Default)]
struct Growth {
    bytes: i64,
    last: Option<EventId>,
    /// The last request for memory came among the last calls.
    fresh: bool,
}

fn growth(reading: &Reading<'_>, leader: ProcessId, end: EventId) -> Growth {
    let mut growth = Growth::default();
    let mut behind = 0_u32;
    let mut top = None;
    for seen in reading.calls_before(end).filter(|seen| reading.leader(seen.id) == leader) {
        let arguments = || seen.arguments(reading.run);
        match seen.name {
            "mmap" | "mmap2"
                if seen.args.contains("MAP_ANONYMOUS")
                    && !seen.args.contains("PROT_NONE")
                    && !seen.args.contains("MAP_STACK")
                    && !seen.call.outcome.failed() =>
            {
                growth.bytes = growth.bytes.saturating_add(arguments().number(1).unwrap_or(0).max(0));
                note(&mut growth, seen.id, behind);
            }
            "munmap" => growth.bytes = growth.bytes.saturating_sub(arguments().number(1).unwrap_or(0).max(0)),
            "brk" => {
                // Read backwards: the break before this one is lower if the heap grew.
                if let (Some(above), Some(value)) = (top, seen.returned()) {
                    growth.bytes = growth.bytes.saturating_add(above - value);
                }
                top = seen.returned();
                note(&mut growth, seen.id, behind);
            }
            "execve" => break,
            _ => {}
        }
        behind = behind.saturating_add(1);
    }
    growth
}

fn note(growth: &mut Growth, event: EventId, behind: u32) {
    if growth.last.is_none() {
        growth.last = Some(event);
        growth.fresh = behind <= 8;
    }
}
