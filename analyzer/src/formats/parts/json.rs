//! A line that holds one JSON object, as a flat list of names and places.
//!
//! ```text
//! {"level":"info","request":{"method":"GET","uri":"/"},"status":200}
//!   level = info   request.method = GET   request.uri = /   status = 200
//! ```
//!
//! Values stay where they stand, escapes and all: what is read points back into the line. A line that breaks off
//! gives what stands before the break.

use super::pairs::Pair;

/// The most members of a line that are read.
const MOST: usize = 200;
/// The deepest nesting that is followed.
const DEEPEST: usize = 8;

/// The members of the object that the line holds; `None` if it holds none.
pub fn members(line: &str) -> Option<Vec<Pair<'_>>> {
    let bytes = line.as_bytes();
    let mut at = blank(bytes, 0);
    if bytes.get(at) != Some(&b'{') || bytes.get(blank(bytes, at + 1)) != Some(&b'"') {
        return None;
    }
    let mut members: Vec<Pair<'_>> = Vec::new();
    // For each open object or array, the length of the path that leads to it.
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut path = String::new();
    let mut named = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' if open.len() < DEEPEST => {
                open.push((byte, path.len()));
                named = false;
                at += 1;
            }
            b'}' | b']' => {
                open.pop();
                path.truncate(open.last().map_or(0, |(_, length)| *length));
                named = false;
                at += 1;
                if open.is_empty() {
                    break;
                }
            }
            b'"' => {
                let end = string_end(bytes, at + 1);
                let text = line.get(at + 1..end)?;
                let behind = blank(bytes, (end + 1).min(bytes.len()));
                let in_object = open.last().is_some_and(|(kind, _)| *kind == b'{');
                if in_object && !named && bytes.get(behind) == Some(&b':') {
                    path.truncate(open.last().map_or(0, |(_, length)| *length));
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(text);
                    named = true;
                    at = behind + 1;
                } else {
                    push(&mut members, &path, line, at + 1, end);
                    named = false;
                    at = (end + 1).min(bytes.len());
                }
            }
            b',' => {
                named = false;
                at += 1;
            }
            b' ' | b'\t' | b':' => at += 1,
            _ => {
                let length = bytes.get(at..)?.iter().take_while(|byte| !b",}] \t".contains(byte)).count();
                let length = length.max(1);
                push(&mut members, &path, line, at, at + length);
                at += length;
            }
        }
        if members.len() >= MOST {
            break;
        }
    }
    Some(members)
}

fn push<'t>(members: &mut Vec<Pair<'t>>, path: &str, line: &'t str, from: usize, to: usize) {
    if let Some(value) = line.get(from..to) {
        members.push(Pair { name: path.to_string(), value, from });
    }
}

/// The first byte from `at` on that is no space.
fn blank(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or(&[]);
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The quote that ends a string whose text begins at `at`, or the end of the line.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) else {
            return bytes.len();
        };
        match bytes.get(at + found) {
            Some(b'\\') => at += found + 2,
            _ => return at + found,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(line: &str) -> Vec<(String, &str)> {
        members(line).unwrap_or_default().into_iter().map(|pair| (pair.name, pair.value)).collect()
    }

    #[test]
    fn nested_objects_become_paths() {
        let line = r#"{"a":1,"r":{"m":"GET","h":{"U":["curl","x"]}}, "s": "200", "n":null}"#;
        let wanted =
            [("a", "1"), ("r.m", "GET"), ("r.h.U", "curl"), ("r.h.U", "x"), ("s", "200"), ("n", "null")];
        let wanted: Vec<(String, &str)> =
            wanted.iter().map(|(name, value)| ((*name).to_string(), *value)).collect();
        assert_eq!(flat(line), wanted);
    }

    #[test]
    fn places_point_into_the_line() {
        let line = r#"{ "msg": "a \"b\" c" }"#;
        let pair = members(line).unwrap_or_default().into_iter().next();
        assert_eq!(pair.as_ref().map(|pair| pair.value), Some(r#"a \"b\" c"#));
        assert_eq!(
            pair.and_then(|pair| line.get(pair.from..)).map(|rest| rest.starts_with("a ")),
            Some(true)
        );
    }

    #[test]
    fn what_is_no_object_or_breaks_off_does_no_harm() {
        assert!(members("{}").is_none());
        assert!(members("[1]").is_none());
        assert_eq!(flat(r#"{"a":"b","c":"#), [("a".to_string(), "b")]);
        assert_eq!(flat(r#"{"a":"日\"#), [("a".to_string(), "日\\")]);
        assert!(flat(&"{\"a\":".repeat(300)).len() <= MOST);
    }
}
