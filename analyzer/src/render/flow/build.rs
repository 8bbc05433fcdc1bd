//! From rows to steps: what each row tells, with neighbours of one kind gathered.

use super::Ending;
use super::mark::{Mark, Reader, Weight};
use super::phases::Gathering;
use super::step::{Draft, Part, Peer, Verb};
use crate::Analysis;
use crate::align::place::Side;
use crate::align::{Alignment, Row, RowKind};
use crate::model::trace::EventId;
use crate::order::{Change, Pick};
use crate::render::rows::shorten;
use crate::report::DivergenceKind;
use crate::trace::{DescriptorRole as Role, Run};

/// So far back a step looks for the one that it continues, past steps of the other run.
const BACK: usize = 12;

/// What is drawn.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The analysis.
    pub analysis: &'a Analysis,
    /// The comparison's two units.
    pub alignment: &'a Alignment,
    /// Its index.
    pub comparison: usize,
}

impl<'a> Scene<'a> {
    /// The run of one side.
    pub fn run(&self, side: Side) -> Option<&'a Run> {
        self.alignment.run(&self.analysis.runs, side)
    }
}

/// The steps of a comparison, in order.
pub fn drafts(scene: &Scene<'_>) -> Vec<Draft> {
    let reader = |side| scene.run(side).map(|run| Reader::new(run, scene.analysis));
    let mut state = Building {
        readers: [reader(Side::Normal), reader(Side::Failing)],
        drafts: Vec::new(),
        same_server: Vec::new(),
        servers: [servers(scene, Side::Normal), servers(scene, Side::Failing)],
        pending: false,
        fallback: None,
    };
    let decisive = scene.alignment.decisive.or(scene.alignment.first);
    let mut gathering = Gathering::of(scene);
    for (index, row) in scene.alignment.rows.iter().enumerate() {
        if gathering.begins(index) {
            gathering.end(&mut state.drafts);
        }
        let shown = state.row(row, gathering.phase(), decisive == Some(index));
        gathering.row(row, shown, state.drafts.len());
    }
    gathering.end(&mut state.drafts);
    if state.pending {
        state.fall_back();
    }
    apart(state.drafts)
}

/// Between two steps that both runs do, what one run does alone stands together. The order within a run stays; which
/// run comes first says nothing, except that what never happened follows what the failing run stopped at.
fn apart(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut ordered: Vec<Draft> = Vec::new();
    let mut gap: [Vec<Draft>; 2] = [Vec::new(), Vec::new()];
    for draft in drafts {
        match draft.runs() {
            (true, false) => gap[0].push(draft),
            (false, _) => gap[1].push(draft),
            (true, true) => {
                close(&mut gap, false, &mut ordered);
                ordered.push(draft);
            }
        }
    }
    close(&mut gap, true, &mut ordered);
    ordered
}

fn close(gap: &mut [Vec<Draft>; 2], last: bool, ordered: &mut Vec<Draft>) {
    let [normal, failing] = gap;
    if last || failing.iter().any(|draft| draft.decisive) {
        ordered.append(&mut regathered(failing));
        ordered.append(&mut regathered(normal));
    } else {
        ordered.append(&mut regathered(normal));
        ordered.append(&mut regathered(failing));
    }
}

/// Steps that have become neighbours continue one another.
fn regathered(drafts: &mut Vec<Draft>) -> Vec<Draft> {
    let mut list: Vec<Draft> = Vec::new();
    for draft in drafts.drain(..) {
        match list.last_mut().filter(|before| before.takes(&draft)) {
            Some(before) => before.gather(&draft),
            None => list.push(draft),
        }
    }
    list
}

struct Building<'a> {
    /// The normal run's reader and the failing one's.
    readers: [Option<Reader<'a>>; 2],
    drafts: Vec<Draft>,
    /// Addresses of the failing run that stand for the normal run's.
    same_server: Vec<(String, String)>,
    /// The addresses of servers that each run talks to.
    servers: [Vec<String>; 2],
    /// The decisive difference has been passed and told nothing by itself.
    pending: bool,
    /// What is told of it if nothing better comes: its row, marks and phase, and where it stood.
    fallback: Option<Fallback>,
}

type Fallback = (Row, Option<Mark>, Option<Mark>, usize, usize);

