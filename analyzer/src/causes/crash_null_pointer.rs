//! The program dies by SIGSEGV at an address near zero.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash;
use super::reasoning::scene::Scene;
use crate::report::{Confidence, FixKind};

const ID: &str = "crash-null-pointer";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, death) = scene.failing().find_map(|(run, reading)| {
        crash::deaths(reading, &["SIGSEGV"])
            .into_iter()
            .find(|death| death.address.is_some_and(|address| address < crash::FIRST_PAGES))
            .map(|death| (run, death))
    })?;
    let reading = scene.reading(run)?;
    let program = reading.program(death.signal);
    let mut claim = Claim::new(scene, ID, Confidence::Proven, 85).blames(run, death.signal).title(format!("{program} crashed: it used a null pointer")).summary(format!("{program} read or wrote an address near zero, which is never mapped: a pointer that should have been set was null. The kernel ended it with SIGSEGV."));
    let signal = claim.cite(run, death.signal, "the signal that the program got, and why");
    let before = death.before.and_then(|event| claim.cite(run, event, "the last thing it did before"));
    let end = claim.cite(run, death.end, "the end of the process");
    claim
        .step("A pointer is null: something the program relies on was not set", before)
        .step("The access faults: the address lies in the first pages, which are never mapped", signal)
        .step("The kernel ends it: SIGSEGV", end)
        .confirm(
            "coredumpctl gdb PROGRAM -A '-batch -ex bt'",
            "the function that used the pointer",
            "no core: enable core dumps and repeat it",
        )
        .fix(
            FixKind::Now,
            "Give it the input it can handle: look at what it read last before the signal.",
            "",
        )
        .fix(
            FixKind::Proper,
            "Mend the program: check the pointer at the place that the core dump shows.",
            "",
        )
        .done()
}
