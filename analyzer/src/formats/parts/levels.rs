//! How grave a line is, in the words and numbers that programs use.

use crate::model::log::Level;

/// Words of levels, in small letters.
const WORDS: &[(&str, Level)] = &[
    ("emerg", Level::Critical),
    ("emergency", Level::Critical),
    ("alert", Level::Critical),
    ("crit", Level::Critical),
    ("critical", Level::Critical),
    ("fatal", Level::Critical),
    ("ftl", Level::Critical),
    ("panic", Level::Critical),
    ("dpanic", Level::Critical),
    ("error", Level::Error),
    ("err", Level::Error),
    ("eror", Level::Error),
    ("fail", Level::Error),
    ("severe", Level::Error),
    ("warning", Level::Warning),
    ("warn", Level::Warning),
    ("wrn", Level::Warning),
    ("notice", Level::Info),
    ("info", Level::Info),
    ("information", Level::Info),
    ("inf", Level::Info),
    ("debug", Level::Debug),
    ("dbug", Level::Debug),
    ("dbg", Level::Debug),
    ("trace", Level::Debug),
    ("trce", Level::Debug),
    ("verbose", Level::Debug),
    ("fine", Level::Debug),
];

/// The level that a word names, in any case; bunyan's and pino's numbers too (30 is info, 50 is error).
pub fn of(word: &str) -> Option<Level> {
    if let Some((_, level)) = WORDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
        return Some(*level);
    }
    match word {
        "10" | "20" => Some(Level::Debug),
        "30" => Some(Level::Info),
        "40" => Some(Level::Warning),
        "50" => Some(Level::Error),
        "60" => Some(Level::Critical),
        _ => None,
    }
}

/// The first word among the first 90 characters that names a level.
pub fn near_start(line: &str) -> Option<Level> {
    let head = line.char_indices().nth(90).and_then(|(end, _)| line.get(..end)).unwrap_or(line);
    head.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).find_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_of_every_logger() {
        for (line, level) in [
            ("2026-11-21 01:02:03,123 WARN [main] x", Some(Level::Warning)),
            ("[01:02:03 ERR] x", Some(Level::Error)),
            ("fail: Microsoft.AspNetCore.Server.Kestrel[13]", Some(Level::Error)),
            ("a failure of something", None),
        ] {
            assert_eq!(near_start(line), level, "{line}");
        }
        assert_eq!(of("60"), Some(Level::Critical));
    }
}
