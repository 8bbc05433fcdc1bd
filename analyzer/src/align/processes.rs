//! Which process of the failing run is which of the normal one.

use crate::model::trace::EventKind;
use crate::order::{Change, Map, Set, Texts};
use crate::trace::{Process, ProcessId, Run, UnitKind};

/// Pairs of processes `(normal, failing)`, parents before their children.
///
/// First processes are matched with first processes and children with the children of matched parents:
/// by what they run, with its arguments; then by what they run; then by the order in which they were created.
/// A process of which the trace shows no call, only that it was attached to, is left out.
pub fn matched(normal: &Run, failing: &Run) -> Vec<(ProcessId, ProcessId)> {
    let (normal, failing) = (Tree::of(normal), Tree::of(failing));
    let mut pairs = Vec::new();
    match_families(&normal, &failing, normal.children(None), failing.children(None), &mut pairs);
    let mut next = 0;
    while let Some((one, other)) = pairs.get(next).copied() {
        match_families(
            &normal,
            &failing,
            normal.children(Some(one)),
            failing.children(Some(other)),
            &mut pairs,
        );
        next += 1;
    }
    pairs
}

/// The process whose thread this one is; itself if it is no thread.
pub fn leader(run: &Run, process: ProcessId) -> ProcessId {
    let mut id = process;
    while let Some(parent) =
        run.processes.get(id as usize).filter(|one| one.thread).and_then(|one| one.parent)
    {
        if parent >= id {
            break;
        }
        id = parent;
    }
    id
}

/// Something by which a process is known again.
type Look<'l> = &'l dyn Fn(&Tree<'_>, ProcessId) -> Option<String>;

/// The processes of a run by their parents, and what each one is.
struct Tree<'a> {
    run: &'a Run,
    children: Map<Option<ProcessId>, Vec<ProcessId>>,
    titles: Map<ProcessId, &'a str>,
}

impl<'a> Tree<'a> {
    fn of(run: &'a Run) -> Self {
        let calls: Set<ProcessId> = run
            .process_of
            .iter()
            .zip(&run.trace.events)
            .filter(|(_, event)| matches!(event.kind, EventKind::Call(_)))
            .map(|(process, _)| *process)
            .collect();
        let mut children: Map<Option<ProcessId>, Vec<ProcessId>> = Map::default();
        for (id, process) in (0..).zip(&run.processes).filter(|(id, _)| calls.contains(id)) {
            // Only a process that came before can be a parent; anything else would be a circle.
            let parent = process.parent.filter(|parent| *parent < id && calls.contains(parent));
            children.change(parent, |children| children.push(id));
        }
        let titles = run
            .units
            .iter()
            .filter(|unit| unit.kind != UnitKind::Request)
            .map(|unit| (unit.process, unit.title.as_str()))
            .collect();
        Self { run, children, titles }
    }

    fn children(&self, parent: Option<ProcessId>) -> &[ProcessId] {
        self.children.get(&parent).map_or(&[], Vec::as_slice)
    }

    fn process(&self, id: ProcessId) -> Option<&'a Process> {
        self.run.processes.get(id as usize)
    }
}

fn match_families(
    normal: &Tree<'_>,
    failing: &Tree<'_>,
    ones: &[ProcessId],
    others: &[ProcessId],
    pairs: &mut Vec<(ProcessId, ProcessId)>,
) {
    let (mut ones, mut others) = (ones.to_vec(), others.to_vec());
    let title = |tree: &Tree<'_>, id| tree.titles.get(&id).map(|title| (*title).to_string());
    let program = |tree: &Tree<'_>, id| {
        tree.process(id).map(|process| format!("{} {}", process.thread, process.program))
    };
    let thread = |tree: &Tree<'_>, id| tree.process(id).map(|process| process.thread.to_string());
    let looks: [Look<'_>; 3] = [&title, &program, &thread];
    for look in looks {
        let mut waiting: Texts<Vec<ProcessId>> = Texts::default();
        for other in others.iter().rev() {
            if let Some(what) = look(failing, *other) {
                waiting.change(&what, |waiting| waiting.push(*other));
            }
        }
        let mut taken: Set<ProcessId> = Set::default();
        ones.keep_if(|one| {
            let other = look(normal, *one).and_then(|what| waiting.get_mut(&what)?.pop());
            if let Some(other) = other {
                pairs.push((*one, other));
                taken.insert(other);
            }
            other.is_none()
        });
        others.keep_if(|other| !taken.contains(other));
    }
}
