//! The data of a call in a few words: the line of a log, the status of an answer, the name asked for.

use super::at::At;
use super::shorten;
use crate::model::trace::EventId;
use crate::trace::Run;
use crate::trace::payload::{self, LogKind};

/// So much of a text is shown.
const MOST: usize = 56;

/// The data that a call moved, in a few words; `None` if the trace does not show it or it is no text.
pub fn in_words(at: &At<'_>) -> Option<String> {
    let data = at.run.trace.payload(at.call)?;
    let bytes = data.bytes.as_slice();
    if let Some(question) = at.object().is_socket().then(|| payload::dns(bytes)).flatten() {
        return Some(match (question.answer, question.code, question.answers) {
            (false, _, _) => format!("asks for {}", question.name),
            (true, 0, 1) => format!("{}: one answer", question.name),
            (true, 0, count) => format!("{}: {count} answers", question.name),
            (true, 2, _) => format!("{}: server failure", question.name),
            (true, 3, _) => format!("{}: no such name", question.name),
            (true, 5, _) => format!("{}: refused", question.name),
            (true, code, _) => format!("{}: error {code}", question.name),
        });
    }
    if !is_text(bytes) {
        return payload::exchange(bytes).filter(|kind| *kind == payload::Exchange::Tls).map(|_| "TLS".into());
    }
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let more = data.abbreviated || text.trim_end().lines().count() > 1;
    let line = match payload::log_line(bytes) {
        Some(LogKind::Error) => without_date(line),
        _ => line,
    };
    let mut shown: String = line.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    if more && shown.chars().count() < MOST {
        shown.push('…');
    }
    let shown = shorten::end(&shown, MOST);
    // What has no form of its own is quoted, so that nobody takes it for words of this page.
    let formed = payload::exchange(bytes).is_some() || payload::log_line(bytes).is_some();
    Some(if formed { shown } else { format!("\"{shown}\"") })
}

/// True if what the event moved begins an HTTP answer.
pub fn begins_header(run: &Run, event: EventId) -> bool {
    let Some(call) = run.trace.call(event) else { return false };
    // Most data is none, and reading it costs more than looking for the word.
    if !run.trace.str(call.args).contains("HTTP/") {
        return false;
    }
    run.trace.payload(call).is_some_and(|data| payload::status(&data.bytes).is_some())
}

/// True if the bytes are a request.
pub fn is_request(at: &At<'_>) -> bool {
    let data = at.run.trace.payload(at.call);
    data.is_some_and(|data| payload::exchange(&data.bytes) == Some(payload::Exchange::Request))
}

/// True if nearly everything can be printed.
fn is_text(bytes: &[u8]) -> bool {
    let odd =
        bytes.iter().filter(|byte| matches!(byte, 0..=8 | 0x0e..=0x1f | 0x7f) && **byte != 0x1b).count();
    !bytes.is_empty() && odd * 20 <= bytes.len() && bytes.first() != Some(&0)
}

/// `2026/11/21 01:46:35 [crit] ...` begins to interest at the level.
fn without_date(line: &str) -> &str {
    match line.find(" [") {
        Some(at) if line.starts_with(|first: char| first.is_ascii_digit()) => {
            line.get(at + 1..).unwrap_or(line)
        }
        _ => line,
    }
}
