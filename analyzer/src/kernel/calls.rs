//! Tables that say something of calls by their names: one text and a list of values.
//!
//! A `match` over hundreds of names is compiled into as many comparisons; as one text they pack far better. Such a
//! table is for what is asked once per name or per row, not for every event of a trace.

use crate::seek;

/// The names of calls, one line for each value, and the values: see `calls!`.
pub type Table<V> = (&'static str, &'static [V]);

/// A [`Table`] from lines such as `"open openat" => Act::Open`.
macro_rules! calls {
    ($($names:literal => $value:expr),* $(,)?) => {
        (concat!($(" ", $names, " \n"),*), &[$($value),*])
    };
}
pub(crate) use calls;

/// What a table says of a call; `None` if it does not name it.
pub fn of<V: Copy>((names, values): Table<V>, call: &str) -> Option<V> {
    values.get(line(names, call)?).copied()
}

/// The line of a text that names a call, with a blank before and behind the name.
pub fn line(names: &str, call: &str) -> Option<usize> {
    if call.is_empty() || call.contains([' ', '\n']) {
        return None;
    }
    let name = [" ", call, " "].concat();
    let at = seek::find(names.as_bytes(), name.as_bytes())?;
    Some(names.get(..at)?.bytes().filter(|byte| *byte == b'\n').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table<u8> = calls! { "open openat" => 1, "read" => 2 };

    #[test]
    fn whole_names_are_found() {
        assert_eq!((of(TABLE, "open"), of(TABLE, "openat"), of(TABLE, "read")), (Some(1), Some(1), Some(2)));
        for unknown in ["", " ", "rea", "openat2", "open openat", "\n", " \n"] {
            assert_eq!(of(TABLE, unknown), None, "{unknown:?}");
        }
    }
}
