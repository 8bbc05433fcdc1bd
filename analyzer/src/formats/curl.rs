//! What a client got: `curl -v`, `curl -i`, `curl -w`, `wget`, and their errors.
//!
//! ```text
//! *   Trying 172.17.0.2:80...
//! > GET /?key=testxxxx HTTP/1.1
//! * Empty reply from server
//! curl: (52) Empty reply from server
//! HTTP/1.1 502 Bad Gateway
//! ```
//!
//! Sources: curl(1), `CURLcode` in libcurl-errors(3). Deliberately absent: bodies.

use super::{Content, Format, Sniff};
use crate::model::columns::part_of;
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::reach::Answer;
use crate::model::shell;
use crate::source::Span;

/// The format.
pub static FORMAT: Format = Format {
    id: "curl",
    name: "curl, wget",
    sniff,
    read: |id, source| {
        let mut state = State::default();
        Content::Listing(Listing::read(id, source, &mut |line, base| state.read(line, base)))
    },
};

/// What curl says of its own, behind `* `, with the number of the error where it is one.
const SAID: &[(&str, u16)] = &[
    ("Empty reply from server", 52),
    ("Recv failure: Connection reset by peer", 56),
    ("OpenSSL SSL_read: Connection reset by peer", 56),
    ("connect to ", 0),
    ("Connected to ", 0),
    ("  Trying ", 0),
    ("Could not resolve host", 6),
    ("Connection refused", 7),
    ("Failed to connect to ", 7),
    ("Operation timed out", 28),
    ("Connection timed out", 28),
    ("transfer closed with ", 18),
    ("SSL certificate problem", 60),
    ("SSL: no alternative certificate subject name", 60),
    ("TLSv1", 0),
    ("SSL connection using", 0),
    ("Closing connection", 0),
    ("Server certificate:", 0),
    ("Connection #", 0),
    ("Re-using existing connection", 0),
    ("Host ", 0),
    ("Uses proxy env variable", 0),
    ("Mark bundle as not supporting multiuse", 0),
    ("ALPN", 0),
];

