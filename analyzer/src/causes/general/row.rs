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
    /// Id of the cause; `words.md` has its words.
    pub cause: &'static str,
}

/// Makes a row.
pub const fn row(
    errno: &'static str,
    families: &'static [Family],
    fits: fn(&Suspect<'_>) -> bool,
    cause: &'static str,
) -> Row {
    Row { errno, families, fits, cause }
}

/// Fits every suspect.
pub fn always(_: &Suspect<'_>) -> bool {
    true
}
