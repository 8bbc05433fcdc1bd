//! The program dies by SIGSEGV or SIGBUS at an address that is not near zero.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash;
use super::reasoning::scene::Scene;
use crate::report::{Confidence, FixKind};

const ID: &str = "crash-invalid-memory";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, death) = scene.failing().find_map(|(run, reading)| {
        crash::deaths(reading, &["SIGSEGV", "SIGBUS"])
            .into_iter()
            .find(|death| death.address.is_none_or(|address| address >= crash::FIRST_PAGES))
            .map(|death| (run, death))
    })?;
    let reading = scene.reading(run)?;
    let program = reading.program(death.signal);
    let mut claim = Claim::new(scene, ID, Confidence::Proven, 80).blames(run, death.signal).title(format!("{program} crashed: it used memory that is not its own")).summary(format!("{program} accessed an address that is not mapped or not allowed, far from zero: a pointer was damaged, freed too early, or went beyond its object. The kernel ended it."));
    let signal = claim.cite(run, death.signal, "the signal that the program got, and why");
    let before = death.before.and_then(|event| claim.cite(run, event, "the last thing it did before"));
    let end = claim.cite(run, death.end, "the end of the process");
    claim
        .step("A pointer is wrong: freed, damaged, or beyond its object", before)
        .step("The access faults: the address is not mapped or not allowed", signal)
        .step("The kernel ends it: by the signal", end)
        .confirm(
            "coredumpctl gdb PROGRAM -A '-batch -ex bt'",
            "the function that made the access",
            "no core: enable core dumps and repeat it",
        )
        .confirm(
            "ulimit -s",
            "a small stack, and a deep recursion in the backtrace: then it is a stack overflow",
            "an ordinary stack",
        )
        .fix(FixKind::Now, "Go back to the version that worked, or avoid the input that triggers it.", "")
        .fix(FixKind::Proper, "Mend the program; a build with -fsanitize=address names the object.", "")
        .done()
}