impl Building<'_> {
    /// Adds what a row tells; true if it tells something.
    fn row(&mut self, row: &Row, phase: usize, decisive: bool) -> bool {
        let same = matches!(row.kind, RowKind::Same | RowKind::ValueOnly);
        let differs = row.divergence.is_some() || row.one_sided();
        let mut normal = self.mark(0, row.normal);
        let mut failing = self.mark(1, row.failing);
        if decisive {
            // A call that tells nothing by itself leaves the word to what follows from it.
            self.pending = normal.is_none() && failing.is_none();
            self.insist(0, row.normal, &mut normal);
            self.insist(1, row.failing, &mut failing);
            if self.pending {
                self.fallback = Some((*row, normal, failing, phase, self.drafts.len()));
                return false;
            }
        }
        let only_normal = row.failing.is_none() && !decisive;
        let shown = |mark: &Option<Mark>| {
            mark.as_ref().is_some_and(|mark| match mark.weight {
                Weight::Loud => true,
                // What goes wrong in the normal run alone did no harm.
                Weight::Minor => differs && !same && !(only_normal && mark.ending != Ending::Done),
                Weight::Quiet => false,
            })
        };
        let (normal_shown, failing_shown) = (shown(&normal), shown(&failing));
        let changed = row.kind == RowKind::Changed && row.divergence.is_some();
        // Where the call behaves differently, its other side is told even if it tells little by itself.
        let told = |own: bool, other: bool| own || (changed && other);
        if !told(normal_shown, failing_shown) {
            normal = None;
        }
        if !told(failing_shown, normal_shown) {
            failing = None;
        }
        if normal.is_none() && failing.is_none() {
            return false;
        }
        if same {
            self.unify(normal.as_ref(), failing.as_mut());
        }
        if row.divergence == Some(DivergenceKind::Timing) {
            self.with_duration(0, row.normal, &mut normal);
            self.with_duration(1, row.failing, &mut failing);
        }
        self.add(row, normal, failing, same, phase, decisive);
        true
    }

    fn mark(&mut self, side: usize, event: Option<EventId>) -> Option<Mark> {
        let mut mark = self.readers.get_mut(side)?.as_mut()?.mark(event?)?;
        if side == 1 {
            let known = &self.same_server;
            for peer in [&mut mark.from, &mut mark.to] {
                if let Peer::Server(address) = peer
                    && let Some((_, stands_for)) = known.iter().find(|(failing, _)| failing == address)
                {
                    address.clone_from(stands_for);
                }
            }
        }
        Some(mark)
    }

    /// The decisive row is shown, whatever it is.
    fn insist(&self, side: usize, event: Option<EventId>, mark: &mut Option<Mark>) {
        let reader = self.readers.get(side).and_then(Option::as_ref);
        let Some((reader, event)) = reader.zip(event) else { return };
        if let Some(mark) = mark {
            mark.weight = Weight::Loud;
        } else {
            let head = super::phases::in_words(reader.run, event);
            *mark = head.map(|head| Mark::here(Verb::Call(0), Weight::Loud, head));
        }
    }

    /// Two addresses in the same place of the same exchange are one server to the reader, unless one of the runs talks
    /// to both.
    fn unify(&mut self, normal: Option<&Mark>, failing: Option<&mut Mark>) {
        let (Some(normal), Some(failing)) = (normal, failing) else { return };
        for (one, other) in [(&normal.from, &mut failing.from), (&normal.to, &mut failing.to)] {
            if let (Peer::Server(one), Peer::Server(other)) = (one, other)
                && one != other
                && !self.servers[1].contains(one)
                && !self.servers[0].contains(other)
                && !self.same_server.iter().any(|(failing, _)| failing == other)
            {
                self.same_server.push((other.clone(), one.clone()));
                other.clone_from(one);
            }
        }
    }

    fn with_duration(&self, side: usize, event: Option<EventId>, mark: &mut Option<Mark>) {
        let reader = self.readers.get(side).and_then(Option::as_ref);
        let Some((reader, event)) = reader.zip(event) else { return };
        let duration = reader.run.trace.call(event).and_then(|call| call.duration.get());
        if let (Some(mark), Some(duration)) = (mark, duration) {
            let between = match mark.verb {
                Verb::End => " after ",
                _ if mark.head.is_empty() => "",
                _ => ", ",
            };
            mark.head = format!("{}{between}{}", mark.head, shorten::duration(duration));
        }
    }

    fn add(
        &mut self,
        row: &Row,
        normal: Option<Mark>,
        failing: Option<Mark>,
        same: bool,
        phase: usize,
        decisive: bool,
    ) {
        let part = |side: usize, event: Option<EventId>, mark: &Mark| {
            let run = self.readers.get(side)?.as_ref()?.run;
            part(run, event?, mark)
        };
        let draft = |mark: &Mark| Draft {
            from: mark.from.clone(),
            to: mark.to.clone(),
            verb: mark.verb,
            normal: None,
            failing: None,
            same,
            decisive,
            phase,
        };
        let parts = (
            normal.as_ref().and_then(|mark| part(0, row.normal, mark)),
            failing.as_ref().and_then(|mark| part(1, row.failing, mark)),
        );
        match (normal, failing) {
            (Some(one), Some(other)) if together(&one, &other) => {
                // What was sent before an end that looks alike may be nothing.
                let same = same
                    && alike(&one, &other)
                    && (one.verb != Verb::Close || one.head == other.head || !nothing(&other.head));
                self.push(Draft { normal: parts.0, failing: parts.1, same, ..draft(&one) });
            }
            (one, other) => {
                let decisive = decisive && other.is_none();
                if let Some(one) = one {
                    self.push(Draft { normal: parts.0, same: false, decisive, ..draft(&one) });
                }
                if let Some(other) = other {
                    self.push(Draft { failing: parts.1, same: false, ..draft(&other) });
                }
            }
        }
    }

    /// The decisive difference is told in the words of the call.
    fn fall_back(&mut self) {
        let Some((row, normal, failing, phase, place)) = self.fallback.take() else { return };
        let behind = self.drafts.split_off(place.min(self.drafts.len()));
        let before = self.drafts.len();
        self.add(&row, normal, failing, false, phase, true);
        // Two sides that are not one step are two.
        debug_assert!(self.drafts.len() <= before + 2);
        self.drafts.add_all(behind);
    }

    /// Adds a step, to the one that it continues if there is one.
    fn push(&mut self, mut draft: Draft) {
        if self.pending && !draft.same && draft.failing.is_some() {
            draft.decisive = true;
            self.pending = false;
        }
        let runs = draft.runs();
        for before in self.drafts.iter_mut().rev().take(BACK) {
            if before.takes(&draft) {
                before.gather(&draft);
                return;
            }
            // Steps of the other run alone do not stand between.
            let other = before.runs();
            if (runs.0 && other.0) || (runs.1 && other.1) {
                break;
            }
        }
        self.drafts.push(draft);
    }
}

