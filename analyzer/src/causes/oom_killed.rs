//! The kernel's out-of-memory killer ended the process.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::words::display_name;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};
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
    let program = reading
        .process(reading.leader(death.end))
        .map_or("the program", |process| display_name(&process.program));
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 80)
        .blames(run, death.end)
        .title(format!("{program} was killed while its memory grew: out of memory"))
        .summary(format!("{program} asked for more and more memory ({} MB by the calls in the trace) and was then ended by SIGKILL, in the middle of its work, with no failing call and no sender in the trace. That is how the kernel's out-of-memory killer works.", growth.bytes >> 20));
    let last = growth.last.and_then(|event| {
        claim.cite(
            run,
            event,
            "the last request for memory succeeds: pages are only charged when they are touched",
        )
    });
    let end = claim.cite(run, death.end, "killed from outside, without a signal that the program could see");
    claim
        .step("Memory grows: the program asks for more and gives none back", last)
        .step("A limit is reached: of its memory group or of the host", None)
        .step("The kernel kills it: SIGKILL, without a failing call", end)
        .absent("a failing call or a message", None, "the out-of-memory killer gives no notice")
        .confirm("dmesg -T | grep -i -E 'out of memory|oom-kill|killed process'", "a line that names the process", "nothing: then somebody sent SIGKILL")
        .confirm("cat /sys/fs/cgroup/PATH/memory.events", "oom_kill is not 0", "oom_kill 0")
        .fix(FixKind::Now, "Give it more memory, or less work at a time.", "")
        .fix(FixKind::Proper, "Find what grows (a cache without a limit, a leak), and set the limit of the group above what the work needs.", "")
        .done()
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
