//! Logs as data: dated lines with a level and the fields that are asked for.
//!
//! ```text
//! 2026/11/21 01:22:04 [error] 2821#2821: *1 connect() failed (111: Connection refused) while connecting to upstream, client: ...
//! 127.0.0.1 - - [21/Nov/2026:01:22:04 +0000] "GET / HTTP/1.1" 502 157 ...
//! ```
//!
//! What a line means for the user's system is not said here.

use std::sync::Arc;

use crate::model::time::Stamp;
use crate::model::trace::Unparsed;
use crate::source::{LineNumber, SourceId, Span};

/// One log, read.
#[derive(Debug, Clone)]
pub struct Log {
    /// The source it was read from.
    pub source: SourceId,
    /// The source's text; every [`Span`] points into it.
    pub text: Arc<String>,
    /// The entries, in the order of their lines.
    pub entries: Vec<LogEntry>,
    /// Lines that were not understood.
    pub unparsed: Vec<Unparsed>,
    /// How many lines of the piece were understood.
    pub records: u32,
    /// How many lines of the piece were blank.
    pub blank: u32,
}

/// One entry of a log.
#[derive(Debug, Clone)]
pub struct LogEntry {
    /// The line of the piece on which it begins.
    pub line: LineNumber,
    /// The logical line.
    pub text: Span,
    /// When, where the line says it.
    pub time: Option<Stamp>,
    /// How grave its writer thinks it is.
    pub level: Level,
    /// What kind of entry it is.
    pub kind: Entry,
}

/// How grave an entry is, in the writer's own opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Lines without a level.
    None,
    /// debug, trace.
    Debug,
    /// info, notice.
    Info,
    /// warn.
    Warning,
    /// error.
    Error,
    /// crit, alert, emerg, fatal, panic.
    Critical,
}

/// The kinds of entry.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A line of nginx's error log.
    Nginx(NginxMessage),
    /// A request, as a proxy or server logs it when it is done.
    Request(RequestEntry),
    /// The kernel's out-of-memory killer ended a process.
    OutOfMemory(OutOfMemory),
    /// The kernel says that a process broke the rules of memory (`segfault at`, `general protection`).
    Fault {
        /// The process's name.
        program: Span,
        /// Its pid.
        pid: u32,
    },
    /// Any other line; what it says stands in its text.
    Text,
}

/// A line of nginx's error log, cut into its fields (`ngx_log_error_core`, `ngx_http_log_error_handler`).
#[derive(Debug, Clone, Default)]
pub struct NginxMessage {
    /// The process, as its own pid namespace numbers it.
    pub pid: u32,
    /// The connection (`*1`).
    pub connection: Option<u64>,
    /// What happened, without the fields behind it.
    pub message: Span,
    /// The errno in the message (`(111: Connection refused)`).
    pub errno: Option<u16>,
    /// What nginx was doing (`while connecting to upstream`), without `while`.
    pub action: Span,
    /// `client:`
    pub client: Span,
    /// `server:`
    pub server: Span,
    /// `request:`
    pub request: Span,
    /// `upstream:`
    pub upstream: Span,
    /// `host:`
    pub host: Span,
}

/// A process that the kernel killed to get memory back (`oom_kill_process` in `mm/oom_kill.c`).
#[derive(Debug, Clone, Default)]
pub struct OutOfMemory {
    /// The process's name, cut at 15 bytes by the kernel.
    pub program: Span,
    /// Its pid, as the host numbers it.
    pub pid: u32,
    /// A memory group reached its own limit; otherwise the whole host ran out.
    pub group: bool,
}

/// A request, as an access log tells it.
#[derive(Debug, Clone, Default)]
pub struct RequestEntry {
    /// Who asked.
    pub client: Span,
    /// The request line, for example `GET / HTTP/1.1`, or its path where the method stands apart.
    pub request: Span,
    /// The method, where it stands apart from the request line.
    pub method: Span,
    /// The status the client got; 0 where it is not logged.
    pub status: u16,
    /// Bytes of the body, or of the whole answer where only that is logged.
    pub bytes: Option<u64>,
    /// Who was asked, in the order of the attempts; a group's name where no server was chosen.
    pub upstreams: Vec<Span>,
    /// What each of them answered; 0 where it did not.
    pub upstream_statuses: Vec<u16>,
    /// How long the request took, in microseconds.
    pub duration: Option<i64>,
    /// How long each upstream took to answer, in microseconds; -1 where it did not.
    pub upstream_times: Vec<i64>,
    /// HAProxy's termination state, for example `SH--`; empty in other logs.
    pub termination: Span,
    /// The times of the phases as HAProxy (`TR/Tw/Tc/Tr/Ta`) or a cloud's load balancer writes them, uncut; -1 is a
    /// phase that never ended.
    pub timers: Span,
    /// Envoy's response flags, for example `UF,URX`; empty in other logs and where there are none.
    pub flags: Span,
    /// What the writer says of how the request ended: Envoy's response code details, the message of a proxy's error.
    pub details: Span,
    /// Why the connection to the upstream failed, as Envoy says it (`delayed_connect_error:_111`).
    pub failure: Span,
    /// The request's own id, as programs hand it on.
    pub id: Span,
    /// The client program (`User-Agent`).
    pub agent: Span,
    /// The number of the client's connection, as nginx counts them.
    pub connection: Option<u64>,
    /// Who wrote the line, where its form tells.
    pub writer: Writer,
}

/// The programs whose lines about requests can be told apart by their form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Writer {
    /// Any server or proxy.
    #[default]
    Any,
    /// nginx and what is made of it (the line names upstreams as nginx does).
    Nginx,
    /// HAProxy.
    HaProxy,
    /// Envoy, and Istio's sidecars.
    Envoy,
    /// A load balancer of a cloud: it tells its own status and the target's.
    CloudBalancer,
    /// Traefik.
    Traefik,
    /// Caddy.
    Caddy,
    /// Internet Information Services.
    Iis,
}

impl Log {
    /// An empty log of that text.
    pub fn empty(source: SourceId, text: Arc<String>) -> Self {
        Self { source, text, entries: Vec::new(), unparsed: Vec::new(), records: 0, blank: 0 }
    }

    /// The text of a span.
    pub fn str(&self, span: Span) -> &str {
        span.of(&self.text)
    }
}

impl RequestEntry {
    /// The method and the path of the request; empty where the line does not tell.
    pub fn asked_for<'t>(&self, text: &'t str) -> (&'t str, &'t str) {
        let line = self.request.of(text);
        let (method, rest) = match line.split_once(' ') {
            _ if !self.method.is_empty() => (self.method.of(text), line),
            Some(parts) => parts,
            None => ("", line),
        };
        let address = rest.split(' ').next().unwrap_or(rest);
        // Load balancers write the whole address: the path begins at the first slash behind the host.
        let path = match address.split_once("://") {
            Some((_, behind)) => behind.find('/').and_then(|at| behind.get(at..)).unwrap_or("/"),
            None => address,
        };
        (method, path)
    }

    /// An attempt failed and a later one gave the client a good answer.
    pub fn retried_with_success(&self) -> bool {
        self.status < 500
            && self.upstream_statuses.len() > 1
            && self.upstream_statuses.last().is_some_and(|&last| last < 500 && last != 0)
            && self.upstream_statuses.iter().any(|&status| status >= 500)
    }
}
