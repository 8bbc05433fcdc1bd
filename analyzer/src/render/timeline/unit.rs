//! The descriptors of a compared unit, one lane each, the normal run above the failing one.

use super::spent::{self, Spending};
use super::waits;
use crate::Analysis;
use crate::align::Alignment;
use crate::align::place::Side;
use crate::kernel::errno;
use crate::model::trace::{EventId, EventKind, Micros, Outcome};
use crate::order::{Change, Flat, InList, Map, Pick};
use crate::render::rows::at;
use crate::source::LineNumber;
use crate::trace::{DescriptorId, DescriptorRole, Run};

/// So many lanes travel at most.
const LANES: usize = 24;

/// So many marks a lane has at most on one side.
const MARKS: usize = 160;

/// What takes so long, in microseconds, tells something by itself.
const LONG: Micros = 50_000;

/// Descriptors of that weight are shown although the runs are alike on them.
const SPEAKING: i64 = 6;

/// What a compared unit does on its descriptors, and where its time went.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitTime {
    /// The lines of the traces carry times, of the normal run and of the failing one.
    pub timed: [bool; 2],
    /// Their calls carry durations (`-T`).
    pub measured: [bool; 2],
    /// How many rows the comparison has.
    pub rows: u32,
    /// How long the two units are, in microseconds; 0 without times.
    pub length: [i64; 2],
    /// The row of the decisive difference.
    pub decisive: Option<u32>,
    /// The lanes, the most telling first.
    pub lanes: Vec<DescriptorLane>,
    /// How many more there are.
    pub more: u32,
    /// Where the time went.
    pub tables: Vec<Spending>,
}

/// What is done on one descriptor, by both runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DescriptorLane {
    /// The role in words: `cache file`; empty for the process itself.
    pub label: String,
    /// Path, peer or name; empty if nothing is known.
    pub target: String,
    /// How much it usually tells, by its role.
    pub weight: i64,
    /// It tells something: the runs differ on it, it is waited for, or it is who the work is done for.
    pub tells: bool,
    /// Its number in the normal run; -1 where it has none.
    pub normal_number: i64,
    /// Its number in the failing run.
    pub failing_number: i64,
    /// The calls of the normal run.
    pub normal: Vec<CallMark>,
    /// The calls of the failing run.
    pub failing: Vec<CallMark>,
}

/// One call on a descriptor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallMark {
    /// The row of the comparison.
    pub row: u32,
    /// The line of the source.
    pub line: LineNumber,
    /// Microseconds since the unit began; 0 without times.
    pub at: i64,
    /// How long it took; 0 if that is not known.
    pub took: i64,
    /// The call's name.
    pub call: String,
    /// The errno's name; empty if it did not fail.
    pub errno: String,
    /// It behaves differently from the other run.
    pub differs: bool,
}

/// What a lane is about.
#[derive(Debug, Clone, PartialEq, Eq)]
enum About {
    Descriptor(DescriptorId),
    Path(String),
    Process,
}

#[derive(Debug, Clone)]
struct OneSide {
    about: About,
    label: &'static str,
    target: String,
    number: i64,
    weight: i64,
    marks: Vec<CallMark>,
}

impl Analysis {
    /// The descriptors of a comparison's two units and where the time went; without that comparison, only what logs
    /// tell of the time.
    pub fn unit_time(&self, comparison: usize) -> UnitTime {
        let tables = spent::tables(self, comparison);
        let Some(alignment) = self.alignments.get(comparison) else {
            return UnitTime { tables, ..UnitTime::default() };
        };
        let sides = [Side::Normal, Side::Failing];
        let length = sides.map(|side| {
            let unit = alignment.run(&self.runs, side).zip(alignment.unit(&self.runs, side));
            unit.and_then(|(run, unit)| spent::length(run, unit))
        });
        let measured = sides.map(|side| {
            let run = alignment.run(&self.runs, side);
            let mut events = alignment.rows.iter().filter_map(|row| row.event(side));
            events.any(|id| {
                run.is_some_and(|run| run.trace.call(id).is_some_and(|call| call.duration.get().is_some()))
            })
        });
        let (lanes, more) = lanes(self, alignment);
        UnitTime {
            timed: length.map(|length| length.is_some()),
            measured,
            rows: u32::try_from(alignment.rows.len()).unwrap_or(u32::MAX),
            length: length.map(|length| length.unwrap_or(0)),
            decisive: alignment.decisive.and_then(|row| u32::try_from(row).ok()),
            lanes,
            more,
            tables,
        }
    }
}