/// Methods of requests.
const METHODS: &[&str] = &["GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "PATCH ", "OPTIONS ", "CONNECT "];

#[derive(Default)]
struct State {
    target: Span,
    /// The command prints the status by itself.
    status_alone: bool,
}

/// `curl: (52) Empty reply from server`: the number and the words.
fn error(line: &str) -> Option<(u16, &str)> {
    let (_, rest) = line.split_once("curl: (")?;
    let (number, words) = rest.split_once(')')?;
    Some((number.parse().ok()?, words.trim()))
}

/// `HTTP/1.1 502 Bad Gateway`: the status.
fn status(line: &str) -> Option<u16> {
    let mut words = line.split(' ');
    words.next()?.strip_prefix("HTTP/")?;
    words.next().filter(|word| word.len() == 3)?.parse().ok()
}

/// What wget says: an error number of its own kind and the status.
fn of_wget(line: &str) -> Option<(Option<u16>, Option<u16>)> {
    if let Some((_, rest)) = line.split_once("awaiting response... ") {
        let status = rest.get(..3).and_then(|digits| digits.parse().ok());
        let silent = rest.starts_with("No data received").then_some(52);
        let reset = rest.contains("reset by peer").then_some(56);
        return Some((silent.or(reset), status));
    }
    if !line.starts_with("Connecting to ") && !line.starts_with("Resolving ") {
        return None;
    }
    let (_, outcome) = line.split_once("... ")?;
    let told = outcome.strip_prefix("failed: ");
    let error = told.map(|why| match why {
        why if why.starts_with("Connection refused") || why.starts_with("No route") => 7,
        why if why.contains("timed out") => 28,
        why if why.starts_with("Name or service") || why.contains("name resolution") => 6,
        _ => 7,
    });
    (error.is_some() || outcome.starts_with("connected.")).then_some((error, None))
}

fn prints_status(line: &str) -> bool {
    shell::command(line).is_some_and(|command| command.contains("curl ") && command.contains("http_code}"))
}

fn said(line: &str) -> Option<u16> {
    let rest = line.strip_prefix("* ")?;
    SAID.iter().find(|(start, _)| rest.starts_with(start)).map(|(_, error)| *error)
}

fn sniff(line: &str) -> Sniff {
    let requested =
        line.strip_prefix("> ").is_some_and(|rest| METHODS.iter().any(|method| rest.starts_with(method)));
    let answered = status(line).is_some() || line.strip_prefix("< ").and_then(status).is_some();
    if error(line).is_some()
        || requested
        || answered
        || said(line).is_some()
        || of_wget(line).is_some()
        || prints_status(line)
    {
        return Sniff::Certain;
    }
    let verbose = ["* ", "> ", "< ", "{ [", "} ["].iter().any(|start| line.starts_with(start))
        || matches!(line.trim_end(), ">" | "<");
    let header = line.split_once(": ").is_some_and(|(name, _)| is_header(name));
    let alone = line.trim().get(..3).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let meter = line.trim_start().starts_with("% Total")
        || line.contains("Dload  Upload")
        || line.contains("--:--:--");
    if verbose || header || alone || meter { Sniff::Maybe } else { Sniff::No }
}

/// The name of a header.
fn is_header(name: &str) -> bool {
    !name.is_empty()
        && name.len() < 40
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

impl State {
    fn read(&mut self, line: &str, base: u32) -> Reading {
        let span = |part: &str| part_of(line, part, base);
        let target = self.target;
        let says = |answer: Answer| Reading::Says(None, Fact::Answer(Answer { target, ..answer }));
        if let Some(command) = shell::command(line) {
            let url = command.split([' ', '\'', '"']).rfind(|word| word.contains("://"));
            self.target = url.map_or(Span::default(), span);
            self.status_alone = prints_status(line);
            return Reading::Heading;
        }
        if let Some((number, words)) = error(line) {
            return says(Answer { error: Some(number), message: span(words), ..Answer::default() });
        }
        if let Some(found) = status(line).or_else(|| line.strip_prefix("< ").and_then(status)) {
            return says(Answer {
                status: Some(found),
                message: span(line.trim_start_matches("< ")),
                ..Answer::default()
            });
        }
        if let Some((error, status)) = of_wget(line) {
            return says(Answer { error, status, message: span(line.trim_end()), ..Answer::default() });
        }
        if let Some(error) = said(line) {
            if let Some(rest) = line.strip_prefix("*   Trying ") {
                self.target = span(rest.trim_end().trim_end_matches('.'));
            }
            let words = line.get(2..).unwrap_or("").trim();
            if error == 0 {
                return Reading::Heading;
            }
            return says(Answer { error: Some(error), message: span(words), ..Answer::default() });
        }
        let alone = line
            .trim()
            .split(' ')
            .next()
            .filter(|word| word.len() == 3)
            .and_then(|word| word.parse::<u16>().ok());
        match alone {
            // 000 is what curl prints where there was no answer.
            Some(status) if self.status_alone => {
                self.status_alone = false;
                says(Answer { status: Some(status), message: span(line.trim()), ..Answer::default() })
            }
            _ if sniff(line) != Sniff::No => Reading::Heading,
            _ => Reading::Unparsed("not-of-a-client"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_lines;
    use super::*;

    #[test]
    fn answers_and_errors_are_told_apart() {
        let text = "[root@gw-01 ~]# curl -sv http://172.17.0.2/\n*   Trying 172.17.0.2:80...\n* Connected to 172.17.0.2 (172.17.0.2) port 80 (#0)\n> GET / HTTP/1.1\n> Host: a\n>\n* Empty reply from server\n* Closing connection 0\ncurl: (52) Empty reply from server\n[root@gw-01 ~]# curl -s -o /dev/null -w '%{http_code}' http://10.0.0.1/\n502\n";
        let listing = read_lines(&FORMAT, text);
        let all: Vec<(Option<u16>, Option<u16>, &str)> = listing
            .items
            .iter()
            .filter_map(|item| {
                let Fact::Answer(one) = &item.fact else { return None };
                Some((one.error, one.status, listing.str(one.target)))
            })
            .collect();
        assert_eq!(
            all,
            [
                (Some(52), None, "172.17.0.2:80"),
                (Some(52), None, "172.17.0.2:80"),
                (None, Some(502), "http://10.0.0.1/")
            ]
        );
        assert!(listing.unparsed.is_empty());
    }
}
