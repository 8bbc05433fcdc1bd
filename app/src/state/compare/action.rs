//! What can happen in the comparison.

use super::super::filter::Narrow;
use super::RowKey;
use crate::protocol::UnitsWanted;

/// What can happen in the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompareAction {
    /// Another comparison is chosen.
    Choose(u32),
    /// A fold opens or closes; `first` is its first row.
    Fold {
        /// Its first row.
        first: u32,
        /// Whether it is open from now on.
        open: bool,
    },
    /// Show only differences, or everything.
    OnlyDifferences(bool),
    /// Show lines as they stand in the source.
    Raw(bool),
    /// The focus goes to a row that is in sight.
    Focus(RowKey),
    /// The focus goes to a row, which comes to the middle of the screen.
    Show(RowKey),
    /// Like `Show`, but the keyboard stays where it is, for example in the search box.
    Look(RowKey),
    /// The focus goes to a row nearby; the page moves no more than it must.
    Step(RowKey),
    /// The mouse rests on a row.
    Hover(u32),
    /// The details open or close.
    Details(bool),
    /// Another text is searched for.
    Search(String),
    /// Something is asked of the rows, or no longer is.
    Narrow(Narrow, bool),
    /// All rows are shown again.
    ClearFilters,
    /// To the next difference; behind the last one comes the first.
    NextDifference,
    /// To the difference before.
    PreviousDifference,
    /// To the next row that failed.
    NextFailed,
    /// To the row before that failed.
    PreviousFailed,
    /// To the next row that the search found.
    NextFound,
    /// To the row before that the search found.
    PreviousFound,
    /// All folds open, or close if all are open.
    FoldAll,
    /// Times are shown, or not.
    Times(bool),
    /// The list of units opens for the normal (`false`) or the failing side (`true`), or closes.
    Units(Option<bool>),
    /// Other units are listed.
    ListUnits(UnitsWanted),
    /// Another unit is chosen for the side that the list is open for, as run and index; `None` for no unit there.
    Pair(Option<(u32, u32)>),
}
