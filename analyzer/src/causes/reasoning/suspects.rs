//! Suspects: calls of the failing run that failed and may be why it failed.
//!
//! Most failing calls are harmless: searches, probes, calls that would have blocked.
//! What tells a cause from these is what came of it: whether a message names it, whether the request or the
//! process failed afterwards, whether the same operation succeeded later, and whether the normal run did the same.

use super::after::{self, After, Work};
use super::failure::{self, Shown};
use super::families::Family;
use super::harmless;
use super::reading::{self, Reading, Seen};
use super::said;
use crate::align::Alignment;
use crate::model::trace::EventId;
use crate::order::{Flat, InList, Map, Set, Texts};
use crate::report::{Confidence, DivergenceKind};
use crate::trace::{DescriptorRole, ProcessEnd, ProcessId};

/// What a call acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The path, the peer's address, or the name of what the descriptor is open on; empty if unknown.
    pub name: String,
    /// What the descriptor is for, where there is one.
    pub role: DescriptorRole,
}

/// Where an event stands in the comparison with the normal run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// There is no comparison, or the event is not in it.
    Unknown,
    /// The two runs differ here.
    Differs,
    /// The two runs differ here for the first time.
    First,
    /// The difference that decides.
    Decisive,
}

/// A failing call that may be the cause.
#[derive(Debug, Clone)]
pub struct Suspect<'a> {
    /// Index of its run.
    pub run: usize,
    /// The event.
    pub event: EventId,
    /// The call's name.
    pub call: &'a str,
    /// What the call is for.
    pub family: Family,
    /// Its errno.
    pub errno: &'a str,
    /// What it acted on.
    pub object: Object,
    /// It belongs to a request that a server works on.
    pub serving: bool,
    /// Its process accepts clients.
    pub server: bool,
    /// The message that followed, if one did.
    pub report: Option<EventId>,
    /// The message names the error or the object.
    pub named: bool,
    /// What the program did after it.
    pub after: After,
    /// What went wrong afterwards.
    pub failure: Option<Shown>,
    /// Where it stands in the comparison.
    pub standing: Standing,
    /// The same operation on the same object succeeded in the normal run: run and event.
    pub normal: Option<(usize, EventId)>,
    /// The same failure again, later.
    pub repeats: Vec<EventId>,
    /// The same operation succeeded afterwards, so that the failure did no harm.
    pub recovered: Option<EventId>,
    /// The higher, the more likely it is the cause.
    pub score: i32,
}

impl Suspect<'_> {
    /// True if it is of that family and has one of these errno values.
    pub fn is(&self, families: &[Family], errnos: &[&str]) -> bool {
        families.contains(&self.family) && errnos.contains(&self.errno)
    }

    /// True if its errno tells of the name that was asked for, and nothing of any other.
    pub fn of_one_name(&self) -> bool {
        OF_ONE_NAME.contains(&self.errno)
    }

    /// True if the normal run did the same with success, and this is where the runs begin to differ.
    pub fn decides(&self) -> bool {
        self.standing >= Standing::First && self.normal.is_some()
    }

    /// How sure one can be that it is the cause.
    pub fn confidence(&self) -> Confidence {
        let other = self.after == After::OtherWords && self.normal.is_none();
        if self.recovered.is_some() || self.score < 20 || other || self.after == After::GoesOn {
            return Confidence::Possible;
        }
        let most = if self.after == After::Warns { Confidence::Likely } else { Confidence::Proven };
        self.found().min(most)
    }

    fn found(&self) -> Confidence {
        let failed = self.failure.is_some();
        if failed && (self.named || self.standing >= Standing::First) && self.score >= 50 {
            Confidence::Proven
        } else if (failed && self.score >= 35)
            || (self.named
                && self.standing >= Standing::Differs
                && self.object.role != DescriptorRole::Client)
        {
            Confidence::Likely
        } else {
            Confidence::Possible
        }
    }
}

