//! What every part of the page can reach: the words, and a way to say what has happened.

use yew::prelude::*;

use crate::i18n::{Word, Words};
use crate::protocol::ToWorker;
use crate::state::Action;

/// Handed down to every part of the page; cheap to copy and to compare.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The words in the reader's language.
    pub words: Words,
    /// Says what has happened.
    pub act: Callback<Action>,
    /// Asks the worker.
    pub ask: Callback<ToWorker>,
}

impl Page {
    /// The text of a word.
    pub fn text(&self, word: Word) -> &'static str {
        self.words.text(word)
    }

    /// A text with a number in it.
    pub fn count(&self, word: Word, n: impl Into<u64>) -> String {
        self.words.count(word, n)
    }

    /// A callback that says that this has happened, whatever the event.
    pub fn on<E: 'static>(&self, action: Action) -> Callback<E> {
        let act = self.act.clone();
        Callback::from(move |_| act.emit(action.clone()))
    }
}
