//! What can happen to the page.

use analyzer::source::{LineNumber, Role};

use super::{
    CompareAction, Effect, Named, NewPiece, Palette, Place, SourcesAction, TextSize, Theme, TimelineAction,
    View,
};
use crate::protocol::PieceId;

/// What can happen.
#[derive(Debug, Clone)]
pub enum Action {
    /// The user gave something.
    Give(Vec<NewPiece>),
    /// The user removes a piece.
    Remove(PieceId),
    /// The user removes everything.
    RemoveAll,
    /// What was removed last comes back.
    Undo,
    /// That it can come back need no longer be said.
    DismissUndo,
    /// The user begins to rename something, or leaves it as it is.
    Renaming(Option<Named>),
    /// The user gives something another name.
    Rename(Named, String),
    /// The role of a source is worked out again.
    Infer {
        /// Index of the source in the report.
        source: usize,
    },
    /// The browser cannot unpack a file; its name, and the command that can.
    CannotUnpack(String, &'static str),
    /// So many files of what was dropped were read, and so many left out.
    LeftOut(u32, u32),
    /// The user says what a source is for.
    Choose {
        /// Index of the source in the report.
        source: usize,
        /// Its role.
        role: Role,
    },
    /// Normal becomes failing and the other way round.
    Swap,
    /// Pieces that were set aside are tried again.
    Retry,
    /// The user stops the analysis.
    Stop,
    /// The browser could not read a file.
    CannotRead(String),
    /// Another view is chosen.
    View(View),
    /// The verdict folds to its heading, or unfolds.
    FoldVerdict(bool),
    /// Something about the comparison.
    Compare(CompareAction),
    /// Something about the timeline.
    Timeline(TimelineAction),
    /// A line of a source is asked for: in the comparison if it stands there, else in its text.
    ShowLine {
        /// Name of the source.
        source: String,
        /// The line.
        line: LineNumber,
    },
    /// The main difference is asked for.
    ShowMainRow,
    /// Something about the view of the sources.
    Sources(SourcesAction),
    /// A line of a source is asked for in its text.
    ShowSource {
        /// Name of the source.
        source: String,
        /// The line.
        line: LineNumber,
    },
    /// The notice has been read.
    Dismiss,
    /// The list of keys opens or closes.
    Help(bool),
    /// Files hang over the page, or no longer do.
    Hover(bool),
    /// The inbox shows all cards, or only the first ones.
    Unfold(bool),
    /// Other colours are asked for.
    Theme(Theme),
    /// Another text size is asked for.
    TextSize(TextSize),
    /// Look and layout are remembered from now on, or no longer.
    Remember(bool),
    /// The palette of commands opens or closes.
    Palette(bool),
    /// What is typed in the palette, and which entry is marked.
    PaletteAt(Palette),
    /// An entry of the palette is chosen.
    Run {
        /// What it is called.
        label: String,
        /// What follows.
        action: Box<Action>,
    },
    /// The browser must do something.
    Effect(Effect),
    /// A built-in example is asked for, in place of everything that is there; its index.
    Example(usize),
    /// The user gave something in place of everything that was there.
    Replace(Vec<NewPiece>),
    /// A diagnosis is asked for; its index.
    ShowDiagnosis(usize),
    /// A comparison is asked for; its index.
    ShowComparison(u32),
    /// The browser goes back or forward, or its address was changed.
    Go(Place),
    /// The page is being printed, or no longer.
    Printing(bool),
}

impl Action {
    /// True for what leads to another place, so that the browser's way back must lead to the one before. Where a line
    /// stands is known later: then that is the jump.
    pub(super) fn is_a_jump(&self) -> bool {
        matches!(
            self,
            Self::View(_)
                | Self::Sources(SourcesAction::Choose(_))
                | Self::ShowMainRow
                | Self::ShowComparison(_)
                | Self::Compare(CompareAction::Choose(_))
        )
    }
}
