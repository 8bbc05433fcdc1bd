//! A set of rows, as one bit for each: a million rows take 125 KB, and it costs nothing to say how many of the set
//! stand before a row.

/// Rows in a word.
const WORD: u32 = u64::BITS;

/// Some of the rows `0..len`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bits {
    len: u32,
    words: Vec<u64>,
    /// How many rows of the set stand before each word.
    before: Vec<u32>,
}

impl Bits {
    /// The rows of a list that are in it, from the first row on.
    pub fn of(rows: impl Iterator<Item = bool>) -> Self {
        let mut words = Vec::new();
        let mut len = 0_u32;
        for inside in rows {
            if len.is_multiple_of(WORD) {
                words.push(0);
            }
            if let Some(word) = words.last_mut() {
                *word |= u64::from(inside) << (len % WORD);
            }
            len += 1;
        }
        Self::of_words(len, words)
    }

    /// None of so many rows.
    pub fn none(len: u32) -> Self {
        Self::of_words(len, Vec::new())
    }

    /// Rows from their words: the lowest bit of the first word is the first row. Words that are missing hold nothing,
    /// bits beyond the end count for nothing.
    pub fn of_words(len: u32, mut words: Vec<u64>) -> Self {
        words.resize(len.div_ceil(WORD) as usize, 0);
        if let Some(last) = words.last_mut()
            && !len.is_multiple_of(WORD)
        {
            *last &= below(len % WORD);
        }
        let mut bits = Self { len, words, before: Vec::new() };
        bits.count_anew();
        bits
    }

    /// The words.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// How many rows there are, inside or not.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// True if there are no rows to be inside of it.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many rows are inside.
    pub fn count(&self) -> u32 {
        self.before(self.len)
    }

    /// True if the row is inside.
    pub fn holds(&self, row: u32) -> bool {
        self.word(row / WORD) >> (row % WORD) & 1 == 1
    }

    /// How many rows inside stand before a row.
    pub fn before(&self, row: u32) -> u32 {
        let row = row.min(self.len);
        let before = self.before.get((row / WORD) as usize).copied().unwrap_or(0);
        before + (self.word(row / WORD) & below(row % WORD)).count_ones()
    }

    /// How many of the rows `from..to` are inside.
    pub fn within(&self, from: u32, to: u32) -> u32 {
        self.before(to).saturating_sub(self.before(from))
    }

    /// The row that is inside as the `place`th, counted from 0.
    pub fn nth(&self, place: u32) -> Option<u32> {
        // The first row after which there are enough.
        (place < self.count()).then(|| first_where(self.len, |row| self.before(row + 1) > place))
    }

    /// The first row inside from this one on.
    pub fn from(&self, row: u32) -> Option<u32> {
        self.nth(self.before(row))
    }

    /// The last row inside before this one.
    pub fn last_before(&self, row: u32) -> Option<u32> {
        self.nth(self.before(row).checked_sub(1)?)
    }

    /// Puts the rows of these ranges, each from its first row to before its second, inside or outside.
    pub fn put(&mut self, ranges: impl Iterator<Item = (u32, u32)>, inside: bool) {
        for (from, to) in ranges {
            let (mut from, to) = (from, to.min(self.len));
            while from < to {
                let end = (from / WORD + 1).saturating_mul(WORD).min(to);
                let part = up_to(end - from / WORD * WORD) & !below(from % WORD);
                if let Some(word) = self.words.get_mut((from / WORD) as usize) {
                    *word = if inside { *word | part } else { *word & !part };
                }
                from = end;
            }
        }
        self.count_anew();
    }

    /// Replaces the words from one on.
    pub fn put_words(&mut self, first: u32, words: &[u64]) {
        let places = self.words.iter_mut().skip(first as usize);
        for (word, new) in places.zip(words) {
            *word = *new;
        }
        self.count_anew();
    }

