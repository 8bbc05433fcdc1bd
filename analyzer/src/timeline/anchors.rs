//! What can be recognised in two sources: a request by its method and path, an id that stands in both.

use super::dated::Dated;

/// Methods of HTTP that requests in logs and traces begin with.
const METHODS: &[&str] = &["GET /", "POST /", "PUT /", "DELETE /", "PATCH /", "HEAD /", "OPTIONS /"];

/// The calls of a trace that carry requests and messages.
const CARRIES: &[&str] = &["recv", "read", "send", "write"];

/// Calls the keys of a line: numbers that are equal where the same request is told.
pub fn keys(dated: &Dated<'_>, traced: bool, take: &mut dyn FnMut(u64)) {
    if !dated.telling {
        return;
    }
    let text = dated.text();
    if traced && !CARRIES.iter().any(|call| text.contains(call)) {
        return;
    }
    if let Some(request) = request(text) {
        take(hash(request));
    }
    ids(text, &mut |id| take(hash(id)));
}

/// The method and path of the first request that a line tells of; not one that is cut off in the middle of its path.
pub fn request(text: &str) -> Option<&str> {
    let at = METHODS.iter().filter_map(|method| text.find(method)).min()?;
    let rest = text.get(at..)?;
    let path = rest.find('/')?;
    let end = rest.get(path..)?.find([' ', '?', '"', '\\', '\t', ',', '#', ';'])?;
    let behind = rest.as_bytes().get(path + end)?;
    let cut = *behind == b'"' && rest.get(path + end..).is_some_and(|rest| rest.starts_with("\"..."));
    if cut { None } else { rest.get(..path + end) }
}

/// Request ids and trace ids: runs of 16 to 64 hexadecimal digits and dashes, digits as well as letters.
pub fn ids<'t>(text: &'t str, take: &mut dyn FnMut(&'t str)) {
    let mut from = 0;
    let bytes = text.as_bytes();
    let part = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
    while let Some(length) = bytes.get(from..).map(|rest| rest.iter().take_while(|byte| part(**byte)).count())
    {
        let word = bytes.get(from..from + length).unwrap_or(&[]);
        let bare = !bytes.get(from + length).is_some_and(u8::is_ascii_alphanumeric)
            && !from
                .checked_sub(1)
                .and_then(|before| bytes.get(before))
                .is_some_and(u8::is_ascii_alphanumeric);
        let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
        let letters = word.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        if bare && (16..=64).contains(&length) && digits >= 4 && letters >= 2 {
            text.get(from..from + length).into_iter().for_each(&mut *take);
        }
        from += length + 1;
        if from >= bytes.len() {
            break;
        }
    }
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_requests_however_they_are_written() {
        assert_eq!(request("1.2.3.4 - - [x] \"GET /a/b?c=1 HTTP/1.1\" 200"), Some("GET /a/b"));
        assert_eq!(request("recvfrom(11, \"POST /a HTTP/1.1\\r\\nUse\"..., 1024"), Some("POST /a"));
        assert_eq!(request("recvfrom(11, \"GET /a/very/long/pa\"..., 1024"), None);
        assert_eq!(request("nothing of the kind"), None);
    }

    #[test]
    fn finds_ids() {
        let mut found = Vec::new();
        ids("requestId:8e92d5a2-bac7-4d88-a05a-b1ac6a843b60, at 2021-01-17 of 1234567890123456", &mut |id| {
            found.push(id);
        });
        assert_eq!(found, ["8e92d5a2-bac7-4d88-a05a-b1ac6a843b60"]);
    }
}
