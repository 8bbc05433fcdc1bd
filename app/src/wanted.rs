//! What a reader looks for: a text, or between slashes an expression.
//!
//! Expressions are the browser's own, handed in as a function, so that the program carries none and tests need none.

/// Tells whether a line is wanted.
pub type Fits = Box<dyn Fn(&str) -> bool>;

/// Makes an expression of a pattern; the flag says that upper and lower case are one. An error says why it is none.
pub type Compile = fn(&str, bool) -> Result<Fits, String>;

/// The pattern between the slashes of `/pattern/`, and whether upper and lower case are one: `/pattern/i`.
/// `None` if it is a text.
pub fn expression(text: &str) -> Option<(&str, bool)> {
    let (inner, either_case) = match text.strip_suffix("/i") {
        Some(inner) => (inner, true),
        None => (text.strip_suffix('/')?, false),
    };
    let pattern = inner.strip_prefix('/')?;
    (!pattern.is_empty()).then_some((pattern, either_case))
}

/// What tells the lines that hold a text (ASCII letters of either case are the same) or fit an expression; nothing
/// wanted fits every line.
///
/// # Errors
/// Says why it is no expression.
pub fn wanted(text: &str, compile: Compile) -> Result<Fits, String> {
    if let Some((pattern, either_case)) = expression(text) {
        return compile(pattern, either_case);
    }
    let wanted = text.to_string();
    Ok(Box::new(move |line| place_of(line, &wanted).is_some()))
}

/// Where a text begins in a line; ASCII letters of either case are the same. A text of nothing begins at once.
pub fn place_of(line: &str, wanted: &str) -> Option<usize> {
    if wanted.is_empty() {
        return Some(0);
    }
    let (first, last) = (wanted.as_bytes().first()?, line.len().checked_sub(wanted.len())?);
    // Nearly every place differs in its first letter.
    let mut places = line.as_bytes().get(..=last)?.iter().zip(0..);
    let fits = |from: usize| {
        line.as_bytes()
            .get(from..from + wanted.len())
            .is_some_and(|here| here.eq_ignore_ascii_case(wanted.as_bytes()))
    };
    places.find(|(here, from)| here.eq_ignore_ascii_case(first) && fits(*from)).map(|(_, from)| from)
}

/// Understands no expression.
///
/// # Errors
/// Always.
pub fn none(_: &str, _: bool) -> Result<Fits, String> {
    Err("expressions are not understood here".into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
    use super::*;

    #[test]
    fn between_slashes_stands_an_expression() {
        assert_eq!(expression("/E(NOSPC|DQUOT)/"), Some(("E(NOSPC|DQUOT)", false)));
        assert_eq!(expression("/enospc/i"), Some(("enospc", true)));
        for text in ["/var/cache", "ENOSPC", "/", "//", "//i", "", "a/i"] {
            assert_eq!(expression(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_does_not_mind_the_case() {
        let fits = |line: &str, text: &str| wanted(text, none).unwrap()(line);
        assert!(fits("-1 ENOSPC (No space left)", "enospc"));
        assert!(!fits("short", "much longer than that"));
        assert!(fits("打开 /tmp", "打开"));
        assert!(fits("anything", "") && fits("", ""));
    }

    #[test]
    fn what_is_no_expression_says_why() {
        assert!(wanted("/a/", none).is_err());
        let refuse = |_: &str, _: bool| Err::<Fits, String>("Unterminated group".into());
        assert_eq!(wanted("/(/", refuse).err().as_deref(), Some("Unterminated group"));
    }
}
