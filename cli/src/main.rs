//! `syscause`: the report in a terminal. A thin shell around the analyzer.
//!
//! Exit status 0: a report was printed, whatever it says.
//! Exit status 2: the command line or a file cannot be read; one line on standard error says which and why.

mod args;
mod open;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use analyzer::Analysis;
use analyzer::redact::StandIns;
use analyzer::render::{html, markdown, text};
use analyzer::source::{Input, Piece};

use args::{Asked, Format};

/// Width in columns where the terminal does not tell its own.
const USUAL_WIDTH: usize = 80;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("syscause: {why}");
            ExitCode::from(2)
        }
    }
}

/// Does what the command line asks; the error is one line for people.
fn run() -> Result<(), String> {
    let printed = match args::read(std::env::args_os().skip(1))? {
        Asked::Help => args::HELP.to_string(),
        Asked::Version => format!("syscause {}\n", env!("CARGO_PKG_VERSION")),
        Asked::Report(asked) => {
            let mut input = open::input(&asked.files)?;
            if asked.redact {
                redact(&mut input)?;
            }
            let analysis = Analysis::of(input, &mut |_, _| {});
            match asked.format {
                Format::Json => {
                    let json = serde_json::to_string_pretty(&analysis.report);
                    json.map_err(|why| format!("the report cannot be printed as JSON: {why}"))? + "\n"
                }
                Format::Text => text::draw(&analysis, terminal()),
                Format::Markdown => markdown::draw(&analysis),
                Format::Html => html::draw(&analysis),
            }
        }
    };
    print(&printed)
}

/// Hides what is secret in what was given, so that nothing that is printed can show it.
fn redact(input: &mut Input) -> Result<(), String> {
    let mut stand_ins = StandIns::default();
    let text = |piece: &Piece| {
        let text = std::str::from_utf8(&piece.bytes).map(ToString::to_string);
        text.map_err(|_| {
            format!("{} is not UTF-8 text, and --redact can hide things only in that", piece.name)
        })
    };
    for piece in &input.pieces {
        stand_ins.learn(&text(piece)?);
    }
    for piece in &mut input.pieces {
        piece.bytes = stand_ins.redact(&text(piece)?).into_bytes();
    }
    Ok(())
}

/// How the report looks where standard output goes: the terminal's width, and colour only on a terminal
/// whose user did not ask for none (<https://no-color.org>).
fn terminal() -> text::Style {
    let is_terminal = io::stdout().is_terminal();
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let from_user = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let from_terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    text::Style {
        width: from_user.or_else(from_terminal).unwrap_or(USUAL_WIDTH),
        colour: is_terminal && !no_colour,
    }
}

/// Writes to standard output. A reader that stops reading (`| head`) is not an error.
fn print(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(why) if why.kind() != io::ErrorKind::BrokenPipe => Err(format!("cannot print: {why}")),
        _ => Ok(()),
    }
}
