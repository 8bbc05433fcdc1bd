//! What programs printed, read as logs without dates: text of no known format, and what they write in the traces of runs
//! that failed.

use super::lead::{self, Given};
use crate::causes::Case;
use crate::causes::general::heard;
use crate::causes::reasoning::failure;
use crate::causes::reasoning::reading::Reading;
use crate::causes::reasoning::scene::Scene;
use crate::model::log::{Entry, Level, Log, LogEntry};
use crate::order::{Change, Flat, InList};
use crate::source::{Line, LineNumber, Role, Source, Span};
use crate::trace::ProcessEnd;

/// More of what a run writes is not read.
const MOST: usize = 1 << 20;

/// What was printed, a log for each source that holds some.
pub fn of(scene: &Scene<'_>) -> Vec<Log> {
    let case = scene.case;
    let mut found: Vec<Log> = Vec::new();
    for (id, source) in case.sources.iter().enumerate() {
        let role = case.roles.get(id).map_or(Role::Context, |assigned| assigned.role);
        let normal = role == Role::Normal || Role::hinted_by(&source.name) == Some(Role::Normal);
        if !normal && is_output(case, source) {
            let mut log = Log::empty(id, source.text.clone());
            // Sentences may be somebody's own words: messages have a colon in front of the error.
            let message = |line: &&Line| source.format != PROSE || line.span.of(&source.text).contains(": ");
            for line in source.lines.iter().filter(message) {
                log.entries.push(entry(line.number, line.span));
            }
            found.push(log);
        }
    }
    found.add_all(scene.failing().map(|(_, reading)| written(scene, reading)));
    found
}

/// Text of no format, what curl says, and what reads like sentences: but no sentence of a post that holds evidence.
fn is_output(case: &Case<'_>, source: &Source) -> bool {
    let text = |one: &Source| matches!(one.format, "unknown" | PROSE | "app-log");
    match source.format {
        "unknown" | "curl" => true,
        PROSE => case.sources.iter().all(|other| other.piece != source.piece || text(other)),
        _ => false,
    }
}

/// Sentences for people, as intake calls them.
const PROSE: &str = "prose";

fn entry(line: LineNumber, text: Span) -> LogEntry {
    LogEntry { line, text, time: None, level: Level::None, kind: Entry::Text }
}

/// What the processes of a run wrote that failed, and that the normal run did not say.
fn written(scene: &Scene<'_>, reading: &Reading<'_>) -> Log {
    let well = matches!(reading.end(0), ProcessEnd::Exited(0));
    let mut text = String::new();
    let mut entries: Vec<LogEntry> = Vec::new();
    for spoken in heard(reading, true) {
        if well || text.len() > MOST || failure::of_process(reading, spoken.leader).is_none() {
            continue;
        }
        let usual =
            scene.working().any(|(_, normal)| normal.reports.iter().any(|other| other.text == spoken.text));
        for line in spoken.text.lines().filter(|line| !usual && !line.trim().is_empty()) {
            let from = text.len();
            text.push_str(line);
            entries.push(entry(reading.line(spoken.event), Span::shifted(0, from, text.len())));
            text.push('\n');
        }
    }
    let mut log = Log::empty(reading.run.source, text.into());
    log.entries = entries;
    log
}

/// The lines that give a reason.
pub fn given<'a>(case: &Case<'a>, logs: &'a [Log]) -> Vec<Given<'a>> {
    let proxied = lead::proxied(case);
    let entries = logs.iter().flat(|log| log.entries.iter().map(move |entry| (log, entry)));
    entries
        .filter_map(|(log, entry)| {
            let reason = case.signs.printed(log.str(entry.text))?.reason(proxied)?;
            Some(Given { log, entry, reason, printed: true, upstream: false })
        })
        .in_list()
}