    /// Those that are outside.
    #[must_use]
    pub fn others(&self) -> Self {
        Self::of_words(self.len, self.words.iter().map(|word| !word).collect())
    }

    /// Those that are in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let words = self.words.iter().zip(&other.words).map(|(one, two)| one & two).collect();
        Self::of_words(self.len, words)
    }

    fn word(&self, place: u32) -> u64 {
        self.words.get(place as usize).copied().unwrap_or(0)
    }

    fn count_anew(&mut self) {
        self.before.clear();
        let mut before = 0;
        for word in &self.words {
            self.before.push(before);
            before += word.count_ones();
        }
        // What stands before the end, where the end is that of a word.
        self.before.push(before);
    }
}

/// The first of `0..len` for which something holds that holds for all after it, too; `len` if it holds for none.
pub fn first_where(len: u32, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut from, mut to) = (0, len);
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    from
}

/// The lowest bits of a word, fewer than all.
fn below(bits: u32) -> u64 {
    (1 << bits) - 1
}

/// The lowest bits of a word, one or more.
fn up_to(bits: u32) -> u64 {
    u64::MAX >> (WORD - bits)
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::indexing_slicing, clippy::cast_possible_truncation)]
    use super::*;

    /// Numbers that look accidental and are always the same.
    pub(crate) fn numbers(mut seed: u64) -> impl FnMut(u32) -> u32 {
        move |below| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) % u64::from(below.max(1))) as u32
        }
    }

    #[test]
    fn every_question_has_the_answer_of_a_plain_list() {
        let mut number = numbers(7);
        for len in [0, 1, 63, 64, 65, 128, 300] {
            for sparse in [1, 2, 9, 400] {
                let mut list: Vec<bool> = (0..len).map(|_| number(sparse) == 0).collect();
                let mut bits = Bits::of(list.iter().copied());
                for inside in [true, false] {
                    let ranges = [0; 3].map(|_| {
                        let from = number(len + 1);
                        (from, from + number(len + 9 - from))
                    });
                    bits.put(ranges.into_iter(), inside);
                    for (from, to) in ranges {
                        for row in from..to.min(len) {
                            list[row as usize] = inside;
                        }
                    }
                    check(&bits, &list);
                }
            }
        }
    }

    fn check(bits: &Bits, list: &[bool]) {
        let len = list.len() as u32;
        let rows: Vec<u32> = (0..len).filter(|row| list[*row as usize]).collect();
        assert_eq!((bits.len(), bits.count() as usize), (len, rows.len()));
        assert_eq!(*bits, Bits::of(list.iter().copied()));
        assert_eq!(*bits, Bits::of_words(len, bits.words().to_vec()));
        assert_eq!(bits.others(), Bits::of(list.iter().map(|inside| !inside)));
        assert_eq!(bits.and(&bits.others()), Bits::none(len));
        for row in 0..len + 70 {
            let before = rows.partition_point(|known| *known < row);
            assert_eq!(bits.before(row) as usize, before);
            assert_eq!(bits.holds(row), rows.contains(&row));
            assert_eq!(bits.from(row), rows.get(before).copied());
            assert_eq!(bits.last_before(row), before.checked_sub(1).map(|place| rows[place]));
            assert_eq!(bits.nth(row), rows.get(row as usize).copied());
            assert_eq!(bits.within(row, row + 40), bits.before(row + 40) - bits.before(row));
        }
    }

    #[test]
    fn parts_come_one_after_the_other() {
        let whole = Bits::of((0..300).map(|row| row % 7 == 0));
        let mut bits = Bits::none(300);
        for (place, words) in whole.words().chunks(2).enumerate() {
            bits.put_words(place as u32 * 2, words);
        }
        assert_eq!(bits, whole);
    }

    #[test]
    fn bits_beyond_the_end_count_for_nothing() {
        let bits = Bits::of_words(3, vec![u64::MAX, u64::MAX]);
        assert_eq!((bits.count(), bits.nth(3), bits.words().len()), (3, None, 1));
    }
}
