//! Stretches of calls that tell nothing by themselves: a note with the name of the phase.

use super::Ending;
use super::build::Scene;
use super::step::{Draft, Part, Peer, Verb};
use crate::align::Row;
use crate::align::place::Side;
use crate::kernel::meaning::{Act, act_of};
use crate::model::trace::EventId;
use crate::order::{Change, InList};
use crate::render::rows::at::At;
use crate::render::rows::{arguments, shorten};
use crate::source::LineNumber;
use crate::trace::{Run, Unit};

/// A stretch of one run alone is told from so many calls on.
const FEW: u32 = 6;
/// A stretch that the two runs call by different names is told from so many calls on.
const MANY: u32 = 12;
/// So much of a call is shown where there is no better word for it.
const WORDS: usize = 56;
/// So many titles of phases stand in one note.
const TITLES: usize = 3;

/// Which of the runs: both, only the normal one, only the failing one.
const RUNS: [(bool, bool); 3] = [(true, true), (true, false), (false, true)];

/// Gathers the quiet rows of one phase after the other.
pub struct Gathering<'a> {
    sides: [Option<(&'a Run, &'a Unit)>; 2],
    starts: Vec<usize>,
    at: usize,
    /// For each of [`RUNS`]: where the stretch began among the steps, and its parts.
    quiet: [Option<Stretch>; 3],
    shown: [bool; 3],
}

struct Stretch {
    place: usize,
    parts: [Option<Part>; 2],
}

impl<'a> Gathering<'a> {
    /// Begins with the first phase.
    pub fn of(scene: &Scene<'a>) -> Self {
        let side = |side| scene.run(side).zip(scene.alignment.unit(&scene.analysis.runs, side));
        let report = scene.analysis.report.comparisons.get(scene.comparison);
        let phases = report.map_or(&[][..], |report| report.phases.as_slice());
        Self {
            sides: [side(Side::Normal), side(Side::Failing)],
            starts: phases.iter().map(|phase| phase.rows[0] as usize).in_list(),
            at: 0,
            quiet: [None, None, None],
            shown: [false; 3],
        }
    }

    /// The index of the phase.
    pub fn phase(&self) -> usize {
        self.at
    }

    /// True if another phase begins with this row.
    pub fn begins(&mut self, row: usize) -> bool {
        let next = self.starts.partition_point(|start| *start <= row).saturating_sub(1);
        let begins = next != self.at;
        self.at = next;
        begins
    }

    /// A row of the phase; `place` is the number of steps so far.
    pub fn row(&mut self, row: &Row, shown: bool, place: usize) {
        let runs = (row.normal.is_some(), row.failing.is_some());
        let Some(index) = RUNS.iter().position(|known| *known == runs) else { return };
        if shown {
            if let Some(shown) = self.shown.get_mut(index) {
                *shown = true;
            }
            return;
        }
        let events = [row.normal, row.failing];
        let mut parts = self.sides.iter().zip(events).map(|(side, event)| {
            let (run, unit) = (*side)?;
            quiet(run, unit, event?)
        });
        let parts = [parts.next().flatten(), parts.next().flatten()];
        let Some(stretch) = self.quiet.get_mut(index) else { return };
        let stretch = stretch.get_or_insert(Stretch { place, parts: [None, None] });
        for (mine, other) in stretch.parts.iter_mut().zip(parts) {
            match (mine, other) {
                (Some(mine), Some(other)) => together(mine, &other),
                (mine @ None, other) => *mine = other,
                _ => {}
            }
        }
    }

