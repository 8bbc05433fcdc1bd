//! What several formats share: reading line by line, dates, words, pairs of names and values, fields of a request.
//!
//! Nothing here is a format, and nothing here recognises one.

pub mod dates;
pub mod json;
pub mod levels;
pub mod pairs;
pub mod request;
pub mod words;

use crate::model::log::{Entry, Level, Log, LogEntry};
use crate::model::time::Stamp;
use crate::model::trace::Unparsed;
use crate::order::Change;
use crate::source::{Source, SourceId};

/// One line, read: when, how grave, what.
pub type Read = (Option<Stamp>, Level, Entry);

/// Reads a log of which every line stands for itself. Never fails: a line of which `entry` makes nothing is counted
/// under `reason`. `entry` gets the line and the byte of the source's text at which it begins.
pub fn lines(
    id: SourceId,
    source: &Source,
    reason: &'static str,
    entry: fn(&str, u32) -> Option<Read>,
) -> Log {
    let mut log = Log::empty(id, source.text.clone());
    for line in &source.lines {
        let text = line.span.of(&source.text);
        if text.trim().is_empty() {
            log.blank += line.covers;
        } else if let Some((time, level, kind)) = entry(text, line.span.start) {
            log.records += line.covers;
            log.entries.push(LogEntry { line: line.number, text: line.span, time, level, kind });
        } else {
            log.unparsed.add_all(Unparsed::of(line, reason));
        }
    }
    log
}
