//! One socket a row: `ss` with any of its columns, `netstat` of Linux, BSD and Windows.

use crate::model::socket::{Socket, State, Transport};
use crate::source::Span;

/// Words of the first column of `ss` without a state, and of `netstat`.
const TRANSPORTS: &[(&str, Transport)] = &[
    ("tcp", Transport::Tcp),
    ("tcp4", Transport::Tcp),
    ("tcp6", Transport::Tcp),
    ("tcp46", Transport::Tcp),
    ("udp", Transport::Udp),
    ("udp4", Transport::Udp),
    ("udp6", Transport::Udp),
    ("udp46", Transport::Udp),
    ("u_str", Transport::Unix),
    ("u_dgr", Transport::Unix),
    ("u_seq", Transport::Unix),
];

/// True for the headings of `ss` and `netstat`.
pub fn is_heading(line: &str) -> bool {
    let columns = line.contains("Recv-Q") && line.contains("Send-Q") && line.contains("Local");
    columns
        || line.starts_with("Active Internet connections")
        || line.starts_with("Active UNIX domain sockets")
        || line.starts_with("Proto RefCnt Flags")
        || line.trim_start().starts_with("Proto  Local Address")
}

/// True for the second line of a socket (`ss -i`, `-o`, `-m`).
pub fn goes_on(line: &str) -> bool {
    line.starts_with(['\t', ' '])
        && ["rto:", "cwnd:", "skmem:(", "timer:(", "ts sack", "cubic", "wscale:"]
            .iter()
            .any(|mark| line.contains(mark))
}

/// The socket that a row tells of; `asked` is its state where the row has no column for it.
pub fn socket(line: &str, base: u32, asked: Option<State>) -> Option<Socket> {
    if line.starts_with("unix ") {
        return netstat_unix(line, base);
    }
    let mut words = Words { rest: line };
    let first = words.peek()?;
    let lower = first.to_ascii_lowercase();
    let transport = TRANSPORTS.iter().find(|(name, _)| *name == lower).map(|(_, transport)| *transport);
    if transport.is_some() {
        words.next();
    }
    let state = words.peek().filter(|word| !is_number(word)).and_then(State::named);
    if state.is_some() {
        words.next();
    }
    let numbers = (words.peek()?, words.second());
    let queues = match (numbers.0.parse().ok(), numbers.1.and_then(|number| number.parse().ok())) {
        (Some(received), Some(sent)) => {
            words.next();
            words.next();
            Some((received, sent))
        }
        _ => None,
    };
    // Windows prints no queues, and the protocol in capitals.
    if queues.is_none() && !matches!(first, "TCP" | "UDP") {
        return None;
    }
    let unix = transport == Some(Transport::Unix);
    let local = words.next()?;
    // `ss -x` prints the inode behind each name.
    let local_inode = if unix { words.next() } else { None };
    let peer = words.next()?;
    if unix
        && (local_inode.is_none_or(|inode| !is_number(inode))
            || words.next().is_none_or(|inode| !is_number(inode)))
    {
        return None;
    }
    if !(unix || is_address(local) && is_address(peer)) {
        return None;
    }
    let behind = words.peek().and_then(State::named);
    if behind.is_some() && state.is_none() {
        words.next();
    }
    let listing = state.is_some();
    let (receive_queue, send_queue) = queues.unwrap_or((0, 0));
    let state = state.or(behind).or(asked).unwrap_or_default();
    // `ss` glues the heading of the last column to the one before, and sometimes the owner to the address.
    let owner = words.rest.trim();
    Some(Socket {
        transport: transport.unwrap_or_default(),
        state,
        receive_queue,
        send_queue,
        backlog: state == State::Listen && listing,
        local: Span::part(base, line, local),
        peer: Span::part(base, line, peer),
        owner: Span::part(base, line, if owner == "-" { "" } else { owner }),
    })
}

