//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use analyzer::source::Role;

/// What `--help` prints.
pub const HELP: &str = "\
Reads a normal and a failing strace and says what caused the failure, with the lines that prove it.

Usage: syscause [--normal FILE]... [--failing FILE]... [FILE]... [OPTION]...

  FILE                 a strace, or a paste that holds several; its role is found out
  -                    standard input
  --normal FILE        the trace of a run that worked
  --failing FILE       the trace of the run that failed
  --format FORMAT      text (default), markdown, json or html
  --redact             hide addresses, credentials and named hosts (look through it before you share it)
  --lang LANG          en (default) or zh
  --help, --version

Files ending in .gz and .zst are read as what they hold.
Record with: strace -f -ttt -T -yy -s 256 -o FILE

Exit status: 0 when a report was printed, whatever it says;
2 when the command line or a file cannot be read.
";

/// What the user asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// How to use it.
    Help,
    /// Which version it is.
    Version,
    /// A report.
    Report(Request),
}

/// A report of these files in this form.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// The files in the order of the command line.
    pub files: Vec<Given>,
    /// The form to print.
    pub format: Format,
    /// Secrets are hidden first.
    pub redact: bool,
}

/// One file of the command line.
#[derive(Debug, PartialEq, Eq)]
pub struct Given {
    /// Its path; `-` is standard input.
    pub path: PathBuf,
    /// The role the user chose.
    pub role: Option<Role>,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// For an issue tracker.
    Markdown,
    /// For programs.
    Json,
    /// One self-contained file.
    Html,
}

/// Reads the command line, without the program's own name.
pub fn read(args: impl Iterator<Item = OsString>) -> Result<Asked, String> {
    let mut args = args;
    let mut request = Request { files: Vec::new(), format: Format::Text, redact: false };
    let mut only_files = false;
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy().into_owned();
        if only_files || text == "-" || !text.starts_with('-') {
            request.files.push(Given { path: arg.into(), role: None });
            continue;
        }
        let (option, inline) = match text.split_once('=') {
            Some((option, value)) => (option.to_string(), Some(OsString::from(value))),
            None => (text, None),
        };
        let mut value = || {
            let given = inline.clone().or_else(|| args.next());
            given.ok_or_else(|| format!("{option} needs a value; --help shows how"))
        };
        match option.as_str() {
            "--" => only_files = true,
            "--help" | "-h" => return Ok(Asked::Help),
            "--version" | "-V" => return Ok(Asked::Version),
            "--normal" => request.files.push(Given { path: value()?.into(), role: Some(Role::Normal) }),
            "--failing" => request.files.push(Given { path: value()?.into(), role: Some(Role::Failing) }),
            "--format" => request.format = format(&value()?.to_string_lossy())?,
            "--lang" => language(&value()?.to_string_lossy())?,
            "--redact" => request.redact = true,
            _ => return Err(format!("there is no option {option}; --help lists them")),
        }
    }
    if request.files.is_empty() {
        return Err("nothing to read: name a file, or - for standard input; --help shows how".to_string());
    }
    if request.files.iter().filter(|file| file.path.as_os_str() == "-").count() > 1 {
        return Err("standard input (-) can be read only once".to_string());
    }
    Ok(Asked::Report(request))
}

fn format(name: &str) -> Result<Format, String> {
    match name {
        "text" => Ok(Format::Text),
        "markdown" => Ok(Format::Markdown),
        "json" => Ok(Format::Json),
        "html" => Ok(Format::Html),
        _ => Err(format!("--format {name}: it is text, markdown, json or html")),
    }
}

fn language(name: &str) -> Result<(), String> {
    match name {
        "en" => Ok(()),
        "zh" => Err("--lang zh is not there yet: reports are in English".to_string()),
        _ => Err(format!("--lang {name}: it is en or zh")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asked(line: &str) -> Result<Asked, String> {
        read(line.split_whitespace().map(OsString::from))
    }

    fn given(path: &str, role: Option<Role>) -> Given {
        Given { path: path.into(), role }
    }

    #[test]
    fn files_keep_their_order_and_role() {
        let Asked::Report(request) =
            asked("b.log --failing=f.strace --normal n.strace - --format json").unwrap()
        else {
            unreachable!("a report was asked for")
        };
        assert_eq!(request.format, Format::Json);
        assert_eq!(
            request.files,
            [
                given("b.log", None),
                given("f.strace", Some(Role::Failing)),
                given("n.strace", Some(Role::Normal)),
                given("-", None),
            ]
        );
    }

    #[test]
    fn a_file_may_begin_with_a_dash_behind_two() {
        let Asked::Report(request) = asked("-- --normal").unwrap() else {
            unreachable!("a report was asked for")
        };
        assert_eq!(request.files, [given("--normal", None)]);
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        for (line, word) in [
            ("", "nothing to read"),
            ("--normal", "needs a value"),
            ("--colour x", "no option --colour"),
            ("--format pdf x", "text, markdown, json or html"),
            ("--lang zh x", "not there yet"),
            ("--lang de x", "en or zh"),
            ("- -", "only once"),
        ] {
            let why = asked(line).unwrap_err();
            assert!(why.contains(word), "{line}: {why}");
            assert!(!why.contains('\n'), "{line}: {why}");
        }
    }

    #[test]
    fn help_and_version_win() {
        assert_eq!(asked("x --help"), Ok(Asked::Help));
        assert_eq!(asked("--version"), Ok(Asked::Version));
    }
}
