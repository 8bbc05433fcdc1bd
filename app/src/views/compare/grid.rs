//! The lines of the grid: only those in sight are mounted, whatever the number of rows.

use std::ops::Range;
use std::rc::Rc;

use analyzer::render::rows::{CellView, RowView};
use analyzer::report::Comparison;
use yew::prelude::*;

use super::Props;
use super::fold::{Drawn, fold_row};
use super::row::{self, Row, id_of};
use crate::components::page::Page;
use crate::platform::screen::Metrics;
use crate::state::compare::{Known, telling_rows};
use crate::state::{Action, Compare, CompareAction, RowKey};
use crate::view_model::evidence::Numbers;
use crate::view_model::layout::{Item, Layout};
use crate::view_model::outline::Outline;
use crate::view_model::stack::Stack;

/// The keys of the grid: row by row, page by page, and folds.
pub fn on_key(
    page: &Page,
    compare: &Compare,
    layout: &Rc<Layout>,
    focus: Option<usize>,
    metrics: Metrics,
) -> Callback<KeyboardEvent> {
    let (act, layout, details_open) = (page.act.clone(), Rc::clone(layout), compare.details_open);
    let outline = compare.outline.clone().unwrap_or_default();
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let last = layout.len().saturating_sub(1);
        let at = focus.unwrap_or(0);
        let a_page = (600 / metrics.row.max(1)) as usize;
        let step = |index: usize| layout.key(index).map(CompareAction::Step);
        let here = layout.item(&outline, at);
        let action = match (event.key().as_str(), here) {
            ("ArrowDown", _) => step((at + 1).min(last)),
            ("ArrowUp", _) => step(at.saturating_sub(1)),
            ("PageDown", _) => step((at + a_page).min(last)),
            ("PageUp", _) => step(at.saturating_sub(a_page)),
            ("Home", _) => step(0),
            ("End", _) => step(last),
            ("ArrowRight", Some(Item::Fold(fold, false))) => {
                Some(CompareAction::Fold { first: fold.first, open: true })
            }
            ("ArrowLeft", Some(Item::Fold(fold, true))) => {
                Some(CompareAction::Fold { first: fold.first, open: false })
            }
            ("ArrowLeft", Some(Item::Row(row))) => {
                outline.fold_of(row).map(|fold| CompareAction::Step(RowKey::Fold(fold.first)))
            }
            ("Enter" | " ", Some(Item::Fold(fold, open))) => {
                Some(CompareAction::Fold { first: fold.first, open: !open })
            }
            ("Enter" | " ", Some(Item::Row(_))) => Some(CompareAction::Details(true)),
            ("Escape", _) if details_open => Some(CompareAction::Details(false)),
            _ => return,
        };
        event.prevent_default();
        if let Some(action) = action {
            act.emit(Action::Compare(action));
        }
    })
}

/// Draws the mounted lines.
pub struct Drawer<'a> {
    /// What the comparison is drawn from.
    pub props: &'a Props,
    /// Its rows.
    pub comparison: &'a Comparison,
    /// Where every line stands.
    pub layout: &'a Layout,
    /// All rows, in short.
    pub outline: &'a Outline,
    /// The line that has the focus.
    pub focus: Option<usize>,
    /// The lines to mount.
    pub lines: Range<usize>,
    /// The text that is searched for; empty for an expression.
    pub wanted: AttrValue,
    /// The numbers of the evidence.
    pub numbers: &'a Numbers,
}

impl Drawer<'_> {
    /// All lines in the window, and the focused one wherever it is: a line that goes loses the keyboard's focus.
    pub fn all(&self) -> Html {
        let mut lines: Vec<usize> = self.lines.clone().collect();
        match self.focus {
            Some(focus) if focus < self.lines.start => lines.insert(0, focus),
            Some(focus) if focus >= self.lines.end => lines.push(focus),
            _ => {}
        }
        html! {
            { for lines.iter().filter_map(|index| {
                self.layout.item(self.outline, *index).map(|item| self.line(*index, item))
            }) }
        }
    }

    fn line(&self, index: usize, item: Item) -> Html {
        let focused = self.focus == Some(index);
        let tabbable = focused || (self.focus.is_none() && index == self.lines.start);
        let kept = !self.lines.contains(&index);
        match item {
            Item::Row(row) => self.row(row, index + 1, focused, tabbable, kept),
            Item::Fold(fold, open) => {
                let phase = self.comparison.phases.get(fold.phase as usize);
                let title = phase.map(|phase| phase.title.as_str()).unwrap_or_default();
                let found = self.found(fold.first, fold.first + fold.len);
                let drawn = Drawn { fold, open, place: index + 1, title, focused, tabbable, kept, found };
                fold_row(&self.props.page, drawn)
            }
        }
    }

    fn row(&self, index: u32, place: usize, focused: bool, tabbable: bool, kept: bool) -> Html {
        let compare = &self.props.compare;
        let Some(kind) = self.outline.kind(index) else { return html! {} };
        let before = index.checked_sub(1).and_then(|before| self.outline.kind(before));
        let numbers = self.numbers;
        let known = compare.row(index);
        let view = known.as_ref().and_then(Known::view);
        let line = |cell: fn(&RowView) -> Option<&CellView>| view.and_then(cell).map_or(0, |cell| cell.line);
        let (normal, failing) = (line(|view| view.normal.as_ref()), line(|view| view.failing.as_ref()));
        let props = row::Props {
            page: self.props.page.clone(),
            index,
            place,
            kind,
            numbers: (numbers.normal(normal), numbers.failing(failing)),
            known,
            focused,
            tabbable,
            found: self.found(index, index + 1) > 0,
            wanted: self.wanted.clone(),
            raw: compare.raw,
            kept,
            begins: before != Some(kind),
            main: telling_rows(self.comparison).contains(&index),
        };
        html! { <Row key={id_of(RowKey::Row(index))} ..props /> }
    }

    /// How many of these rows the search found.
    fn found(&self, from: u32, to: u32) -> u32 {
        self.props.compare.search.rows.as_deref().map_or(0, |rows| rows.within(from, to))
    }
}
