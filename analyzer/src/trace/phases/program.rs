//! The stages of a program.

use super::super::calls::Act;
use super::super::{DescriptorId, DescriptorRole as Role, paths};
use super::server::nothing_yet;
use super::{Scene, Stage, Stretch, fill};
use crate::model::trace::{Call, EventId, EventKind, Outcome};
use crate::order::Set;

/// More phases than this are hard to read.
const MANY: usize = 20;
/// A futex or wait of this length is a wait worth telling, in microseconds.
const LONG: i64 = 20_000;

/// The stage of each event.
pub(super) fn stages(scene: Scene<'_>, events: &[EventId]) -> Vec<Option<Stage>> {
    let mut talked: Set<DescriptorId> = Set::default();
    let mut stages: Vec<Option<Stage>> = Vec::with_capacity(events.len());
    for id in events {
        let event = scene.run.trace.event(*id);
        stages.push(match event.map(|event| &event.kind) {
            Some(EventKind::Call(call)) => call_stage(scene, *id, call, &mut talked),
            Some(EventKind::Exited { .. }) => Some(Stage::Exit),
            Some(EventKind::Killed { .. }) => Some(Stage::Killed),
            _ => None,
        });
    }
    let waits = |index: usize| {
        let call = events.get(index).and_then(|id| scene.call(*id));
        call.is_some_and(|(_, act)| matches!(act, Act::EpollWait | Act::Poll | Act::Select))
    };
    fill(&mut stages, waits, Stage::Work);
    stages
}

fn call_stage(scene: Scene<'_>, id: EventId, call: &Call, talked: &mut Set<DescriptorId>) -> Option<Stage> {
    let act = scene.acts.act(call);
    let long =
        call.duration.get().is_some_and(|duration| duration >= LONG) || call.outcome == Outcome::Unfinished;
    match act {
        Act::Execute(_) => return Some(Stage::Start),
        Act::Clone | Act::Fork => return Some(Stage::Spawn),
        Act::Wait => return Some(Stage::WaitChildren),
        Act::ExitGroup | Act::ExitThread => return Some(Stage::Exit),
        Act::Sleep => return Some(Stage::Wait),
        Act::Futex => return long.then_some(Stage::Wait),
        Act::EpollWait | Act::Poll | Act::Select => {
            let empty = call.outcome == Outcome::Returned(0);
            return (call.outcome == Outcome::Unfinished || (empty && long)).then_some(Stage::Wait);
        }
        Act::Memory | Act::Housekeeping => return Some(Stage::SetUp),
        Act::ChangePath => return Some(Stage::WriteFiles),
        _ => {}
    }
    let descriptor = scene.run.descriptor_of.get(id as usize).copied().flatten();
    let Some((descriptor, role)) =
        descriptor.and_then(|one| Some((one, scene.run.descriptors.get(one as usize)?.role)))
    else {
        return match act {
            Act::Map => Some(Stage::SetUp),
            Act::Open | Act::Path | Act::AtPath => {
                let path = scene.run.trace.path(call)?;
                by_file(paths::role(&path.path, false, false), &path.path, act)
            }
            _ => None,
        };
    };
    let target = scene.run.descriptors.get(descriptor as usize).map_or("", |one| one.target.as_str());
    match role {
        Role::Resolver | Role::Netlink => Some(Stage::Resolve),
        Role::Peer | Role::Upstream => {
            if matches!(act, Act::Read | Act::Write | Act::SendFile) && !nothing_yet(call) {
                talked.insert(descriptor);
            }
            Some(if talked.contains(&descriptor) { Stage::Exchange } else { Stage::Connect })
        }
        Role::Socket if target.is_empty() => matches!(act, Act::Read | Act::Write).then_some(Stage::Pipes),
        Role::Client | Role::Socket => Some(Stage::Exchange),
        Role::Listener => Some(if act == Act::Accept { Stage::Accept } else { Stage::Listen }),
        Role::Pipe => matches!(act, Act::Read | Act::Write).then_some(Stage::Pipes),
        Role::StandardInput => (act == Act::Read).then_some(Stage::Input),
        Role::StandardOutput | Role::Terminal => (act == Act::Write).then_some(Stage::Output),
        Role::StandardError => (act == Act::Write).then_some(Stage::Report),
        Role::ErrorLog => (act == Act::Write).then_some(Stage::LogError),
        Role::AccessLog | Role::Log => (act == Act::Write).then_some(Stage::Log),
        Role::EventQueue | Role::Notifier | Role::Device | Role::Unknown => None,
        role => by_file(role, target, act),
    }
}