/// `unix  2      [ ACC ]     STREAM     LISTENING     51234    40/gunicorn         /run/app/app.sock`
fn netstat_unix(line: &str, base: u32) -> Option<Socket> {
    let (_, behind) = line.split_once(']')?;
    let mut words = Words { rest: behind };
    let kind = words.next()?;
    if !matches!(kind, "STREAM" | "DGRAM" | "SEQPACKET") {
        return None;
    }
    let state = match words.peek() {
        Some("LISTENING") => State::Listen,
        Some("CONNECTED") => State::Established,
        _ => State::Other,
    };
    let path = line.rfind(['/', '@']).map_or("", |at| {
        let from = line.get(..at).and_then(|before| before.rfind(' ')).map_or(0, |space| space + 1);
        line.get(from..).unwrap_or("").trim_end()
    });
    let local = Span::part(base, line, path);
    Some(Socket { transport: Transport::Unix, state, local, ..Socket::default() })
}

/// `10.0.0.1:80`, `[::]:*`, `*:*`, `127.0.0.53%lo:53`; BSD writes `127.0.0.1.80` and `*.*`.
fn is_address(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':').or_else(|| text.rsplit_once('.')) else { return false };
    let known = port == "*"
        || (!port.is_empty() && port.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    known && !host.is_empty() && !host.contains(['/', '(', '"', '='])
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a line, one after the other.
struct Words<'l> {
    rest: &'l str,
}

impl<'l> Words<'l> {
    fn peek(&self) -> Option<&'l str> {
        self.rest.split_ascii_whitespace().next()
    }

    fn second(&self) -> Option<&'l str> {
        self.rest.split_ascii_whitespace().nth(1)
    }

    fn next(&mut self) -> Option<&'l str> {
        let rest = self.rest.trim_start();
        let end = rest.find([' ', '\t']).unwrap_or(rest.len());
        let word = rest.get(..end).filter(|word| !word.is_empty())?;
        self.rest = rest.get(end..).unwrap_or("");
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: &str) -> Socket {
        socket(line, 0, None).unwrap_or_default()
    }

    #[test]
    fn a_listener_of_ss_has_a_backlog_and_one_of_netstat_has_not() {
        let line = "LISTEN 129    128     127.0.0.1:8080     0.0.0.0:*  users:((\"app\",pid=9,fd=3))";
        let socket = row(line);
        assert_eq!((socket.state, socket.receive_queue, socket.send_queue), (State::Listen, 129, 128));
        assert!(socket.backlog);
        assert_eq!(socket.local.of(line), "127.0.0.1:8080");
        assert_eq!(socket.owner.of(line), "users:((\"app\",pid=9,fd=3))");
        let line = "tcp        0      0 0.0.0.0:80              0.0.0.0:*               LISTEN      7/nginx";
        assert!(!row(line).backlog);
        assert_eq!((row(line).state, row(line).owner.of(line)), (State::Listen, "7/nginx"));
    }

    #[test]
    fn sockets_of_the_own_machine_have_a_path() {
        let line = "u_str LISTEN 17     16     /run/app.sock 51234            * 0    ";
        assert_eq!((row(line).transport, row(line).receive_queue), (Transport::Unix, 17));
        assert_eq!(row(line).local.of(line), "/run/app.sock");
        let line = "unix  2      [ ACC ]     STREAM     LISTENING     51234    40/gunicorn         /run/app/app.sock";
        assert_eq!((row(line).state, row(line).local.of(line)), (State::Listen, "/run/app/app.sock"));
    }

    #[test]
    fn other_systems_write_other_columns() {
        let line = "tcp4       0      0  127.0.0.1.8080         127.0.0.1.54321        CLOSE_WAIT";
        assert_eq!((row(line).state, row(line).peer.of(line)), (State::CloseWait, "127.0.0.1.54321"));
        let line = "  TCP    10.0.0.1:49700         10.0.0.2:443           ESTABLISHED     1234";
        assert_eq!((row(line).state, row(line).local.of(line)), (State::Established, "10.0.0.1:49700"));
    }
}
