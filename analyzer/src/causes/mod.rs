//! What caused the failure: one file per cause, and one visible list of them.

use crate::align::Alignment;
use crate::model::config::Config;
use crate::model::log::Log;
use crate::report::{Diagnosis, Missing, Unrelated};
use crate::roles::Assigned;
use crate::source::Source;
use crate::trace::Run;

/// Everything a cause may look at.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// All sources.
    pub sources: &'a [Source],
    /// Their roles, parallel to `sources`.
    pub roles: &'a [Assigned],
    /// All traces.
    pub runs: &'a [Run],
    /// Units side by side.
    pub alignments: &'a [Alignment],
    /// All logs.
    pub logs: &'a [Log],
    /// All configurations.
    pub configs: &'a [Config],
}

/// One cause.
pub struct Cause {
    /// Kebab-case id.
    pub id: &'static str,
    /// The explanation, in Markdown.
    pub explanation: &'static str,
    /// Looks at the case; stays silent or says a diagnosis.
    pub check: fn(&Case<'_>) -> Option<Diagnosis>,
}

/// What the causes say.
#[derive(Debug, Default)]
pub struct Findings {
    /// Best first.
    pub diagnoses: Vec<Diagnosis>,
    /// Lines that have nothing to do with it.
    pub unrelated: Vec<Unrelated>,
    /// What would settle an open question.
    pub missing: Vec<Missing>,
}

/// Every cause.
pub static CAUSES: &[&Cause] = &[];

/// Asks every cause and ranks what they say.
pub fn explain(case: &Case<'_>) -> Findings {
    Findings {
        diagnoses: CAUSES.iter().filter_map(|cause| (cause.check)(case)).collect(),
        ..Findings::default()
    }
}
