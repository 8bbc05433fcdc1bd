//! What building the page needs: the wasm target, Trunk and wasm-bindgen.

use std::path::PathBuf;

use super::{TRUNK, WASM_TARGET};
use crate::run::{cargo, output, program, say, show};
use crate::{Outcome, root};

/// Makes sure that the page can be built; installs what is missing.
pub fn ensure() -> Outcome {
    ensure_wasm_target()?;
    super::library::ensure();
    ensure_cargo_tool(&CargoTool {
        package: "trunk",
        program: "trunk",
        version: TRUNK.to_string(),
        purpose: "it builds the page; once, about 10 minutes on two cores",
        flags: &["--locked"],
    })?;
    ensure_cargo_tool(&CargoTool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: locked_version("wasm-bindgen")?,
        purpose: "it joins wasm and JavaScript, and has to be the version in Cargo.lock; once, about 4 minutes",
        // Its own lock file may name versions that a registry no longer serves.
        flags: &["--no-default-features"],
    })
}

fn ensure_wasm_target() -> Outcome {
    // Whoever lets Cargo build the standard library itself needs none that is installed.
    if std::env::var_os("CARGO_UNSTABLE_BUILD_STD").is_some() {
        return Ok(());
    }
    let sysroot = output(program("rustc", &["--print", "sysroot"]))
        .ok_or("rustc does not run: install Rust from https://rustup.rs")?;
    let library = PathBuf::from(&sysroot).join("lib/rustlib").join(WASM_TARGET).join("lib");
    if library.is_dir() {
        return Ok(());
    }
    say(&format!("Installing the target {WASM_TARGET}: the page is compiled to it"));
    show(program("rustup", &["target", "add", WASM_TARGET]))
        .map(drop)
        .map_err(|why| format!("{why}\n{WITHOUT_RUSTUP}"))
}

/// What to do where rustup is not there or does not reach its server. Tried on Debian 12.
const WITHOUT_RUSTUP: &str =
    "The page needs the standard library for wasm32-unknown-unknown, which rustup brings. \
Where it cannot, Debian's own compiler builds it:
    apt-get install rustc-web cargo-web rust-web-src lld-22
    rustup toolchain link debian /usr
    export RUSTUP_TOOLCHAIN=debian RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22
and then the same task again.";

struct CargoTool {
    package: &'static str,
    program: &'static str,
    version: String,
    purpose: &'static str,
    flags: &'static [&'static str],
}

fn ensure_cargo_tool(tool: &CargoTool) -> Outcome {
    let found = output(program(tool.program, &["--version"]));
    if found.as_deref().is_some_and(|text| text.split_whitespace().any(|word| word == tool.version)) {
        return Ok(());
    }
    let state =
        found.map_or_else(|| "it is not there".to_string(), |text| format!("`{text}` is another version"));
    say(&format!("Installing {} {} ({state}): {}", tool.package, tool.version, tool.purpose));
    let mut command = cargo(&["install", tool.package, "--version", &tool.version]);
    command.args(tool.flags);
    // The variables of the running Cargo would otherwise be taken for those of the tool.
    command.env_remove("CARGO_TARGET_DIR");
    show(command)?;
    let now = output(program(tool.program, &["--version"])).unwrap_or_default();
    if now.split_whitespace().any(|word| word == tool.version) {
        return Ok(());
    }
    Err(format!(
        "{} {} is installed, but `{}` on PATH is {}. Put ~/.cargo/bin first on PATH.",
        tool.package,
        tool.version,
        tool.program,
        if now.is_empty() { "not found".to_string() } else { format!("`{now}`") }
    ))
}

/// The version of a package in `Cargo.lock`.
pub fn locked_version(package: &str) -> Outcome<String> {
    let lock =
        std::fs::read_to_string(root().join("Cargo.lock")).map_err(|why| format!("Cargo.lock: {why}"))?;
    version_in(&lock, package).ok_or_else(|| format!("Cargo.lock has no package `{package}`"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "yew"), None);
    }
}
