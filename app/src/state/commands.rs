//! Everything that can be done, once: what it is called, the keys that do it, and what then happens.
//!
//! From this table come the keys that the page hears, the list behind `?`, and the palette. A new command is one entry.

use super::look::{TextSize, Theme};
use super::{Action, Effect, State, View};
use crate::i18n::Word;

/// Where a command belongs, and so where its keys are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// On the whole page.
    Everywhere,
    /// While that view is shown.
    In(View),
}

/// What follows when a command is chosen.
#[derive(Clone, Copy)]
pub enum Does {
    /// This, if it can be done now.
    Act(fn(&State) -> Option<Action>),
    /// The view hears the first key by itself; chosen by name, that key is pressed for it.
    Key,
    /// The keys belong to what has the focus, so that a name alone does nothing.
    Focused,
}

/// Something that can be done.
pub struct Command {
    /// What it is called.
    pub word: Word,
    /// The keys that do it, as [`crate::platform::keys::Pressed`] calls them; several do the same, unless they belong
    /// to what has the focus.
    pub keys: &'static [&'static str],
    /// Where it belongs.
    pub scope: Scope,
    /// What follows.
    pub does: Does,
}

const fn act(word: Word, keys: &'static [&'static str], does: fn(&State) -> Option<Action>) -> Command {
    Command { word, keys, scope: Scope::Everywhere, does: Does::Act(does) }
}

const fn key(word: Word, keys: &'static [&'static str], view: View) -> Command {
    Command { word, keys, scope: Scope::In(view), does: Does::Key }
}

const fn focused(word: Word, keys: &'static [&'static str], scope: Scope) -> Command {
    Command { word, keys, scope, does: Does::Focused }
}

/// Every command, those of the whole page first.
pub static COMMANDS: &[Command] = &[
    act(Word::Palette, &["Ctrl+k", "Ctrl+Shift+p"], |_| Some(Action::Palette(true))),
    act(Word::HelpHelp, &["?"], |_| Some(Action::Help(true))),
    act(Word::ShowCompare, &["1"], |state| view(state, View::Compare)),
    act(Word::ShowFlow, &["2"], |state| view(state, View::Flow)),
    act(Word::ShowTimeline, &["3"], |state| view(state, View::Timeline)),
    act(Word::ShowSources, &["4"], |state| view(state, View::Sources)),
    act(Word::FoldVerdict, &["v"], |state| {
        state.answered.is_some().then(|| Action::FoldVerdict(!state.verdict_is_folded()))
    }),
    act(Word::GoToMain, &["d"], |state| state.has_main_row().then_some(Action::ShowMainRow)),
    act(Word::CopyTicket, &[], |state| with_answer(state, Effect::CopyTicket)),
    act(Word::Print, &[], |state| with_answer(state, Effect::Print)),
    act(Word::OpenFiles, &["a"], |_| Some(Action::Effect(Effect::OpenFiles))),
    focused(Word::HelpPaste, &["Ctrl+v"], Scope::Everywhere),
    act(Word::SwapRuns, &[], |state| state.can_swap().then_some(Action::Swap)),
    act(Word::Clear, &[], |state| (!state.pieces.is_empty()).then_some(Action::RemoveAll)),
    act(Word::Stop, &[], |state| state.running.map(|_| Action::Stop)),
    act(Word::ThemeSystem, &[], |state| theme(state, Theme::System)),
    act(Word::ThemeLight, &[], |state| theme(state, Theme::Light)),
    act(Word::ThemeDark, &[], |state| theme(state, Theme::Dark)),
    act(Word::ThemeContrast, &[], |state| theme(state, Theme::Contrast)),
    act(Word::TextSmaller, &[], |state| size(state, state.look.size.smaller())),
    act(Word::TextLarger, &[], |state| size(state, state.look.size.larger())),
    // Dialogs, menus and the details hear it first.
    act(Word::HelpEscape, &["Escape"], |state| state.notice.as_ref().map(|_| Action::Dismiss)),
    act(Word::Undo, &["Ctrl+z"], |state| state.undoable().map(|_| Action::Undo)),
    // The comparison.
    key(Word::HelpNext, &["n"], View::Compare),
    key(Word::HelpPrevious, &["p"], View::Compare),
    key(Word::HelpFailed, &["e"], View::Compare),
    key(Word::HelpFailedBefore, &["E"], View::Compare),
    key(Word::HelpFilter, &["f"], View::Compare),
    key(Word::HelpRaw, &["r"], View::Compare),
    key(Word::HelpTimes, &["t"], View::Compare),
    key(Word::HelpFolds, &["x"], View::Compare),
    key(Word::HelpSource, &["s"], View::Compare),
    key(Word::HelpSearch, &["/"], View::Compare),
    // The text of the sources.
    key(Word::HelpNextNote, &["n"], View::Sources),
    key(Word::HelpPreviousNote, &["p"], View::Sources),
    key(Word::HelpSearch, &["/"], View::Sources),
    key(Word::HelpJump, &["g"], View::Sources),
    key(Word::HelpWrap, &["w"], View::Sources),
    key(Word::HelpCopyLines, &["c"], View::Sources),
    key(Word::HelpCopyText, &["C"], View::Sources),
    key(Word::HelpToRow, &["s"], View::Sources),
    focused(Word::HelpExtend, &["Shift+ArrowUp", "Shift+ArrowDown"], Scope::In(View::Sources)),
    // The flow.
    key(Word::HelpFlow, &["o"], View::Flow),
    focused(Word::HelpFlowSteps, &["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"], Scope::In(View::Flow)),
    // The timeline.
    focused(Word::HelpTimeline, &["+", "-", "0"], Scope::In(View::Timeline)),
    focused(Word::HelpTimelineSelect, &["Shift+ArrowLeft", "Shift+ArrowRight"], Scope::In(View::Timeline)),
    // What has the focus.
    focused(Word::HelpArrows, &["ArrowUp", "ArrowDown"], Scope::In(View::Compare)),
    focused(Word::HelpPages, &["PageUp", "PageDown", "Home", "End"], Scope::In(View::Compare)),
    focused(Word::HelpFold, &["ArrowLeft", "ArrowRight"], Scope::In(View::Compare)),
    focused(Word::HelpEnter, &["Enter"], Scope::In(View::Compare)),
];

