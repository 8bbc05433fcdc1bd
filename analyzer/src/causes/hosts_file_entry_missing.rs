//! A name that came from the hosts file in the normal run goes to the name server, which does not know it.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::dns::{self, Lookup};
use super::reasoning::lookup;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "hosts-file-entry-missing";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// The file (hosts(5)).
const HOSTS: &str = "/etc/hosts";

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (usual, normal) = scene.working().find(|(_, normal)| dns::lookups(normal).is_empty())?;
    let read = look(normal, "")?;
    let claim = lookup::claim(scene, ID, fault, Confidence::Likely, 88)?;
    let (run, reading) = scene.failing().find(|(_, reading)| !dns::lookups(reading).is_empty())?;
    let name = dns::lookups(reading).pop()?.name;
    // The file has the name in both runs: then it is not the file.
    if look(reading, &name).is_some() && !name.is_empty() {
        return None;
    }
    let named = look(normal, &name).filter(|_| !name.is_empty());
    let mut claim = if named.is_some() { claim.confidence(Confidence::Proven) } else { claim };
    claim.cite(usual, named.unwrap_or(read), "entry");
    claim.cites("without", run, look(reading, "").or_else(|| absent(reading)));
    claim.done()
}

/// The read of the hosts file that shows a name; any read of it for no name.
fn look(reading: &Reading<'_>, name: &str) -> Option<EventId> {
    let read = |id| reading.descriptor(id).is_some_and(|descriptor| descriptor.target == HOSTS);
    let found = reading.named(|name| matches!(name, "read" | "pread64")).find(|seen| {
        seen.returned().is_some_and(|bytes| bytes > 0)
            && read(seen.id)
            && (name.is_empty() || seen.payload(reading.run).contains(name))
    });
    found.map(|seen| seen.id)
}

/// The hosts file itself is not there.
fn absent(reading: &Reading<'_>) -> Option<EventId> {
    let failed = |errno: &str| !errno.is_empty();
    let found =
        reading.failed().find(|seen| seen.path(reading.run) == HOSTS && failed(seen.errno(reading.run)));
    found.map(|seen| seen.id)
}

/// The answer that says that the name does not exist.
fn fault(lookup: &Lookup, _serving: bool) -> Option<EventId> {
    let (event, code, _) = lookup.answer?;
    (code == dns::NO_SUCH_NAME).then_some(event)
}
