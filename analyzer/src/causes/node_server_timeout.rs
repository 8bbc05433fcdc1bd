//! Node's HTTP server destroys the socket of a request that takes longer than `server.timeout`, without an error.
//!
//! Before Node 13 the limit is 120 seconds of silence on the socket by default; since then there is none
//! (Node's documentation of `server.timeout`).

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::wire::{self, Connection, Sign};
use crate::model::listing::Fact;
use crate::model::log::Entry;
use crate::report::Confidence;
use crate::source::{LineNumber, SourceId};

const ID: &str = "node-server-timeout";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// The first version without the limit.
const ENDED: (u32, u32, u32) = (13, 0, 0);

/// The limit, and how far off a capture or a log may be, in microseconds.
const LIMIT: i64 = 120_000_000;
const OFF: i64 = 1_200_000;

/// What nginx says of an upstream that closes before it answers.
const CLOSED: &str = "upstream prematurely closed connection while reading response header";

/// Two minutes, as people write it who describe what they saw.
const TWO_MINUTES: &[&str] = &[
    "2 minutes",
    "two minutes",
    "2 min",
    "120 s",
    "120s",
    "120秒",
    "120 秒",
    "2分钟",
    "2 分钟",
    "两分钟",
    "二分钟",
];

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let version = scene.case.version("node");
    if version.is_some_and(|(.., number)| number >= ENDED) || version.is_none() && !runs_node(scene) {
        return None;
    }
    let old = version.is_some();
    let mut closed = scene.wire.showing(Sign::ClosedWithoutAnswer).peekable();
    let any = closed.peek().copied();
    let after = closed.find(|one| one.waited().is_some_and(about_the_limit));
    let undated = any.filter(|one| one.waited().is_none());
    let duration = duration(scene);
    let told = logged(scene);
    // What somebody tells is no line that shows it; it says which question the version answers.
    let retold = retold(scene, &|line| line.contains(CLOSED)).filter(|_| told.is_none());
    let length = retold_length(scene).filter(|_| duration.is_none());
    let confidence = match (after, undated) {
        (Some(_), _) if old => Confidence::Proven,
        (Some(_), _) => Confidence::Likely,
        (None, Some(_)) if old => Confidence::Likely,
        _ if !old || any.is_some() => return None,
        _ if told.or(retold).is_some() && duration.or(length).is_some() => Confidence::Likely,
        _ if told.or(retold).is_some() => Confidence::Possible,
        _ => return None,
    };
    let mut claim = match after.or(undated) {
        Some(connection) => on_the_wire(scene, confidence, connection),
        None => Claim::new(scene, ID, confidence, 95),
    };
    if let Some((listing, item, _)) = version {
        claim.cite_line(listing.source, item.line, "version");
        claim = claim.mark("version", listing.str(item.text).trim());
    }
    for (why, at) in [("told", told), ("duration", duration)] {
        if let Some((source, line)) = at {
            claim.cite_line(source, line, why);
        }
    }
    let number = |at: Option<(SourceId, LineNumber)>| at.map_or(String::new(), |(_, line)| line.to_string());
    claim.mark("retold", number(retold)).mark("length", number(length)).hop("node").done()
}

fn on_the_wire<'s, 'a>(
    scene: &'s Scene<'a>,
    confidence: Confidence,
    connection: &Connection<'a>,
) -> Claim<'s, 'a> {
    wire::begin(scene, ID, ID, confidence, 95, connection)
}

fn about_the_limit(time: i64) -> bool {
    (time - LIMIT).abs() <= OFF
}

/// A process of Node is told, though not its version.
fn runs_node(scene: &Scene<'_>) -> bool {
    scene.items().any(|(listing, item)| match &item.fact {
        Fact::Process(process) => {
            let program = listing.str(process.command).split(' ').next().unwrap_or("");
            matches!(program.rsplit('/').next(), Some("node" | "nodejs"))
        }
        _ => false,
    })
}

/// A request that failed after about as long as the limit.
fn duration(scene: &Scene<'_>) -> Option<(SourceId, LineNumber)> {
    scene.case.logs.iter().find_map(|log| {
        let entry = log.entries.iter().find(|entry| match &entry.kind {
            Entry::Request(request) => request.status >= 499 && request.duration.is_some_and(about_the_limit),
            _ => false,
        })?;
        Some((log.source, entry.line))
    })
}

/// The line of a log that says that the upstream closed.
fn logged(scene: &Scene<'_>) -> Option<(SourceId, LineNumber)> {
    scene.case.logs.iter().find_map(|log| {
        let entry = log.entries.iter().find(|entry| log.str(entry.text).contains(CLOSED))?;
        Some((log.source, entry.line))
    })
}

/// The sentence that tells of two minutes, the one that names a bad gateway before others.
fn retold_length(scene: &Scene<'_>) -> Option<(SourceId, LineNumber)> {
    let two_minutes = |line: &str| TWO_MINUTES.iter().any(|words| line.contains(words));
    retold(scene, &|line| line.contains("502") && two_minutes(line)).or_else(|| retold(scene, &two_minutes))
}

/// The first line that fits of what people wrote, which no format reads.
fn retold(scene: &Scene<'_>, fits: &dyn Fn(&str) -> bool) -> Option<(SourceId, LineNumber)> {
    let case = scene.case;
    let read = |id: SourceId| {
        case.runs.iter().any(|one| one.source == id)
            || case.logs.iter().any(|one| one.source == id)
            || case.configs.iter().any(|one| one.source == id)
            || case.listings.iter().any(|one| one.source == id)
    };
    case.sources.iter().enumerate().filter(|(id, _)| !read(*id)).find_map(|(id, source)| {
        let line = source.lines.iter().find(|line| fits(line.span.of(&source.text)))?;
        Some((id, line.number))
    })
}
