//! `cargo xtask test`: everything that can be tested, on this machine, without a question.

use std::time::Instant;

use crate::run::{cargo, say, show};
use crate::{Outcome, browser, dist, dist_folder, size, tools};

/// The task.
pub fn task(_arguments: &[String]) -> Outcome {
    let start = Instant::now();
    // What can fail for want of a tool fails now and not after the long builds.
    tools::browser::ensure()?;
    tools::axe::ensure()?;
    tools::page::ensure()?;

    say("Unit tests, cases, architecture and documentation examples");
    show(cargo(&["test", "--workspace", "--locked"]))?;

    dist::build()?;
    size::report()?;

    for name in browser::BROWSERS {
        browser::run(name, &dist_folder(), &[])?;
    }

    println!("\nAll tests passed in {} s.", start.elapsed().as_secs());
    Ok(())
}
