//! The standard library, built with the page and as small as the page: its own is built for speed and weighs a tenth more.
//!
//! Cargo builds it from the component `rust-src`. It asks for unstable switches, which `RUSTC_BOOTSTRAP` unlocks in the
//! stable compiler; they are used for the page alone, and the page is the same without them, only larger:
//! `trunk build --release` by hand uses none.
//! What the switches do: <https://doc.rust-lang.org/cargo/reference/unstable.html#build-std> and
//! <https://doc.rust-lang.org/nightly/unstable-book/compiler-flags/location-detail.html>.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{output, program, say, show};

/// A panic ends the program at once, which the page reports: nobody would see its text or the place in the source.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none";

/// Installs the library's source where it is missing. Without it the page is built with the library that is there.
pub fn ensure() {
    if source_is_there() || std::env::var_os("CARGO_UNSTABLE_BUILD_STD").is_some() {
        return;
    }
    say("Installing rust-src: the standard library is built with the page, to make it small");
    if let Err(why) = show(program("rustup", &["component", "add", "rust-src"])) {
        say(&format!("{why}. The page is built without it, and will weigh about a tenth more"));
    }
}

/// Makes a command that compiles for the page build the library, too.
pub fn built_by(command: &mut Command) {
    if !source_is_there() {
        return;
    }
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS);
}

fn source_is_there() -> bool {
    output(program("rustc", &["--print", "sysroot"]))
        .is_some_and(|root| PathBuf::from(root).join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file())
}
