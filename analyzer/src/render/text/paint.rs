//! Colours, widths and wrapping for a terminal.

use crate::order::Flat;

/// Draws colours, or leaves the text alone. Escape sequences are those of ECMA-48 (`SGR`).
#[derive(Debug, Clone, Copy)]
pub struct Paint(pub bool);

impl Paint {
    /// What stands out.
    pub fn bold(self, text: &str) -> String {
        self.draw("1", text)
    }

    /// What steps back.
    pub fn dim(self, text: &str) -> String {
        self.draw("2", text)
    }

    /// What failed.
    pub fn red(self, text: &str) -> String {
        self.draw("31", text)
    }

    /// What only the normal run does.
    pub fn green(self, text: &str) -> String {
        self.draw("32", text)
    }

    /// What is seen and not said.
    pub fn cyan(self, text: &str) -> String {
        self.draw("36", text)
    }

    fn draw(self, code: &str, text: &str) -> String {
        if self.0 && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }
}

/// Columns that a character takes: two for the scripts of East Asia, one for the rest.
fn columns(character: char) -> usize {
    let wide = matches!(character, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}');
    1 + usize::from(wide)
}

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The text in at most so many columns; `…` in the middle stands for what is left out, because a call's result
/// stands at its end.
pub fn clip(text: &str, most: usize) -> String {
    // Control characters would move the terminal's cursor.
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if width(&text) <= most {
        return text;
    }
    let room = most.saturating_sub(1);
    let take = |characters: &mut dyn Iterator<Item = char>, room: usize| {
        let mut used = 0;
        let taken = characters.take_while(|c| {
            used += columns(*c);
            used <= room
        });
        taken.collect::<Vec<char>>()
    };
    let tail_room = room * 2 / 5;
    let tail = take(&mut text.chars().rev(), tail_room);
    let head = take(&mut text.chars(), room - tail_room);
    head.into_iter().with(['…']).with(tail.into_iter().rev()).collect()
}

/// The text in at most so many columns, filled up with spaces.
pub fn fit(text: &str, columns: usize) -> String {
    let clipped = clip(text, columns);
    let missing = columns.saturating_sub(width(&clipped));
    clipped + &" ".repeat(missing)
}

/// A paragraph broken at spaces into lines of at most so many columns; longer words stay whole.
pub fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && width(&line) + 1 + width(word) > most {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit() {
        assert_eq!(clip("pwritev(14) = -1 ENOSPC", 12), "pwritev…OSPC");
        assert_eq!(fit("异常", 6), "异常  ");
        assert_eq!(clip("a\tb\u{1b}c", 9), "a b c");
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(Paint(false).red("x"), "x");
        assert_eq!(Paint(true).red("x"), "\u{1b}[31mx\u{1b}[0m");
    }
}
