//! Reads the notation into values.

use super::scan::{comment_end, decoration_end, is_decoration, string_end};
use super::value::{Argument, Quoted, Value};
use crate::order::InList;

/// Nothing the kernel prints is nested deeper; deeper brackets are read as words.
const DEPTH: u32 = 48;

/// Reads a list of arguments up to the one with which there are enough.
pub fn list(text: &str, enough: fn(&[Argument<'_>]) -> bool) -> Vec<Argument<'_>> {
    let mut reader = Reader { text, place: 0, enough };
    let mut out = Vec::new();
    while reader.place < text.len() {
        let before = reader.place;
        reader.list(None, 0, &mut out);
        if enough(&out) {
            break;
        }
        // An unmatched closing bracket (the second half of a broken struct) is stepped over.
        if reader.place <= before || reader.place < text.len() {
            reader.place = reader.place.max(before) + 1;
            while !text.is_char_boundary(reader.place) {
                reader.place += 1;
            }
        }
    }
    out
}

struct Reader<'t> {
    text: &'t str,
    place: usize,
    enough: fn(&[Argument<'_>]) -> bool,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.place).copied()
    }

    fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or("")
    }

    fn spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.place += 1;
        }
    }

    /// Reads arguments up to the closing bracket (not consumed) or the end.
    fn list(&mut self, close: Option<u8>, depth: u32, out: &mut Vec<Argument<'t>>) {
        loop {
            self.spaces();
            match self.peek() {
                None => return,
                Some(b',') => {
                    self.place += 1;
                    continue;
                }
                Some(byte) if Some(byte) == close || matches!(byte, b')' | b']' | b'}') => return,
                Some(_) => {}
            }
            out.push(self.argument(depth));
            if depth == 0 && (self.enough)(out) {
                return;
            }
        }
    }

    fn argument(&mut self, depth: u32) -> Argument<'t> {
        let name = self.name();
        let start = self.place;
        let mut value = self.value(depth);
        let mut end = self.place;
        let mut comment = None;
        loop {
            self.spaces();
            let rest = self.bytes().get(self.place..).unwrap_or(b"");
            if matches!(rest.first(), None | Some(b',' | b')' | b']' | b'}')) {
                break;
            }
            if rest.starts_with(b"/*") {
                let inside = self.place + 2;
                let after = comment_end(self.bytes(), self.place).unwrap_or(self.text.len());
                comment = Some(self.slice(inside, after.saturating_sub(2).max(inside)).trim());
                self.place = after;
                if self.peek() == Some(b'|') {
                    // `-X verbose`: `0x1200000 /* A|B */|17 /* SIGCHLD */`
                    self.place += 1;
                    self.value(depth);
                    end = self.place;
                    value = Value::Word(self.slice(start, end));
                }
            } else if rest.starts_with(b"=>") {
                self.place += 2;
                self.spaces();
                let after = self.value(depth);
                end = self.place;
                value = Value::Change(Box::new(value), Box::new(after));
            } else if rest.first() == Some(&b'[')
                && matches!(value, Value::Descriptor { .. } | Value::Text(_) | Value::Number(_))
            {
                // `3</etc/passwd> [unconfined_u:object_r:passwd_file_t:s0]` of `--secontext`.
                let close = memchr::memchr(b']', rest).map_or(rest.len(), |close| close + 1);
                self.place += close;
            } else {
                // More than one word: `1 or 2`, `B38400 opost isig`, program output behind a number.
                let before = self.place;
                self.value(depth);
                if self.place == before {
                    self.step();
                }
                end = self.place;
                value = Value::Word(self.slice(start, end).trim_end());
            }
        }
        let text = self.slice(start, end);
        // Most end in what is no white space in any alphabet.
        let bare = text.as_bytes().last().is_some_and(u8::is_ascii_graphic);
        Argument { name, text: if bare { text } else { text.trim_end() }, value, comment }
    }

    /// Steps over one character.
    fn step(&mut self) {
        self.place += 1;
        while !self.text.is_char_boundary(self.place) {
            self.place += 1;
        }
    }

    /// Reads `name=` or `[index]=`, if that is what comes.
    fn name(&mut self) -> Option<&'t str> {
        let rest = self.bytes().get(self.place..)?;
        if !rest.first()?.is_ascii_alphabetic() && !matches!(rest.first(), Some(b'_' | b'.')) {
            return None;
        }
        let len = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_' || **byte == b'.')
            .count();
        // `msg_iov(1)=[...]` of strace 4 says how many there are.
        let count = match rest.get(len) {
            Some(b'(') => rest.get(len + 1..)?.iter().take_while(|byte| byte.is_ascii_digit()).count() + 2,
            _ => 0,
        };
        let named = len > 0
            && rest.get(len + count) == Some(&b'=')
            && !matches!(rest.get(len + count + 1), Some(b'=' | b'>'))
            && rest.first().is_some_and(|byte| !byte.is_ascii_digit());
        if !named {
            return None;
        }
        let name = self.slice(self.place, self.place + len);
        self.place += len + count + 1;
        Some(name)
    }

    fn value(&mut self, depth: u32) -> Value<'t> {
        match self.peek() {
            None | Some(b',' | b')' | b']' | b'}') => Value::Empty,
            Some(b'"') => self.quoted(false),
            Some(b'@') if self.bytes().get(self.place + 1) == Some(&b'"') => {
                self.place += 1;
                self.quoted(true)
            }
            Some(b'{') if depth < DEPTH => {
                let mut fields = Vec::new();
                self.inside(b'}', depth, &mut fields);
                Value::Struct(fields)
            }
            Some(b'[') if depth < DEPTH => self.array(depth, false),
            Some(b'~') if self.bytes().get(self.place + 1) == Some(&b'[') && depth < DEPTH => {
                self.place += 1;
                self.array(depth, true)
            }
            Some(_) => self.word(depth),
        }
    }

    fn inside(&mut self, close: u8, depth: u32, out: &mut Vec<Argument<'t>>) {
        self.place += 1;
        self.list(Some(close), depth + 1, out);
        if self.peek() == Some(close) {
            self.place += 1;
        }
    }

    fn quoted(&mut self, abstract_name: bool) -> Value<'t> {
        let start = self.place + 1;
        let (end, after) = match string_end(self.bytes(), self.place) {
            Some(after) => (after - 1, after),
            None => (self.text.len(), self.text.len()),
        };
        self.place = after;
        let abbreviated = self.bytes().get(after..).is_some_and(|rest| rest.starts_with(b"..."));
        if abbreviated {
            self.place += 3;
        }
        Value::Text(Quoted { raw: self.slice(start, end), abbreviated, abstract_name })
    }

    fn array(&mut self, depth: u32, negated: bool) -> Value<'t> {
        let start = self.place;
        let mut items = Vec::new();
        self.inside(b']', depth, &mut items);
        let inner = self.slice(start + 1, self.place.saturating_sub(1));
        if negated || is_set(inner) {
            return Value::Set { negated, members: inner.split_ascii_whitespace().in_list() };
        }
        if inner.starts_with(|first: char| first.is_ascii_digit() || first == '-')
            && let Some((before, after)) = inner.split_once("->")
            && let (Some(before), Some(after)) = (integer(before), integer(after))
        {
            return Value::Change(Box::new(Value::Number(before)), Box::new(Value::Number(after)));
        }
        Value::Array(items)
    }

    /// A number, a word, a function form, a descriptor.
    fn word(&mut self, depth: u32) -> Value<'t> {
        let start = self.place;
        loop {
            let ends = |byte: &u8| {
                matches!(byte, b',' | b')' | b']' | b'}' | b' ' | b'"' | b'<' | b'(' | b'[' | b'{')
            };
            let rest = self.bytes().get(self.place..).unwrap_or(b"");
            self.place += rest.iter().position(ends).unwrap_or(rest.len());
            let Some(byte) = self.peek() else { break };
            match byte {
                b',' | b')' | b']' | b'}' | b' ' | b'"' => break,
                b'<' if is_decoration(self.bytes(), self.place) => return self.descriptor(start),
                b'(' | b'[' | b'{' if self.place > start => {
                    if byte == b'(' && depth < DEPTH {
                        let name = self.slice(start, self.place);
                        let mut arguments = Vec::new();
                        self.inside(b')', depth, &mut arguments);
                        if matches!(self.peek(), None | Some(b',' | b')' | b']' | b'}' | b' ')) {
                            return Value::Function { name, arguments };
                        }
                        continue;
                    }
                    self.place += 1;
                }
                _ => self.place += 1,
            }
        }
        let text = self.slice(start, self.place);
        match text {
            "NULL" => Value::Null,
            "..." => Value::Ellipsis,
            "" => Value::Empty,
            _ => integer(text).map_or(Value::Word(text), Value::Number),
        }
    }

    fn descriptor(&mut self, start: usize) -> Value<'t> {
        let number = match self.slice(start, self.place) {
            "AT_FDCWD" => Some(-100),
            text => integer(text),
        };
        let open = self.place;
        self.place = decoration_end(self.bytes(), open).unwrap_or(self.text.len());
        let decoration = self.slice(open + 1, self.place.saturating_sub(1));
        let deleted = self.bytes().get(self.place..).is_some_and(|rest| rest.starts_with(b"(deleted)"));
        if deleted {
            self.place += "(deleted)".len();
        }
        match number {
            Some(number) => Value::Descriptor { number, decoration, deleted },
            None => Value::Word(self.slice(start, self.place)),
        }
    }
}

/// True if the text between brackets is members set apart by spaces only: `CHLD USR1`, `3 5`.
fn is_set(inner: &str) -> bool {
    inner.contains(' ')
        && inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_'))
}

/// Reads a whole integer in the forms strace prints; over `i64::MAX` it wraps round.
pub fn integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    if digits.starts_with('+') {
        return None;
    }
    let value = if let Some(hex) = digits.strip_prefix("0x") {
        u64::from_str_radix(hex, 16).ok()?
    } else if digits.len() > 1 && digits.starts_with('0') {
        u64::from_str_radix(digits, 8).ok()?
    } else {
        digits.parse::<u64>().ok()?
    };
    let value = value.cast_signed();
    Some(if negative { value.wrapping_neg() } else { value })
}
