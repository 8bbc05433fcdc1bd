//! Which build this is.

/// A number worked out from the sources of page and analyzer; the texts of the same build are stamped with it.
pub const ID: &str = env!("SYSCAUSE_BUILD");
