//! The words of the page. One table names them, one file per language says them.

mod file;
mod table;

pub use table::Word;

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
}

/// The words in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Words(pub Language);

impl Words {
    /// The text of a word.
    pub fn text(self, word: Word) -> &'static str {
        match self.0 {
            Language::English => file::text(word),
        }
    }

    /// A text with `{n}` filled in. Where the table has two forms, divided by `|`, the first is for one.
    pub fn count(self, word: Word, n: impl Into<u64>) -> String {
        let n = n.into();
        let text = self.text(word);
        let form = match text.split_once('|') {
            Some((one, _)) if n == 1 => one,
            Some((_, many)) => many,
            None => text,
        };
        form.replace("{n}", &grouped(n))
    }

    /// A text with its places filled in: `{name}` by what stands beside `name`.
    pub fn fill(self, word: Word, places: &[(&str, &str)]) -> String {
        let mut text = self.text(word).to_string();
        for (name, value) in places {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}

/// A number with thin spaces between groups of three digits, from five digits on.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_have_their_own_forms() {
        let words = Words::default();
        assert_eq!(words.count(Word::RowsAlike, 1_u32), "1 row alike");
        assert_eq!(words.count(Word::RowsAlike, 14_u32), "14 rows alike");
        assert_eq!(words.count(Word::RowsAlike, 100_000_u32), "100\u{202f}000 rows alike");
    }

    #[test]
    fn every_word_has_a_text_in_every_language() {
        let named: Vec<_> = file::entries(file::english()).map(|(name, _)| name.to_string()).collect();
        let words: Vec<_> = Word::ALL.iter().map(|word| format!("{word:?}")).collect();
        assert_eq!(named, words, "en.txt and the table have other words, or another order");
        for word in Word::ALL {
            assert!(!Words::default().text(*word).trim().is_empty(), "{word:?}");
        }
    }

    #[test]
    fn places_are_filled() {
        let words = Words::default();
        let text = words.fill(Word::GoToLine, &[("line", "31"), ("source", "失败.strace")]);
        assert_eq!(text, "Go to line 31 of 失败.strace");
    }
}
