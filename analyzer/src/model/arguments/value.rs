//! What an argument can be.

/// One argument, or one member of a struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument<'t> {
    /// Its name: of struct members (`sin_port=`), of clone's arguments, of every argument with `-N`.
    pub name: Option<&'t str>,
    /// The text of the value as strace prints it, without name and comment.
    pub text: &'t str,
    /// What it says.
    pub value: Value<'t>,
    /// What stands between `/*` and `*/` behind it, for example `2 vars`.
    pub comment: Option<&'t str>,
}

/// What a piece of strace's notation says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'t> {
    /// A number; decimal, hexadecimal (`0x1f`) and octal (`0644`) are read. Over `i64::MAX` it wraps round as in C.
    Number(i64),
    /// A string.
    Text(Quoted<'t>),
    /// `{name=value, ...}`; also the old form without names.
    Struct(Vec<Argument<'t>>),
    /// `[value, ...]`
    Array(Vec<Argument<'t>>),
    /// `[CHLD USR1]`, `~[RTMIN RT_1]`: members in order.
    Set {
        /// True if everything else is meant (`~`).
        negated: bool,
        /// `CHLD`, `USR1`
        members: Vec<&'t str>,
    },
    /// A word or words joined by `|`: `O_RDONLY|O_CLOEXEC`, `8192*1024`, `1<<32`.
    Word(&'t str),
    /// A descriptor with its decoration: `3</etc/hosts>`, `AT_FDCWD</srv>`, a pid with its name.
    Descriptor {
        /// The number; `AT_FDCWD` is -100 as in the kernel.
        number: i64,
        /// What stands between `<` and `>`.
        decoration: &'t str,
        /// The path is `(deleted)`.
        deleted: bool,
    },
    /// `before => after` and the old `[before->after]`.
    Change(Box<Value<'t>>, Box<Value<'t>>),
    /// `htons(80)`, `inet_addr("10.0.0.1")`, `makedev(0xfd, 0x1)`
    Function {
        /// `htons`
        name: &'t str,
        /// What stands between the parentheses.
        arguments: Vec<Argument<'t>>,
    },
    /// `NULL`
    Null,
    /// `...`: strace left the rest out.
    Ellipsis,
    /// Nothing stands there.
    Empty,
}

/// A string as strace prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quoted<'t> {
    /// What stands between the quotes, escapes and all.
    pub raw: &'t str,
    /// `...` follows: strace shows only the beginning (`-s`).
    pub abbreviated: bool,
    /// `@` stands before it: an abstract socket name, whose first byte is a NUL.
    pub abstract_name: bool,
}

impl Quoted<'_> {
    /// The bytes that the program saw, as far as they are shown. An escape cut off at the end is dropped.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.raw.len());
        let mut raw = self.raw.as_bytes();
        loop {
            let plain = memchr::memchr(b'\\', raw).unwrap_or(raw.len());
            let (before, escaped) = raw.split_at_checked(plain).unwrap_or((raw, &[]));
            out.extend_from_slice(before);
            let mut rest = escaped.iter().copied().skip(1).peekable();
            let Some(escape) = rest.next() else { break };
            out.push(match escape {
                b'n' => b'\n',
                b't' => b'\t',
                b'r' => b'\r',
                b'f' => 0x0c,
                b'v' => 0x0b,
                b'x' => {
                    let mut value = 0u8;
                    for _ in 0..2 {
                        let Some(digit) = rest.next_if(u8::is_ascii_hexdigit) else { break };
                        value = (value << 4) | hex_digit(digit);
                    }
                    value
                }
                b'0'..=b'7' => {
                    let mut value = u32::from(escape - b'0');
                    for _ in 0..2 {
                        let Some(digit) = rest.next_if(|digit| (b'0'..=b'7').contains(digit)) else { break };
                        value = value * 8 + u32::from(digit - b'0');
                    }
                    // strace prints at most \377; what is larger is damage and keeps its low byte.
                    value.to_le_bytes()[0]
                }
                other => other,
            });
            let left = rest.count();
            raw = raw.get(raw.len() - left..).unwrap_or(&[]);
        }
        out
    }

    /// [`Self::bytes`] as text; bytes that are no UTF-8 become U+FFFD.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }
}

fn hex_digit(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        b'A'..=b'F' => digit - b'A' + 10,
        _ => 0,
    }
}

impl<'t> Value<'t> {
    /// The number that it says: of a number, of a descriptor, of `[n]`, of what a change leaves behind,
    /// of `htons(n)` and its kin.
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) | Self::Descriptor { number, .. } => Some(*number),
            Self::Word("AT_FDCWD") => Some(-100),
            Self::Array(items) => match items.as_slice() {
                [only] => only.value.number(),
                _ => None,
            },
            Self::Change(_, after) => after.number(),
            Self::Function { arguments, .. } => match arguments.as_slice() {
                [only] => only.value.number(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The string, if it is one.
    pub fn quoted(&self) -> Option<Quoted<'t>> {
        match self {
            Self::Text(quoted) => Some(*quoted),
            _ => None,
        }
    }

    /// The member of that name, if it is a struct that has it.
    pub fn field(&self, name: &str) -> Option<&Value<'t>> {
        match self {
            Self::Struct(fields) => {
                fields.iter().find(|field| field.name == Some(name)).map(|field| &field.value)
            }
            _ => None,
        }
    }

    /// What an array or struct holds; of anything else, nothing.
    pub fn items(&self) -> &[Argument<'t>] {
        match self {
            Self::Array(items) | Self::Struct(items) => items,
            _ => &[],
        }
    }

    /// The words joined by `|`, in order; of anything else, nothing.
    pub fn flags(&self) -> impl Iterator<Item = &'t str> {
        let word = match self {
            Self::Word(word) => *word,
            _ => "",
        };
        word.split('|').filter(|flag| !flag.is_empty())
    }
}
