//! What nginx's own error messages say about the cause: the action decides the status, the errno decides the cause.
//!
//! The table is `messages.md`: a row reads `` - `text` (errno) while action is `cause` (title) ``, or `may be` in the place of
//! `is`; errno, action and title may be missing.

use super::signs::{Weight, row};
use crate::model::log::{Level, Log, LogEntry, NginxMessage};
use crate::order::InList;
use crate::prose::{self, Prose};

/// What a message means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning<'p> {
    /// The message holds this.
    pub says: &'p str,
    /// The action is this; empty for any.
    pub action: &'p str,
    /// The errno is this; 0 for any.
    pub errno: u16,
    /// Id of the cause.
    pub cause: &'p str,
    /// Which of its titles in `nginx.md`; empty for the plain one.
    pub variant: &'p str,
    /// The message proves the cause. Otherwise it only tells what nginx saw, and the reason lies behind it.
    pub proves: bool,
}

/// Where the table stands.
const TABLE: &str = "causes/logs/messages";

/// `cache "pages" not found`; modules may end their own words so.
const NOT_FOUND: &str = "\" not found";

/// Every message that names a cause. A line of another form gives none.
pub fn all(prose: &Prose) -> Vec<Meaning<'_>> {
    prose::rows(prose.entry(TABLE)).filter_map(read).in_list()
}

/// Reads `` text` (errno) while action is `cause` (title) ``.
fn read(line: &str) -> Option<Meaning<'_>> {
    let (before, weight, cause, behind) = row(line)?;
    let (says, conditions) = before.split_once('`')?;
    let (errno, action) = conditions.split_once(" while ").unwrap_or((conditions, ""));
    let errno = if errno.is_empty() { 0 } else { in_brackets(errno)?.parse().ok()? };
    let variant = if behind.is_empty() { "" } else { in_brackets(behind)? };
    Some(Meaning { says, action, errno, cause, variant, proves: weight == Weight::Names })
}

/// Takes the brackets off ` (text)`.
fn in_brackets(text: &str) -> Option<&str> {
    text.strip_prefix(" (")?.strip_suffix(')')
}

/// What a message says about the cause, if it says anything.
pub fn meaning<'p>(
    meanings: &[Meaning<'p>],
    log: &Log,
    entry: &LogEntry,
    message: &NginxMessage,
) -> Option<Meaning<'p>> {
    let found = of(meanings, log.str(message.message), log.str(message.action), message.errno)?;
    // A static file that may not be read is logged as `error`; a file that nginx itself needs, as `crit`.
    // Words about the configuration are nginx's own only where it refuses to start with it.
    let critical = matches!(
        found.cause,
        "temp-dir-permission-denied" | "typographic-quotes-in-config" | "proxy-config-syntax-error"
    );
    let cache = found.says != NOT_FOUND || log.str(message.message).starts_with("cache \"");
    (cache && (!critical || entry.level == Level::Critical)).then_some(found)
}

