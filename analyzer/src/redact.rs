//! What to hide before something is shared.
//!
//! ```text
//! sin_addr=inet_addr("54.222.148.216")        →  sin_addr=inet_addr("192.0.2.1")
//! "Cookie: id=4711\r\nHost: shop.acme.cn\r\n"  →  "Cookie: [hidden]\r\nHost: host1.example\r\n"
//! ```
//!
//! The same thing gets the same stand-in everywhere, so that what belongs together still does, and lines keep
//! their numbers. Hidden are: addresses of IPv4 (those of the own machine stay), addresses of e-mail, the values of
//! headers and parameters that carry credentials, and host names that a header or a log names as such.
//! Deliberately absent: any promise that nothing else is secret. Paths, user names, bodies and host names inside of
//! DNS packets stay; whoever shares the result looks through it first.

use crate::order::Texts;
/// What stands where a credential stood.
const HIDDEN: &str = "[hidden]";

/// Headers whose value is a credential.
const SECRET_HEADERS: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "x-auth-token",
    "x-csrf-token",
];

/// Parameters whose value is a credential.
const SECRET_PARAMETERS: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "token",
    "access_token",
    "refresh_token",
    "secret",
    "client_secret",
    "api_key",
    "apikey",
    "key",
    "sig",
    "signature",
    "session",
    "sessionid",
    "sid",
    "auth",
];

/// What stands in front of a host's name.
const HOST_MARKS: &[&str] = &["Host: ", "host: \"", "server_name ", "server: "];

/// Stand-ins, the same for the same thing in every text that shares them.
#[derive(Debug, Default)]
pub struct StandIns {
    addresses: Texts<String>,
    mails: Texts<String>,
    hosts: Texts<String>,
}

impl StandIns {
    /// Learns the host names that a text names as such. Do this for every text before the first is redacted.
    pub fn learn(&mut self, text: &str) {
        for mark in HOST_MARKS {
            for (at, _) in text.match_indices(mark) {
                let behind = text.get(at + mark.len()..).unwrap_or("");
                let name: String = behind.chars().take_while(|c| is_host(*c)).collect();
                let name = name.trim_matches('.').to_string();
                let local = name == "localhost"
                    || !name.contains('.')
                    || !name.contains(|c: char| c.is_ascii_alphabetic());
                if !local && !self.hosts.contains(&name) {
                    let stand_in = format!("host{}.example", self.hosts.len() + 1);
                    self.hosts.insert(&name, stand_in);
                }
            }
        }
    }

    /// The text with everything hidden that this module knows how to find.
    pub fn redact(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut before = ' ';
        while let Some(first) = rest.chars().next() {
            let word_begins = !is_host(before);
            let found = if word_begins && is_word(first) { self.word(rest) } else { None };
            // In strace's strings a word may follow `\n` at once, and the n is not a part of it.
            let escape = first == '\\' && rest.get(1..2).is_some_and(|next| "nrt".contains(next));
            let plain = if escape { 2 } else { first.len_utf8() };
            let (shown, length) =
                found.unwrap_or_else(|| (rest.get(..plain).unwrap_or("").to_string(), plain));
            let last = rest.get(..length).and_then(|taken| taken.chars().next_back()).unwrap_or(' ');
            before = if escape { ' ' } else { last };
            out.push_str(&shown);
            rest = rest.get(length..).unwrap_or("");
        }
        out
    }

    /// What the word at the start of `rest` becomes, and how much of `rest` it replaces.
    fn word(&mut self, rest: &str) -> Option<(String, usize)> {
        let length = rest.find(|c: char| !is_host(c)).unwrap_or(rest.len());
        let word = rest.get(..length)?;
        let behind = rest.get(length..)?;
        if let Some(mail) = mail_length(word, behind) {
            let name = rest.get(..mail)?.to_string();
            let number = self.mails.len() + 1;
            if !self.mails.contains(&name) {
                self.mails.insert(&name, format!("user{number}@example.invalid"));
            }
            return Some((self.mails.get(&name)?.clone(), mail));
        }
        let lower = word.to_ascii_lowercase();
        if SECRET_HEADERS.contains(&lower.as_str()) && behind.starts_with(": ") {
            let value = value_length(behind.get(2..)?, &['"', '\r', '\n']);
            return Some((format!("{word}: {HIDDEN}"), length + 2 + value));
        }
        if SECRET_PARAMETERS.contains(&lower.as_str()) && behind.starts_with('=') {
            let value = value_length(behind.get(1..)?, &['"', '&', ' ', ';', ',', '\'', '\r', '\n', ')']);
            return (value > 0).then(|| (format!("{word}={HIDDEN}"), length + 1 + value));
        }
        let name = word.trim_end_matches('.');
        if let Some(stand_in) = self.hosts.get(name) {
            return Some((stand_in.clone(), name.len()));
        }
        let address = ipv4(name)?;
        Some((self.address(name, address), name.len()))
    }

