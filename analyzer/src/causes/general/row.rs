//! A row of the general reading's table.

use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::suspects::Suspect;
use crate::report::Confidence;

/// What else must hold for a row.
pub type Fits = fn(&Scene<'_>, &Suspect<'_>) -> bool;

/// A row of the table.
pub struct Row {
    /// The errno.
    pub errno: &'static str,
    /// Empty fits every family.
    pub families: &'static [Family],
    /// What else must hold.
    pub fits: Fits,
    /// Id of the cause; `words.md` has its words.
    pub cause: &'static str,
    /// It is never said with more confidence than this.
    pub most: Confidence,
}

/// Makes a row.
pub const fn row(errno: &'static str, families: &'static [Family], fits: Fits, cause: &'static str) -> Row {
    Row { errno, families, fits, cause, most: Confidence::Proven }
}

impl Row {
    /// The call fits the cause and could have another one.
    pub const fn likely(self) -> Self {
        Self { most: Confidence::Likely, ..self }
    }

    /// True if the row speaks of that call.
    pub fn says(&self, scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
        self.errno == one.errno
            && (self.families.is_empty() || self.families.contains(&one.family))
            && (self.fits)(scene, one)
    }
}

/// Fits every suspect.
pub fn always(_: &Scene<'_>, _: &Suspect<'_>) -> bool {
    true
}

/// The arguments of a suspect's call, as the trace shows them.
pub fn arguments<'a>(scene: &Scene<'a>, one: &Suspect<'_>) -> &'a str {
    scene.reading(one.run).and_then(|reading| reading.seen(one.event)).map_or("", |seen| seen.args)
}
