//! Builds a diagnosis: what is claimed, and the lines it rests on.

use super::failure::Shown;
use super::reading::base_name;
use super::scene::Scene;
use super::suspects::{Standing, Suspect};
use super::words;
use crate::model::trace::EventId;
use crate::prose::{Marks, cause as prose};
use crate::report::{Absence, Confidence, Diagnosis, Evidence, Refutation};
use crate::source::{LineNumber, SourceId};

/// Quotes are cut to about this many characters.
const QUOTE: usize = 200;

/// A diagnosis with what ranks it.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What is said.
    pub diagnosis: Box<Diagnosis>,
    /// The higher, the better it explains the failure.
    pub score: i32,
    /// The call that it blames, as run and event: of two findings on one call, the more specific stays.
    pub fault: Option<(usize, EventId)>,
}

/// A diagnosis without words.
pub fn blank(cause: &str, confidence: Confidence) -> Box<Diagnosis> {
    Box::new(Diagnosis {
        cause: cause.into(),
        confidence,
        title: String::new(),
        summary: String::new(),
        hop: None,
        mechanism: Vec::new(),
        mechanism_evidence: Vec::new(),
        evidence: Vec::new(),
        absent: Vec::new(),
        refutes: Vec::new(),
        confirm: Vec::new(),
        fix: Vec::new(),
        applies_when: None,
    })
}

/// A diagnosis in the making: on the heap, since it is handed on from word to word.
#[must_use]
#[derive(Debug)]
pub struct Claim<'s, 'a>(Box<Draft<'s, 'a>>);

/// What a claim holds.
#[derive(Debug)]
struct Draft<'s, 'a> {
    scene: &'s Scene<'a>,
    finding: Finding,
    words: prose::Words<'s>,
    marks: Marks,
    /// Variants of the words that hold.
    variants: Vec<&'a str>,
    /// Evidence by its key: the place among the evidence.
    cited: Vec<(String, usize)>,
}

impl<'s, 'a> Claim<'s, 'a> {
    /// Begins a diagnosis.
    pub fn new(scene: &'s Scene<'a>, cause: &str, confidence: Confidence, score: i32) -> Self {
        Self(Box::new(Draft {
            scene,
            finding: Finding { diagnosis: blank(cause, confidence), score, fault: None },
            words: scene.case.prose.cause(cause),
            marks: Marks::default(),
            variants: Vec::new(),
            cited: Vec::new(),
        }))
    }

    /// Begins a diagnosis that rests on one failing call.
    ///
    /// Cites that call (`fault`), where it fails last (`again`), the message that follows (`report`), what comes of it
    /// (`failure`) and the normal run at the same place (`normal`), and sets the marks of `words`.
    pub fn on(scene: &'s Scene<'a>, cause: &str, suspect: &Suspect<'a>) -> Self {
        let mut claim =
            Self::new(scene, cause, suspect.confidence(), suspect.score).blames(suspect.run, suspect.event);
        claim = claim.marks_of(suspect).variant("named", suspect.named);
        let run = suspect.run;
        claim.cite(run, suspect.event, "fault");
        claim.cites("again", run, again(scene, suspect));
        claim.cites(if suspect.named { "report" } else { "next" }, run, suspect.report);
        claim.ends(run, suspect.failure.as_ref());
        if let Some((normal, event)) = usual(scene, suspect) {
            claim.cite(normal, event, "normal");
        }
        claim
    }

    /// Takes the words of a cause that needs few: from a file that has many of them.
    pub fn in_brief(mut self, file: &str) -> Self {
        self.0.words = self.0.scene.case.prose.brief(file, &self.0.finding.diagnosis.cause);
        self
    }

    /// Sets the marks of a failing call: see [`words::mark`].
    pub fn marks_of(mut self, suspect: &Suspect<'a>) -> Self {
        if let Some(reading) = self.0.scene.reading(suspect.run) {
            words::mark(&mut self.0.marks, reading, suspect);
        }
        self
    }

    /// Names the cause, where it is said in words of another name.
    pub fn names(mut self, cause: &str) -> Self {
        self.0.finding.diagnosis.cause = cause.into();
        self
    }

    /// Cites what came of it (`failure`), and says it: the marks `{came}`, empty for nothing, and `{end}`.
    pub fn ends(&mut self, run: usize, shown: Option<&Shown>) {
        words::mark_end(&mut self.0.marks, shown);
        self.cites("failure", run, shown.map(|shown| shown.event));
    }

