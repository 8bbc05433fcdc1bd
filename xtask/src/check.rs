//! `cargo xtask check`: format, lints, documentation, words, size budget.

use crate::run::{cargo, say, show};
use crate::tools::WASM_TARGET;
use crate::{Outcome, dist, size, words};

/// The task.
pub fn task(_arguments: &[String]) -> Outcome {
    say("Words that belong to one machine");
    words::check()?;

    say("Format");
    show(cargo(&["fmt", "--all", "--check"]))?;

    say("Lints");
    show(cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))?;
    show(cargo(&[
        "clippy",
        "--package",
        "app",
        "--target",
        WASM_TARGET,
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))?;

    say("Documentation");
    let mut doc = cargo(&["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    show(doc)?;

    // Last, so that a heavy page hides nothing else.
    dist::build()?;
    size::check()?;

    println!("\nAll checks passed.");
    Ok(())
}