fn view(state: &State, view: View) -> Option<Action> {
    state.offers(view).then_some(Action::View(view))
}

fn with_answer(state: &State, effect: Effect) -> Option<Action> {
    state.answered.as_ref().map(|_| Action::Effect(effect))
}

fn theme(state: &State, theme: Theme) -> Option<Action> {
    (state.look.theme != theme).then_some(Action::Theme(theme))
}

fn size(state: &State, size: TextSize) -> Option<Action> {
    (state.look.size != size).then_some(Action::TextSize(size))
}

impl Command {
    /// What follows when it is chosen by its name; `None` if it cannot be done now.
    pub fn action(&self, state: &State) -> Option<Action> {
        if !self.is_in_place(state) {
            return None;
        }
        match self.does {
            Does::Act(does) => does(state),
            Does::Key => self.keys.first().map(|key| Action::Effect(Effect::Press(key))),
            Does::Focused => None,
        }
    }

    fn is_in_place(&self, state: &State) -> bool {
        match self.scope {
            Scope::Everywhere => true,
            Scope::In(view) => state.view() == Some(view),
        }
    }
}

/// The keys that do something now, and what follows when they are pressed.
pub struct Keys(Vec<(&'static str, Action)>);

impl Keys {
    /// The keys of the page as it is.
    pub fn of(state: &State) -> Self {
        let mut keys = Vec::new();
        for command in COMMANDS.iter().filter(|command| matches!(command.does, Does::Act(_))) {
            if let Some(action) = command.action(state) {
                keys.extend(command.keys.iter().map(|key| (*key, action.clone())));
            }
        }
        Self(keys)
    }

    /// What follows when that key is pressed; `None` if it is not the page's, or can do nothing now.
    ///
    /// In a field, and while a dialog is open, only the palette's own keys are heard.
    pub fn heard(&self, key: &str, in_field: bool) -> Option<Action> {
        let found = self.0.iter().find(|(known, _)| *known == key).map(|(_, action)| action.clone());
        found.filter(|action| !in_field || matches!(action, Action::Palette(_)))
    }
}

/// The keys of what is called so, as they are written on keyboards; empty if there are none.
pub fn keys_of(word: Word) -> &'static [&'static str] {
    COMMANDS.iter().find(|command| command.word == word).map(|command| command.keys).unwrap_or_default()
}

/// A key as it is written on keyboards: `Ctrl Shift P`, `↑`.
pub fn written(key: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut last = key;
    while let Some((held, rest)) = last.split_once('+').filter(|(_, rest)| !rest.is_empty()) {
        parts.push(held);
        last = rest;
    }
    let name = match last {
        "Escape" => "Esc",
        "ArrowUp" => "↑",
        "ArrowDown" => "↓",
        "ArrowLeft" => "←",
        "ArrowRight" => "→",
        "PageUp" => "PgUp",
        "PageDown" => "PgDn",
        other => other,
    };
    let name = if parts.is_empty() { name.to_string() } else { name.to_ascii_uppercase() };
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
        text.push(' ');
    }
    text + &name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things_in_one_place() {
        for (index, one) in COMMANDS.iter().enumerate() {
            for other in COMMANDS.iter().skip(index + 1) {
                let apart = matches!((one.scope, other.scope), (Scope::In(a), Scope::In(b)) if a != b);
                // What has the focus hears a key before the page does.
                let elsewhere = matches!(one.does, Does::Focused) || matches!(other.does, Does::Focused);
                let shared = one.keys.iter().find(|key| other.keys.contains(*key));
                assert!(
                    apart || elsewhere || shared.is_none(),
                    "{:?} and {:?} share {shared:?}",
                    one.word,
                    other.word
                );
            }
        }
    }

    #[test]
    fn no_command_stands_in_the_table_twice_and_none_is_out_of_reach() {
        for (index, one) in COMMANDS.iter().enumerate() {
            let again = |other: &&Command| other.word == one.word && other.scope == one.scope;
            assert!(!COMMANDS.iter().skip(index + 1).any(|other| again(&other)), "{:?}", one.word);
            if !matches!(one.does, Does::Act(_)) {
                assert!(!one.keys.is_empty(), "{:?} can be chosen in no way", one.word);
            }
        }
    }

    #[test]
    fn keys_are_not_heard_while_writing_nor_without_something_to_show() {
        let keys = Keys::of(&State::default());
        assert!(matches!(keys.heard("?", false), Some(Action::Help(true))));
        assert!(keys.heard("?", true).is_none());
        assert!(matches!(keys.heard("Ctrl+k", true), Some(Action::Palette(true))));
        for nothing_to_show in ["1", "2", "3", "4", "v", "d", "Escape"] {
            assert!(keys.heard(nothing_to_show, false).is_none(), "{nothing_to_show}");
        }
    }

    #[test]
    fn keys_are_written_as_on_keyboards() {
        assert_eq!(written("Ctrl+Shift+p"), "Ctrl Shift P");
        assert_eq!(written("ArrowUp"), "↑");
        assert_eq!(
            (written("n").as_str(), written("+").as_str(), written("Escape").as_str()),
            ("n", "+", "Esc")
        );
    }
}
