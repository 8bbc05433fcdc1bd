//! Who takes part in a sequence.

use super::build::Scene;
use super::step::{Draft, Part, Peer};
use super::{Lifeline, LifelineKind, Step};
use crate::align::place::Side;
use crate::order::{Change, InList, by_key};
use crate::trace::payload::{self, LogKind};
use crate::trace::{DescriptorRole as Role, Run, Unit};

/// So many servers have a lifeline of their own.
const SERVERS: usize = 3;

/// Lifelines, and which of them a peer is.
pub struct Lanes {
    lanes: Vec<(Vec<Peer>, Lifeline)>,
}

impl Lanes {
    /// Everybody who takes part in the steps.
    pub fn of(scene: &Scene<'_>, drafts: &[Draft]) -> Self {
        let mut peers: Vec<&Peer> = Vec::new();
        for peer in drafts.iter().map(|draft| [&draft.from, &draft.to]).in_list().into_iter().flatten() {
            if !peers.contains(&peer) {
                peers.push(peer);
            }
        }
        let mut lanes: Vec<(Vec<Peer>, Lifeline)> = Vec::new();
        let mut add = |peer: &Peer, lifeline| lanes.push((vec![peer.clone()], lifeline));
        add(&Peer::Process, process(scene));
        for peer in &peers {
            if let Some(lifeline) = lifeline(scene, peer) {
                add(peer, lifeline);
            }
        }
        let servers: Vec<&String> = peers
            .iter()
            .filter_map(|peer| match peer {
                Peer::Server(address) => Some(address),
                _ => None,
            })
            .in_list();
        // The others share one.
        let own = if servers.len() > SERVERS { SERVERS - 1 } else { servers.len() };
        let upstream = asks_for_a_client(scene);
        for address in servers.iter().take(own) {
            let name = if upstream { "upstream" } else { "server" };
            let detail = (*address).clone();
            add(
                &Peer::Server(detail.clone()),
                Lifeline { kind: LifelineKind::Server, name: name.into(), detail },
            );
        }
        let rest = servers.iter().skip(own).map(|address| Peer::Server((*address).clone())).in_list();
        if !rest.is_empty() {
            let name = if upstream { "other upstreams" } else { "other servers" };
            let detail = format!("{} addresses", rest.len());
            lanes.push((rest, Lifeline { kind: LifelineKind::Server, name: name.into(), detail }));
        }
        let mut lanes = Self { lanes };
        lanes.sort();
        lanes
    }

    /// Adds one who takes part.
    pub fn add(&mut self, peer: Peer, lifeline: Lifeline) {
        self.lanes.push((vec![peer], lifeline));
        self.sort();
    }

    /// Names the traced process, where nothing else does.
    pub fn call_process(&mut self, name: &str) {
        for (_, lifeline) in &mut self.lanes {
            if lifeline.kind == LifelineKind::Process && lifeline.name == "process" && !name.is_empty() {
                name.clone_into(&mut lifeline.name);
            }
        }
    }

    /// Gives the lifeline of a peer another detail.
    pub fn detail(&mut self, peer: &Peer, detail: &str) {
        if let Some((_, lifeline)) = self.lanes.iter_mut().find(|(peers, _)| peers.contains(peer)) {
            detail.clone_into(&mut lifeline.detail);
        }
    }

    fn sort(&mut self) {
        by_key(&mut self.lanes, |(_, lifeline)| lifeline.kind);
    }

    fn place(&self, peer: &Peer) -> Option<u32> {
        let place = self.lanes.iter().position(|(peers, _)| peers.contains(peer))?;
        u32::try_from(place).ok()
    }

    /// A step, ready to show.
    pub fn step(&self, draft: &Draft) -> Option<Step> {
        Some(Step {
            from: self.place(&draft.from)?,
            to: self.place(&draft.to)?,
            normal: draft.normal.as_ref().map(Part::told),
            failing: draft.failing.as_ref().map(Part::told),
            same: draft.same,
            decisive: draft.decisive,
        })
    }

    /// The lifelines, from left to right.
    pub fn into_lifelines(self) -> Vec<Lifeline> {
        self.lanes.into_iter().map(|(_, lifeline)| lifeline).in_list()
    }
}

/// The lifeline of a peer; `None` for servers, of which there may be many.
fn lifeline(scene: &Scene<'_>, peer: &Peer) -> Option<Lifeline> {
    let (kind, name, detail) = match peer {
        Peer::Client => (LifelineKind::Client, "client", client(scene)),
        Peer::Resolver(address) => (LifelineKind::Resolver, "resolver", address.clone()),
        Peer::Cache => (LifelineKind::Files, "cache disk", place(scene, Role::CacheFile)),
        Peer::Database => (LifelineKind::Files, "database file", place(scene, Role::Database)),
        Peer::Files => (LifelineKind::Files, "files", String::new()),
        Peer::Pipe => (LifelineKind::Pipe, "pipe", String::new()),
        Peer::Child => (LifelineKind::Child, "child", String::new()),
        Peer::Process | Peer::Front | Peer::Server(_) => return None,
    };
    Some(Lifeline { kind, name: name.into(), detail })
}

