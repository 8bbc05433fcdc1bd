//! How messages become bytes, and bytes messages.
//!
//! Both sides run the same program, so the bytes need neither names nor versions. Reading never fails half-way: it
//! notes that the bytes were damaged and goes on with nothing, which takes half of the code of a `Result` per field.

use std::borrow::Cow;
use std::rc::Rc;

use crate::bits::Bits;
use crate::view_model::outline::Bytes;

/// What can travel.
pub trait Wire: Sized {
    /// Writes it behind what is there.
    fn put(&self, to: &mut Vec<u8>);
    /// Reads it; something of no meaning where the bytes are damaged.
    fn take(from: &mut Reader<'_>) -> Self;
}

/// Bytes that are being read.
pub struct Reader<'a> {
    rest: &'a [u8],
    damaged: bool,
}

impl<'a> Reader<'a> {
    /// Reads from the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, damaged: false }
    }

    /// Notes that the bytes are not what they should be: there is nothing more to read.
    pub fn refuse(&mut self) {
        self.rest = &[];
        self.damaged = true;
    }

    /// True if all bytes have been read and none was damaged.
    pub fn is_done(&self) -> bool {
        self.rest.is_empty() && !self.damaged
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        self.bytes(1).first().copied().unwrap_or_default()
    }

    fn bytes(&mut self, length: usize) -> &'a [u8] {
        let Some((bytes, rest)) = self.rest.split_at_checked(length) else {
            self.refuse();
            return &[];
        };
        self.rest = rest;
        bytes
    }

    /// Seven bits a byte, the lowest first; the highest bit of a byte says that more follow.
    fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
        }
        self.refuse();
        0
    }
}

fn put_number(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    to.push(number.to_le_bytes()[0]);
}

impl Wire for u32 {
    fn put(&self, to: &mut Vec<u8>) {
        put_number(u64::from(*self), to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        Self::try_from(from.number()).unwrap_or_default()
    }
}

impl Wire for i64 {
    /// Small numbers are short, negative ones too.
    fn put(&self, to: &mut Vec<u8>) {
        put_number(((*self << 1) ^ (*self >> 63)).cast_unsigned(), to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        let number = from.number();
        (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
    }
}

impl Wire for usize {
    fn put(&self, to: &mut Vec<u8>) {
        put_number(*self as u64, to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        Self::try_from(from.number()).unwrap_or_default()
    }
}

impl Wire for u8 {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(*self);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        from.byte()
    }
}

impl Wire for bool {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    fn take(from: &mut Reader<'_>) -> Self {
        from.byte() != 0
    }
}

impl Wire for String {
    fn put(&self, to: &mut Vec<u8>) {
        self.len().put(to);
        to.extend_from_slice(self.as_bytes());
    }

    fn take(from: &mut Reader<'_>) -> Self {
        let length = usize::take(from);
        let text = str::from_utf8(from.bytes(length));
        if text.is_err() {
            from.refuse();
        }
        text.unwrap_or_default().into()
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.len().put(to);
        for item in self {
            item.put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Self {
        let mut items = Self::new();
        for _ in 0..usize::take(from) {
            if from.damaged {
                break;
            }
            items.push(T::take(from));
        }
        items
    }
}

impl Wire for Bytes {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.len().put(to);
        to.extend_from_slice(&self.0);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        let length = usize::take(from);
        Self(from.bytes(length).to_vec())
    }
}

impl Wire for Bits {
    fn put(&self, to: &mut Vec<u8>) {
        self.len().put(to);
        for word in self.words() {
            to.extend_from_slice(&word.to_le_bytes());
        }
    }

    fn take(from: &mut Reader<'_>) -> Self {
        let len = u32::take(from);
        let (words, _) = from.bytes(len.div_ceil(u64::BITS) as usize * size_of::<u64>()).as_chunks();
        // Damaged bytes are no reason to make room for rows that are not there.
        let len = if from.damaged { 0 } else { len };
        Self::of_words(len, words.iter().map(|word| u64::from_le_bytes(*word)).collect())
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.is_some().put(to);
        if let Some(value) = self {
            value.put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Self {
        bool::take(from).then(|| T::take(from))
    }
}

impl<T: Wire> Wire for Rc<T> {
    fn put(&self, to: &mut Vec<u8>) {
        T::put(self, to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        Self::new(T::take(from))
    }
}

impl<T: Wire> Wire for Box<T> {
    fn put(&self, to: &mut Vec<u8>) {
        T::put(self, to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        Self::new(T::take(from))
    }
}

impl<T: Wire + Clone> Wire for Cow<'_, T> {
    fn put(&self, to: &mut Vec<u8>) {
        T::put(self, to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        Self::Owned(T::take(from))
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.put(to);
        self.1.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        (A::take(from), B::take(from))
    }
}

impl<T: Wire> Wire for [T; 2] {
    fn put(&self, to: &mut Vec<u8>) {
        let [one, two] = self;
        one.put(to);
        two.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        [T::take(from), T::take(from)]
    }
}

/// Lets structs travel: each with its fields, and behind `;` those that stay and arrive empty.
macro_rules! structs {
    ($($name:ident { $($field:ident)* $(; $($stays:ident)*)? })*) => {$(
        impl Wire for $name {
            fn put(&self, to: &mut Vec<u8>) {
                $(self.$field.put(to);)*
            }

            fn take(from: &mut Reader<'_>) -> Self {
                Self { $($field: Wire::take(from),)* $($($stays: Default::default(),)*)? }
            }
        }
    )*};
}

/// Lets enums without fields travel: each with all its variants, the one that damaged bytes become first.
macro_rules! words {
    ($($name:ident { $first:ident $($variant:ident)* })*) => {$(
        impl Wire for $name {
            fn put(&self, to: &mut Vec<u8>) {
                // Says so if a variant is not listed.
                match self {
                    Self::$first $(| Self::$variant)* => {}
                }
                let place = [Self::$first, $(Self::$variant),*].iter().position(|known| known == self);
                place.unwrap_or_default().put(to);
            }

            fn take(from: &mut Reader<'_>) -> Self {
                let known = [Self::$first, $(Self::$variant),*].get(usize::take(from)).copied();
                known.unwrap_or_else(|| {
                    from.refuse();
                    Self::$first
                })
            }
        }
    )*};
}

/// Lets an enum of messages travel: each with its fields, and what damaged bytes become.
macro_rules! messages {
    ($name:ty, $none:expr, { $($tag:literal $variant:ident { $($field:ident)* })* }) => {
        impl Wire for $name {
            fn put(&self, to: &mut Vec<u8>) {
                match self {
                    $(Self::$variant { $($field),* } => {
                        to.push($tag);
                        $($field.put(to);)*
                    })*
                }
            }

            fn take(from: &mut Reader<'_>) -> Self {
                match from.byte() {
                    $($tag => Self::$variant { $($field: Wire::take(from)),* },)*
                    _ => {
                        from.refuse();
                        $none
                    }
                }
            }
        }
    };
}

pub(super) use {messages, structs, words};