fn lanes(analysis: &Analysis, alignment: &Alignment) -> (Vec<DescriptorLane>, u32) {
    let normal = one_side(analysis, alignment, Side::Normal);
    let failing = one_side(analysis, alignment, Side::Failing);
    let decisive = alignment.decisive.and_then(|row| u32::try_from(row).ok());
    let mut lanes = joined(normal, failing);
    let longest =
        lanes.iter().flat(|lane| lane.normal.iter().with(&lane.failing)).map(|mark| mark.took).max();
    let longest = longest.unwrap_or(0).max(1);
    crate::order::by_key(&mut lanes, |lane| {
        let marks = || lane.normal.iter().with(&lane.failing);
        let here = marks().any(|mark| Some(mark.row) == decisive);
        let differs = i64::try_from(marks().filter(|mark| mark.differs).count()).unwrap_or(0);
        let waits = marks().map(|mark| mark.took).max().unwrap_or(0).saturating_mul(8) / longest;
        let many = i64::try_from(marks().count()).unwrap_or(0).min(64);
        std::cmp::Reverse((here, differs.min(4) + waits + lane.weight, differs, many))
    });
    for lane in &mut lanes {
        let marks = || lane.normal.iter().with(&lane.failing);
        let waits = marks().any(|mark| mark.took >= 1_000 && mark.took.saturating_mul(8) >= longest);
        lane.tells = waits || lane.weight >= SPEAKING || marks().any(|mark| mark.differs);
    }
    let more = lanes.len().saturating_sub(LANES);
    lanes.truncate(LANES);
    for lane in &mut lanes {
        thin(&mut lane.normal, decisive);
        thin(&mut lane.failing, decisive);
    }
    (lanes, u32::try_from(more).unwrap_or(u32::MAX))
}

/// The lanes of one side, in the order in which they begin.
fn one_side(analysis: &Analysis, alignment: &Alignment, side: Side) -> Vec<OneSide> {
    let Some(run) = alignment.run(&analysis.runs, side) else { return Vec::new() };
    let mut lanes: Vec<OneSide> = Vec::new();
    let mut places: Map<u32, usize> = Map::default();
    let counted = alignment.unit(&analysis.runs, side).map(|unit| waits::counted(run, unit));
    let first = counted.and_then(|events| events.first()).copied().unwrap_or(0);
    let begin = counted.and_then(|events| events.iter().find_map(|id| run.trace.event(*id)?.time));
    let mut before = None;
    for (index, row) in (0..).zip(&alignment.rows) {
        let Some(id) = row.event(side) else { continue };
        let Some(event) = run.trace.event(id) else { continue };
        let descriptor = waits::about(run, id, before);
        before = descriptor.or(before);
        let differs = row.divergence.is_some();
        let mark = CallMark {
            row: index,
            line: event.line,
            at: event.time.zip(begin).map_or(0, |(at, begin)| at.saturating_sub(begin).max(0)),
            took: if id < first { 0 } else { waits::took(run, id).unwrap_or(0) },
            call: called(run, &event.kind),
            errno: failed(run, id),
            differs,
        };
        let place = match descriptor {
            Some(descriptor) => places.get(&descriptor).copied().unwrap_or_else(|| {
                let new = of_descriptor(run, descriptor);
                // Attempts one after the other, and files that are opened again, are one thing.
                let same = |lane: &OneSide| {
                    !new.target.is_empty() && lane.target == new.target && lane.label == new.label
                };
                let place = lanes.iter().position(same).unwrap_or(lanes.len());
                if place == lanes.len() {
                    lanes.push(new);
                }
                places.insert(descriptor, place);
                place
            }),
            // Without a descriptor, only what tells something has a lane.
            None if quiet(&mark.call) => continue,
            None if !differs && mark.errno.is_empty() && mark.took < LONG => continue,
            None => named(run, id, differs, &mut lanes),
        };
        if let Some(lane) = lanes.get_mut(place) {
            lane.marks.push(mark);
        }
    }
    lanes
}

