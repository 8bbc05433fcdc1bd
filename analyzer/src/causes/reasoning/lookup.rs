//! What causes of failed name queries share: finding the query that failed, and citing its lines.

use super::claim::Claim;
use super::dns::{self, Lookup};
use super::failure::{self, Shown};
use super::families::Family;
use super::scene::Scene;
use crate::model::trace::EventId;
use crate::order::Flat;
use crate::report::Confidence;

/// A name query that failed, and what came of it.
struct Failed {
    /// Index of the run.
    run: usize,
    /// The query.
    lookup: Lookup,
    /// The line that shows why.
    fault: EventId,
    /// What went wrong afterwards.
    failure: Option<Shown>,
    /// The message about it.
    report: Option<EventId>,
}

/// Begins the diagnosis of a name query that failed as `fault` says, as sure as `sure` if what came of it is seen.
///
/// Sets the marks `{name}` and `{server}`, empty where they are not known, `{end}` and `{came}`. Cites the line that
/// shows why (`fault`), the query (`asked`), the message about it (`report`) and what came of it (`failure`).
pub fn claim<'s, 'a>(
    scene: &'s Scene<'a>,
    id: &str,
    fault: fn(&Lookup, bool) -> Option<EventId>,
    sure: Confidence,
    score: i32,
) -> Option<Claim<'s, 'a>> {
    let Failed { run, lookup, fault, failure, report } = find(scene, fault)?;
    let sure = if failure.is_some() { sure } else { sure.min(Confidence::Possible) };
    let mut claim = Claim::new(scene, id, sure, score)
        .blames(run, fault)
        .mark("name", whole(scene, run, &lookup.name))
        // A socket whose `connect` is not shown is called by what was asked for.
        .mark("server", if lookup.server == lookup.name { "" } else { lookup.server.as_str() });
    claim.cite(run, fault, "fault");
    claim.cite(run, lookup.asked, "asked");
    claim.cites("report", run, report);
    claim.ends(run, failure.as_ref());
    Some(claim)
}

/// The last query that failed as `fault` says, unless the same process got a good answer afterwards.
///
/// `fault` is asked with the query and whether a server made it; it gives the line that shows the failure.
fn find(scene: &Scene<'_>, fault: fn(&Lookup, bool) -> Option<EventId>) -> Option<Failed> {
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

/// The whole of a name that the trace cuts short, as a command line or a message of the same run shows it; the beginning
/// where none does.
fn whole(scene: &Scene<'_>, run: usize, name: &str) -> String {
    let (Some(start), Some(reading)) = (name.strip_suffix(dns::CUT), scene.reading(run)) else {
        return name.into();
    };
    let starts = reading.of_families(&[Family::Execute]).map(|seen| seen.args);
    let said = reading.reports.iter().map(|spoken| spoken.text.as_str());
    let beside = scene.case.logs.iter().map(|log| log.text.as_str());
    let found = starts.with(said).with(beside).find_map(|text| {
        let (_, rest) = text.split_once(start)?;
        let of_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_');
        let end = rest.find(|letter| !of_name(letter))?;
        rest.get(..end).map(|rest| start.to_string() + rest.trim_end_matches('.'))
    });
    found.unwrap_or_else(|| name.into())
}
