//! What follows from the state outside of the page's own drawing: the worker and its questions, kept contents, colours.

use crate::platform::hover::{self, Moment};
use crate::platform::worker::Client;
use crate::platform::{history, pieces, storage, theme};
use crate::protocol::{PieceId, ToWorker};
use crate::state::{Action, Look, Place, State};

/// How long the reader rests before a small move is written into the address, in milliseconds: browsers refuse more than
/// some hundred changes in half a minute.
const PAUSE: u32 = 300;

/// The browser's side of the page, kept in step with the state.
pub struct Session {
    client: Client,
    worker: Option<u32>,
    questions: Vec<ToWorker>,
    pieces: Vec<PieceId>,
    look: Look,
    address: Option<String>,
    /// What is written into the address once the reader rests.
    unwritten: Option<(String, Moment)>,
    jumps: u32,
    remembered: Option<String>,
}

impl Session {
    /// A session that has no worker yet.
    pub fn new(client: Client) -> Self {
        Self {
            client,
            worker: None,
            questions: Vec::new(),
            pieces: Vec::new(),
            look: Look::default(),
            address: None,
            unwritten: None,
            jumps: 0,
            remembered: None,
        }
    }

    /// A state that knows what was remembered and what stands in the address.
    pub fn begin(&mut self) -> State {
        let mut state = State::default();
        self.remembered = storage::kept();
        if let Some(remembered) = &self.remembered {
            state.recall(remembered);
        }
        state.apply(Action::Go(Place::decode(&history::fragment())));
        state
    }

    /// Does what the state asks for by now.
    pub fn follow(&mut self, state: &State) {
        if self.worker.replace(state.worker) != Some(state.worker) {
            self.client.restart();
        }
        let questions = state.questions();
        for question in questions.iter().filter(|question| !self.questions.contains(question)) {
            self.client.ask(question);
        }
        self.questions = questions;
        let here: Vec<PieceId> = state.kept().collect();
        for gone in self.pieces.iter().filter(|id| !here.contains(id)) {
            pieces::forget(*gone);
        }
        self.pieces = here;
        if self.look != state.look {
            self.look = state.look;
            theme::set(self.look);
        }
        let remembered = state.remembered();
        if self.remembered != remembered {
            storage::keep(remembered.as_deref());
            self.remembered = remembered;
        }
        self.follow_place(state);
    }

    /// Keeps the address and the way back in step: a jump is a step of its own, what is smaller changes the newest one.
    fn follow_place(&mut self, state: &State) {
        let address = state.address();
        if address != self.address {
            let fragment = address.clone().unwrap_or_default();
            if self.jumps != state.jumps && self.address.is_some() {
                // The step that is left must say where the reader was.
                if let Some((unwritten, _)) = self.unwritten.take() {
                    history::write(&unwritten, false);
                }
                history::write(&fragment, true);
            } else {
                let written = fragment.clone();
                let later = hover::after(PAUSE, move || history::write(&written, false));
                self.unwritten = Some((fragment, later));
            }
            self.address = address;
        }
        self.jumps = state.jumps;
    }

    /// Asks the worker for something that does not follow from the state alone.
    pub fn ask(&self, question: &ToWorker) {
        self.client.ask(question);
    }
}
