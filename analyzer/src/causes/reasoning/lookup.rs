//! What causes of failed name queries share: finding the query that failed, and citing its lines.

use super::claim::Claim;
use super::dns::{self, Lookup};
use super::failure::{self, Shown};
use super::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

/// A name query that failed, and what came of it.
#[derive(Debug)]
pub struct Failed {
    /// Index of the run.
    pub run: usize,
    /// The query.
    pub lookup: Lookup,
    /// The line that shows why.
    pub fault: EventId,
    /// What went wrong afterwards.
    pub failure: Option<Shown>,
    /// The message about it.
    report: Option<EventId>,
}

/// The lines that every such cause cites: the places among the evidence.
#[derive(Debug, Default)]
pub struct Lines {
    /// The line that shows why.
    pub fault: Option<usize>,
    /// The query.
    pub asked: Option<usize>,
    /// The message about it.
    pub report: Option<usize>,
    /// What came of it.
    pub failure: Option<usize>,
}

/// The last query that failed as `fault` says, unless the same process got a good answer afterwards.
///
/// `fault` is asked with the query and whether a server made it; it gives the line that shows the failure.
pub fn find(scene: &Scene<'_>, fault: fn(&Lookup, bool) -> Option<EventId>) -> Option<Failed> {
    scene.failing().find_map(|(run, reading)| {
        let lookups = dns::lookups(reading);
        let good = lookups
            .iter()
            .rev()
            .find(|lookup| lookup.answer.is_some_and(|(_, code, records)| code == 0 && records > 0));
        let served = good.map_or(0, |lookup| lookup.asked);
        lookups.iter().rev().find_map(|lookup| {
            let serving = reading.serves(lookup.asked);
            let event = fault(lookup, serving)?;
            // A server asks for many names; a program that was answered in the end is well.
            if !serving && lookup.asked < served {
                return None;
            }
            let failure = failure::of_event(reading, lookup.asked);
            let report = reading.said_after(event).next().map(|spoken| spoken.event);
            Some(Failed { run, lookup: lookup.clone(), fault: event, failure, report })
        })
    })
}

impl Failed {
    /// The name that was asked for.
    pub fn name(&self) -> String {
        if self.lookup.name.is_empty() { "the name".into() } else { self.lookup.name.clone() }
    }

    /// The name server.
    pub fn server(&self) -> String {
        if self.lookup.server.is_empty() { "the name server".into() } else { self.lookup.server.clone() }
    }

    /// What came of it, for the end of a sentence.
    pub fn outcome(&self) -> String {
        self.failure
            .as_ref()
            .map_or_else(|| "the program goes on without it".into(), |shown| shown.failure.words())
    }

    /// As sure as that, if the failure is seen as well.
    pub fn confidence(&self, wanted: Confidence) -> Confidence {
        if self.failure.is_some() { wanted } else { wanted.min(Confidence::Possible) }
    }

    /// Cites its lines, the deciding one first.
    pub fn cite(&self, claim: &mut Claim<'_, '_>, why: &str) -> Lines {
        let fault = claim.cite(self.run, self.fault, why);
        let asked = claim.cite(self.run, self.lookup.asked, "the query");
        let report = self.report.and_then(|event| claim.cite(self.run, event, "the message that follows"));
        let failure = self.failure.as_ref().and_then(|shown| {
            claim.cite(self.run, shown.event, &format!("what comes of it: {}", shown.failure.words()))
        });
        Lines { fault, asked, report, failure }
    }
}
