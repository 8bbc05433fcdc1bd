//! Gives the page and the worker one build id: a number worked out from the sources of both.
//!
//! The worker's files and the texts keep their names from build to build, so a cache may serve old ones to a new page.
//! The id is how the page finds out.

#[allow(dead_code, reason = "the page loads the texts and does not carry them")]
#[path = "../analyzer/bundle.rs"]
mod bundle;

use std::path::Path;

fn main() -> std::io::Result<()> {
    for folder in ["src", "examples", "../analyzer/src"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    println!("cargo:rustc-env=SYSCAUSE_BUILD={}", bundle::build_id(Path::new(".."))?);
    Ok(())
}
