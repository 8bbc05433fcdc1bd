//! Calls the witnesses of a diagnosis: further lines of the same trace, and lines of other sources, that an engineer
//! needs to be convinced.
//!
//! A cause cites what it rests on. Whatever else was given (another trace, logs, configuration, packets, listings)
//! is heard here, for all causes alike, and only if something ties it to the failure: its address, its path, the name
//! that was asked for, the request, the time. That a line is there and looks bad is no tie.

mod listings;
mod logs;
mod marks;
mod missing;
mod peers;
mod settings;
mod sober;
mod texts;
mod trace;
pub mod unrelated;

use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;
use super::reasoning::words;
use crate::model::trace::EventId;
use crate::report::{Confidence, Evidence, Missing};
use crate::source::{LineNumber, SourceId};
use marks::Marks;

/// No more lines than these are added, and no more are cited in all: a list that nobody reads convinces nobody.
const MOST: usize = 7;
const MOST_IN_ALL: usize = 12;
/// Quotes are cut to about this many characters.
const QUOTE: usize = 240;

/// Adds the lines of the witnesses to a finding, and gives what is missing to settle what stays open.
///
/// Work is linear in the lines of all sources.
pub fn call(scene: &Scene<'_>, finding: &mut Finding) -> Vec<Missing> {
    let marks = Marks::of(scene, finding);
    let firm = finding.diagnosis.confidence > Confidence::Possible;
    let mut hearing = Hearing { scene, marks, finding, heard: 0, also: None };
    trace::hear(&mut hearing);
    if firm || hearing.marks.request() {
        peers::hear(&mut hearing);
        logs::hear(&mut hearing);
        settings::hear(&mut hearing);
        listings::hear(&mut hearing);
        texts::hear(&mut hearing);
    }
    let missing = missing::ask(&hearing);
    sober::down(&mut hearing);
    missing
}

/// A finding while its witnesses are heard.
struct Hearing<'h, 'a> {
    scene: &'h Scene<'a>,
    marks: Marks<'h>,
    finding: &'h mut Finding,
    heard: usize,
    /// The message about another request that bears this one out.
    also: Option<String>,
}

impl Hearing<'_, '_> {
    /// True if a line is cited already.
    fn knows(&self, source: &str, line: LineNumber) -> bool {
        self.finding.diagnosis.evidence.iter().any(|one| one.line == line && one.source == source)
    }

    /// Adds a line of a source.
    fn line(&mut self, source: SourceId, line: LineNumber, why: &str) {
        let Some(source) = self.scene.case.sources.get(source) else { return };
        let all = self.finding.diagnosis.evidence.len();
        if self.heard >= MOST || all >= MOST_IN_ALL || self.knows(&source.name, line) {
            return;
        }
        let index = source.lines.partition_point(|at| at.number < line);
        let quote = words::shorten(source.line_text(index), QUOTE);
        let evidence = Evidence { source: source.name.clone(), line, quote, why: why.into() };
        self.finding.diagnosis.evidence.push(evidence);
        self.heard += 1;
    }

    /// Adds an event of a run.
    fn event(&mut self, run: usize, event: EventId, why: &str) {
        let Some(reading) = self.scene.reading(run) else { return };
        let source = reading.run.source;
        if let Some(event) = reading.run.trace.event(event) {
            self.line(source, event.line, why);
        }
    }

    /// The cause is one of these.
    fn is(&self, causes: &[&str]) -> bool {
        causes.contains(&self.finding.diagnosis.cause.as_str())
    }
}
