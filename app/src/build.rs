//! Which build this is.

/// A number worked out from the sources of page, worker and analyzer; equal in both programs of one build.
pub const ID: &str = env!("SYSCAUSE_BUILD");