    /// Says what a mark of the words stands for.
    pub fn mark(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.marks.set(name, value.into());
        self
    }

    /// Chooses the words that are meant for a variant of the cause, if it is that one.
    pub fn variant(mut self, name: &'a str, holds: bool) -> Self {
        if holds {
            self.0.variants.push(name);
        }
        self
    }

    /// The call that is blamed.
    pub fn blames(mut self, run: usize, event: EventId) -> Self {
        self.0.finding.fault = Some((run, event));
        self
    }

    /// Who failed, where several hops are involved.
    pub fn hop(mut self, hop: impl Into<String>) -> Self {
        self.0.finding.diagnosis.hop = Some(hop.into());
        self
    }

    /// Takes another confidence than the one it began with.
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.0.finding.diagnosis.confidence = confidence;
        self
    }

    /// Takes another score than the one it began with, if that is higher.
    pub fn score(mut self, score: i32) -> Self {
        self.0.finding.score = self.0.finding.score.max(score);
        self
    }

    /// Adds a line that it rests on and gives its place among the evidence; `None` if there is no such line.
    ///
    /// `why` is the key of the words that say why it counts. A line that is cited already keeps its first reason.
    pub fn cite(&mut self, run: usize, event: EventId, why: &str) -> Option<usize> {
        let reading = self.0.scene.reading(run)?;
        let line = reading.run.trace.event(event)?.line;
        let evidence = &mut self.0.finding.diagnosis.evidence;
        let known = evidence.iter().position(|one| one.line == line && one.source == reading.name);
        let at = known.unwrap_or(evidence.len());
        if known.is_none() {
            evidence.push(Evidence {
                source: reading.name.into(),
                line,
                quote: words::shorten(reading.text(event), QUOTE),
                why: why.into(),
            });
        }
        self.0.cited.push((why.into(), at));
        Some(at)
    }

    /// Like [`Self::cite`], for a line that may not be there.
    pub fn cites(&mut self, why: &str, run: usize, event: Option<EventId>) {
        if let Some(event) = event {
            self.cite(run, event, why);
        }
    }

    /// Adds a line that is no event of a trace, such as a row of a table.
    pub fn quote(mut self, source: &str, line: LineNumber, why: &str) -> Self {
        let text = self.0.scene.case.sources.iter().find(|one| one.name == source).map_or("", |one| {
            one.lines.iter().position(|at| at.number == line).map_or("", |index| one.line_text(index))
        });
        self.0.cited.push((why.into(), self.0.finding.diagnosis.evidence.len()));
        self.0.finding.diagnosis.evidence.push(Evidence {
            source: source.into(),
            line,
            quote: words::shorten(text, QUOTE),
            why: why.into(),
        });
        self
    }

    /// Adds a line of any source (a log, a listing, a configuration) and gives its place among the evidence; `None` if
    /// there is no such source. `why` is the key of the words, as for [`Self::cite`].
    pub fn cite_line(&mut self, source: SourceId, line: LineNumber, why: &str) -> Option<usize> {
        let source = self.0.scene.case.sources.get(source)?;
        let evidence = &mut self.0.finding.diagnosis.evidence;
        let known = evidence.iter().position(|one| one.line == line && one.source == source.name);
        let at = known.unwrap_or(evidence.len());
        if known.is_none() {
            let index = source.lines.partition_point(|at| at.number < line);
            evidence.push(Evidence {
                source: source.name.clone(),
                line,
                quote: words::shorten(source.line_text(index), QUOTE),
                why: why.into(),
            });
        }
        self.0.cited.push((why.into(), at));
        Some(at)
    }

    /// Speaks in the words of another entry of the causes: where it rests on other lines than the cause's own check.
    pub fn in_words_of(mut self, entry: &str) -> Self {
        self.0.words = self.0.scene.case.prose.cause(entry);
        self
    }

    /// Like [`Self::cite`], for the line on which a call in two halves came back.
    pub fn cite_resumed(&mut self, run: usize, event: EventId, why: &str) -> Option<usize> {
        let reading = self.0.scene.reading(run)?;
        let Some(line) = reading.seen(event).and_then(|seen| seen.call.resumed_line) else {
            return self.cite(run, event, why);
        };
        let evidence = &mut self.0.finding.diagnosis.evidence;
        let at = evidence.len();
        evidence.push(Evidence {
            source: reading.name.into(),
            line,
            quote: words::shorten(reading.text(event), QUOTE),
            why: why.into(),
        });
        self.0.cited.push((why.into(), at));
        Some(at)
    }

    /// Adds something that did not happen, in the words of that key; `normal` is where the normal run did it.
    pub fn never(mut self, key: &str, normal: Option<(usize, EventId)>) -> Self {
        let place = normal.and_then(|(run, event)| {
            let reading = self.0.scene.reading(run)?;
            Some((reading.name.to_string(), reading.line(event)))
        });
        self.0.finding.diagnosis.absent.push(Absence {
            what: key.into(),
            source: place.as_ref().map(|(name, _)| name.clone()),
            line: place.map(|(_, line)| line),
            why: String::new(),
        });
        self
    }

    /// Adds a hypothesis that a line rules out, in the words of that key, if there is such a line.
    pub fn not(mut self, key: &str, run: usize, event: Option<EventId>) -> Self {
        if let Some((reading, event)) = self.0.scene.reading(run).zip(event) {
            self.0.finding.diagnosis.refutes.push(Refutation {
                hypothesis: key.into(),
                source: reading.name.into(),
                line: reading.line(event),
                why: String::new(),
            });
        }
        self
    }

    /// Like [`Self::not`], for a line of any source.
    pub fn rules_out(mut self, key: &str, at: Option<(SourceId, LineNumber)>) -> Self {
        if let Some((source, line)) = at
            && let Some(source) = self.0.scene.case.sources.get(source)
        {
            let source = source.name.clone();
            self.0.finding.diagnosis.refutes.push(Refutation {
                hypothesis: key.into(),
                source,
                line,
                why: String::new(),
            });
        }
        self
    }

    /// The finished diagnosis, in the words of its cause.
    pub fn done(self) -> Option<Finding> {
        let Draft { scene, mut finding, words, marks, variants, cited } = *self.0;
        let holds = |name: &str| {
            variants.contains(&name) || cited.iter().any(|(key, _)| key == name) || marks.has(name)
        };
        let said = prose::Said { marks: &marks, holds: &holds };
        let one = &mut finding.diagnosis;
        one.title = words.title(&said);
        if one.title.is_empty() {
            one.title.clone_from(&one.cause);
        }
        one.summary = words.summary(&said);
        for evidence in &mut one.evidence {
            // A request that went well in the failing run's own trace is not the normal run.
            if evidence.why == "normal" && scene.failing().any(|(_, reading)| reading.name == evidence.source)
            {
                evidence.why = "well".into();
            }
            if let Some(why) = words.why(&evidence.why, &said) {
                evidence.why = why;
            }
        }
        for refuted in &mut one.refutes {
            if let Some((hypothesis, why)) = words.refuted(&refuted.hypothesis, &said) {
                (refuted.hypothesis, refuted.why) = (hypothesis, why);
            }
        }
        for absent in &mut one.absent {
            if let Some((what, why)) = words.absent(&absent.what, &said) {
                (absent.what, absent.why) = (what, why);
            }
        }
        words.steps(&said, &mut |step, rests| {
            let at = rests.split("`, `").find_map(|key| cited.iter().find(|(known, _)| known == key));
            one.mechanism.push(step);
            one.mechanism_evidence.push(at.map(|(_, at)| *at));
        });
        one.confirm = words.confirm(&said);
        one.fix = words.fix(&said);
        one.applies_when = words.applies_when(&said);
        Some(finding)
    }
}

/// Where the suspect's call fails last: for errors of a name with a file called so, for others with any.
fn again(scene: &Scene<'_>, suspect: &Suspect<'_>) -> Option<EventId> {
    let name = base_name(&suspect.object.name);
    let one_name = suspect.of_one_name();
    suspect.repeats.last().copied().or_else(|| {
        let alike = scene.suspects.iter().filter(|other| {
            other.run == suspect.run
                && other.errno == suspect.errno
                && other.family == suspect.family
                && other.event > suspect.event
                && (!one_name || base_name(&other.object.name) == name)
        });
        alike.map(|other| other.repeats.last().copied().unwrap_or(other.event)).max()
    })
}

/// What the normal run did at the same place, where that tells something.
fn usual(scene: &Scene<'_>, suspect: &Suspect<'_>) -> Option<(usize, EventId)> {
    let beside = suspect.normal.or_else(|| scene.beside(suspect.run, suspect.event));
    beside.filter(|_| suspect.standing > Standing::Unknown || suspect.normal.is_some())
}
