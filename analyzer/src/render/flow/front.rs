//! Who stands before the traced process: a proxy or balancer whose log tells of the same request.

use std::fmt::Write as _;

use super::build::Scene;
use super::lifelines::{Lanes, host};
use super::step::{Draft, Part, Peer, Verb};
use super::{Ending, Lifeline, LifelineKind};
use crate::align::UnitRef;
use crate::model::log::{Entry, Log, LogEntry, RequestEntry, Writer};
use crate::order::{Flat, InList, Map};
use crate::render::rows::shorten;
use crate::source::{LineNumber, SourceId};
use crate::timeline::{Clocks, Told, each};
use crate::trace::payload;
use crate::trace::{DescriptorRole as Role, Run};

/// Lines about one request stand so close to each other, in microseconds.
const CLOSE: i64 = 2_000_000;

/// Puts who stands before the process before it, where a log tells of the very request of each side.
pub fn stand_before(scene: &Scene<'_>, lanes: &mut Lanes, drafts: &mut Vec<Draft>) {
    let logs: Vec<&Log> = scene.analysis.logs.iter().filter(|log| hands_on(scene, log)).in_list();
    if logs.is_empty() {
        return;
    }
    let Some(normal) = Asked::of(scene, scene.alignment.normal) else { return };
    let Some(failing) = Asked::of(scene, scene.alignment.failing) else { return };
    let mut fronts: Vec<&Log> = Vec::new();
    for log in logs {
        if normal.wrote(log) || failing.wrote(log) {
            lanes.call_process(writer(log));
        } else if normal.comes_from_elsewhere(log) && failing.comes_from_elsewhere(log) {
            fronts.push(log);
        }
    }
    let times = Times::of(scene);
    let line = |asked: &Asked<'_>| fronts.iter().find_map(|log| asked.line(log, &times));
    let (normal, failing) = (line(&normal), line(&failing));
    let Some((log, _, request)) = failing.or(normal) else { return };
    let name = match writer(log) {
        "" => "proxy",
        name => name,
    };
    let known = !matches!(name, "load balancer" | "proxy");
    let detail = if known { "in front".into() } else { String::new() };
    let far = host(log.str(request.client)).to_owned();
    lanes.add(Peer::Front, Lifeline { kind: LifelineKind::Front, name: name.into(), detail });
    for draft in drafts.iter_mut() {
        for peer in [&mut draft.from, &mut draft.to] {
            if *peer == Peer::Client {
                *peer = Peer::Front;
            }
        }
    }
    lanes.detail(&Peer::Client, &far);
    let part = |found: Option<Found<'_>>, head: &dyn Fn(Found<'_>) -> (String, Ending)| {
        found.map(|(log, entry, request)| {
            let (head, ending) = head((log, entry, request));
            Part {
                head,
                said: None,
                more: 0,
                bytes: None,
                source: u32::try_from(log.source).unwrap_or(u32::MAX),
                first: entry.line,
                last: entry.line,
                calls: 1,
                ending,
            }
        })
    };
    let draft = |head: &dyn Fn(Found<'_>) -> (String, Ending)| Draft {
        from: Peer::Client,
        to: Peer::Front,
        verb: Verb::Log,
        normal: part(normal, head),
        failing: part(failing, head),
        same: true,
        decisive: false,
        phase: 0,
    };
    drafts.insert(0, draft(&asks));
    let answer = draft(&answers);
    let same = normal.map(|found| found.2.status) == failing.map(|found| found.2.status);
    drafts.push(Draft { from: Peer::Front, to: Peer::Client, same, phase: usize::MAX, ..answer });
}

/// A line about a request.
type Found<'a> = (&'a Log, &'a LogEntry, &'a RequestEntry);

fn asks((log, _, request): Found<'_>) -> (String, Ending) {
    let (method, path) = request.asked_for(&log.text);
    (shorten::end(format!("{method} {path}").trim(), 44), Ending::Done)
}

fn answers((log, _, request): Found<'_>) -> (String, Ending) {
    let mut text = if request.status == 0 { "no status".to_owned() } else { request.status.to_string() };
    if let Some(bytes) = request.bytes.and_then(|bytes| i64::try_from(bytes).ok()) {
        let _ = write!(text, ", {}", shorten::bytes(bytes));
    }
    let termination = log.str(request.termination);
    if !termination.is_empty() && termination != "----" {
        let _ = write!(text, ", {termination}");
    }
    let bad = request.status >= 500 || request.status == 0;
    (text, if bad { Ending::Failed } else { Ending::Done })
}

/// The program that writes a log of requests, where its form tells; empty if it does not.
fn writer(log: &Log) -> &'static str {
    let writer = log.entries.iter().find_map(|entry| match &entry.kind {
        Entry::Request(request) => Some(request.writer),
        _ => None,
    });
    match writer {
        Some(Writer::HaProxy) => "haproxy",
        Some(Writer::Envoy) => "envoy",
        Some(Writer::Traefik) => "traefik",
        Some(Writer::Caddy) => "caddy",
        Some(Writer::Nginx) => "nginx",
        Some(Writer::CloudBalancer) => "load balancer",
        Some(Writer::Any | Writer::Iis) | None => "",
    }
}