/// The same for the parts of a message.
pub fn of<'p>(meanings: &[Meaning<'p>], said: &str, action: &str, errno: Option<u16>) -> Option<Meaning<'p>> {
    let found = meanings.iter().find(|meaning| {
        said.contains(meaning.says)
            && (meaning.action.is_empty() || meaning.action == action)
            && (meaning.errno == 0 || errno == Some(meaning.errno))
    });
    found.copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Marks;
    use crate::prose::cause::Said;

    const CONNECTING: &str = "connecting to upstream";
    const HEADER: &str = "reading response header from upstream";
    const BODY: &str = "reading upstream";

    /// The cause that the parts of a message name; empty for none.
    fn cause(said: &str, action: &str, errno: Option<u16>) -> String {
        let prose = Prose::built_in();
        of(&all(&prose), said, action, errno).map_or("", |meaning| meaning.cause).to_string()
    }

    #[test]
    fn every_row_is_read() {
        let prose = Prose::built_in();
        for line in prose::rows(prose.entry(TABLE)) {
            let read = read(line).filter(|row| !row.says.is_empty() && !row.cause.is_empty());
            assert!(read.is_some(), "{line}");
        }
        assert!(all(&prose).len() > 120);
        assert_eq!(read("failed` (EIO) is `io-error`"), None);
        assert_eq!(read("failed` in haste is `io-error`"), None);
        assert_eq!(read("failed` is `io-error`, perhaps"), None);
    }

    #[test]
    fn the_action_tells_the_same_words_apart() {
        assert_eq!(
            cause("upstream timed out (110: Connection timed out)", CONNECTING, Some(110)),
            "upstream-connect-timeout"
        );
        assert_eq!(
            cause("upstream timed out (110: Connection timed out)", HEADER, Some(110)),
            "upstream-slow-read-timeout"
        );
        assert_eq!(
            cause("upstream timed out (110: Connection timed out)", BODY, Some(110)),
            "upstream-stalled-body"
        );
        assert_eq!(
            cause("connect() failed (110: Connection timed out)", CONNECTING, Some(110)),
            "upstream-kernel-connect-timeout"
        );
    }

    #[test]
    fn the_errno_tells_the_same_call_apart() {
        let cause = |errno| cause("connect() failed", CONNECTING, Some(errno));
        assert_eq!(cause(111), "upstream-connection-refused");
        assert_eq!(cause(113), "upstream-no-route");
        assert_eq!(cause(101), "network-unreachable");
    }

    #[test]
    fn words_about_configuration_and_cache_name_their_cause_and_their_neighbours_do_not() {
        for (said, action, errno, wanted) in [
            (
                "unknown directive \"“gzip\" in /etc/nginx/nginx.conf:3",
                "",
                None,
                "typographic-quotes-in-config",
            ),
            ("unknown directive \"gizp\" in /etc/nginx/nginx.conf:3", "", None, "proxy-config-syntax-error"),
            (
                "invalid number of arguments in \"listen\" directive in a:1",
                "",
                None,
                "proxy-config-syntax-error",
            ),
            ("zero size shared memory zone \"pages\"", "", None, "cache-zone-not-found"),
            ("cache \"pages_b\" not found", "", None, "cache-zone-not-found"),
            (
                "bind(192.0.2.9) failed (99: Cannot assign requested address)",
                CONNECTING,
                Some(99),
                "proxy-bind-address-unusable",
            ),
            (
                "bind() to 192.0.2.9:80 failed (99: Cannot assign requested address)",
                "",
                Some(99),
                "address-not-available",
            ),
            (
                "connect() to 192.0.2.9:80 failed (99: Cannot assign requested address)",
                CONNECTING,
                Some(99),
                "ephemeral-ports-exhausted",
            ),
            ("bind() to 0.0.0.0:80 failed (98: Address already in use)", "", Some(98), "port-in-use"),
            (
                "open() \"/var/cache/nginx/proxy_temp/1/00/0000000001\" failed (2: No such file or directory)",
                BODY,
                Some(2),
                "cache-directory-removed",
            ),
            (
                "open() \"/usr/share/nginx/html/favicon.ico\" failed (2: No such file or directory)",
                "",
                Some(2),
                "",
            ),
            ("cache file \"/c/7/2a\" is too small", "", None, "cache-file-damaged"),
            (
                "proxy_buffer_size 4096 is not enough for cache key, it should be increased to at least 9216",
                "",
                None,
                "cache-key-too-long",
            ),
            (
                "malloc(16384) failed (12: Cannot allocate memory)",
                HEADER,
                Some(12),
                "proxy-temporary-memory-failure",
            ),
            (
                "upstream sent more data than specified in \"Content-Length\" header",
                BODY,
                None,
                "upstream-excess-data",
            ),
        ] {
            assert_eq!(cause(said, action, errno), wanted, "{said}");
        }
    }

    #[test]
    fn every_message_has_its_words() {
        let (prose, marks) = (Prose::built_in(), Marks::default());
        for meaning in all(&prose) {
            let title = |variant: &str| {
                let named = |name: &str| name == variant;
                prose.brief("causes/logs/nginx", meaning.cause).title(&Said { marks: &marks, holds: &named })
            };
            let named = title(meaning.variant);
            assert!(!named.is_empty(), "{}", meaning.cause);
            assert!(
                meaning.variant.is_empty() || named != title(""),
                "{}: {}",
                meaning.cause,
                meaning.variant
            );
        }
    }

    #[test]
    fn harmless_messages_name_no_cause() {
        assert_eq!(cause("a client request body is buffered to a temporary file /var/x/1", "", None), "");
        assert_eq!(cause("4096 worker_connections exceed open file resource limit: 1024", "", None), "");
        assert_eq!(cause("using the \"epoll\" event method", "", None), "");
        assert_eq!(cause("upstream server temporarily disabled", CONNECTING, None), "");
    }
}