/// Both runs with their units.
fn sides<'a>(scene: &Scene<'a>) -> impl Iterator<Item = (&'a Run, &'a Unit)> {
    let runs = &scene.analysis.runs;
    let (alignment, scene) = (scene.alignment, *scene);
    [Side::Normal, Side::Failing]
        .into_iter()
        .filter_map(move |side| scene.run(side).zip(alignment.unit(runs, side)))
}

/// The traced process: its program and its pid.
fn process(scene: &Scene<'_>) -> Lifeline {
    let mut names: Vec<String> = Vec::new();
    let mut pids: Vec<String> = Vec::new();
    for (run, unit) in sides(scene) {
        let process = run.processes.get(unit.process as usize);
        let program = process.map_or("", |process| process.program.as_str());
        // The program and its arguments: the first word is its path.
        let path = program.split(' ').next().unwrap_or(program);
        let last = path.rsplit('/').next().unwrap_or(path);
        let comm = unit.events.iter().find_map(|event| {
            let comm = run.trace.str(run.trace.event(*event)?.comm);
            (!comm.is_empty()).then(|| comm.to_owned())
        });
        let name = match last {
            "" => comm.or_else(|| writes_as_nginx(run)).unwrap_or_default(),
            last => last.to_owned(),
        };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
        let pid = process.map_or(0, |process| process.pid);
        let pid = format!("pid {pid}");
        if pid != "pid 0" && !pids.contains(&pid) {
            pids.push(pid);
        }
    }
    // Two names, or two pids, would have to be told apart on every line.
    let name = names.into_iter().next().unwrap_or_else(|| "process".into());
    Lifeline { kind: LifelineKind::Process, name, detail: pids.in_list_of_two() }
}

/// Joins one or two texts.
trait ListOfTwo {
    fn in_list_of_two(self) -> String;
}

impl ListOfTwo for Vec<String> {
    fn in_list_of_two(self) -> String {
        let mut texts = self.into_iter();
        match (texts.next(), texts.next()) {
            (Some(one), Some(other)) => format!("{one}, {}", other.trim_start_matches("pid ")),
            (one, _) => one.unwrap_or_default(),
        }
    }
}

/// nginx is known by the form of its error log.
fn writes_as_nginx(run: &Run) -> Option<String> {
    let log = run.descriptors.iter().find(|one| one.role == Role::ErrorLog)?;
    let says = |event: &u32| {
        let data = run.trace.payload(run.trace.call(*event)?)?;
        let own = payload::log_line(&data.bytes) == Some(LogKind::Error)
            && data.bytes.first().is_some_and(u8::is_ascii_digit);
        own.then(|| "nginx".to_owned())
    };
    log.events.iter().take(16).find_map(says)
}

/// Who asked: the address without its port, if both runs have the same.
fn client(scene: &Scene<'_>) -> String {
    let mut found: Vec<String> = Vec::new();
    for (run, unit) in sides(scene) {
        let address = unit.events.iter().find_map(|event| {
            let one = run.descriptor(*event)?;
            (one.role == Role::Client && !one.target.is_empty()).then(|| one.target.clone())
        });
        let host = address.map(|address| host(&address).to_owned());
        found.add_all(host.filter(|host| !found.contains(host)));
    }
    if found.len() == 1 { found.pop().unwrap_or_default() } else { String::new() }
}

/// An address without its port.
pub fn host(address: &str) -> &str {
    match address.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => address,
    }
}

/// The directory, or the file, that files of a role stand in.
fn place(scene: &Scene<'_>, role: Role) -> String {
    let found = sides(scene).find_map(|(run, unit)| {
        unit.events.iter().find_map(|event| {
            let path = run.trace.path(run.trace.call(*event)?).map(|path| path.full());
            let named = path.filter(|path| Run::role_of_path(path) == role);
            let open = || run.descriptor(*event).filter(|one| one.role == role).map(|one| one.target.clone());
            named.or_else(open).filter(|path| !path.is_empty())
        })
    });
    let path = found.unwrap_or_default();
    let mut parts = path.split('/').filter(|part| !part.is_empty()).in_list();
    if role == Role::Database {
        return parts.pop().unwrap_or_default().to_owned();
    }
    // The directory with the word, and not those below it by which a cache spreads its entries.
    let named = parts.iter().copied().find(|part| part.contains("cache"));
    named.unwrap_or_default().to_owned()
}

/// The process asks servers on behalf of a client.
fn asks_for_a_client(scene: &Scene<'_>) -> bool {
    sides(scene).any(|(run, _)| run.descriptors.iter().any(|one| one.role == Role::Upstream))
}
