//! HAProxy's configuration: a whole file or a fragment.
//!
//! ```text
//! defaults
//!     timeout server 30s
//! backend app
//!     server app1 10.0.0.1:8080 check
//! ```
//!
//! A section begins with its keyword at the start of a line and ends where the next one begins. Words, quotes and
//! comments: HAProxy's configuration manual, sections 2.2 "Quoting and escaping" and 4 "Proxies".
//! Deliberately absent: environment variables, conditional blocks (`.if`), Lua.

use super::{Content, Format, Sniff};
use crate::model::config::{Config, Directive, DirectiveId};
use crate::order::InList;
use crate::source::{Line, Source, SourceId, Span};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "HAProxy configuration",
    sniff,
    read: |id, source| Content::Config(read(id, source)),
};

/// Id of the format.
const ID: &str = "haproxy-config";

/// Keywords that begin a section.
const SECTIONS: &[&str] = &[
    "global",
    "defaults",
    "frontend",
    "backend",
    "listen",
    "resolvers",
    "peers",
    "userlist",
    "cache",
    "mailers",
];

/// Timers of `timeout`.
const TIMEOUTS: &[&str] = &[
    "connect",
    "client",
    "server",
    "queue",
    "tunnel",
    "check",
    "http-request",
    "http-keep-alive",
    "client-fin",
    "server-fin",
    "tarpit",
    "retry",
    "resolve",
];

/// Keywords whose lines no other format has.
const CERTAIN: &[&str] = &[
    "default_backend",
    "use_backend",
    "http-request",
    "http-response",
    "http-check",
    "tcp-request",
    "balance",
    "default-server",
    "nbthread",
    "nbproc",
    "stats",
    "cookie",
    "tune.bufsize",
    "maxconn",
];

/// Says whether a line is of this format.
fn sniff(line: &str) -> Sniff {
    let code = line.split(" #").next().unwrap_or("").trim_end();
    let mut words = code.split_ascii_whitespace();
    let Some(first) = words.next() else { return Sniff::No };
    // A directive of nginx ends in `;` or a brace, a sentence in a full stop.
    if code.ends_with([';', '{', '}', '.', ',', '?', ':']) || first.starts_with('#') {
        return if first.starts_with('#') { Sniff::Maybe } else { Sniff::No };
    }
    let second = words.next().unwrap_or("");
    let indented = line.starts_with([' ', '\t']);
    let certain = match first {
        "timeout" => TIMEOUTS.contains(&second) && words.next().is_some_and(is_time),
        "server" => words.next().is_some_and(|address| address.contains(':') || address.starts_with('/')),
        "mode" => indented && matches!(second, "http" | "tcp"),
        "bind" => indented && second.contains(':'),
        "option" => indented && second.len() > 3 && words.next().is_none_or(|third| !third.contains('.')),
        "frontend" | "backend" | "listen" | "resolvers" => {
            !indented && !second.is_empty() && words.next().is_none()
        }
        "global" | "defaults" => !indented && second.is_empty(),
        _ => indented && CERTAIN.contains(&first) && !second.is_empty(),
    };
    if certain {
        Sniff::Certain
    } else if indented || SECTIONS.contains(&first) {
        Sniff::Maybe
    } else {
        Sniff::No
    }
}

/// `30s`, `5000`
fn is_time(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Reads a source. Never fails: every line that is no comment is a directive.
fn read(id: SourceId, source: &Source) -> Config {
    let mut config = Config {
        source: id,
        text: source.text.clone(),
        directives: Vec::new(),
        elided: Vec::new(),
        files: Vec::new(),
        unparsed: Vec::new(),
        records: 0,
        blank: 0,
    };
    let mut section: Option<DirectiveId> = None;
    for line in &source.lines {
        let text = line.span.of(&source.text);
        if text.trim().is_empty() {
            config.blank = config.blank.saturating_add(line.covers);
            continue;
        }
        config.records = config.records.saturating_add(line.covers);
        let Some(mut directive) = directive(text, line) else { continue };
        let opens = SECTIONS.contains(&directive.name.of(&source.text)) && !text.starts_with([' ', '\t']);
        if opens {
            section = Some(config.directives.len());
            directive.block = true;
        } else {
            directive.parent = section;
        }
        config.directives.push(directive);
    }
    config
}

/// The words of a line; `None` for a comment.
fn directive(text: &str, line: &Line) -> Option<Directive> {
    let mut words = Vec::new();
    let mut rest = 0;
    while let Some(tail) = text.get(rest..) {
        let Some(skip) = tail.find(|c: char| !c.is_whitespace()) else { break };
        let from = rest.saturating_add(skip);
        let word = text.get(from..).unwrap_or("");
        if word.starts_with('#') {
            break;
        }
        let (begin, length, whole) = if let Some(inner) = word.strip_prefix(['"', '\'']) {
            let length = inner.find(['"', '\'']).unwrap_or(inner.len());
            (from.saturating_add(1), length, length.saturating_add(2))
        } else {
            let length = word.find(char::is_whitespace).unwrap_or(word.len());
            (from, length, length)
        };
        words.push(Span::shifted(line.span.start, begin, begin.saturating_add(length)));
        rest = from.saturating_add(whole);
    }
    let mut words = words.into_iter();
    let name = words.next()?;
    Some(Directive { line: line.number, name, arguments: words.in_list(), parent: None, block: false })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::source::{Input, Piece};

    const TEXT: &str = "global\n    maxconn 200\n\ndefaults\n    mode http\n    timeout connect 1s\n    timeout server 30s # of the application\n\nbackend app\n    option httpchk GET \"/health check\"\n    server app1 10.0.0.1:8080 check\n";

    #[test]
    fn reads_sections_and_words() {
        let piece = Piece { name: "haproxy.cfg".into(), role: None, bytes: TEXT.into() };
        let sources = crate::intake::read(Input { pieces: vec![piece] });
        assert_eq!(sources.iter().map(|source| source.format).collect::<Vec<_>>(), [ID]);
        let config = read(0, &sources[0]);
        let server = config.named("server").next().unwrap();
        assert_eq!(config.argument(server, 1), "10.0.0.1:8080");
        assert_eq!(config.name(config.directives[server].parent.unwrap()), "backend");
        let check = config.named("option").next().unwrap();
        assert_eq!(config.argument(check, 2), "/health check");
        let timeout = config.named("timeout").last().unwrap();
        assert_eq!((config.argument(timeout, 1), config.directives[timeout].line), ("30s", 7));
        assert_eq!((config.records, config.blank), (9, 2));
    }

    #[test]
    fn leaves_prose_and_nginx_alone() {
        for line in [
            "server 10.0.0.1:80 max_fails=3;",
            "the backend answers 502",
            "timeout is what we saw",
            "    listen 80;",
            "server app1 is down, look at it.",
            "balance of power",
        ] {
            assert_ne!(sniff(line), Sniff::Certain, "{line}");
        }
    }
}
