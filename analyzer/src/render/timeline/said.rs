//! What a dated line says, in few words: its time stands beside it already.

use crate::Analysis;
use crate::model::listing::{Fact, Item, Listing};
use crate::model::log::{Entry, Log, LogEntry, RequestEntry};
use crate::model::time::leading_stamp;
use crate::order::{Flat, InList};
use crate::render::rows::{cells, shorten};
use crate::source::{LineNumber, SourceId};

/// So many lines behind a date are shown with it.
const BEHIND: usize = 3;

/// So many characters are shown of a line.
const WIDEST: usize = 240;

/// What a line of a source says; empty where there is no such line.
pub fn said(analysis: &Analysis, source: SourceId, line: LineNumber) -> String {
    let text = said_whole(analysis, source, line);
    shorten::end(text.split_ascii_whitespace().in_list().join(" ").as_str(), WIDEST)
}

fn said_whole(analysis: &Analysis, source: SourceId, line: LineNumber) -> String {
    for run in analysis.runs.iter().filter(|run| run.source == source) {
        let place = run.trace.events.partition_point(|event| event.line < line);
        let id = u32::try_from(place).unwrap_or(u32::MAX);
        let shown = cells::cell(run, id, &analysis.groups).filter(|cell| cell.line == line);
        if let Some(cell) = shown {
            let result = if cell.result.is_empty() { String::new() } else { format!("= {}", cell.result) };
            let took = if cell.duration.is_empty() { String::new() } else { format!("({})", cell.duration) };
            return [cell.call, cell.subject, cell.arguments, result, took].join(" ");
        }
    }
    for log in analysis.logs.iter().filter(|log| log.source == source) {
        let place = log.entries.partition_point(|entry| entry.line < line);
        if let Some(entry) = log.entries.get(place).filter(|entry| entry.line == line) {
            return of_entry(log, entry);
        }
    }
    if let Some(shown) = at_that_time(analysis, source, line) {
        return shown;
    }
    let Some(source) = analysis.sources.get(source) else { return String::new() };
    let place = source.lines.partition_point(|known| known.number < line);
    behind_stamp(source.line_text(place)).to_owned()
}

/// What was printed behind a date that a command printed: the date alone says nothing.
fn at_that_time(analysis: &Analysis, source: SourceId, line: LineNumber) -> Option<String> {
    let shown = printed(analysis, source, line).take(BEHIND).map(|(listing, item)| listing.str(item.text));
    let shown = shown.in_list();
    if shown.is_empty() { None } else { Some(shown.join(" · ")) }
}

/// The items behind a date that a command printed, up to the next date; none where the line is no such date.
pub fn printed(
    analysis: &Analysis,
    source: SourceId,
    line: LineNumber,
) -> impl Iterator<Item = (&Listing, &Item)> {
    let listings = move || analysis.listings.iter();
    let is_clock = |item: &Item| matches!(item.fact, Fact::Clock);
    let here = listings().filter(move |listing| listing.source == source);
    let dates = here.flat(|listing| &listing.items).any(|item| item.line == line && is_clock(item));
    let piece = analysis.sources.get(source).map(|source| source.piece);
    let same = move |listing: &&Listing| {
        dates
            && listing.source >= source
            && analysis.sources.get(listing.source).map(|source| source.piece) == piece
    };
    let items = listings().filter(same).flat(|listing| listing.items.iter().map(move |item| (listing, item)));
    // Sources of one piece stand in the order of their lines.
    let mut passed = false;
    items.filter(move |(_, item)| item.line > line).take_while(move |(_, item)| {
        passed |= item.time.is_some();
        !passed
    })
}

fn of_entry(log: &Log, entry: &LogEntry) -> String {
    let text = log.str(entry.text);
    match &entry.kind {
        Entry::Request(request) if !request.request.is_empty() => of_request(log, request),
        _ => behind_stamp(text).to_owned(),
    }
}

/// A line without its time.
fn behind_stamp(text: &str) -> &str {
    let text = text.trim_start();
    let bare = text.strip_prefix('[').unwrap_or(text);
    if let Some((_, length)) = leading_stamp(bare) {
        return bare.get(length..).unwrap_or("").trim_start_matches([']', ' ', '\t', ',', ':']);
    }
    // `[21-Nov-2026 01:40:21] NOTICE: ...`
    if let Some((date, rest)) = bare.split_once(']').filter(|_| bare.len() < text.len())
        && date.len() < 40
        && date.starts_with(|first: char| first.is_ascii_digit())
        && date.bytes().filter(|byte| *byte == b':').count() >= 2
    {
        return rest.trim_start();
    }
    // `01:23:09.662443 IP ...`
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let clock = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'));
    if clock && word.bytes().filter(|byte| *byte == b':').count() == 2 {
        return rest.trim_start();
    }
    behind_program(text)
}

/// `Jan 17 10:45:06 web-1 app[29]: ...`: what the program says; all of the text where there is no such head.
fn behind_program(text: &str) -> &str {
    let head = text.split_once("]: ").filter(|(head, _)| {
        let pid = head.rsplit('[').next().unwrap_or("");
        head.len() < 100 && !pid.is_empty() && pid.bytes().all(|byte| byte.is_ascii_digit())
    });
    head.map_or(text, |(_, said)| said)
}

/// `GET /orders · 502 · 209 B · 8 ms · SH--`
fn of_request(log: &Log, request: &RequestEntry) -> String {
    let (method, path) = request.asked_for(&log.text);
    let mut parts = vec![format!("{method} {path}").trim().to_owned()];
    parts.push(if request.status == 0 { "no status".into() } else { request.status.to_string() });
    if let Some(bytes) = request.bytes.and_then(|bytes| i64::try_from(bytes).ok()) {
        parts.push(shorten::bytes(bytes));
    }
    if let Some(duration) = request.duration {
        // Logs count milliseconds.
        parts.push(if duration == 0 { "under 1 ms".into() } else { shorten::duration(duration) });
    }
    for span in [request.termination, request.flags, request.details, request.failure] {
        let text = log.str(span);
        if !text.is_empty() && text != "-" && text.chars().any(|c| c != '-') {
            parts.push(text.to_owned());
        }
    }
    let upstreams = request.upstreams.iter().map(|one| log.str(*one)).filter(|one| *one != "-").in_list();
    if !upstreams.is_empty() {
        parts.push(format!("from {}", upstreams.join(", ")));
    }
    parts.join(" · ")
}
