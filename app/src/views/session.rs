//! What follows from the state outside of the page's own drawing: the worker and its questions, kept contents, colours.

use crate::platform::worker::Client;
use crate::platform::{pieces, theme};
use crate::protocol::{PieceId, ToWorker};
use crate::state::{State, Theme};

/// The browser's side of the page, kept in step with the state.
pub struct Session {
    client: Client,
    worker: Option<u32>,
    questions: Vec<ToWorker>,
    pieces: Vec<PieceId>,
    theme: Theme,
}

impl Session {
    /// A session that has no worker yet.
    pub fn new(client: Client) -> Self {
        Self { client, worker: None, questions: Vec::new(), pieces: Vec::new(), theme: Theme::default() }
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
        if self.theme != state.theme {
            self.theme = state.theme;
            theme::set(self.theme);
        }
    }

    /// Asks the worker for something that does not follow from the state alone.
    pub fn ask(&self, question: &ToWorker) {
        self.client.ask(question);
    }
}
