//! `cargo xtask dist`: the page, built for release into `dist/`.

use crate::run::{cargo, program, say, show};
use crate::{Outcome, size, tools};

/// The task.
pub fn task(_arguments: &[String]) -> Outcome {
    build()?;
    size::report().map(drop)
}

/// Installs what is missing and builds the page.
pub fn build() -> Outcome {
    tools::page::ensure()?;
    say("Building the page for release into dist/");
    // Trunk works offline, so that it takes the tools that were checked above; the crates have to be there by then.
    show(cargo(&["fetch", "--locked"]))?;
    // Those of the standard library come along only when Cargo is told what it is built for.
    let mut fetch = cargo(&["fetch", "--locked", "--target", tools::WASM_TARGET]);
    tools::library::built_by(&mut fetch);
    show(fetch)?;
    let mut trunk = program("trunk", &["build", "--release", "--offline"]);
    tools::library::built_by(&mut trunk);
    // Trunk 0.21 refuses the usual `NO_COLOR=1`.
    trunk.env_remove("NO_COLOR");
    show(trunk).map(drop)
}
