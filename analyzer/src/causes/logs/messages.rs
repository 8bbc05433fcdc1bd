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
    /// The cause in one line.
    pub title: &'static str,
    /// The message proves the cause. Otherwise it only tells what nginx saw, and the reason lies behind it.
    pub proves: bool,
}

/// A row of the table.
const fn row(
    says: &'static str,
    action: &'static str,
    errno: u16,
    cause: &'static str,
    title: &'static str,
    proves: bool,
) -> Meaning {
    Meaning { says, action, errno, cause, title, proves }
}

const CONNECTING: &str = "connecting to upstream";
const HANDSHAKE: &str = "SSL handshaking to upstream";
const SENDING: &str = "sending request to upstream";
const HEADER: &str = "reading response header from upstream";
const BODY: &str = "reading upstream";
const RESOLVING: &str = "resolving";

/// Every message that names a cause.
pub const MEANINGS: &[Meaning] = &[
    // Connecting: src/http/ngx_http_upstream.c, src/event/ngx_event_connect.c.
    row(
        "connect() to unix:",
        "",
        2,
        "upstream-unix-socket-missing",
        "The upstream's unix socket does not exist",
        true,
    ),
    row(
        "connect() to unix:",
        "",
        13,
        "upstream-unix-socket-permission",
        "nginx may not use the upstream's unix socket",
        true,
    ),
    row(
        "connect() to unix:",
        "",
        111,
        "upstream-unix-socket-stale",
        "The upstream's unix socket is there, but nobody listens on it",
        true,
    ),
    row(
        "connect() to unix:",
        "",
        11,
        "upstream-unix-backlog-full",
        "The queue of the upstream's unix socket is full",
        true,
    ),
    row(
        "connect() to",
        "",
        13,
        "selinux-connect-denied",
        "The system forbids nginx to connect to the upstream's address",
        false,
    ),
    row(
        "connect() to",
        "",
        1,
        "local-firewall-rejects-connect",
        "A rule of this host forbids the connection to the upstream",
        false,
    ),
    row(
        "connect() to",
        "",
        99,
        "ephemeral-ports-exhausted",
        "No local port is left for a connection to the upstream",
        false,
    ),
    row(
        "connect() to",
        "",
        101,
        "network-unreachable",
        "This host has no route to the upstream's network",
        true,
    ),
    row(
        "connect()",
        "",
        101,
        "network-unreachable",
        "This host has no route to the upstream's network",
        true,
    ),
    row("connect()", "", 113, "upstream-no-route", "Nobody answers at the upstream's address", true),
    row(
        "connect()",
        "",
        110,
        "upstream-kernel-connect-timeout",
        "The kernel gave up connecting to the upstream",
        true,
    ),
    row(
        "connect()",
        "",
        104,
        "upstream-connect-reset",
        "The connection to the upstream was reset while it was being made",
        true,
    ),
    row(
        "connect()",
        "",
        111,
        "upstream-connection-refused",
        "Nothing listens at the upstream's address",
        true,
    ),
    row("socket() failed", "", 24, "worker-open-file-limit", "nginx has no free descriptor left", true),
    row("accept4() failed", "", 24, "worker-open-file-limit", "nginx has no free descriptor left", true),
    row("accept() failed", "", 24, "worker-open-file-limit", "nginx has no free descriptor left", true),
    row("open() ", "", 24, "worker-open-file-limit", "nginx has no free descriptor left", true),
    row("failed", "", 23, "system-file-table-full", "The system's table of open files is full", true),
    row(
        "worker_connections are not enough",
        "",
        0,
        "worker-connections-exhausted",
        "All connection slots of the nginx worker are taken",
        true,
    ),
    row(
        "upstream timed out",
        CONNECTING,
        0,
        "upstream-connect-timeout",
        "The upstream's address gives no answer to a connection",
        true,
    ),
    // Resolving: src/core/ngx_resolver.c.
    row(
        "no resolver defined to resolve",
        "",
        0,
        "resolver-not-configured",
        "nginx must resolve a name and has no resolver",
        true,
    ),
    row(
        "could not be resolved (3:",
        "",
        0,
        "upstream-name-nxdomain",
        "The name server says that the upstream's name does not exist",
        true,
    ),
    row(
        "could not be resolved (2:",
        "",
        0,
        "dns-server-failure",
        "The name server failed to resolve the upstream's name",
        true,
    ),
    row(
        "could not be resolved (5:",
        "",
        0,
        "dns-server-failure",
        "The name server refused to resolve the upstream's name",
        true,
    ),
    row(
        "could not be resolved (110:",
        "",
        0,
        "resolver-timeout",
        "The name server did not answer in time",
        true,
    ),
    row(
        "failed",
        RESOLVING,
        111,
        "dns-resolver-unreachable",
        "Nothing serves names at the resolver's address",
        true,
    ),
    row(
        "host not found in upstream",
        "",
        0,
        "upstream-host-not-found-at-start",
        "nginx could not resolve an upstream's name when it read its configuration",
        true,
    ),
    // Choosing a server: src/http/ngx_http_upstream.c.
    row(
        "no live upstreams",
        "",
        0,
        "no-live-upstreams",
        "nginx has set every server of the upstream group aside",
        true,
    ),
    row(
        "invalid URL prefix in",
        "",
        0,
        "proxy-pass-invalid-url",
        "The computed address of the upstream is no URL",
        true,
    ),
    row(
        "no port in upstream",
        "",
        0,
        "proxy-pass-invalid-url",
        "The computed address of the upstream has no port",
        true,
    ),
    row(
        "invalid host in upstream",
        "",
        0,
        "proxy-pass-invalid-url",
        "The computed address of the upstream has no valid host",
        true,
    ),
    row(
        "invalid port in upstream",
        "",
        0,
        "proxy-pass-invalid-url",
        "The computed address of the upstream has no valid port",
        true,
    ),
    // TLS: src/event/ngx_event_openssl.c.
    row(
        "wrong version number",
        HANDSHAKE,
        0,
        "upstream-tls-on-plain-port",
        "nginx speaks TLS to a port that speaks plain text",
        true,
    ),
    row(
        "unrecognized name",
        HANDSHAKE,
        0,
        "upstream-tls-no-sni",
        "The upstream rejects the server name in nginx's TLS handshake",
        true,
    ),
    row(
        "alert handshake failure",
        HANDSHAKE,
        0,
        "upstream-tls-no-sni",
        "The upstream rejects nginx's TLS handshake",
        false,
    ),
    row(
        "alert protocol version",
        HANDSHAKE,
        0,
        "upstream-tls-version-mismatch",
        "nginx and the upstream share no TLS version",
        true,
    ),
    row(
        "unsupported protocol",
        HANDSHAKE,
        0,
        "upstream-tls-version-mismatch",
        "nginx and the upstream share no TLS version",
        true,
    ),
    row(
        "no shared cipher",
        HANDSHAKE,
        0,
        "upstream-tls-version-mismatch",
        "nginx and the upstream share no cipher",
        true,
    ),
    row(
        "certificate required",
        "",
        0,
        "upstream-client-certificate-required",
        "The upstream demands a client certificate",
        true,
    ),
    row(
        "upstream SSL certificate verify error",
        "",
        0,
        "upstream-certificate-not-verified",
        "nginx refuses the upstream's certificate",
        true,
    ),
    row(
        "upstream SSL certificate does not match",
        "",
        0,
        "upstream-certificate-not-verified",
        "The upstream's certificate is for another name",
        true,
    ),
    row(
        "upstream timed out",
        HANDSHAKE,
        0,
        "upstream-tls-timeout",
        "The upstream does not answer the TLS handshake",
        true,
    ),
    row(
        "peer closed connection in SSL handshake",
        "",
        0,
        "upstream-tls-handshake-aborted",
        "The upstream ended the TLS handshake",
        true,
    ),
    row(
        "SSL_do_handshake() failed",
        HANDSHAKE,
        104,
        "upstream-tls-handshake-aborted",
        "The upstream reset the TLS handshake",
        true,
    ),
    // Sending and waiting: src/http/ngx_http_upstream.c.
    row(
        "upstream timed out",
        SENDING,
        0,
        "upstream-send-timeout",
        "The upstream stopped reading the request",
        true,
    ),
    row(
        "upstream timed out",
        HEADER,
        0,
        "upstream-slow-read-timeout",
        "The upstream sent no answer within the read timeout",
        true,
    ),
    row(
        "upstream timed out",
        BODY,
        0,
        "upstream-stalled-body",
        "The upstream stopped in the middle of the answer",
        true,
    ),
    row(
        "failed",
        SENDING,
        104,
        "upstream-closed-while-sending-body",
        "The upstream closed while nginx was still sending the request",
        true,
    ),
    row(
        "failed",
        SENDING,
        32,
        "upstream-closed-while-sending-body",
        "The upstream closed while nginx was still sending the request",
        true,
    ),
    row(
        "upstream prematurely closed connection",
        HEADER,
        0,
        "upstream-closed-early",
        "The upstream closed the connection without an answer",
        true,
    ),
    row(
        "upstream prematurely closed FastCGI",
        "",
        0,
        "upstream-closed-early",
        "The FastCGI process closed the connection without an answer",
        true,
    ),
    row(
        "upstream prematurely closed connection",
        BODY,
        0,
        "upstream-truncated-body",
        "The upstream closed in the middle of the answer",
        true,
    ),
    row(
        "failed",
        HEADER,
        104,
        "upstream-reset",
        "The upstream reset the connection instead of answering",
        true,
    ),
    row(
        "failed",
        BODY,
        104,
        "upstream-truncated-body",
        "The upstream reset the connection in the middle of the answer",
        true,
    ),
    // The answer: src/http/ngx_http_upstream.c, src/http/modules/ngx_http_proxy_module.c.
    row(
        "upstream sent too big header",
        "",
        0,
        "upstream-header-too-big",
        "The upstream's response header does not fit into nginx's buffer",
        true,
    ),
    row(
        "upstream sent invalid header",
        "",
        0,
        "upstream-invalid-header",
        "The upstream's response header holds something nginx refuses",
        true,
    ),
    row(
        "upstream sent duplicate header line",
        "",
        0,
        "upstream-conflicting-length-headers",
        "The upstream's answer states its length twice",
        true,
    ),
    row(
        "\"Content-Length\" and \"Transfer-Encoding\" headers at the same time",
        "",
        0,
        "upstream-conflicting-length-headers",
        "The upstream's answer states its length in two ways",
        true,
    ),
    row(
        "upstream sent no valid HTTP/1.0 header",
        "",
        0,
        "upstream-not-http",
        "The upstream's port answers with something that is not HTTP",
        true,
    ),
    row(
        "upstream sent invalid chunked response",
        "",
        0,
        "upstream-broken-chunking",
        "The upstream's chunked answer is malformed",
        true,
    ),
    row(
        "upstream sent unsupported FastCGI protocol version",
        "",
        0,
        "upstream-wrong-wire-protocol",
        "nginx speaks FastCGI to an upstream that does not",
        true,
    ),
    row(
        "upstream sent unexpected FastCGI",
        "",
        0,
        "upstream-wrong-wire-protocol",
        "nginx speaks FastCGI to an upstream that does not",
        false,
    ),
    row(
        "upstream sent too large http2 frame",
        "",
        0,
        "upstream-wrong-wire-protocol",
        "nginx speaks HTTP/2 to an upstream that does not",
        true,
    ),
    row(
        "goaway",
        "",
        0,
        "upstream-http2-goaway",
        "The upstream announced the end of its HTTP/2 connection",
        true,
    ),
    row(
        "upstream rejected request with error",
        "",
        0,
        "upstream-http2-goaway",
        "The upstream rejected the HTTP/2 stream",
        true,
    ),
    row(
        "flow control",
        "",
        0,
        "upstream-http2-protocol-violation",
        "The upstream broke HTTP/2's flow control",
        true,
    ),
    row(
        "upstream prematurely sent response",
        "",
        0,
        "upstream-early-data",
        "The upstream sent data before it was asked",
        true,
    ),
    row(
        "Primary script unknown",
        "",
        0,
        "fastcgi-script-not-found",
        "PHP cannot find the script that nginx names",
        true,
    ),
    row("PHP Fatal error", "", 0, "php-application-error", "A PHP script failed", true),
    // Files: src/os/unix/ngx_files.c, src/core/ngx_file.c, src/http/ngx_http_file_cache.c.
    row(
        "pwritev() \"",
        BODY,
        28,
        "disk-full-on-cache-write",
        "The disk that holds nginx's cache is full",
        true,
    ),
    row(
        "pwrite() \"",
        BODY,
        28,
        "disk-full-on-cache-write",
        "The disk that holds nginx's cache is full",
        true,
    ),
    row(
        "has written only",
        BODY,
        0,
        "disk-full-on-cache-write",
        "The disk that holds nginx's cache is full",
        false,
    ),
    row("open() \"", "", 13, "temp-dir-permission-denied", "nginx may not write its temporary file", false),
    row(
        "mkdir() \"",
        "",
        13,
        "temp-dir-permission-denied",
        "nginx may not create its temporary directory",
        false,
    ),
    row(
        "open() \"",
        "",
        28,
        "inodes-exhausted",
        "A file cannot be created: no free inode or no free block",
        false,
    ),
    row(
        "mkdir() \"",
        "",
        28,
        "inodes-exhausted",
        "A directory cannot be created: no free inode or no free block",
        false,
    ),
    row("failed", "", 28, "disk-full", "A file system is full", true),
    row("failed", "", 122, "disk-quota-exceeded", "A disk quota is used up", true),
    row("failed", "", 30, "read-only-filesystem", "A file system is mounted read-only", true),
    row("failed", "", 5, "io-error", "A device reports an input or output error", true),
    row(
        "could not allocate node in cache keys zone",
        "",
        0,
        "cache-keys-zone-full",
        "The memory zone of nginx's cache is full",
        true,
    ),
    // Policy: src/http/modules/ngx_http_limit_req_module.c and relatives.
    row(
        "client intended to send too large body",
        "",
        0,
        "request-body-too-large",
        "The request's body is larger than nginx allows",
        true,
    ),
    row("limiting requests", "", 0, "rate-limit-exceeded", "nginx limits the rate of requests", true),
    row("limiting connections", "", 0, "rate-limit-exceeded", "nginx limits the number of connections", true),
    row(
        "rewrite or internal redirection cycle",
        "",
        0,
        "rewrite-cycle",
        "nginx's rewrite rules lead in a circle",
        true,
    ),
    row(
        "client sent too large request",
        "",
        0,
        "client-header-too-large",
        "The request's header is larger than nginx allows",
        true,
    ),
    row(
        "client sent too long URI",
        "",
        0,
        "client-header-too-large",
        "The request's address is longer than nginx allows",
        true,
    ),
    row(
        "client sent plain HTTP request to HTTPS port",
        "",
        0,
        "client-plain-http-on-tls-port",
        "The client speaks plain HTTP to the TLS port",
        true,
    ),
    // Processes: src/os/unix/ngx_process.c.
    row("exited on signal", "", 0, "proxy-worker-crashed", "An nginx worker was ended by a signal", true),
    row(
        "client prematurely closed connection",
        "",
        0,
        "client-closed-request",
        "The client left before the answer was complete",
        true,
    ),
];

/// What a message says about the cause, if it says anything.
pub fn meaning(log: &Log, entry: &LogEntry, message: &NginxMessage) -> Option<&'static Meaning> {
    let found = of(log.str(message.message), log.str(message.action), message.errno)?;
    // A static file that may not be read is logged as `error`; a file that nginx itself needs, as `crit`.
    let own_file = found.cause != "temp-dir-permission-denied" || entry.level == Level::Critical;
    own_file.then_some(found)
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
    fn harmless_messages_name_no_cause() {
        assert_eq!(of("a client request body is buffered to a temporary file /var/x/1", "", None), None);
        assert_eq!(of("4096 worker_connections exceed open file resource limit: 1024", "", None), None);
        assert_eq!(of("using the \"epoll\" event method", "", None), None);
        assert_eq!(of("upstream server temporarily disabled", CONNECTING, None), None);
    }
}