/// Files by which the C library finds out about names.
const NAME_FILES: [&str; 5] =
    ["/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/host.conf"];

fn by_file(role: Role, path: &str, act: Act) -> Option<Stage> {
    let writes = matches!(act, Act::Write | Act::SendFile | Act::Copy(_));
    Some(match role {
        Role::Library => Stage::Libraries,
        Role::ConfigFile if NAME_FILES.contains(&path) => Stage::Resolve,
        Role::ConfigFile if !writes => Stage::Configuration,
        Role::Script if !writes => Stage::Scripts,
        Role::Database => Stage::Database,
        Role::LockFile => Stage::Lock,
        Role::Device | Role::Terminal => return None,
        // Whoever looks for scripts lists their directories.
        Role::Directory => return if act == Act::Open { Some(Stage::ReadFiles) } else { None },
        _ if writes || act == Act::Sync => Stage::WriteFiles,
        _ => Stage::ReadFiles,
    })
}

/// Joins short stretches until there are few enough to read.
pub(super) fn smooth(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    let longest = stretches.iter().map(|stretch| stretch.len).max().unwrap_or(0);
    // A few housekeeping calls between two steps are part of the first.
    stretches = join(stretches, |stretch| stretch.stage == Stage::SetUp && stretch.len < 6, |_| true);
    stretches = join_interrupted(stretches);
    // First what matters little, then steps that take turns many times over, at last whatever there is.
    let turns = |stage: Stage| !stage.minor() && !stage.lasting();
    let any = |stage: Stage| !stage.lasting();
    for (kind, enough) in [(Stage::minor as fn(Stage) -> bool, MANY), (turns, MANY), (any, 2 * MANY)] {
        let mut short = 1;
        while stretches.len() > enough && short <= longest {
            stretches = join(stretches, |one| kind(one.stage) && one.len <= short, kind);
            short *= 2;
        }
    }
    stretches
}

/// Joins what a short detour interrupts.
fn join_interrupted(stretches: Vec<Stretch>) -> Vec<Stretch> {
    const DETOUR: usize = 6;
    let mut joined: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        if let [.., before, detour] = joined.as_slice()
            && before.stage == stretch.stage
            && detour.stage.minor()
            && detour.len <= DETOUR
        {
            let len = detour.len + stretch.len;
            joined.pop();
            if let Some(before) = joined.last_mut() {
                before.len += len;
            }
        } else {
            joined.push(stretch);
        }
    }
    joined
}

/// Joins the stretches that are `slight` to a neighbour that `takes` them, which gives the name.
fn join(
    stretches: Vec<Stretch>,
    slight: impl Fn(&Stretch) -> bool,
    takes: impl Fn(Stage) -> bool,
) -> Vec<Stretch> {
    let mut joined: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        let Some(last) = joined.last_mut() else {
            joined.push(stretch);
            continue;
        };
        let same = last.stage == stretch.stage;
        if same || (slight(&stretch) && takes(last.stage)) {
            // Connecting and talking in turns is talking.
            if stretch.stage == Stage::Exchange && last.stage == Stage::Connect {
                last.stage = Stage::Exchange;
            }
            last.len += stretch.len;
        } else if slight(last) && takes(stretch.stage) {
            last.stage = stretch.stage;
            last.len += stretch.len;
        } else {
            joined.push(stretch);
            continue;
        }
        // What was joined may now continue what stands before it.
        while let [.., before, last] = joined.as_slice()
            && before.stage == last.stage
        {
            let len = last.len;
            joined.pop();
            if let Some(before) = joined.last_mut() {
                before.len += len;
            }
        }
    }
    joined
}