    /// The stand-in of an address, from the ranges that RFC 5737 sets aside for documentation.
    fn address(&mut self, text: &str, address: [u8; 4]) -> String {
        if matches!(address, [127 | 0 | 255, ..]) {
            return text.to_string();
        }
        let number = self.addresses.len();
        if let Some(known) = self.addresses.get(text) {
            return known.clone();
        }
        let (range, host) = (number / 254, number % 254 + 1);
        let stand_in = match range {
            0 => format!("192.0.2.{host}"),
            1 => format!("198.51.100.{host}"),
            2 => format!("203.0.113.{host}"),
            _ => format!("10.{}.{}.{host}", range / 256 % 256, range % 256),
        };
        self.addresses.insert(text, stand_in.clone());
        stand_in
    }
}

/// A character of a word that may be hidden.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// A character of a host name, an address or a parameter's name.
fn is_host(c: char) -> bool {
    is_word(c) || c == '.' || c == '-'
}

/// The length of the e-mail address that begins with `word`, if one does.
fn mail_length(word: &str, behind: &str) -> Option<usize> {
    let domain = behind.strip_prefix('@')?;
    let domain =
        domain.get(..domain.find(|c: char| !is_host(c)).unwrap_or(domain.len()))?.trim_end_matches('.');
    let (name, top) = domain.rsplit_once('.')?;
    let whole = !name.is_empty() && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    whole.then(|| word.len() + 1 + domain.len())
}

/// The length of a value: up to one of `ends`, or to a line end as strace writes it (`\r`, `\n`).
fn value_length(text: &str, ends: &[char]) -> usize {
    let end = text.find(ends).unwrap_or(text.len());
    let escaped = [text.find("\\r"), text.find("\\n")].into_iter().flatten().min().unwrap_or(text.len());
    end.min(escaped)
}

/// Four numbers of 0 to 255 with points between them.
fn ipv4(word: &str) -> Option<[u8; 4]> {
    let mut parts = word.split('.').map(str::parse::<u8>);
    let (Some(Ok(a)), Some(Ok(b)), Some(Ok(c)), Some(Ok(d)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    Some([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(text: &str) -> String {
        let mut stand_ins = StandIns::default();
        stand_ins.learn(text);
        stand_ins.redact(text)
    }

    #[test]
    fn an_address_has_the_same_stand_in_everywhere() {
        let text =
            "connect(15, inet_addr(\"54.222.148.216\")) 52.80.58.42 54.222.148.216:80 127.0.0.1 0.0.0.0";
        let expected = "connect(15, inet_addr(\"192.0.2.1\")) 192.0.2.2 192.0.2.1:80 127.0.0.1 0.0.0.0";
        assert_eq!(redacted(text), expected);
    }

    #[test]
    fn credentials_are_hidden_and_their_names_stay() {
        let text = r#"recvfrom(6, "GET /?token=abc&x=1 HTTP/1.1\r\nCookie: id=1; b=2\r\nAccept: */*\r\n", 1024) = 80"#;
        let expected = r#"recvfrom(6, "GET /?token=[hidden]&x=1 HTTP/1.1\r\nCookie: [hidden]\r\nAccept: */*\r\n", 1024) = 80"#;
        assert_eq!(redacted(text), expected);
    }

    #[test]
    fn hosts_that_are_named_once_are_hidden_everywhere() {
        let text = "\"Host: shop.acme.cn\\r\\n\" open(\"/srv/shop.acme.cn/x\") \"Host: localhost\\r\\n\" mail to a.b@acme.cn.";
        let expected = "\"Host: host1.example\\r\\n\" open(\"/srv/host1.example/x\") \"Host: localhost\\r\\n\" mail to user1@example.invalid.";
        assert_eq!(redacted(text), expected);
    }

    #[test]
    fn what_only_looks_alike_stays() {
        let text = "nginx/1.22.1 libc.so.6 1.2.3.4.5 300.1.1.1 /usr/lib/x.so monkey=1 keyboard";
        assert_eq!(redacted(text), text);
    }

    #[test]
    fn lines_keep_their_number() {
        let text = "a 10.1.2.3\n\nCookie: x\nb 中文 password=1";
        assert_eq!(redacted(text).lines().count(), text.lines().count());
    }
}
