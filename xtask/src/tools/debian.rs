//! Packages from Debian, where this task may install them: without a question.

use std::path::Path;

use crate::Outcome;
use crate::run::{output, program, show};

/// True if packages come from Debian here.
pub fn is_here() -> bool {
    Path::new("/usr/bin/apt-get").exists()
}

/// Installs packages; does nothing where that is not possible or not allowed.
pub fn install(packages: &[&str]) -> Outcome {
    let Some(prefix) = is_here().then(root_prefix).flatten() else { return Ok(()) };
    show(apt_get(prefix, &["update"]))?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(packages);
    show(apt_get(prefix, &arguments)).map(drop)
}

/// What to run where the task may not.
pub fn by_hand(packages: &[&str]) -> String {
    format!("sudo apt-get update && sudo apt-get install --no-install-recommends {}", packages.join(" "))
}

/// What to put before a command so that it runs as root without a question; `None` where that is not allowed.
fn root_prefix() -> Option<&'static [&'static str]> {
    if output(program("id", &["-u"])).as_deref() == Some("0") {
        return Some(&[]);
    }
    output(program("sudo", &["-n", "true"])).map(|_| -> &'static [&'static str] { &["sudo", "-n"] })
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> std::process::Command {
    let words: Vec<&str> = prefix
        .iter()
        .copied()
        .chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .chain(arguments.iter().copied())
        .collect();
    words.split_first().map_or_else(|| program("apt-get", arguments), |(first, rest)| program(first, rest))
}