/// How much a descriptor of a role usually tells of a failure.
fn weight(role: DescriptorRole) -> i64 {
    use DescriptorRole as Role;
    match role {
        Role::Client | Role::Upstream | Role::Peer => 6,
        Role::Resolver | Role::CacheFile | Role::Database | Role::LockFile => 5,
        Role::TempFile | Role::File | Role::Socket | Role::Pipe | Role::Listener => 4,
        Role::ConfigFile | Role::Device | Role::Notifier | Role::Script | Role::Log => 2,
        Role::Library | Role::Directory | Role::Unknown | Role::EventQueue | Role::Netlink => 0,
        _ => 1,
    }
}

/// Calls that say nothing by themselves, also where only one of the runs makes them.
fn quiet(call: &str) -> bool {
    matches!(
        call,
        "gettid"
            | "getpid"
            | "clock_gettime"
            | "gettimeofday"
            | "time"
            | "brk"
            | "mmap"
            | "munmap"
            | "mprotect"
            | "madvise"
            | "rt_sigprocmask"
            | "rt_sigaction"
            | "rt_sigreturn"
            | "sched_yield"
    )
}

/// What an event is called: a call by its name, anything else by what happened.
fn called(run: &Run, kind: &EventKind) -> String {
    match kind {
        EventKind::Call(call) => run.trace.name(call).to_owned(),
        EventKind::Signal { name, .. } => run.trace.str(*name).to_owned(),
        EventKind::Stopped { signal } => format!("stopped by {}", run.trace.str(*signal)),
        EventKind::Killed { signal, .. } => format!("killed by {}", run.trace.str(*signal)),
        EventKind::Exited { status } => format!("exit {status}"),
        EventKind::Superseded { .. } => "superseded".to_owned(),
        EventKind::Note(_) => "strace".to_owned(),
        EventKind::Output(_) => "output".to_owned(),
    }
}

fn failed(run: &Run, id: EventId) -> String {
    let Some(call) = run.trace.call(id) else { return String::new() };
    match call.outcome {
        Outcome::Failed(number) => errno::name_of(number).unwrap_or("?").to_owned(),
        _ => String::new(),
    }
}

fn of_descriptor(run: &Run, id: DescriptorId) -> OneSide {
    let found = run.descriptors.get(id as usize);
    OneSide {
        about: About::Descriptor(id),
        label: found.map_or("", at::words),
        target: found.map_or_else(String::new, |one| one.target.clone()),
        number: found.map_or(-1, |one| i64::from(one.number)),
        weight: found.map_or(0, |one| weight(one.role)),
        marks: Vec::new(),
    }
}

/// The lane of the path that a call names, or of the process itself; made where it is new. Quiet failures on paths, as
/// every program has them when it looks for its files, share the lane of the process.
fn named(run: &Run, id: EventId, differs: bool, lanes: &mut Vec<OneSide>) -> usize {
    let path = run.trace.call(id).and_then(|call| run.trace.path(call)).map(|path| path.full());
    let path = path.filter(|path| differs && !path.is_empty());
    let about = path.clone().map_or(About::Process, About::Path);
    // What is done by its path belongs to the file that is or was open.
    let open = |lane: &OneSide| !lane.target.is_empty() && Some(&lane.target) == path.as_ref();
    let known = lanes.iter().position(|lane| lane.about == about || open(lane));
    known.unwrap_or_else(|| {
        let label = if path.is_some() { run.role(id).words() } else { "" };
        let label = if label == "descriptor" { "file" } else { label };
        let target = path.unwrap_or_default();
        let weight = if about == About::Process { 1 } else { weight(run.role(id)) };
        lanes.push(OneSide { about, label, target, number: -1, weight, marks: Vec::new() });
        lanes.len() - 1
    })
}

