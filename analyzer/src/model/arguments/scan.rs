//! Steps over the pieces of strace's argument notation: strings, descriptors' decorations, brackets.
//!
//! The notation is ambiguous byte by byte: a string may hold `) = 3`, a path behind a descriptor may hold brackets,
//! `<` may be a shift, an arrow, a path or a mark. Everything that has to find the end of something goes through here.

use crate::seek;
use memchr::memchr2;

/// The place behind the string whose opening quote stands at `at`, abbreviation dots not included;
/// `None` if the string does not end.
pub fn string_end(text: &[u8], at: usize) -> Option<usize> {
    let mut from = at.checked_add(1)?;
    loop {
        let found = from + memchr2(b'"', b'\\', text.get(from..)?)?;
        if text.get(found) == Some(&b'"') {
            return Some(found + 1);
        }
        from = found + 2;
    }
}

/// The place behind the decoration whose `<` stands at `at`, such as `</var/log/x>`,
/// `<TCP:[127.0.0.1:80->127.0.0.1:4000]>` or `</dev/null<char 1:3>>`; `None` if it does not end.
///
/// `->` is an arrow, not an end, unless nothing else would end the decoration.
pub fn decoration_end(text: &[u8], at: usize) -> Option<usize> {
    let arrows = text.get(at + 1) != Some(&b'/');
    let mut depth = 0u32;
    let mut place = at;
    loop {
        place += text.get(place..)?.iter().position(|byte| matches!(byte, b'<' | b'>' | b'"'))?;
        match text.get(place) {
            Some(b'<') => depth += 1,
            Some(b'>') if arrows && place > 0 && text.get(place - 1) == Some(&b'-') => {}
            Some(b'>') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(place + 1);
                }
            }
            Some(b'"') if arrows => {
                place = string_end(text, place)?;
                continue;
            }
            _ => {}
        }
        place += 1;
    }
}

/// True if the `<` at `at` begins a decoration: it follows a number or a directory word and is no shift.
pub fn is_decoration(text: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|place| text.get(place)) else { return false };
    (before.is_ascii_digit()
        || (*before == b'D' && text.get(..at).is_some_and(|head| head.ends_with(b"AT_FDCWD"))))
        && !matches!(text.get(at + 1), None | Some(b'<' | b' ' | b'='))
}

/// Why a list has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// A string is not closed.
    String,
    /// A bracket is not closed.
    Bracket,
    /// A bracket is closed that was not opened, or as another kind.
    Crossed,
}

/// Finds the `)` that ends the arguments which begin at `from` (just behind the call's `(`).
///
/// # Errors
/// Says what was still open where the text ended.
pub fn arguments_end(text: &[u8], from: usize) -> Result<usize, Open> {
    let mut depth = 0u32;
    let mut place = from;
    loop {
        place = next_special(text, place).ok_or(Open::Bracket)?;
        match text.get(place).copied().unwrap_or(0) {
            b'"' => {
                place = string_end(text, place).ok_or(Open::String)?;
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' if depth == 0 => return Ok(place),
            b')' | b']' | b'}' => depth = depth.checked_sub(1).ok_or(Open::Crossed)?,
            b'<' if is_decoration(text, place) => {
                if let Some(end) = decoration_end(text, place) {
                    place = end;
                    continue;
                }
            }
            b'/' if text.get(place + 1) == Some(&b'*') => {
                if let Some(end) = comment_end(text, place) {
                    place = end;
                    continue;
                }
            }
            _ => {}
        }
        place += 1;
    }
}

/// For each byte whether it can change where arguments end: a table is asked faster than nine values are compared.
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &[u8] = b"\"()[]{}</";
    while let [byte, others @ ..] = rest {
        let mut at: u8 = 0;
        let mut left: &mut [bool] = &mut table;
        while at < *byte
            && let [_, behind @ ..] = left
        {
            left = behind;
            at += 1;
        }
        if let [entry, ..] = left {
            *entry = true;
        }
        rest = others;
    }
    table
};

/// The next place from `from` on that can change where arguments end.
pub fn next_special(text: &[u8], from: usize) -> Option<usize> {
    text.get(from..)?.iter().position(|byte| is_special(*byte)).map(|length| from + length)
}

fn is_special(byte: u8) -> bool {
    SPECIAL.get(usize::from(byte)).copied().unwrap_or(false)
}

/// The number that arguments begin with, its decoration, and what follows it: nothing, or a comma and more.
/// `None` where the first argument is anything else.
pub fn first_number(text: &str) -> Option<(&str, &str, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, mut rest) = text.split_at_checked(digits).filter(|_| digits > 0)?;
    let mut decoration = "";
    if rest.starts_with('<') && is_decoration(text.as_bytes(), digits) {
        let end = decoration_end(text.as_bytes(), digits)?;
        decoration = text.get(digits + 1..end - 1)?;
        rest = text.get(end..)?;
        rest = rest.strip_prefix("(deleted)").unwrap_or(rest);
    }
    (rest.is_empty() || rest.starts_with(',')).then_some((number, decoration, rest))
}

/// The arguments of a call as texts, without names. `None` where telling them apart takes more than that: brackets that
/// do not match, comments, changes, several words, marks behind a string.
pub fn pieces(text: &str) -> Option<Vec<&str>> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let (mut begin, mut place, mut depth) = (0, 0, 0_u32);
    loop {
        let next = bytes.get(place..)?.iter().position(|byte| *byte == b',' || is_special(*byte));
        place = next.map_or(bytes.len(), |length| place + length);
        match bytes.get(place) {
            Some(b'"') => {
                place = string_end(bytes, place)?;
                continue;
            }
            Some(b'(' | b'[' | b'{') => depth += 1,
            Some(b')' | b']' | b'}') => depth = depth.checked_sub(1)?,
            Some(b'<') if is_decoration(bytes, place) => {
                place = decoration_end(bytes, place)?;
                continue;
            }
            Some(b'/') if bytes.get(place + 1) == Some(&b'*') => return None,
            Some(b',') | None if depth == 0 => {
                pieces.push(piece(text.get(begin..place)?)?);
                if place >= bytes.len() {
                    return Some(pieces);
                }
                begin = place + 1;
            }
            None => return None,
            _ => {}
        }
        place += 1;
    }
}

/// One argument without its name; `None` if it is not a single value.
fn piece(text: &str) -> Option<&str> {
    let text = text.trim_matches([' ', '\t']);
    let named =
        text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')).count();
    let text = match text.as_bytes().get(named) {
        Some(b'=') if named > 0 && !text.starts_with(|first: char| first.is_ascii_digit()) => {
            text.get(named + 1..)?
        }
        _ => text,
    };
    let bytes = text.as_bytes();
    let single = match bytes.first()? {
        b'"' => matches!(text.get(string_end(bytes, 0)?..)?, "" | "..."),
        b'@' | b'~' | b'=' | b'>' => false,
        b'[' | b'{' => true,
        _ => !bytes.iter().any(|byte| matches!(byte, b' ' | b'"')),
    };
    single.then_some(text)
}

/// What stands between the quotes that an argument begins with; empty if it is no string.
pub fn inside_quotes(piece: &str) -> &str {
    let end = piece.rfind('"').filter(|_| piece.starts_with('"'));
    end.and_then(|end| piece.get(1..end)).unwrap_or("")
}

/// The place behind the comment `/* ... */` that begins at `at`; `None` if it does not end.
pub fn comment_end(text: &[u8], at: usize) -> Option<usize> {
    let inside = at.checked_add(2)?;
    seek::find(text.get(inside..)?, b"*/").map(|found| inside + found + 2)
}
