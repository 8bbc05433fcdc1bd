//! How wide texts are, without asking the browser: by kinds of letters, rather too wide than too narrow.

/// The width of a text of 12 px in the interface's face, in pixels.
pub fn width(text: &str) -> i32 {
    let tenths: i32 = text.chars().map(tenths).sum();
    tenths / 10 + 1
}

/// The width of a text of 11 px in the fixed face, in pixels.
pub fn fixed(text: &str) -> i32 {
    let columns: i32 = text.chars().map(|char| if wide(char) { 2 } else { 1 }).sum();
    columns * 67 / 10 + 1
}

/// The same in bold letters.
pub fn bold(text: &str) -> i32 {
    width(text) * 110 / 100 + 1
}

/// Tenths of a pixel.
fn tenths(char: char) -> i32 {
    match char {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '`' => 34,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '"' => 46,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 110,
        'A'..='Z' | '&' | '=' | '+' | '<' | '>' | '~' | '_' | '#' | '?' => 83,
        char if wide(char) => 125,
        _ => 73,
    }
}

/// Letters that take the room of two.
fn wide(char: char) -> bool {
    matches!(u32::from(char), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0x1f300..=0x1faff | 0x20000..)
}

/// As much of a text as has room, the middle of a long word rather than its end; the whole if it was shortened.
pub fn fitted(text: &str, room: i32, measure: fn(&str) -> i32) -> (String, Option<String>) {
    if measure(text) <= room {
        return (text.to_owned(), None);
    }
    let chars: Vec<char> = text.chars().collect();
    let mut most = chars.len();
    let mut shown = String::new();
    while most > 1 {
        most -= 1;
        // What fails, and why, stands at the end; the beginning says what it is.
        let head = most * 3 / 5;
        shown = chars.iter().take(head).collect();
        shown.push('…');
        shown.extend(chars.iter().skip(chars.len() - (most - head)));
        if measure(&shown) <= room {
            break;
        }
    }
    (shown, Some(text.to_owned()))
}

/// A text in at most two lines that have room; the whole if it was shortened.
pub fn wrapped(text: &str, room: i32, measure: fn(&str) -> i32) -> (Vec<String>, Option<String>) {
    if measure(text) <= room {
        return (vec![text.to_owned()], None);
    }
    let mut first = String::new();
    let mut rest = text;
    for (at, _) in text.match_indices(' ').chain([(text.len(), "")]) {
        let Some(head) = text.get(..at) else { continue };
        if measure(head) > room {
            break;
        }
        head.clone_into(&mut first);
        rest = text.get(at..).unwrap_or("").trim_start();
    }
    if first.is_empty() {
        let (shown, whole) = fitted(text, room, measure);
        return (vec![shown], whole);
    }
    let (second, cut) = fitted(rest, room, measure);
    (vec![first, second], cut.map(|_| text.to_owned()))
}
