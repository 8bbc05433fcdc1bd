//! What nginx's own error messages say about the cause: the action decides the status, the errno decides the cause.
//!
//! The table stands from the specific to the general; the first row that fits is taken.
//! Texts and levels: nginx's source, files as named per group.
//! Deliberately absent: messages that are harmless (`is buffered to a temporary file`) or only follow from another
//! (`upstream server temporarily disabled`).

use crate::model::log::{Level, Log, LogEntry, NginxMessage};

/// What a message means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// The message holds this.
    pub says: &'static str,
    /// The action is this; empty for any.
    pub action: &'static str,
    /// The errno is this; 0 for any.
    pub errno: u16,
    /// Id of the cause.
    pub cause: &'static str,
    /// Which of its titles in `nginx.md`; empty for the plain one.
    pub variant: &'static str,
    /// The message proves the cause. Otherwise it only tells what nginx saw, and the reason lies behind it.
    pub proves: bool,
}

/// A row of the table.
const fn row(
    says: &'static str,
    action: &'static str,
    errno: u16,
    cause: &'static str,
    variant: &'static str,
    proves: bool,
) -> Meaning {
    Meaning { says, action, errno, cause, variant, proves }
}

const CONNECTING: &str = "connecting to upstream";
const HANDSHAKE: &str = "SSL handshaking to upstream";
const SENDING: &str = "sending request to upstream";
const HEADER: &str = "reading response header from upstream";
const BODY: &str = "reading upstream";
const RESOLVING: &str = "resolving";
/// `cache "pages" not found`; modules may end their own words so.
const NOT_FOUND: &str = "\" not found";
const TAKING: &str = "reading client request body";

