//! What a unit does, step by step.
//!
//! Every event is first given a stage, or none where it says nothing by itself (a wait, a look at the clock);
//! such events go with what they serve. Events of one stage in a row are a phase.

mod gist;
mod program;
mod server;
mod stage;
mod titles;

use super::calls::Acts;
use super::requests::Request;
use super::{Phase, Run};
use crate::model::trace::{Call, EventId, EventKind};
use crate::order::InList;
use stage::Stage;

use super::calls::Act;

/// What is looked at to cut phases.
#[derive(Clone, Copy)]
struct Scene<'r> {
    run: &'r Run,
    acts: &'r Acts,
}

impl<'r> Scene<'r> {
    fn call(self, id: EventId) -> Option<(&'r Call, Act)> {
        match &self.run.trace.event(id)?.kind {
            EventKind::Call(call) => Some((call, self.acts.act(call))),
            _ => None,
        }
    }
}

/// A stretch of events of one stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    stage: Stage,
    first: usize,
    len: usize,
}

/// The phases of a request.
pub(crate) fn of_request(run: &Run, acts: &Acts, request: &Request, events: &[EventId]) -> Vec<Phase> {
    let scene = Scene { run, acts };
    let stretches = stretches(&server::stages(scene, request, events));
    titled(scene, events, stretches, Some(request))
}

/// The phases of a process, or of what an event loop does besides its requests.
pub(crate) fn of_process(run: &Run, acts: &Acts, events: &[EventId]) -> Vec<Phase> {
    let scene = Scene { run, acts };
    let stretches = program::smooth(stretches(&program::stages(scene, events)));
    titled(scene, events, stretches, None)
}

fn titled(
    scene: Scene<'_>,
    events: &[EventId],
    stretches: Vec<Stretch>,
    request: Option<&Request>,
) -> Vec<Phase> {
    let title = |stretch: Stretch| {
        let part = events.get(stretch.first..stretch.first + stretch.len).unwrap_or(&[]);
        Phase {
            title: titles::title(scene, stretch.stage, part, request),
            kind: stretch.stage.kind(),
            first: u32::try_from(stretch.first).unwrap_or(u32::MAX),
            len: u32::try_from(stretch.len).unwrap_or(u32::MAX),
        }
    };
    stretches.into_iter().map(title).in_list()
}

/// Gives the events without a stage to those they serve: waits to what follows, others to what came before.
fn fill(stages: &mut [Option<Stage>], waits: impl Fn(usize) -> bool, otherwise: Stage) {
    let mut next = None;
    for (index, stage) in stages.iter_mut().enumerate().rev() {
        match stage {
            Some(known) => next = Some(*known),
            None if waits(index) => *stage = next,
            None => {}
        }
    }
    let mut before = stages.iter().find_map(|stage| *stage).unwrap_or(otherwise);
    for stage in stages {
        before = *stage.get_or_insert(before);
    }
}

fn stretches(stages: &[Option<Stage>]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        let stage = stage.unwrap_or(Stage::Work);
        match stretches.last_mut() {
            Some(last) if last.stage == stage => last.len += 1,
            _ => stretches.push(Stretch { stage, first: index, len: 1 }),
        }
    }
    stretches
}