/// Errors that tell of the name that was asked for, and nothing of any other.
const OF_ONE_NAME: &[&str] =
    &["ENOENT", "ENOTDIR", "EACCES", "EPERM", "EEXIST", "ELOOP", "ENOEXEC", "ETXTBSY"];
/// The suspects of one run, best first.
pub fn find<'a>(
    readings: &[Reading<'a>],
    run: usize,
    normals: &[usize],
    alignments: &[Alignment],
) -> Vec<Suspect<'a>> {
    let Some(reading) = readings.get(run) else { return Vec::new() };
    let usual = usual_failures(readings, normals);
    let mut suspects: Vec<Suspect<'a>> = Vec::new();
    let mut found: Texts<usize> = Texts::default();
    for seen in reading.failed_or_told() {
        let hidden = seen.hidden_errno();
        let errno = if hidden.is_empty() { seen.errno(reading.run) } else { hidden };
        if errno.is_empty() {
            continue;
        }
        let family = if hidden.is_empty() { seen.family() } else { Family::Connect };
        let object = object_of(reading, &seen, family);
        if harmless::by_nature(family, errno, &object, seen.args) {
            continue;
        }
        let mut key = key(family, errno, &object.name);
        if usual.contains(&key) {
            continue;
        }
        key.push('\n');
        key.push_str(&reading.leader(seen.id).to_string());
        if let Some(known) = found.get(&key).and_then(|index| suspects.get_mut(*index)) {
            known.repeats.push(seen.id);
            continue;
        }
        found.insert(&key, suspects.len());
        suspects.push(Suspect {
            run,
            event: seen.id,
            call: seen.name,
            family,
            errno,
            object,
            serving: reading.request(seen.id).is_some(),
            server: reading.serves(seen.id),
            report: None,
            named: false,
            after: After::Ends,
            failure: None,
            standing: Standing::Unknown,
            normal: None,
            repeats: Vec::new(),
            recovered: None,
            score: 0,
        });
    }
    let standings = standings(alignments, run);
    let recoveries = Successes::of(reading, &suspects);
    let normal_successes: Vec<(usize, Successes)> =
        normals.iter().filter_map(|id| Some((*id, Successes::of(readings.get(*id)?, &suspects)))).in_list();
    for suspect in &mut suspects {
        said::listen(reading, suspect);
    }
    let work = Work::of(reading);
    said::hear_errors(reading, &mut suspects, &work);
    let mut last_of: Map<ProcessId, usize> = Map::default();
    for (index, suspect) in suspects.iter_mut().enumerate() {
        suspect.standing = standings.get(&suspect.event).copied().unwrap_or(Standing::Unknown);
        suspect.recovered = recoveries.after(reading, suspect);
        suspect.normal = normal_successes.iter().find_map(|(id, all)| Some((*id, all.same(suspect)?)));
        suspect.failure = failure::of_event(reading, suspect.event);
        // A name that the normal run has not either, and all ends well: the program does without it.
        if suspect.errno == "ENOENT"
            && !suspect.named
            && suspect.normal.is_none()
            && *reading.end(reading.leader(suspect.event)) == ProcessEnd::Exited(0)
        {
            suspect.standing = suspect.standing.min(Standing::Differs);
        }
        suspect.after = after::of(reading, suspect, &work);
        let lived_with = suspect.after == After::GoesOn || harmless::optional(&suspect.object.name);
        if suspect.recovered.is_none() && !lived_with {
            last_of.insert(reading.leader(suspect.event), index);
        }
    }
    let last: Set<usize> = last_of.iter().map(|(_, index)| *index).collect();
    for (index, suspect) in suspects.iter_mut().enumerate() {
        suspect.score = score(suspect, last.contains(&index));
    }
    crate::order::by_key(&mut suspects, |suspect| (-suspect.score, suspect.event));
    suspects
}

