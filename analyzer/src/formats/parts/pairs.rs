//! Lines of names and values: `name=value` (logfmt and the tails of access logs) and `name:value` between tabs (LTSV).

/// One name with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair<'t> {
    /// The name; of nested objects the whole path, with points.
    pub name: String,
    /// The value without its quotes.
    pub value: &'t str,
    /// Byte at which the value begins.
    pub from: usize,
}

/// `name=value` and `name="value"`, wherever they stand in `text`. An unquoted list goes on over `, `.
pub fn named(text: &str) -> Vec<Pair<'_>> {
    let mut pairs = Vec::new();
    let mut free = 0;
    for (equals, _) in text.match_indices('=') {
        if equals < free {
            continue;
        }
        let before = text.get(free..equals).unwrap_or("");
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | '(' | ')');
        let name_at = free + before.rfind(|c: char| !part(c)).map_or(0, |at| at + 1);
        let starts_a_word =
            name_at == free || text.as_bytes().get(name_at - 1).is_some_and(|byte| b" \t,|".contains(byte));
        let Some(name) = text.get(name_at..equals).filter(|name| !name.is_empty() && starts_a_word) else {
            continue;
        };
        let value = text.get(equals + 1..).unwrap_or("");
        let (from, length) = match value.strip_prefix('"') {
            Some(quoted) => (equals + 2, quoted_length(quoted)),
            None => (equals + 1, list_length(value)),
        };
        let Some(value) = text.get(from..from + length) else { continue };
        pairs.push(Pair { name: name.to_string(), value, from });
        free = from + length;
    }
    pairs
}

/// `name:value` between tabs; `None` unless there are at least three and all of the line is made of them.
pub fn tabbed(text: &str) -> Option<Vec<Pair<'_>>> {
    memchr::memchr(b'\t', text.as_bytes())?;
    let mut pairs = Vec::new();
    let mut at = 0;
    for part in text.split('\t') {
        let (name, value) = part.split_once(':')?;
        let is_name = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        if !is_name {
            return None;
        }
        pairs.push(Pair { name: name.to_string(), value, from: at + name.len() + 1 });
        at += part.len() + 1;
    }
    (pairs.len() >= 3).then_some(pairs)
}

/// Length of what stands before the closing quote.
fn quoted_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Length of an unquoted value: up to a space that does not follow a comma.
fn list_length(value: &str) -> usize {
    let bytes = value.as_bytes();
    let ends = |at: usize| match bytes.get(at) {
        Some(b'\t') => true,
        Some(b' ') => at == 0 || bytes.get(at - 1) != Some(&b','),
        _ => false,
    };
    (0..bytes.len()).find(|at| ends(*at)).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(pairs: Vec<Pair<'_>>) -> Vec<(String, &str)> {
        pairs.into_iter().map(|pair| (pair.name, pair.value)).collect()
    }

    #[test]
    fn quoted_values_and_lists() {
        let pairs = flat(named("x rt=0.1 ua=\"a=b, c\" us=502, 200 e= m=\"q \\\" r\" t=-"));
        let wanted =
            [("rt", "0.1"), ("ua", "a=b, c"), ("us", "502, 200"), ("e", ""), ("m", "q \\\" r"), ("t", "-")];
        let wanted: Vec<(String, &str)> =
            wanted.iter().map(|(name, value)| ((*name).to_string(), *value)).collect();
        assert_eq!(pairs, wanted);
        assert!(named("a ==> b").is_empty() && named("").is_empty());
    }

    #[test]
    fn values_between_tabs() {
        let pairs = flat(tabbed("time:1\tstatus:200\turi:/a:b").unwrap_or_default());
        assert_eq!(pairs.last(), Some(&("uri".to_string(), "/a:b")));
        assert!(tabbed("a:b\tc").is_none());
        assert!(tabbed("status:200").is_none());
    }
}
