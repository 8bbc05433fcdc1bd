//! A row of the general reading's table.

use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::suspects::Suspect;

/// A row of the table.
pub struct Row {
    /// The errno.
    pub errno: &'static str,
    /// Empty fits every family.
    pub families: &'static [Family],
    /// What else must hold.
    pub fits: fn(&Suspect<'_>) -> bool,
    /// Id of the cause.
    pub cause: &'static str,
    /// One line, with the marks of [`crate::causes::reasoning::words::fill`].
    pub title: &'static str,
    /// A command that confirms it, and what it prints then.
    pub confirm: (&'static str, &'static str),
    /// What to do.
    pub fix: &'static str,
}

/// Makes a row.
pub const fn row(
    errno: &'static str,
    families: &'static [Family],
    fits: fn(&Suspect<'_>) -> bool,
    cause: &'static str,
    title: &'static str,
    confirm: (&'static str, &'static str),
    fix: &'static str,
) -> Row {
    Row { errno, families, fits, cause, title, confirm, fix }
}

/// Fits every suspect.
pub fn always(_: &Suspect<'_>) -> bool {
    true
}