/// Two marks are one step if they go between the same two; what is said in different places stays apart.
fn together(one: &Mark, other: &Mark) -> bool {
    let apart = |verb: Verb| matches!(verb, Verb::Say(_));
    (&one.from, &one.to) == (&other.from, &other.to)
        && (one.verb == other.verb || !(apart(one.verb) || apart(other.verb)))
}

/// Every address that the unit of one side is connected to.
fn servers(scene: &Scene<'_>, side: Side) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let Some((run, unit)) = scene.run(side).zip(scene.alignment.unit(&scene.analysis.runs, side)) else {
        return found;
    };
    for event in &unit.events {
        if let Some(one) = run.descriptor(*event)
            && matches!(one.role, Role::Upstream | Role::Peer)
            && !found.contains(&one.target)
        {
            found.push(one.target.clone());
        }
    }
    found
}

/// What is said is the same but for its numbers.
fn alike(one: &Mark, other: &Mark) -> bool {
    let said = |mark: &Mark| {
        let text = [mark.head.as_str(), mark.said.as_deref().unwrap_or_default()].concat();
        text.chars().filter(|char| !char.is_ascii_digit()).take(80).collect::<String>()
    };
    !matches!(one.verb, Verb::Say(_)) || said(one) == said(other)
}

/// True if nothing had been sent: `close, 0 B sent`.
fn nothing(head: &str) -> bool {
    head.starts_with("close, 0 B")
}

fn part(run: &Run, event: EventId, mark: &Mark) -> Option<Part> {
    let happened = run.trace.event(event)?;
    let resumed = run.trace.call(event).and_then(|call| call.resumed_line);
    Some(Part {
        head: mark.head.clone(),
        said: mark.said.clone(),
        more: 0,
        bytes: mark.bytes,
        source: u32::try_from(run.source).unwrap_or(u32::MAX),
        first: happened.line,
        last: resumed
            .filter(|_| mark.ending == Ending::Done)
            .into_iter()
            .greatest(|line| *line)
            .unwrap_or(happened.line),
        calls: 1,
        ending: mark.ending,
    })
}
