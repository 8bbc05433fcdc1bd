//! Running other programs: never with standard input, always said first.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Outcome, root};

/// Prints what is being done and why, so that a long wait is never a riddle.
pub fn say(text: &str) {
    println!("\n==> {text}");
}

/// A program that starts in the root of the repository and gets no standard input.
///
/// What Cargo installed is found even where its folder is not on PATH.
pub fn program(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    if let Some(path) = search_path() {
        command.env("PATH", path);
    }
    command
}

/// PATH with the folder of Cargo's own programs in front.
fn search_path() -> Option<OsString> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(home.join("bin")).chain(std::env::split_paths(&path))).ok()
}

/// The Cargo that runs this task.
pub fn cargo(arguments: &[&str]) -> Command {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    program(&cargo, arguments)
}

/// Runs a program and shows what it prints; an error if it cannot start or does not succeed.
pub fn show(mut command: Command) -> Outcome<Duration> {
    let line = command_line(&command);
    println!("    $ {line}");
    let start = Instant::now();
    let status = command.status().map_err(|why| format!("`{line}` does not start: {why}"))?;
    if status.success() { Ok(start.elapsed()) } else { Err(format!("`{line}` ended with {status}")) }
}

/// What a program prints on standard output, trimmed; `None` if it cannot start or does not succeed.
pub fn output(mut command: Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// Runs a program of the tests crate; `profile` is `dev` or `release`.
///
/// The release profile aborts on a panic, so what looks for panics runs in the other.
pub fn own_binary(name: &str, profile: &str, arguments: &[String]) -> Outcome {
    let mut command =
        cargo(&["run", "--quiet", "--profile", profile, "--package", "syscause-tests", "--bin", name, "--"]);
    command.args(arguments);
    show(command).map(drop)
}

fn command_line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    let words = command.get_args().map(|word| word.to_string_lossy().into_owned());
    std::iter::once(name).chain(words).collect::<Vec<_>>().join(" ")
}
