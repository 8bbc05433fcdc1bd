//! What `-A`, `-X` and `-v` print below a packet: its bytes, and the text in them.

use crate::seek;

/// Methods with which a request begins (RFC 9110, RFC 5789).
const METHODS: &[&str] =
    &["GET ", "POST ", "PUT ", "HEAD ", "DELETE ", "PATCH ", "OPTIONS ", "CONNECT ", "TRACE "];

/// Headers without a hyphen in their name; those with one are recognised by it.
const HEADERS: &[&str] = &[
    "Accept",
    "Age",
    "Allow",
    "Connection",
    "Cookie",
    "Date",
    "ETag",
    "Expires",
    "Host",
    "Location",
    "Origin",
    "Pragma",
    "Referer",
    "Server",
    "Upgrade",
    "Vary",
    "Via",
    "Warning",
];

/// True if a line may stand below a packet.
pub fn may_be(line: &str) -> bool {
    let hex = line.trim_start().starts_with("0x") && line.starts_with(['\t', ' ']);
    let bytes = line.contains("...") || line.starts_with("E..") || line.starts_with("`...");
    hex || (bytes && !line.contains(". ")) || carried(line).is_some()
}

/// The request line, status line or header that a line shows, without the bytes in front of it.
pub fn carried(line: &str) -> Option<&str> {
    if let Some(at) = line.find("HTTP/1.") {
        let before = line.get(..at)?;
        let method = METHODS.iter().filter_map(|method| seek::last(before, method)).max();
        return line.get(method.unwrap_or(at)..).map(str::trim_end);
    }
    let line = line.trim();
    let (name, _) = line.split_once(':')?;
    let is_name = name.len() < 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let known = name.contains('-') && name.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    (is_name && (known || HEADERS.contains(&name))).then_some(line)
}