/// The log is of somebody who hands requests on: to the traced process, or it is the process itself.
fn hands_on(scene: &Scene<'_>, log: &Log) -> bool {
    let runs = [scene.alignment.normal.run, scene.alignment.failing.run];
    let own = runs.iter().filter_map(|run| scene.analysis.runs.get(*run)).in_list();
    let listens = |address: &str| own.iter().any(|run| listens_at(run, address));
    log.entries.iter().take(200).any(|entry| match &entry.kind {
        Entry::Request(request) => {
            let named = request.upstreams.iter().any(|one| listens(log.str(*one)));
            named || matches!(request.writer, Writer::HaProxy | Writer::CloudBalancer)
        }
        _ => false,
    })
}

/// A run accepts connections at that address.
fn listens_at(run: &Run, address: &str) -> bool {
    let port = |address: &str| address.rsplit(':').next().unwrap_or("").to_owned();
    !address.is_empty()
        && address.contains(':')
        && run.descriptors.iter().any(|one| {
            one.role == Role::Listener
                && (one.target == address
                    || (port(&one.target) == port(address)
                        && matches!(host(&one.target), "0.0.0.0" | "[::]" | "*")))
        })
}

/// The request of one side.
struct Asked<'a> {
    /// `GET /?key=1`, whole.
    request: String,
    /// The address that asked.
    client: String,
    run: &'a Run,
    /// The first and the last line of the unit.
    lines: (LineNumber, LineNumber),
}

impl<'a> Asked<'a> {
    fn of(scene: &Scene<'a>, unit: UnitRef) -> Option<Self> {
        let run = scene.analysis.runs.get(unit.run)?;
        let unit = run.units.get(unit.unit)?;
        let request = unit.events.iter().find_map(|event| {
            let call = run.trace.call(*event)?;
            let client = run.descriptor(*event)?.role == Role::Client;
            let data = client.then(|| run.trace.payload(call)).flatten()?;
            payload::request_line(&data.bytes).filter(|line| !line.ends_with('…'))
        })?;
        let client = unit.events.iter().find_map(|event| {
            let one = run.descriptor(*event).filter(|one| one.role == Role::Client)?;
            Some(one.target.clone()).filter(|target| !target.is_empty())
        });
        let line =
            |event: Option<&u32>| event.and_then(|event| run.trace.event(*event)).map(|event| event.line);
        let lines = (line(unit.events.first())?, line(unit.events.last())?);
        Some(Self { request, client: client.unwrap_or_default(), run, lines })
    }

    /// The process wrote the log: a line names the very connection that it accepted.
    fn wrote(&self, log: &Log) -> bool {
        let port = host(&self.client) != self.client;
        port && log.entries.iter().any(|entry| {
            let text = log.str(entry.text);
            text.split([' ', '"', ',']).any(|word| word == self.client)
        })
    }

    /// Who asks in the log is not who asks the process: the log is written one step nearer to the client.
    fn comes_from_elsewhere(&self, log: &Log) -> bool {
        let own = host(&self.client);
        !own.is_empty()
            && log.entries.iter().all(|entry| match &entry.kind {
                Entry::Request(request) => host(log.str(request.client)) != own,
                _ => true,
            })
    }

    /// The only line of a log that can be about this request.
    fn line<'l>(&self, log: &'l Log, times: &Times) -> Option<Found<'l>> {
        let when = times.of_lines(self.run.source, self.lines)?;
        let mut found = log.entries.iter().filter_map(|entry| {
            let Entry::Request(request) = &entry.kind else { return None };
            let (method, path) = request.asked_for(&log.text);
            let same = self.request.split_once(' ') == Some((method, path));
            let at = times.at(log.source, entry.line).filter(|_| same)?;
            let took = request.duration.unwrap_or(0);
            let near = at >= when.0 - CLOSE - took && at <= when.1 + CLOSE + took;
            near.then_some((log, entry, request))
        });
        let first = found.next()?;
        // Of several it is not known which.
        if found.next().is_some() { None } else { Some(first) }
    }
}

/// When each line was written, on the common clock.
struct Times {
    at: Map<(SourceId, LineNumber), i64>,
    /// For each source, its dated lines in order.
    lines: Vec<(SourceId, LineNumber, i64)>,
}

impl Times {
    fn of(scene: &Scene<'_>) -> Self {
        let analysis = scene.analysis;
        let told = Told { runs: &analysis.runs, logs: &analysis.logs, listings: &analysis.listings };
        let clocks = Clocks::of(&told);
        let mut times = Self { at: Map::default(), lines: Vec::new() };
        each(&told, &mut |dated| {
            if let Some(at) = clocks.place(&dated) {
                times.at.keep((dated.source, dated.line), at);
                times.lines.push((dated.source, dated.line, at));
            }
        });
        times
    }

    fn at(&self, source: SourceId, line: LineNumber) -> Option<i64> {
        self.at.get(&(source, line)).copied()
    }

    /// The first and the last time within lines of a source; `None` if none is dated.
    fn of_lines(&self, source: SourceId, lines: (LineNumber, LineNumber)) -> Option<(i64, i64)> {
        let inside = self
            .lines
            .iter()
            .filter(|(own, line, _)| *own == source && (lines.0..=lines.1).contains(line))
            .map(|(_, _, at)| *at);
        let times = inside.with([]).in_list();
        Some((*times.iter().min()?, *times.iter().max()?))
    }
}
