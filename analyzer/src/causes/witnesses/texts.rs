//! Lines of any text that tie a limit or a place in the source to the failure.

use super::Hearing;
use super::marks::{self, Sight};
use crate::source::{Source, SourceId};

/// Words of settings that end a connection.
const LIMITS: &[&str] = &["timeout", "idle", "deadline", "keepalive", "keep-alive"];

/// Hears every source that is no trace.
pub fn hear(hearing: &mut Hearing<'_, '_>) {
    let case = hearing.scene.case;
    for (id, source) in case.sources.iter().enumerate() {
        let trace = case.runs.iter().any(|run| run.source == id);
        let config = case.configs.iter().any(|config| config.source == id);
        if trace || config {
            continue;
        }
        limit(hearing, id, source);
        frame(hearing, id, source);
        handshake(hearing, id, source);
    }
}

/// Where the upstream's own time limit is set: a line that names both it and the upstream's address or port.
fn limit(hearing: &mut Hearing<'_, '_>, id: SourceId, source: &Source) {
    let timed = hearing.is(&[
        "upstream-server-timeout-closes-request",
        "upstream-write-timeout-too-short",
        "upstream-keepalive-idle-race",
        "gunicorn-worker-timeout",
        "uwsgi-harakiri",
        "php-fpm-request-terminate-timeout",
    ]);
    if !timed {
        return;
    }
    let found = source.lines.iter().find(|line| {
        let text = line.span.of(&source.text);
        let lower = text.to_ascii_lowercase();
        let port = || {
            hearing.marks.peers.iter().any(|peer| {
                let (_, port) = marks::split_address(peer);
                port.len() > 1
                    && marks::names_word(text, port)
                    && (lower.contains("listen") || lower.contains("port"))
            })
        };
        LIMITS.iter().any(|word| lower.contains(word))
            && text.bytes().any(|byte| byte.is_ascii_digit())
            && (hearing.marks.names_peer(text) || port())
    });
    if let Some(line) = found {
        hearing.line(id, line.number, "the limit that the upstream was started with");
    }
}

/// The first place in the program's own source below a panic that is cited.
fn frame(hearing: &mut Hearing<'_, '_>, id: SourceId, source: &Source) {
    let cited = hearing.finding.diagnosis.evidence.iter().find(|one| {
        one.source == source.name
            && (one.quote.starts_with("panic:") || one.quote.starts_with("fatal error:"))
    });
    let Some(panic) = cited.map(|one| one.line) else { return };
    let from = source.lines.partition_point(|line| line.number <= panic);
    let place = source.lines.iter().skip(from).take(20).find(|line| {
        let text = line.span.of(&source.text);
        let file = text.trim_start();
        text.starts_with(['\t', ' '])
            && file.contains(".go:")
            && !file.starts_with("runtime/")
            && !file.contains("/src/runtime/")
    });
    if let Some(line) = place {
        hearing.line(id, line.number, "where in the program it happened");
    }
}

/// A TLS handshake that a server without TLS took for a request.
fn handshake(hearing: &mut Hearing<'_, '_>, id: SourceId, source: &Source) {
    if hearing.marks.sight == Sight::Refused || !hearing.is(&["upstream-tls-on-plain-port"]) {
        return;
    }
    let found = source.lines.iter().find(|line| {
        let text = line.span.of(&source.text);
        text.contains("\\x16\\x03\\x01") && !text.contains("upstream:")
    });
    if let Some(line) = found {
        hearing.line(id, line.number, "the upstream takes the handshake for a bad request");
    }
}