    /// The phase is over: its quiet stretches become notes.
    pub fn end(&mut self, drafts: &mut Vec<Draft>) {
        let any = self.shown.iter().any(|shown| *shown);
        let mut moved = 0;
        let phase = self.at;
        let quiet = std::mem::take(&mut self.quiet);
        let shown = std::mem::take(&mut self.shown);
        for ((stretch, shown), runs) in quiet.into_iter().zip(shown).zip(RUNS) {
            let Some(Stretch { place, parts: [normal, failing] }) = stretch else { continue };
            let calls = normal.as_ref().or(failing.as_ref()).map_or(0, |part| part.calls);
            let both = runs == (true, true);
            let alike = normal.as_ref().map(|part| &part.head) == failing.as_ref().map(|part| &part.head);
            let few = (calls < FEW && (any || !both || calls < 3)) || (both && !alike && calls < MANY);
            let titled = normal.as_ref().or(failing.as_ref()).is_some_and(|part| !part.head.is_empty());
            if shown || few || !titled {
                continue;
            }
            let draft = Draft {
                from: Peer::Process,
                to: Peer::Process,
                verb: Verb::Phase,
                normal,
                failing,
                same: both,
                decisive: false,
                phase,
            };
            let place = (place + moved).min(drafts.len());
            drafts.insert(place, draft);
            moved += 1;
        }
    }
}

/// A quiet event, under the title of its phase.
fn quiet(run: &Run, unit: &Unit, event: EventId) -> Option<Part> {
    let line: LineNumber = run.trace.event(event)?.line;
    Some(Part {
        head: title(unit, event).unwrap_or_default().to_owned(),
        said: None,
        more: 0,
        bytes: None,
        source: u32::try_from(run.source).unwrap_or(u32::MAX),
        first: line,
        last: line,
        calls: 1,
        ending: Ending::Done,
    })
}

/// The title of the phase of a unit that an event belongs to; `None` for what every program does alike.
fn title(unit: &Unit, event: EventId) -> Option<&str> {
    let place = unit.events.partition_point(|known| *known < event);
    let phase = unit.phases.partition_point(|phase| (phase.first as usize) <= place).checked_sub(1);
    let phase = unit.phases.get(phase?)?;
    (phase.kind != "set-up").then_some(phase.title.as_str())
}

/// Notes of the same runs that follow one another become one.
pub fn join(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut joined: Vec<Draft> = Vec::new();
    for draft in drafts {
        let continues = |last: &&mut Draft| {
            last.verb == Verb::Phase
                && draft.verb == Verb::Phase
                && last.runs() == draft.runs()
                && last.same == draft.same
        };
        match joined.last_mut().filter(continues) {
            Some(last) => {
                for (mine, other) in [(&mut last.normal, &draft.normal), (&mut last.failing, &draft.failing)]
                {
                    if let (Some(mine), Some(other)) = (mine, other) {
                        together(mine, other);
                    }
                }
            }
            None => joined.push(draft),
        }
    }
    joined
}

/// Two notes as one, with the titles of both as long as there are few.
pub fn together(mine: &mut Part, other: &Part) {
    let titles = mine.head.split("; ").count();
    let head = mine.head.clone();
    mine.gather(other);
    mine.more = 0;
    mine.head = match () {
        () if head.split("; ").any(|title| title == other.head) => head,
        () if head.is_empty() => other.head.clone(),
        () if other.head.is_empty() => head,
        () if titles < TITLES => format!("{head}; {}", other.head),
        () if head.ends_with('…') => head,
        () => format!("{head}; …"),
    };
}

/// An event in the words of the comparison, where nothing better is known; `None` if there is no such call.
pub fn in_words(run: &Run, event: EventId) -> Option<String> {
    let at = At::of(run, event)?;
    if matches!(act_of(at.name, at.object()), Act::Poll | Act::Futex | Act::WaitChild)
        && at.returned().is_some()
    {
        return Some(format!("{} returns", at.name));
    }
    let mut words: Vec<String> = vec![at.name.to_owned()];
    words.add_all([arguments::summary(&at)].into_iter().filter(|summary| !summary.is_empty()));
    Some(shorten::end(&format!("{} = {}", words.join(" "), at.result()), WORDS))
}
