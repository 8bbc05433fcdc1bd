//! Which trace is the normal one and which the failing one, decided by what they show.

use crate::report::RoleFrom;
use crate::source::{Role, Source};
use crate::trace::Run;

/// The role of one source.
#[derive(Debug, Clone)]
pub struct Assigned {
    /// The role.
    pub role: Role,
    /// Who decided it.
    pub from: RoleFrom,
    /// Why, when it was inferred.
    pub reason: Option<String>,
}

/// Gives every source a role: the user's where there is one.
pub fn assign(sources: &[Source], _runs: &[Run]) -> Vec<Assigned> {
    sources
        .iter()
        .map(|source| Assigned {
            role: source.role.unwrap_or(Role::Context),
            from: if source.role.is_some() { RoleFrom::User } else { RoleFrom::Inferred },
            reason: None,
        })
        .collect()
}
