//! Where the reader is: which view stands below the verdict, and what of it. The page's address carries that behind
//! `#`, as numbers only: never a name or a line of the evidence.

use std::rc::Rc;

use analyzer::report::Comparison;

use super::{Compare, RowKey, State};

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

    /// What the page's address calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compare => "compare",
            Self::Flow => "flow",
            Self::Timeline => "timeline",
            Self::Sources => "sources",
        }
    }

    /// The view that the page's address calls so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }
}

/// One number of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Index of the comparison.
    Pair,
    /// Index of the focused row of the comparison.
    Row,
    /// First row of the focused fold.
    Fold,
    /// Index of the source that is looked at.
    Source,
    /// The line of that source, counted from 1.
    Line,
    /// The last line of what is selected there.
    Until,
    /// Where the stretch of time that is looked at begins, in microseconds.
    From,
    /// Where it ends.
    To,
}

impl Part {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Pair, "pair"),
        (Self::Row, "row"),
        (Self::Fold, "fold"),
        (Self::Source, "source"),
        (Self::Line, "line"),
        (Self::Until, "until"),
        (Self::From, "from"),
        (Self::To, "to"),
    ];
}

/// Where the reader is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The view; `None` for the one that shows itself.
    pub view: Option<View>,
    parts: Vec<(Part, u64)>,
}

impl Place {
    /// A number of the place.
    pub fn get(&self, wanted: Part) -> Option<u64> {
        self.parts.iter().find(|(part, _)| *part == wanted).map(|(_, number)| *number)
    }

    /// A small number of the place; `None` also where it is too large to be an index.
    fn index(&self, wanted: Part) -> Option<u32> {
        u32::try_from(self.get(wanted)?).ok()
    }

    /// The place with that number, if there is one.
    #[must_use]
    pub fn with(mut self, part: Part, number: Option<impl Into<u64>>) -> Self {
        self.parts.retain(|(known, _)| *known != part);
        self.parts.extend(number.map(|number| (part, number.into())));
        self
    }

    /// As it stands behind `#`: `view=compare&row=30`.
    pub fn encode(&self) -> String {
        let mut text = String::new();
        if let Some(view) = self.view {
            text.push_str("view=");
            text.push_str(view.name());
        }
        for (part, name) in Part::ALL {
            if let Some(number) = self.get(part) {
                if !text.is_empty() {
                    text.push('&');
                }
                text.push_str(name);
                text.push('=');
                text.push_str(&number.to_string());
            }
        }
        text
    }

    /// Reads what stands behind `#`, with or without that sign. What it does not know is left out.
    pub fn decode(text: &str) -> Self {
        let mut place = Self::default();
        let text = text.strip_prefix('#').unwrap_or(text);
        for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
            if name == "view" {
                place.view = View::named(value);
            } else if let Some((part, _)) = Part::ALL.into_iter().find(|(_, known)| *known == name)
                && let Ok(number) = value.parse::<u64>()
            {
                place = place.with(part, Some(number));
            }
        }
        place
    }
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
        !self.printing && self.verdict_folded.unwrap_or(roomy && self.offers(View::Compare))
    }

    /// Where the reader is now; `None` before there is something to be at.
    pub fn place(&self) -> Option<Place> {
        let view = self.view()?;
        let place = Place { view: Some(view), ..Place::default() };
        let place = match view {
            View::Compare => self.compare.put_place(place),
            View::Flow => place.with(Part::Pair, Some(self.compare.index).filter(|index| *index > 0)),
            View::Sources => {
                place.with(Part::Source, Some(self.sources.source)).with(Part::Line, Some(self.sources.focus))
            }
            View::Timeline => place,
        };
        Some(place)
    }

    /// The place as it stands in the page's address: nothing where the reader has not moved yet.
    pub fn address(&self) -> Option<String> {
        let place = self.place()?;
        Some(if self.home.as_ref() == Some(&place) { String::new() } else { place.encode() })
    }

    /// Goes to a place, as far as there is one; before there is a report, as soon as there is one.
    pub(super) fn go(&mut self, place: Place) {
        let Some(answered) = self.answered.clone() else {
            self.wanted_place = Some(place).filter(|place| *place != Place::default());
            return;
        };
        let home = self.home.clone().filter(|_| place == Place::default());
        let place = home.unwrap_or(place);
        let report = &answered.report;
        if let Some(view) = place.view {
            self.chosen_view = view;
        }
        let pair = place.index(Part::Pair).unwrap_or(0);
        if let Some(comparison) = report.comparisons.get(pair as usize) {
            let row = place.index(Part::Row).map(RowKey::Row);
            let key = row.or(place.index(Part::Fold).map(RowKey::Fold));
            let key = key.filter(|(RowKey::Row(row) | RowKey::Fold(row))| *row < comparison.rows);
            Rc::make_mut(&mut self.compare).go(pair, key);
        }
        let source = place.index(Part::Source).filter(|index| (*index as usize) < report.sources.len());
        if let Some((source, line)) = source.zip(place.index(Part::Line)) {
            Rc::make_mut(&mut self.sources).go_to(source, line);
        }
    }
}

impl Compare {
    /// The place with what of the comparison is looked at.
    fn put_place(&self, place: Place) -> Place {
        let place = place.with(Part::Pair, Some(self.index).filter(|index| *index > 0));
        match self.focus {
            Some(RowKey::Row(row)) => place.with(Part::Row, Some(row)),
            Some(RowKey::Fold(row)) => place.with(Part::Fold, Some(row)),
            None => place,
        }
    }
}

#[cfg(test)]
mod tests;
