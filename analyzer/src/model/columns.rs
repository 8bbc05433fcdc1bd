//! Lines in columns: the words of a line with their places, and the columns that a heading names.
//!
//! ```text
//! Filesystem      Size  Used Avail Use% Mounted on
//! /dev/vda1        20G   20G     0 100% /
//! ```

use crate::order::Change;
use crate::source::Span;

/// A line cut at its white space.
#[derive(Debug, Clone)]
pub struct Row<'t> {
    text: &'t str,
    base: u32,
    words: Vec<(usize, usize)>,
}

impl<'t> Row<'t> {
    /// Cuts a line that begins at byte `base` of its source's text.
    pub fn of(text: &'t str, base: u32) -> Self {
        let mut words = Vec::new();
        let mut begin = None;
        for (at, character) in text.char_indices() {
            match (character.is_whitespace(), begin) {
                (false, None) => begin = Some(at),
                (true, Some(from)) => {
                    words.push((from, at));
                    begin = None;
                }
                _ => {}
            }
        }
        words.add_all(begin.map(|from| (from, text.len())));
        Self { text, base, words }
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// True if it is blank.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// A word; empty if there are not so many.
    pub fn word(&self, index: usize) -> &'t str {
        self.words.get(index).and_then(|(from, to)| self.text.get(*from..*to)).unwrap_or("")
    }

    /// The words in order.
    pub fn words(&self) -> impl Iterator<Item = &'t str> + '_ {
        (0..self.len()).map(|index| self.word(index))
    }

    /// Which word is exactly that one.
    pub fn position(&self, word: &str) -> Option<usize> {
        (0..self.len()).find(|index| self.word(*index) == word)
    }

    /// Where a word stands in the source's text; empty if there are not so many.
    pub fn span(&self, index: usize) -> Span {
        self.words.get(index).map_or(Span::default(), |(from, to)| Span::shifted(self.base, *from, *to))
    }

    /// From a word to the end of the last one.
    pub fn rest(&self, index: usize) -> Span {
        match (self.words.get(index), self.words.last()) {
            (Some((from, _)), Some((_, to))) => Span::shifted(self.base, *from, *to),
            _ => Span::default(),
        }
    }

    /// The text from a word to the end of the last one.
    pub fn rest_text(&self, index: usize) -> &'t str {
        match (self.words.get(index), self.words.last()) {
            (Some((from, _)), Some((_, to))) => self.text.get(*from..*to).unwrap_or(""),
            _ => "",
        }
    }

    /// A word as a number.
    pub fn number(&self, index: usize) -> Option<u64> {
        self.word(index).parse().ok()
    }

    /// The span of a part of this line's text.
    pub fn part(&self, part: &str) -> Span {
        part_of(self.text, part, self.base)
    }
}

/// The span of `part`, which must be cut from `text`; empty if it is not.
pub fn part_of(text: &str, part: &str, base: u32) -> Span {
    let from = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    let to = from.saturating_add(part.len());
    if from <= text.len() && to <= text.len() { Span::shifted(base, from, to) } else { Span::default() }
}

/// Columns that begin below the words of a heading, where cells hold spaces: `docker ps`, `kubectl get`.
#[derive(Debug, Clone, Default)]
pub struct Heading {
    columns: Vec<(String, usize)>,
}

impl Heading {
    /// The columns of a heading; their names are parted by two spaces or more.
    pub fn of(text: &str) -> Self {
        let mut columns = Vec::new();
        let mut at = 0;
        for name in text.split("  ") {
            let trimmed = name.trim_start();
            if !trimmed.is_empty() {
                columns.push((trimmed.trim_end().to_string(), at + name.len() - trimmed.len()));
            }
            at += name.len() + 2;
        }
        Self { columns }
    }

    /// True if there is no column.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// What stands in a row below a column; `None` if there is no such column, empty if nothing stands there.
    pub fn cell<'t>(&self, row: &'t str, column: &str) -> Option<&'t str> {
        let index = self.columns.iter().position(|(name, _)| name == column)?;
        let from = self.columns.get(index)?.1;
        let to = self.columns.get(index + 1).map_or(row.len(), |(_, at)| *at).min(row.len());
        row.get(from..to).map(str::trim)
    }
}

/// A size with its unit as a number: `1.5G`, `52K`, `12Ki`, `0`, `1024`; units count by 1024.
pub fn size(word: &str) -> Option<u64> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = word.get(digits.len()..)?.trim_end_matches(['B', 'b', 'i']);
    let shift: u32 = match unit {
        "" => 0,
        "K" | "k" => 10,
        "M" | "m" => 20,
        "G" | "g" => 30,
        "T" | "t" => 40,
        "P" | "p" => 50,
        "E" | "e" => 60,
        _ => return None,
    };
    let (whole, tenth) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let whole: u64 = whole.parse().ok()?;
    let unit = 1_u64.checked_shl(shift)?;
    let tenth = tenth.bytes().next().filter(u8::is_ascii_digit).map_or(0, |digit| u64::from(digit - b'0'));
    Some(whole.saturating_mul(unit).saturating_add(unit / 10 * tenth))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_where_they_stand() {
        let text = "  a bc   déf ";
        let row = Row::of(text, 10);
        assert_eq!((row.len(), row.word(1), row.word(9)), (3, "bc", ""));
        assert_eq!(row.span(1), Span { start: 14, end: 16 });
        assert_eq!(row.rest_text(1), "bc   déf");
        assert_eq!(row.part(row.word(2)), row.span(2));
    }

    #[test]
    fn cells_stand_below_their_heading() {
        let heading = Heading::of("NAMES     STATUS                     PORTS");
        let row = "web       Exited (137) 3 days ago    ";
        assert_eq!(heading.cell(row, "STATUS"), Some("Exited (137) 3 days ago"));
        assert_eq!(heading.cell(row, "PORTS"), Some(""));
        assert_eq!(heading.cell(row, "IMAGE"), None);
        assert_eq!(heading.cell("日本", "STATUS"), None);
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("52K"), Some(53_248));
        assert_eq!(size("1.5G"), Some(1_610_612_734));
        assert_eq!(size("64Mi"), Some(64 << 20));
        assert_eq!((size("0"), size("-"), size("G"), size("x1")), (Some(0), None, None, None));
    }
}
