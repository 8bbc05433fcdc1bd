//! What the bytes of a read or write show: a request, an answer, a question for a name, a log line.

use crate::seek;

/// The side of an exchange that a message belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exchange {
    /// It asks: an HTTP request line, a `FastCGI` record that begins a request.
    Request,
    /// It answers: an HTTP status line, `FastCGI` output.
    Answer,
    /// A TLS record that carries data.
    Tls,
    /// A TLS record of the beginning or the end: handshake, change of cipher, alert.
    Handshake,
}

/// Kinds of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogKind {
    /// Errors and diagnostics with a level, as nginx and Apache write them.
    Error,
    /// One line per request.
    Access,
    /// A dated record that may be a request or anything else.
    Record,
}

const METHODS: [&[u8]; 10] = [
    b"GET ",
    b"POST ",
    b"PUT ",
    b"HEAD ",
    b"DELETE ",
    b"OPTIONS ",
    b"PATCH ",
    b"CONNECT ",
    b"TRACE ",
    b"PROPFIND ",
];

/// The `FastCGI` specification's record types.
const FASTCGI_BEGIN_REQUEST: u8 = 1;
const FASTCGI_STDOUT: u8 = 6;
const FASTCGI_STDERR: u8 = 7;

/// Which side of an exchange the message belongs to; `None` if it does not tell.
pub(crate) fn exchange(bytes: &[u8]) -> Option<Exchange> {
    if METHODS.iter().any(|method| bytes.starts_with(method)) {
        return Some(Exchange::Request);
    }
    if bytes.starts_with(b"HTTP/") {
        return Some(Exchange::Answer);
    }
    match bytes {
        // TLS record: content type 20 to 23, version 3.0 to 3.4 (RFC 8446, 5.1).
        [23, 3, 0..=4, ..] => Some(Exchange::Tls),
        [20..=22, 3, 0..=4, ..] => Some(Exchange::Handshake),
        [1, FASTCGI_BEGIN_REQUEST, ..] if bytes.len() >= 8 => Some(Exchange::Request),
        [1, FASTCGI_STDOUT | FASTCGI_STDERR, _, 1, ..] => Some(Exchange::Answer),
        _ => None,
    }
}

/// Method and target of an HTTP request, as far as shown: `GET /?key=1`.
pub(crate) fn request_line(bytes: &[u8]) -> Option<String> {
    if !METHODS.iter().any(|method| bytes.starts_with(method)) {
        return None;
    }
    let line = bytes.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or(bytes);
    let mut words = line.split(|byte| *byte == b' ');
    let method = String::from_utf8_lossy(words.next().unwrap_or(b""));
    let target = String::from_utf8_lossy(words.next().unwrap_or(b""));
    let whole = words.next().is_some();
    Some(format!("{method} {target}{}", if whole { "" } else { "…" }))
}

/// The status of an HTTP answer; `None` if the bytes are none.
pub(crate) fn status(bytes: &[u8]) -> Option<u16> {
    let rest = bytes.strip_prefix(b"HTTP/")?;
    let mut words = rest.split(|byte| *byte == b' ');
    words.next()?;
    let status = words.next()?.get(..3)?;
    std::str::from_utf8(status).ok()?.parse().ok()
}

/// A DNS question: its id, and the name it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// What the answer repeats.
    pub id: u16,
    /// True for an answer (the QR bit).
    pub answer: bool,
    /// The low four bits of the flags: 0 no error, 2 server failure, 3 no such name, 5 refused.
    pub code: u8,
    /// How many answers it holds.
    pub answers: u16,
    /// The name; its end may be missing where the trace cuts it off.
    pub name: String,
}

/// Reads a DNS message (RFC 1035, 4.1): a header of 12 bytes, then the name in the question.
/// Over TCP two bytes of length stand before it.
pub(crate) fn dns(bytes: &[u8]) -> Option<Question> {
    dns_message(bytes).or_else(|| dns_message(bytes.get(2..)?))
}

fn dns_message(bytes: &[u8]) -> Option<Question> {
    let (header, mut rest) = bytes.split_at_checked(12)?;
    let word = |at: usize| Some(u16::from_be_bytes([*header.get(at)?, *header.get(at + 1)?]));
    let flags = word(2)?;
    // One question, opcode 0, and the reserved bit is zero.
    if word(4)? != 1 || flags & 0x7840 != 0 {
        return None;
    }
    let mut name = String::new();
    while let Some((&len, after)) = rest.split_first() {
        if len == 0 {
            break;
        }
        if len > 63 {
            return None;
        }
        let label = after.get(..usize::from(len)).unwrap_or(after);
        if !label.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            return None;
        }
        if !name.is_empty() {
            name.push('.');
        }
        name.extend(label.iter().map(|byte| char::from(*byte)));
        rest = after.get(usize::from(len)..).unwrap_or(&[]);
    }
    if name.is_empty() {
        return None;
    }
    Some(Question {
        id: word(0)?,
        answer: flags & 0x8000 != 0,
        code: u8::try_from(flags & 0xf).unwrap_or(0),
        answers: word(6)?,
        name,
    })
}

/// What kind of log line the bytes begin; `None` if they begin none.
pub(crate) fn log_line(bytes: &[u8]) -> Option<LogKind> {
    if is_error_line(bytes) {
        return Some(LogKind::Error);
    }
    if has_common_log_time(bytes) {
        return Some(LogKind::Access);
    }
    let text = bytes.trim_ascii_start();
    if text.starts_with(b"{") && contains(text, b"time") && !contains(text, b"level") {
        return Some(LogKind::Record);
    }
    None
}

