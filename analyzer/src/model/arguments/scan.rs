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
        let plain = text.get(place..).unwrap_or(b"").iter().position(|byte| is_special(*byte));
        place += plain.ok_or(Open::Bracket)?;
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

/// True if a byte can change where arguments end.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'/')
}

/// The place behind the comment `/* ... */` that begins at `at`; `None` if it does not end.
pub fn comment_end(text: &[u8], at: usize) -> Option<usize> {
    let inside = at.checked_add(2)?;
    seek::find(text.get(inside..)?, b"*/").map(|found| inside + found + 2)
}
