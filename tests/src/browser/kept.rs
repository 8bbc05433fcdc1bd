//! A program that ends with the test's process, whatever ends that.
//!
//! A shell starts it and waits for the end of its own input, which is a pipe that only the tests hold: it ends when they
//! drop it, and also when they are killed. Then the shell ends the program with all its children and removes its profile.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use super::Step;

/// `$1` is the profile, the rest the program. The shell leads a group of processes of its own.
/// Some of them write until they are gone, so the profile is removed until it stays away.
const SHELL: &str = r#"
profile=$1; shift
"$@" </dev/null &
cat >/dev/null
trap '' TERM
kill -TERM 0
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    rm -rf "$profile" 2>/dev/null
    sleep 0.1
    [ -e "$profile" ] || break
done
rm -rf "$profile"
kill -KILL 0
"#;

/// A running program.
#[derive(Debug)]
pub struct Kept {
    shell: Child,
}

impl Kept {
    /// Starts a program with a profile that it may write to.
    pub fn start(program: &Path, arguments: &[String], profile: &Path) -> Step<Self> {
        Command::new("/bin/sh")
            .args([
                OsStr::new("-c"),
                OsStr::new(SHELL),
                OsStr::new("sh"),
                profile.as_os_str(),
                program.as_os_str(),
            ])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map(|shell| Self { shell })
            .map_err(|why| format!("{} does not start: {why}", program.display()))
    }

    /// What it prints.
    pub fn output(&mut self) -> Step<ChildStdout> {
        self.shell.stdout.take().ok_or_else(|| "the output has been taken".into())
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// A folder for the profile of a browser, which nothing else uses.
pub fn profile(kind: &str) -> Step<PathBuf> {
    static STARTS: AtomicU32 = AtomicU32::new(0);
    let name = format!("{kind}-{}-{}", std::process::id(), STARTS.fetch_add(1, Ordering::Relaxed));
    let path = xtask::root().join("target/browsers").join(name);
    // A process of that number that was here before.
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    Ok(path)
}
