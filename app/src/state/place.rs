//! Where the reader is: which view stands below the verdict.

use analyzer::report::Comparison;

use super::State;

/// One of the views below the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Both runs side by side.
    #[default]
    Compare,
    /// Who said what to whom, as a sequence.
    Flow,
    /// Every dated line on one clock.
    Timeline,
    /// The text itself.
    Sources,
}

impl View {
    /// All views, in the order of their tabs.
    pub const ALL: [Self; 4] = [Self::Compare, Self::Flow, Self::Timeline, Self::Sources];
}

impl State {
    /// True if there is something that the view could show.
    pub fn offers(&self, view: View) -> bool {
        let Some(report) = self.report() else { return false };
        match view {
            View::Compare => !report.comparisons.is_empty() || self.alone().is_some(),
            View::Flow => !report.comparisons.is_empty(),
            View::Timeline | View::Sources => true,
        }
    }

    /// The unit that is looked at alone, where the report compares nothing.
    pub fn alone(&self) -> Option<&Comparison> {
        self.answered.as_deref()?.alone.as_ref()
    }

    /// The view that is shown: the chosen one, or the first that has something to show.
    pub fn view(&self) -> Option<View> {
        let offered = |view: &View| self.offers(*view);
        Some(self.chosen_view).filter(offered).or_else(|| View::ALL.into_iter().find(offered))
    }

    /// True if the verdict is folded to its heading: the reader said so, or looks at a view that needs the room.
    pub fn verdict_is_folded(&self) -> bool {
        let roomy = self.view().is_some_and(|view| view != View::Compare);
        self.verdict_folded.unwrap_or(roomy && self.offers(View::Compare))
    }
}
