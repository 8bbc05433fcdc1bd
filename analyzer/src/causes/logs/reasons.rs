//! Why a request failed, in the words of those who know: the application, its server, its runtime, the kernel.
//!
//! A proxy sees that a connection closes, is refused or gives no answer; these lines tell why, if they stand at the
//! same time. Which of them explain what, `reasons.md` says.

use super::messages;
use super::signs::{self, Sign, Signs, Weight};
use crate::model::log::{Entry, Level, Log, LogEntry};
use crate::prose::Prose;

/// What a line gives as the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason<'p> {
    /// Id of the cause.
    pub cause: &'p str,
    /// How much the line shows by itself.
    pub weight: Weight,
}

/// What a proxy sees of a cause: a list of ids, which [`holds`] reads.
pub fn explains<'p>(prose: &'p Prose, cause: &str) -> &'p str {
    let mut seen = "";
    for line in prose.entry("causes/logs/reasons").lines() {
        if let Some(ids) = line.strip_prefix("- seen: ") {
            seen = ids;
        } else if line.strip_prefix("- because of: ").is_some_and(|causes| holds(causes, cause)) {
            return seen;
        }
    }
    ""
}

/// True if a list names an id: `` `one`, `other` ``.
pub fn holds(ids: &str, id: &str) -> bool {
    ids.contains(&["`", id, "`"].concat())
}

/// The reason that an entry gives, if it gives one. `proxied`: a proxy is in the evidence, so that a program that fails is
/// its upstream.
pub fn reason<'p>(log: &Log, entry: &LogEntry, signs: &Signs<'p>, proxied: bool) -> Option<Reason<'p>> {
    let named =
        |cause, alone| Some(Reason { cause: if proxied { cause } else { alone }, weight: Weight::Names });
    let of = |sign: Sign<'p>| sign.reason(proxied);
    let text = log.str(entry.text);
    match &entry.kind {
        Entry::OutOfMemory(_) => named("upstream-oom-killed", "oom-killed"),
        Entry::Fault { program, .. } if log.str(*program) == "nginx" => {
            named("proxy-worker-crashed", "proxy-worker-crashed")
        }
        // The first page belongs to nobody.
        Entry::Fault { .. } => {
            let address = text.split_once("segfault at ").and_then(|(_, rest)| rest.split(' ').next());
            let null = address.is_some_and(|address| address.len() <= 3);
            let alone = if null { "crash-null-pointer" } else { "crash-invalid-memory" };
            named("upstream-process-crashed", alone)
        }
        // What a program says while all is well is no reason, whatever words it uses.
        Entry::Text
            if matches!(entry.level, Level::Info | Level::Debug) && !text.ends_with(signs::NOT_EXPECTED) =>
        {
            None
        }
        Entry::Text => signs.read(text).and_then(of),
        // Of no request: nginx cannot begin or go on, in words that are not its own.
        Entry::Nginx(message) if entry.level == Level::Critical && message.connection.is_none() => {
            let known = messages::meaning(&signs.messages, log, entry, message);
            signs.printed(text).filter(|_| known.is_none()).and_then(of)
        }
        Entry::Nginx(_) | Entry::Request(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_one_of_ids() {
        let prose = Prose::built_in();
        let lines = prose.entry("causes/logs/reasons").lines().filter(|line| line.starts_with("- "));
        for (at, line) in lines.enumerate() {
            let begin = ["- seen: `", "- because of: `"][at % 2];
            let ids = line.strip_prefix(begin).and_then(|rest| rest.strip_suffix('`')).unwrap_or("");
            let id = |id: &str| {
                !id.is_empty()
                    && !id.contains(|one: char| !one.is_ascii_lowercase() && !"-0123456789".contains(one))
            };
            assert!(ids.split("`, `").all(id), "{line}");
        }
    }

    #[test]
    fn a_cause_explains_what_its_group_names() {
        let prose = Prose::built_in();
        let explained = |cause: &str, seen: &str| holds(explains(&prose, cause), seen);
        assert!(explained("rolling-deploy-race", "upstream-no-route"));
        assert!(explained("deadlock", "upstream-slow-read-timeout"));
        assert!(!explained("disk-full", "upstream-slow-read-timeout"));
        assert!(!explained("lock", "upstream-answered-error") && !explained("", "upstream-reset"));
    }
}
