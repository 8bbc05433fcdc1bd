//! The texts that are loaded beside the program, so that it stays small: the words of the analyzer and of the page,
//! and the examples. `cargo xtask prose` puts them into one file.

use std::sync::OnceLock;

use analyzer::prose::Prose;

use crate::build;

static TEXTS: OnceLock<Prose> = OnceLock::new();

/// Keeps the loaded text for as long as the page lives.
///
/// # Errors
/// If it is the text of another build, or none of ours.
pub fn keep(text: &str) -> Result<(), String> {
    let texts = TEXTS.get_or_init(|| Prose::of(text));
    if texts.stamp() == build::ID {
        Ok(())
    } else {
        Err(format!("prose.txt is of build {}, the page of {}: reload it", texts.stamp(), build::ID))
    }
}

/// One entry, by its name; empty if there is none.
pub fn entry(name: &str) -> &'static str {
    TEXTS.get().map_or("", |texts| texts.entry(name))
}
