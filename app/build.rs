//! Gives the page a build id: a number worked out from the sources of page and analyzer.
//!
//! The texts keep their name from build to build, so a cache may serve old ones to a new page.
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
    // Constants lie behind the stack: below one MiB, one byte of each of their addresses is saved.
    if std::env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|arch| arch == "wasm32") {
        println!("cargo:rustc-link-arg-bins=-zstack-size=917504");
    }
    Ok(())
}