/// Joins the lanes of both sides: those whose calls stand in the same rows, then those of one role and target.
fn joined(normal: Vec<OneSide>, failing: Vec<OneSide>) -> Vec<DescriptorLane> {
    let mut of_row: Map<u32, usize> = Map::default();
    for (place, lane) in failing.iter().enumerate() {
        for mark in &lane.marks {
            of_row.insert(mark.row, place);
        }
    }
    let mut taken: Vec<bool> = vec![false; failing.len()];
    let mut partners: Vec<Option<usize>> = Vec::new();
    for lane in &normal {
        let mut votes: Map<usize, usize> = Map::default();
        for mark in &lane.marks {
            if let Some(place) = of_row.get(&mark.row) {
                // A wait may be for several; what is done on a descriptor is about it alone.
                let weight = if waits::waits_for_many(&mark.call) { 1 } else { 4 };
                votes.change(*place, |count| *count += weight);
            }
        }
        let free = |place: usize| taken.get(place) == Some(&false);
        let most = votes.iter().filter(|(place, _)| free(*place)).greatest(|(_, count)| *count);
        let alike = || {
            let same = |(place, other): &(usize, &OneSide)| {
                free(*place) && other.label == lane.label && other.target == lane.target
            };
            failing.iter().enumerate().find(same).map(|(place, _)| place)
        };
        let partner = most.map(|(place, _)| *place).or_else(alike);
        if let Some(entry) = partner.and_then(|place| taken.get_mut(place)) {
            *entry = true;
        }
        partners.push(partner);
    }
    let mut failing: Vec<Option<OneSide>> = failing.into_iter().map(Some).in_list();
    let mut lanes = Vec::new();
    for (lane, partner) in normal.into_iter().zip(partners) {
        let other = partner.and_then(|place| failing.get_mut(place)?.take());
        lanes.push(lane_of(Some(lane), other));
    }
    lanes.add_all(failing.into_iter().flatten().map(|lane| lane_of(None, Some(lane))));
    lanes
}

fn lane_of(normal: Option<OneSide>, failing: Option<OneSide>) -> DescriptorLane {
    let mut lane = DescriptorLane { normal_number: -1, failing_number: -1, ..DescriptorLane::default() };
    if let Some(normal) = normal {
        normal.label.clone_into(&mut lane.label);
        lane.target = normal.target;
        lane.weight = normal.weight;
        lane.normal_number = normal.number;
        lane.normal = normal.marks;
    }
    if let Some(failing) = failing {
        // What failed is what the reader looks for.
        failing.label.clone_into(&mut lane.label);
        lane.target = failing.target;
        lane.weight = failing.weight;
        lane.failing_number = failing.number;
        lane.failing = failing.marks;
    }
    lane
}

/// Keeps the loudest of the marks that would stand on each other where there are very many.
fn thin(marks: &mut Vec<CallMark>, decisive: Option<u32>) {
    let count = marks.len();
    if count <= MARKS {
        return;
    }
    let loudness = |mark: &CallMark| -> (bool, bool, bool, Micros) {
        (Some(mark.row) == decisive, mark.differs, !mark.errno.is_empty(), mark.took)
    };
    let mut kept: Vec<CallMark> = Vec::new();
    let mut bin = usize::MAX;
    for (place, mark) in std::mem::take(marks).into_iter().enumerate() {
        let here = place * MARKS / count;
        match kept.last_mut().filter(|_| here == bin) {
            Some(last) if loudness(last) < loudness(&mark) => *last = mark,
            Some(_) => {}
            None => kept.push(mark),
        }
        bin = here;
    }
    *marks = kept;
}
