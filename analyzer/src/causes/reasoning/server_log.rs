//! The line that nginx writes to its own error log, read where the trace shows enough of it.
//!
//! nginx is a witness of its own failure: the line names the action, and the errno where there is one.

use crate::causes::logs::messages::{self, Meaning};
use crate::causes::logs::signs::Signs;

/// What the line means; `None` if it is cut off too early, harmless, or not nginx's.
pub fn meaning<'p>(signs: &Signs<'p>, text: &str) -> Option<Meaning<'p>> {
    if !is_nginx(text) {
        return None;
    }
    let (_, message) = text.split_once(": ")?;
    let message =
        message.strip_prefix('*').map_or(message, |rest| rest.split_once(' ').map_or(rest, |(_, rest)| rest));
    let (said, action) = match message.split_once(" while ") {
        Some((said, rest)) => (said, rest.split(',').next().unwrap_or("").trim()),
        None => (message.split(", client").next().unwrap_or(message), ""),
    };
    messages::of(&signs.messages, said, action, errno(said))
}

/// True if a text begins as nginx's error lines do: `2026/11/21 01:44:00 [error] 86#86: `.
pub fn is_nginx(text: &str) -> bool {
    let digits = |from: usize, to: usize| {
        text.get(from..to).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    digits(0, 4) && text.get(4..5) == Some("/") && digits(5, 7) && text.get(19..21) == Some(" [")
}

/// The number in `(111: Connection refused)`.
fn errno(said: &str) -> Option<u16> {
    said.rsplit_once('(')
        .and_then(|(_, rest)| rest.split_once(':'))
        .and_then(|(number, _)| number.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Prose;

    #[test]
    fn a_whole_line_is_read_and_a_stump_is_not() {
        let prose = Prose::built_in();
        let signs = Signs::of(&prose);
        let line = "2026/11/21 01:44:00 [error] 86#86: *3 upstream sent too big header while reading response header from upstream, client: 1";
        assert_eq!(meaning(&signs, line).map(|meaning| meaning.cause), Some("upstream-header-too-big"));
        assert!(meaning(&signs, "2026/11/21 01:44:00 [error] 86#86").is_none());
        assert!(meaning(&signs, "anything else: *3 no live upstreams").is_none());
    }
}