/// Every message that names a cause.
pub const MEANINGS: &[Meaning] = &[
    // Configuration, at start and at reload: src/core/ngx_conf_file.c, ngx_cycle.c, ngx_connection.c. A typographic
    // quote stands right behind the plain one that nginx puts around the word it complains of.
    row("\"“", "", 0, "typographic-quotes-in-config", "", true),
    row("\"”", "", 0, "typographic-quotes-in-config", "", true),
    row("\"‘", "", 0, "typographic-quotes-in-config", "", true),
    row("\"’", "", 0, "typographic-quotes-in-config", "", true),
    row("unknown directive \"", "", 0, "proxy-config-syntax-error", "", true),
    row("unexpected \"", "", 0, "proxy-config-syntax-error", "", true),
    row("unexpected end of file, expecting", "", 0, "proxy-config-syntax-error", "", true),
    row("invalid number of arguments in \"", "", 0, "proxy-config-syntax-error", "", true),
    row("directive is not allowed here", "", 0, "proxy-config-syntax-error", "", true),
    row("directive is not terminated by", "", 0, "proxy-config-syntax-error", "", true),
    row("has no opening \"{\"", "", 0, "proxy-config-syntax-error", "", true),
    row("directive is duplicate", "", 0, "proxy-config-syntax-error", "", true),
    row("invalid value \"", "", 0, "proxy-config-syntax-error", "", true),
    row("invalid parameter \"", "", 0, "proxy-config-syntax-error", "", true),
    row("zero size shared memory zone", "", 0, "cache-zone-not-found", "start", true),
    row(NOT_FOUND, "", 0, "cache-zone-not-found", "", true),
    row("bind() to", "", 98, "port-in-use", "", true),
    row("bind() to", "", 13, "privileged-port", "", true),
    row("bind() to", "", 99, "listen-address-wrong", "", true),
    row("bind(", CONNECTING, 99, "proxy-bind-address-unusable", "", true),
    // Connecting: src/http/ngx_http_upstream.c, src/event/ngx_event_connect.c.
    row("connect() to unix:", "", 2, "upstream-unix-socket-missing", "", true),
    row("connect() to unix:", "", 13, "upstream-unix-socket-permission", "", true),
    row("connect() to unix:", "", 111, "upstream-unix-socket-stale", "", true),
    row("connect() to unix:", "", 11, "upstream-unix-backlog-full", "", true),
    row("connect() to", "", 13, "selinux-connect-denied", "", false),
    row("connect() to", "", 1, "local-firewall-rejects-connect", "", false),
    row("connect() to", "", 99, "ephemeral-ports-exhausted", "", false),
    row("connect() to", "", 101, "network-unreachable", "", true),
    row("connect()", "", 101, "network-unreachable", "", true),
    row("connect()", "", 113, "upstream-no-route", "", true),
    row("connect()", "", 110, "upstream-kernel-connect-timeout", "", true),
    row("connect()", "", 104, "upstream-connect-reset", "", true),
    row("connect()", "", 111, "upstream-connection-refused", "", true),
    row("socket() failed", "", 24, "worker-open-file-limit", "", true),
    row("accept4() failed", "", 24, "worker-open-file-limit", "", true),
    row("accept() failed", "", 24, "worker-open-file-limit", "", true),
    row("open() ", "", 24, "worker-open-file-limit", "", true),
    row("failed", "", 23, "system-file-table-full", "", true),
    row("worker_connections are not enough", "", 0, "worker-connections-exhausted", "", true),
    row("upstream timed out", CONNECTING, 0, "upstream-connect-timeout", "", true),
    // Resolving: src/core/ngx_resolver.c.
    row("no resolver defined to resolve", "", 0, "resolver-not-configured", "", true),
    row("could not be resolved (3:", "", 0, "upstream-name-nxdomain", "", true),
    row("could not be resolved (2:", "", 0, "dns-server-failure", "", true),
    row("could not be resolved (5:", "", 0, "dns-server-failure", "refused", true),
    row("could not be resolved (110:", "", 0, "resolver-timeout", "", true),
    row("failed", RESOLVING, 111, "dns-resolver-unreachable", "", true),
    row("host not found in upstream", "", 0, "upstream-host-not-found-at-start", "", true),
    // Choosing a server: src/http/ngx_http_upstream.c.
    row("no live upstreams", "", 0, "no-live-upstreams", "", true),
    row("invalid URL prefix in", "", 0, "proxy-pass-invalid-url", "", true),
    row("no port in upstream", "", 0, "proxy-pass-invalid-url", "no-port", true),
    row("invalid host in upstream", "", 0, "proxy-pass-invalid-url", "no-host", true),
    row("invalid port in upstream", "", 0, "proxy-pass-invalid-url", "invalid-port", true),
    // TLS: src/event/ngx_event_openssl.c.
    row("wrong version number", HANDSHAKE, 0, "upstream-tls-on-plain-port", "", true),
    row("unrecognized name", HANDSHAKE, 0, "upstream-tls-no-sni", "name", true),
    row("alert handshake failure", HANDSHAKE, 0, "upstream-tls-no-sni", "", false),
    row("alert protocol version", HANDSHAKE, 0, "upstream-tls-version-mismatch", "", true),
    row("unsupported protocol", HANDSHAKE, 0, "upstream-tls-version-mismatch", "", true),
    row("no shared cipher", HANDSHAKE, 0, "upstream-tls-version-mismatch", "cipher", true),
    row("certificate required", "", 0, "upstream-client-certificate-required", "", true),
    row("upstream SSL certificate verify error", "", 0, "upstream-certificate-not-verified", "", true),
    row("upstream SSL certificate does not match", "", 0, "upstream-certificate-not-verified", "name", true),
    row("upstream timed out", HANDSHAKE, 0, "upstream-tls-timeout", "", true),
    row("peer closed connection in SSL handshake", "", 0, "upstream-tls-handshake-aborted", "", true),
    row("SSL_do_handshake() failed", HANDSHAKE, 104, "upstream-tls-handshake-aborted", "reset", true),
    // Sending and waiting: src/http/ngx_http_upstream.c.
    row("upstream timed out", SENDING, 0, "upstream-send-timeout", "", true),
    row("upstream timed out", HEADER, 0, "upstream-slow-read-timeout", "", true),
    row("upstream timed out", BODY, 0, "upstream-stalled-body", "", true),
    row("failed", SENDING, 104, "upstream-closed-while-sending-body", "", true),
    row("failed", SENDING, 32, "upstream-closed-while-sending-body", "", true),
    row("upstream prematurely closed connection", HEADER, 0, "upstream-closed-early", "", true),
    row("upstream prematurely closed FastCGI", "", 0, "upstream-closed-early", "fastcgi", true),
    row("upstream prematurely closed connection", BODY, 0, "upstream-truncated-body", "", true),
    row("failed", HEADER, 104, "upstream-reset", "", true),
    row("failed", BODY, 104, "upstream-truncated-body", "reset", true),
    // The answer: src/http/ngx_http_upstream.c, src/http/modules/ngx_http_proxy_module.c.
    row("upstream sent too big header", "", 0, "upstream-header-too-big", "", true),
    row("upstream sent invalid header", "", 0, "upstream-invalid-header", "", true),
    row("upstream sent duplicate header line", "", 0, "upstream-conflicting-length-headers", "twice", true),
    row(
        "\"Content-Length\" and \"Transfer-Encoding\" headers at the same time",
        "",
        0,
        "upstream-conflicting-length-headers",
        "",
        true,
    ),
    row("upstream sent no valid HTTP/1.0 header", "", 0, "upstream-not-http", "", true),
    row("upstream sent invalid chunked response", "", 0, "upstream-broken-chunking", "", true),
    row(
        "upstream sent unsupported FastCGI protocol version",
        "",
        0,
        "upstream-wrong-wire-protocol",
        "fastcgi",
        true,
    ),
    row("upstream sent unexpected FastCGI", "", 0, "upstream-wrong-wire-protocol", "fastcgi", false),
    row("upstream sent too large http2 frame", "", 0, "upstream-wrong-wire-protocol", "", true),
    row("goaway", "", 0, "upstream-http2-goaway", "", true),
    row("upstream rejected request with error", "", 0, "upstream-http2-goaway", "rejected", true),
    row("flow control", "", 0, "upstream-http2-protocol-violation", "", true),
    row("upstream prematurely sent response", "", 0, "upstream-early-data", "", true),
    row("upstream sent more data than specified in", "", 0, "upstream-excess-data", "", false),
    row("upstream sent data after final chunk", "", 0, "upstream-excess-data", "", false),
    row("Primary script unknown", "", 0, "fastcgi-script-not-found", "", true),
    row("PHP Fatal error", "", 0, "php-application-error", "", true),
    // Files: src/os/unix/ngx_files.c, src/core/ngx_file.c, src/http/ngx_http_file_cache.c.
    row("pwritev() \"", BODY, 28, "disk-full-on-cache-write", "", true),
    row("pwrite() \"", BODY, 28, "disk-full-on-cache-write", "", true),
    row("has written only", BODY, 0, "disk-full-on-cache-write", "", false),
    row("open() \"", "", 13, "temp-dir-permission-denied", "", false),
    row("mkdir() \"", "", 13, "temp-dir-permission-denied", "directory", false),
    row("open() \"", "", 28, "inodes-exhausted", "", false),
    row("mkdir() \"", "", 28, "inodes-exhausted", "directory", false),
    row("failed", "", 28, "disk-full", "", true),
    row("failed", "", 122, "disk-quota-exceeded", "", true),
    row("failed", "", 30, "read-only-filesystem", "", true),
    row("failed", "", 5, "io-error", "", true),
    // A directory that is missing only for a moment is made again, and then nothing is logged.
    row("open() \"", BODY, 2, "cache-directory-removed", "", true),
    row("open() \"", TAKING, 2, "cache-directory-removed", "", true),
    row("mkdir() \"", BODY, 2, "cache-directory-removed", "", true),
    row("mkdir() \"", TAKING, 2, "cache-directory-removed", "", true),
    row("rename() \"", BODY, 2, "cache-directory-removed", "", false),
    row("\" is too small", "", 0, "cache-file-damaged", "", true),
    row("\" version mismatch", "", 0, "cache-file-damaged", "version", true),
    row("\" has md5 collision", "", 0, "cache-file-damaged", "", true),
    row("\" has too long header", "", 0, "cache-file-damaged", "", true),
    row("is not enough for cache key", "", 0, "cache-key-too-long", "", true),
    row("malloc(", "", 12, "proxy-temporary-memory-failure", "", true),
    row("posix_memalign(", "", 12, "proxy-temporary-memory-failure", "", true),
    row("could not allocate node in cache keys zone", "", 0, "cache-keys-zone-full", "", true),
    // Policy: src/http/modules/ngx_http_limit_req_module.c and relatives.
    row("client intended to send too large body", "", 0, "request-body-too-large", "", true),
    row("limiting requests", "", 0, "rate-limit-exceeded", "", true),
    row("limiting connections", "", 0, "rate-limit-exceeded", "connections", true),
    row("rewrite or internal redirection cycle", "", 0, "rewrite-cycle", "", true),
    row("client sent too large request", "", 0, "client-header-too-large", "", true),
    row("client sent too long URI", "", 0, "client-header-too-large", "address", true),
    row("client sent plain HTTP request to HTTPS port", "", 0, "client-plain-http-on-tls-port", "", true),
    // Processes: src/os/unix/ngx_process.c.
    row("exited on signal", "", 0, "proxy-worker-crashed", "", true),
    row("client prematurely closed connection", "", 0, "client-closed-request", "", true),
];

