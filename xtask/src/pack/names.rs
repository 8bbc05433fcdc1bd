//! Short names for what the program takes from JavaScript.
//!
//! wasm-bindgen names each function by what it does and a number of sixteen digits, on both sides. People never see them.

use std::fmt::Write;

/// How the long names begin.
const BEGINS: &str = "__wb";

/// Long names and the short ones that take their places, in the order in which they were first seen.
#[derive(Debug, Default)]
pub struct Names(Vec<(String, String)>);

impl Names {
    /// Makes up a short name for a long one, unless it is short already.
    pub fn add(&mut self, long: &str) {
        if long.starts_with(BEGINS) && !self.0.iter().any(|(known, _)| known == long) {
            let mut short = String::from("_");
            let _ = write!(short, "{:x}", self.0.len());
            self.0.push((long.into(), short));
        }
    }

    /// The short name for a long one; any other name stays.
    pub fn short<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.iter().find(|(long, _)| long == name).map_or(name, |(_, short)| short)
    }

    /// The JavaScript with short names in the places of the long ones.
    pub fn shorten(&self, script: &str) -> String {
        let mut short = String::with_capacity(script.len());
        let mut rest = script;
        while let Some(at) = rest.find(BEGINS) {
            let (before, from) = rest.split_at(at);
            let word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            let (name, after) = from.split_at(from.find(|letter| !word(letter)).unwrap_or(from.len()));
            short.push_str(before);
            short.push_str(self.short(name));
            rest = after;
        }
        short + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_names_that_are_known_are_shortened() {
        let mut names = Names::default();
        for name in ["__wbg_head_93", "memory", "__wbg_body_1", "__wbg_head_93"] {
            names.add(name);
        }
        assert_eq!((names.short("__wbg_body_1"), names.short("memory")), ("_1", "memory"));
        let script = "import0 = { __wbg_head_93: a, __wbg_head_931: b, \"__wbg_body_1\": __wbg_x };";
        assert_eq!(names.shorten(script), "import0 = { _0: a, __wbg_head_931: b, \"_1\": __wbg_x };");
    }
}