/// Failures that the normal runs show as well: they did no harm there.
fn usual_failures(readings: &[Reading<'_>], normals: &[usize]) -> Texts<()> {
    let mut usual = Texts::default();
    for reading in normals.iter().filter_map(|id| readings.get(*id)) {
        for seen in reading.failed_or_told() {
            let hidden = seen.hidden_errno();
            let errno = if hidden.is_empty() { seen.errno(reading.run) } else { hidden };
            if errno.is_empty() {
                continue;
            }
            let family = if hidden.is_empty() { seen.family() } else { Family::Connect };
            usual.insert(&key(family, errno, &object_of(reading, &seen, family).name), ());
        }
    }
    usual
}

/// What makes two failures the same: call family, errno and object.
/// Numbers in names (pids, counters) are set aside.
fn key(family: Family, errno: &str, name: &str) -> String {
    let mut shape = of_family(family, errno);
    shape.push('\n');
    if family.by_path() {
        let mut digits = false;
        for letter in name.chars() {
            if letter.is_ascii_digit() {
                if !digits {
                    shape.push('0');
                }
                digits = true;
            } else {
                shape.push(letter);
                digits = false;
            }
        }
    } else {
        shape.push_str(name);
    }
    shape
}

/// A text that stands for something of a family.
fn of_family(family: Family, text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 1);
    key.push(char::from(family as u8));
    key.push_str(text);
    key
}

/// What a call acted on.
fn object_of(reading: &Reading<'_>, seen: &Seen<'_>, family: Family) -> Object {
    let descriptor = reading.descriptor(seen.id);
    let role = descriptor.map_or(DescriptorRole::Unknown, |descriptor| descriptor.role);
    let target = descriptor.map(|descriptor| descriptor.target.clone()).unwrap_or_default();
    if family.by_path() {
        let path = seen.path(reading.run);
        return Object { name: if path.is_empty() { target } else { path }, role };
    }
    let peer = reading::peer(seen.args);
    Object { name: if peer.is_empty() { target } else { peer }, role }
}

/// Where the events of a run stand in its comparisons.
fn standings(alignments: &[Alignment], run: usize) -> Map<EventId, Standing> {
    let mut standings: Map<EventId, Standing> = Map::default();
    for alignment in alignments.iter().filter(|alignment| alignment.failing.run == run) {
        for (index, row) in alignment.rows.iter().enumerate() {
            let (Some(event), Some(kind)) = (row.failing, row.divergence) else { continue };
            let standing = if alignment.decisive == Some(index) {
                Standing::Decisive
            } else if alignment.first == Some(index) {
                Standing::First
            } else if matches!(kind, DivergenceKind::Outcome | DivergenceKind::OnlyFailing) {
                Standing::Differs
            } else {
                continue;
            };
            let known = standings.get(&event).copied().unwrap_or(standing);
            standings.insert(event, known.max(standing));
        }
    }
    standings
}

/// How likely it is the cause.
fn score(suspect: &Suspect<'_>, last: bool) -> i32 {
    let mut score = match suspect.standing {
        Standing::Decisive => 50,
        Standing::First => 35,
        Standing::Differs => 15,
        Standing::Unknown => 0,
    };
    if suspect.normal.is_some() {
        score += 20;
    }
    if suspect.named && suspect.object.role == DescriptorRole::Client {
        // That the client is gone is known already: the message says why of neither side.
        score += 10;
    } else if suspect.named {
        score += 35;
    } else if suspect.report.is_some() {
        score += 10;
    }
    if suspect.failure.is_some() {
        score += 20;
        if last {
            score += 15;
        }
    }
    if suspect.family == Family::Look {
        score -= 10;
    }
    if harmless::optional(&suspect.object.name) && suspect.standing < Standing::First {
        score -= 60;
    }
    score -= match suspect.after {
        After::Ends | After::Warns => 0,
        After::OtherWords => 10,
        After::GoesOn if suspect.decides() => 40,
        After::GoesOn => 60,
    };
    if suspect.recovered.is_some() {
        score -= 60;
    }
    score
}

/// Calls that succeeded on the objects that suspects failed on.
struct Successes {
    /// By family and full name: the events, in order.
    exact: Texts<Vec<EventId>>,
    /// By family and last component of a path: process and event, in order.
    by_name: Texts<Vec<EventId>>,
}