/// What a message says about the cause, if it says anything.
pub fn meaning(log: &Log, entry: &LogEntry, message: &NginxMessage) -> Option<&'static Meaning> {
    let found = of(log.str(message.message), log.str(message.action), message.errno)?;
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
pub fn of(said: &str, action: &str, errno: Option<u16>) -> Option<&'static Meaning> {
    MEANINGS.iter().find(|meaning| {
        said.contains(meaning.says)
            && (meaning.action.is_empty() || meaning.action == action)
            && (meaning.errno == 0 || errno == Some(meaning.errno))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::cause::Said;
    use crate::prose::{Marks, Prose};

    #[test]
    fn the_action_tells_the_same_words_apart() {
        let cause = |said, action, errno| of(said, action, errno).map(|meaning| meaning.cause);
        assert_eq!(
            cause("upstream timed out (110: Connection timed out)", CONNECTING, Some(110)),
            Some("upstream-connect-timeout")
        );
        assert_eq!(
            cause("upstream timed out (110: Connection timed out)", HEADER, Some(110)),
            Some("upstream-slow-read-timeout")
        );
        assert_eq!(
            cause("upstream timed out (110: Connection timed out)", BODY, Some(110)),
            Some("upstream-stalled-body")
        );
        assert_eq!(
            cause("connect() failed (110: Connection timed out)", CONNECTING, Some(110)),
            Some("upstream-kernel-connect-timeout")
        );
    }

    #[test]
    fn the_errno_tells_the_same_call_apart() {
        let cause = |errno| of("connect() failed", CONNECTING, Some(errno)).map(|meaning| meaning.cause);
        assert_eq!(cause(111), Some("upstream-connection-refused"));
        assert_eq!(cause(113), Some("upstream-no-route"));
        assert_eq!(cause(101), Some("network-unreachable"));
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
                "listen-address-wrong",
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
            let found = of(said, action, errno).map_or("", |meaning| meaning.cause);
            assert_eq!(found, wanted, "{said}");
        }
    }

    #[test]
    fn every_message_has_its_words() {
        let (prose, marks) = (Prose::built_in(), Marks::default());
        for meaning in MEANINGS {
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
        assert_eq!(of("a client request body is buffered to a temporary file /var/x/1", "", None), None);
        assert_eq!(of("4096 worker_connections exceed open file resource limit: 1024", "", None), None);
        assert_eq!(of("using the \"epoll\" event method", "", None), None);
        assert_eq!(of("upstream server temporarily disabled", CONNECTING, None), None);
    }
}