/// How nginx begins an error line: digits for `0`.
const ERROR_TIME: &[u8; 21] = b"0000/00/00 00:00:00 [";
/// How Apache does.
const DAYS: [&[u8]; 7] = [b"[Mon ", b"[Tue ", b"[Wed ", b"[Thu ", b"[Fri ", b"[Sat ", b"[Sun "];

/// `2018/07/17 08:46:33 [crit]` (nginx) or `[Wed Oct 11 14:32:52.1 2000] [core:error]` (Apache).
fn is_error_line(bytes: &[u8]) -> bool {
    let dated = bytes.get(..ERROR_TIME.len()).is_some_and(|head| {
        head.iter().zip(ERROR_TIME).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            _ => byte == shape,
        })
    });
    dated || DAYS.iter().any(|day| bytes.starts_with(day))
}

/// The time of the common log format as far as a short trace shows it: digits for `0`, letters for `A` and `a`.
const LOG_TIME: &[u8; 13] = b"[00/Aaa/0000:";

/// `[21/Nov/2026:01:33:08`, the time of the common log format, which stands behind the client's address;
/// the trace may cut it off behind the year.
fn has_common_log_time(bytes: &[u8]) -> bool {
    let Some(open) = bytes.iter().take(120).position(|byte| *byte == b'[') else { return false };
    bytes.get(open..open + LOG_TIME.len()).is_some_and(|time| {
        time.iter().zip(LOG_TIME).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            b'A' | b'a' => byte.is_ascii_alphabetic(),
            _ => byte == shape,
        })
    })
}

/// True if the bytes begin as a database file or its journal does.
pub(crate) fn database(bytes: &[u8]) -> bool {
    // https://www.sqlite.org/fileformat.html: header, rollback journal, write-ahead log.
    bytes.starts_with(b"SQLite format 3")
        || bytes.starts_with(&[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7])
        || bytes.starts_with(&[0x37, 0x7f, 0x06, 0x82])
        || bytes.starts_with(&[0x37, 0x7f, 0x06, 0x83])
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    seek::find(bytes, part).is_some()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

    use super::*;

    #[test]
    fn messages_tell_their_side() {
        assert_eq!(exchange(b"GET /?key=1 HTTP/1.1\r\n"), Some(Exchange::Request));
        assert_eq!(exchange(b"HTTP/1.1 200 OK\r\n"), Some(Exchange::Answer));
        assert_eq!(exchange(b"\x16\x03\x01\x02\x00"), Some(Exchange::Handshake));
        assert_eq!(exchange(b"\x17\x03\x03\x02\x00"), Some(Exchange::Tls));
        assert_eq!(exchange(b"\x01\x01\x00\x01\x00\x08\x00\x00"), Some(Exchange::Request));
        assert_eq!(exchange(b"\x01\x06\x00\x01\x00\x30"), Some(Exchange::Answer));
        for nothing in [b"".as_slice(), b"GETTING", b"\x01", b"\x16", b"\x00\x00"] {
            assert_eq!(exchange(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_request_line_cut_off_says_so() {
        assert_eq!(request_line(b"GET /a HTTP/1.1\r\n").as_deref(), Some("GET /a"));
        assert_eq!(request_line(b"POST /a/very/long/pa").as_deref(), Some("POST /a/very/long/pa…"));
        assert_eq!(request_line(b"HELO there"), None);
    }

    #[test]
    fn statuses_are_read() {
        assert_eq!(status(b"HTTP/1.1 502 Bad Gateway\r\n"), Some(502));
        assert_eq!(status(b"HTTP/1.0 404"), Some(404));
        assert_eq!(status(b"HTTP/1.1 20"), None);
        assert_eq!(status(b"GET / HTTP/1.1"), None);
    }

    #[test]
    fn names_are_read_from_questions() {
        let question = b"nN\x01\0\0\x01\0\0\0\0\0\0\x06bobcat\x06sxldns\x03com\0\0\x01\0\x01";
        let read = dns(question).unwrap();
        assert_eq!((read.name.as_str(), read.answer, read.id), ("bobcat.sxldns.com", false, 0x6e4e));
        let cut = dns(&question[..25]).unwrap();
        assert_eq!(cut.name, "bobcat.sxldn", "what is shown of it");
        let answer = b"nN\x81\x83\0\x01\0\0\0\0\0\0\x01a\x02de\0";
        let read = dns(answer).unwrap();
        assert_eq!((read.answer, read.code, read.answers), (true, 3, 0));
        let over_tcp = [b"\0\x23".as_slice(), question].concat();
        assert_eq!(dns(&over_tcp).unwrap().name, "bobcat.sxldns.com");
        assert_eq!(dns(b"GET / HTTP/1.1\r\nHost: a"), None);
        assert_eq!(dns(b""), None);
    }

    #[test]
    fn log_lines_are_told_apart() {
        assert_eq!(log_line(b"2018/07/17 08:46:33 [crit] 7#7: "), Some(LogKind::Error));
        assert_eq!(log_line(b"127.0.0.1 - [21/Nov/2026:01:33:0"), Some(LogKind::Access));
        assert_eq!(log_line(b"10.0.0.9 - alice [01/Jan/2025:00:00:00 +0000] \"GET"), Some(LogKind::Access));
        assert_eq!(log_line(b"{ \"time\": \"2018-07-17T08:46:33+0"), Some(LogKind::Record));
        assert_eq!(log_line(b"2026/11/21 01:44:29 POST /cart c"), None, "no level: anybody's line");
        assert_eq!(log_line(b"{\"level\":\"info\",\"time\":1}"), None);
        assert_eq!(log_line(b""), None);
    }
}
