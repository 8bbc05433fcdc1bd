//! Words for calls, errors and objects, so that every cause speaks the same language.

use super::failure::Shown;
use super::families::Family;
use super::reading::{self, Reading};
use super::suspects::Suspect;
use crate::kernel::errno;
use crate::prose::Marks;
use crate::trace::DescriptorRole;

/// The C library's text for a suspect's errno, for example `No space left on device`; empty if unknown.
pub fn strerror(_reading: &Reading<'_>, suspect: &Suspect<'_>) -> &'static str {
    text_of(suspect.errno)
}

/// The C library's text for an errno name; empty if unknown.
pub fn text_of(name: &str) -> &'static str {
    errno::number_of(name).and_then(errno::by_number).map_or("", |errno| errno.text)
}

/// What a suspect acted on, for the middle of a sentence: `the cache file /var/cache/x`, `the upstream 10.0.0.1:80`.
pub fn object(suspect: &Suspect<'_>) -> String {
    let name = &shown(suspect);
    let label = if suspect.family.by_path() { "" } else { role(suspect.object.role) };
    match (label.is_empty(), name.is_empty()) {
        (true, true) => "its object".into(),
        (true, false) => name.clone(),
        (false, true) => label.into(),
        (false, false) => format!("{label} {name}"),
    }
}

/// The name of what a suspect acted on, with carriage returns that can be seen.
fn shown(suspect: &Suspect<'_>) -> String {
    suspect.object.name.replace('\r', "\\r")
}

/// What a descriptor is for, with its article; empty if nothing is known.
pub fn role(role: DescriptorRole) -> &'static str {
    match role {
        DescriptorRole::Unknown => "",
        DescriptorRole::StandardInput => "standard input",
        DescriptorRole::StandardOutput => "standard output",
        DescriptorRole::StandardError => "standard error",
        DescriptorRole::Listener => "the listening socket",
        DescriptorRole::Client => "the client connection",
        DescriptorRole::Upstream => "the upstream",
        DescriptorRole::Peer => "the server",
        DescriptorRole::Resolver => "the name server",
        DescriptorRole::Netlink => "the kernel's netlink socket",
        DescriptorRole::Socket => "the socket",
        DescriptorRole::ErrorLog => "the error log",
        DescriptorRole::AccessLog => "the access log",
        DescriptorRole::Log => "the log",
        DescriptorRole::CacheFile => "the cache file",
        DescriptorRole::TempFile => "the temporary file",
        DescriptorRole::ConfigFile => "the configuration file",
        DescriptorRole::Library => "the library",
        DescriptorRole::Script => "the script",
        DescriptorRole::Database => "the database file",
        DescriptorRole::LockFile => "the lock file",
        DescriptorRole::File => "the file",
        DescriptorRole::Directory => "the directory",
        DescriptorRole::Device => "the device",
        DescriptorRole::Terminal => "the terminal",
        DescriptorRole::Pipe => "the pipe",
        DescriptorRole::EventQueue => "the event queue",
        DescriptorRole::Notifier => "the notifier",
    }
}

/// Sets the marks that a suspect gives.
///
/// These are `{call}`, `{doing}`, `{object}`, `{path}`, `{name}`, `{dir}`, `{peer}`, `{host}`, `{port}`, `{program}`,
/// `{errno}`, `{error}` and `{told}`, and those of [`mark_end`].
pub fn mark(marks: &mut Marks, reading: &Reading<'_>, suspect: &Suspect<'_>) {
    let name = shown(suspect);
    let name = name.as_str();
    let shown = if name.is_empty() { "the object" } else { name };
    let path = name.strip_prefix("unix:").unwrap_or(shown);
    let (host, port) = name.rsplit_once(':').unwrap_or((shown, "PORT"));
    let error = strerror(reading, suspect);
    let told = if error.is_empty() { suspect.errno.into() } else { format!("{} ({error})", suspect.errno) };
    let plain: [(&'static str, &str); 11] = [
        ("call", suspect.call),
        ("doing", doing(suspect.family)),
        ("path", path),
        ("name", reading::base_name(shown)),
        ("dir", reading::directory(path)),
        ("peer", shown),
        ("host", host),
        ("port", port),
        ("program", reading.program(suspect.event)),
        ("errno", suspect.errno),
        ("error", error),
    ];
    for (name, value) in plain {
        marks.set(name, value.into());
    }
    marks.set("object", object(suspect));
    marks.set("told", told);
    mark_end(marks, suspect.failure.as_ref());
}

/// Sets the marks that say what came of it: `{came}`, empty for nothing, and `{end}`, for the end of a sentence.
pub fn mark_end(marks: &mut Marks, shown: Option<&Shown>) {
    let came = shown.map(|shown| shown.failure.words());
    marks.set("end", came.clone().unwrap_or_else(|| "the program goes on without it".into()));
    marks.set("came", came.unwrap_or_default());
}

/// The file name of a program in `python3 /srv/report.py`: `python3`; empty if nothing is known.
pub fn program_name(program: &str) -> &str {
    reading::base_name(program.split_whitespace().next().unwrap_or(""))
}

/// What to call a program: of an interpreter the script that it runs (`report.py`), of others the file name.
pub fn display_name(program: &str) -> &str {
    const INTERPRETERS: &[&str] = &["python", "node", "perl", "ruby", "php", "sh", "bash", "dash"];
    let name = program_name(program);
    let bare = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let script = program.split_whitespace().nth(1).filter(|word| !word.starts_with('-'));
    match script {
        Some(script) if INTERPRETERS.contains(&bare) => reading::base_name(script),
        _ => name,
    }
}

/// A verb for what a call of that family does.
pub fn doing(family: Family) -> &'static str {
    match family {
        Family::Open => "opening",
        Family::Create => "creating",
        Family::Look => "looking up",
        Family::Enter => "entering",
        Family::Write => "writing to",
        Family::Read => "reading from",
        Family::Rename => "renaming",
        Family::Change => "changing",
        Family::Execute => "executing",
        Family::Connect => "connecting to",
        Family::Bind => "binding to",
        Family::Accept => "accepting from",
        Family::Send => "sending to",
        Family::Receive => "receiving from",
        Family::Lock => "locking",
        Family::Memory => "getting memory",
        Family::Fork => "starting a process",
        _ => "using",
    }
}

/// A line, shortened in the middle with `…` to about `limit` characters, never altered otherwise.
pub fn shorten(line: &str, limit: usize) -> String {
    let line = line.trim_end();
    let count = line.chars().count();
    if count <= limit {
        return line.to_string();
    }
    // The end holds the result, so it keeps a third.
    let tail = limit / 3;
    let head = limit.saturating_sub(tail + 1);
    let start: String = line.chars().take(head).collect();
    let end: String = line.chars().skip(count - tail).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_keeps_its_beginning_and_its_result() {
        let line = format!("write(3, \"{}\", 400) = -1 ENOSPC (No space left on device)", "x".repeat(400));
        let short = shorten(&line, 120);
        assert!(short.starts_with("write(3, \"x"));
        assert!(
            short.ends_with("= -1 ENOSPC (No space left on device)")
                || short.ends_with("ENOSPC (No space left on device)")
        );
        assert_eq!(short.chars().count(), 120);
        assert_eq!(shorten("short", 120), "short");
    }
}