impl Successes {
    fn of(reading: &Reading<'_>, suspects: &[Suspect<'_>]) -> Self {
        let names: Texts<()> =
            suspects.iter().map(|suspect| reading::base_name(&suspect.object.name)).collect();
        let families: Set<u32> = suspects.iter().map(|suspect| suspect.family as u32).collect();
        let mut all = Self { exact: Texts::default(), by_name: Texts::default() };
        let is_wanted = |family: Family| {
            families.contains(&(family as u32)) || family == Family::Open || family == Family::Create
        };
        let may_be = |name: &str| name == "getsockopt" || Family::all(name).into_iter().any(is_wanted);
        for seen in reading.named(may_be) {
            let family = if seen.is_connected_check() { Family::Connect } else { seen.family() };
            let wanted = is_wanted(family);
            let nothing_due = seen.name == "connect" && seen.call.outcome.failed();
            if !wanted || nothing_due || seen.call.outcome.failed() || seen.returned().is_none() {
                continue;
            }
            let object = object_of(reading, &seen, family);
            let name = reading::base_name(&object.name);
            if names.contains(name) {
                all.by_name.change(&of_family(family, name), |events| events.push(seen.id));
            }
            all.exact.change(&of_family(family, &object.name), |events| events.push(seen.id));
        }
        all
    }

    /// The event by which the same process did what the suspect could not.
    fn after(&self, reading: &Reading<'_>, suspect: &Suspect<'_>) -> Option<EventId> {
        let name = reading::base_name(&suspect.object.name);
        let leader = reading.leader(suspect.event);
        let last = suspect.repeats.last().copied().unwrap_or(suspect.event);
        let later = |family: Family, exact: bool| {
            let events = if exact {
                self.exact.get(&of_family(family, &suspect.object.name))
            } else {
                self.by_name.get(&of_family(family, name))
            };
            events?.iter().copied().find(|event| *event > last && reading.leader(*event) == leader)
        };
        match suspect.family {
            Family::Open | Family::Look if matches!(suspect.errno, "ENOENT" | "ENOTDIR") => {
                later(Family::Open, false).or_else(|| later(Family::Create, false)).or_else(|| {
                    if suspect.family == Family::Look { later(Family::Look, false) } else { None }
                })
            }
            Family::Execute => later(Family::Execute, false),
            Family::Connect => self.another_connection(reading, suspect, last),
            // A full disk or a broken pipe is not mended by the next write that fits.
            Family::Write
            | Family::Send
            | Family::Receive
            | Family::Read
            | Family::Accept
            | Family::Descriptor
            | Family::Other
            | Family::Control
            | Family::Privilege => None,
            family => later(family, true),
        }
    }

    /// A later connection that stood: in the same request, or of the same process where there are no requests.
    fn another_connection(
        &self,
        reading: &Reading<'_>,
        suspect: &Suspect<'_>,
        last: EventId,
    ) -> Option<EventId> {
        let request = reading.request(suspect.event).map(|unit| unit.events.as_slice());
        let leader = reading.leader(suspect.event);
        let port = suspect.object.name.rsplit(':').next().unwrap_or("");
        self.exact
            .iter()
            .filter_map(|(key, events)| Some((key.strip_prefix(char::from(Family::Connect as u8))?, events)))
            .flat(|(name, events)| events.iter().map(move |event| (name, *event)))
            .filter(|(name, event)| {
                *event > last
                    && match request {
                        Some(events) => events.binary_search(event).is_ok(),
                        None => reading.leader(*event) == leader && name.ends_with(port) && !port.is_empty(),
                    }
            })
            .map(|(_, event)| event)
            .min()
    }

    /// The event by which the normal run did what the suspect could not.
    fn same(&self, suspect: &Suspect<'_>) -> Option<EventId> {
        self.exact.get(&of_family(suspect.family, &suspect.object.name))?.first().copied()
    }
}
