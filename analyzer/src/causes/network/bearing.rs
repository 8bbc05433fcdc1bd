//! What sockets and packets add to connections that are not kept: how many are closed each second.

use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::sockets::{TIME_WAIT_SECONDS, in_state};
use crate::causes::reasoning::words::shorten;
use crate::model::socket::State;
use crate::report::Evidence;
use crate::source::{LineNumber, SourceId};

/// Quotes are cut to about this many characters.
const QUOTE: usize = 200;

/// A thousand closed connections a minute are worth a word; fewer are everyday.
const MANY: u64 = 1_000;

/// Adds the rate of closed connections, and the request that asks for the close, where keep-alive does not work.
pub fn bear_out(scene: &Scene<'_>, findings: &mut [Finding]) {
    for finding in findings {
        if finding.diagnosis.cause != "upstream-keepalive-disabled-http10" {
            continue;
        }
        if let Some(told) = in_state(scene, State::TimeWait).filter(|told| told.count >= MANY) {
            let rate = told.count / TIME_WAIT_SECONDS;
            let why = format!(
                "{} closed connections wait out their minute: about {rate} are closed each second, because none is kept",
                told.count
            );
            add_line(scene, finding, (told.source, told.line), &why);
        }
        let asks = scene.wire.connections.iter().find_map(|one| one.says(true, "Connection: close"));
        if let Some(asks) = asks {
            let why = "on the wire, the proxy asks for the connection to be closed";
            add_line(scene, finding, (asks.source, asks.line), why);
        }
    }
}

/// Adds a line that is not cited yet.
fn add_line(scene: &Scene<'_>, finding: &mut Finding, (source, line): (SourceId, LineNumber), why: &str) {
    let Some(source) = scene.case.sources.get(source) else { return };
    let evidence = &mut finding.diagnosis.evidence;
    if evidence.iter().any(|one| one.line == line && one.source == source.name) {
        return;
    }
    let index = source.lines.partition_point(|at| at.number < line);
    let quote = shorten(source.line_text(index), QUOTE);
    evidence.push(Evidence { source: source.name.clone(), line, quote, why: why.into() });
}
