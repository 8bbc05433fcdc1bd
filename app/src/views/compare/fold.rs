//! A run of rows that reads as one line: its lines, the name of what is done there, and how many rows it holds.

use analyzer::align::RowKind;
use yew::prelude::*;

use super::row::{id_of, relation};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::state::{Action, CompareAction, RowKey};
use crate::view_model::folds::{Fold, FoldKind};

/// What a fold is drawn from.
// Each is a thing of its own that is so or not.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'a> {
    /// The fold.
    pub fold: Fold,
    /// Its rows follow.
    pub open: bool,
    /// Its place in the grid, counted from 1.
    pub place: usize,
    /// The name of the phase.
    pub title: &'a str,
    /// It has the focus.
    pub focused: bool,
    /// It is what Tab goes to.
    pub tabbable: bool,
    /// It is out of sight, and only there because it has the focus.
    pub kept: bool,
    /// The search found this many of its rows.
    pub found: u32,
}

/// The fold.
pub fn fold_row(page: &Page, drawn: Drawn<'_>) -> Html {
    let fold = &drawn.fold;
    let key = RowKey::Fold(fold.first);
    let (kind, rows) = match fold.kind {
        FoldKind::Alike if is_alone(fold) => (RowKind::Same, Word::RowsAlone),
        FoldKind::Alike => (RowKind::Same, Word::RowsAlike),
        FoldKind::OnlyNormal => (RowKind::OnlyNormal, Word::RowsOnlyNormal),
        FoldKind::OnlyFailing => (RowKind::OnlyFailing, Word::RowsOnlyFailing),
    };
    let class = classes!(
        "row",
        "fold",
        super::sign::name(kind),
        drawn.focused.then_some("focused"),
        drawn.kept.then_some("kept"),
        (drawn.found > 0).then_some("found"),
    );
    let toggled = Action::Compare(CompareAction::Fold { first: fold.first, open: !drawn.open });
    let onclick = {
        let act = page.act.clone();
        Callback::from(move |_: MouseEvent| {
            act.emit(Action::Compare(CompareAction::Focus(key)));
            act.emit(toggled.clone());
        })
    };
    let one_sided = fold.kind != FoldKind::Alike;
    html! {
        <div
            {class}
            key={id_of(key)}
            id={id_of(key)}
            role="row"
            aria-rowindex={drawn.place.to_string()}
            aria-expanded={drawn.open.to_string()}
            aria-selected={drawn.focused.to_string()}
            tabindex={if drawn.tabbable { "0" } else { "-1" }}
            data-testid="compare-fold"
            data-row={fold.first.to_string()}
            {onclick}
        >
            <div class="summary" role="gridcell">
                { icon(if drawn.open { Icon::Down } else { Icon::Right }) }
                { text::plain("span.line", &lines(fold)) }
                { text::plain("span.title", drawn.title) }
                <span class="counts">
                    { counts(page, fold) }
                    { text::plain("span", &page.count(rows, fold.len)) }
                </span>
            </div>
            if one_sided {
                { relation(page, kind) }
                <div class="cell absent" role="gridcell"><span class="dotted" aria-hidden="true" /></div>
            }
        </div>
    }
}

/// `23–28` in the run that has them; the normal one where both do.
fn lines(fold: &Fold) -> String {
    let (first, last) = if fold.normal_lines.0 > 0 { fold.normal_lines } else { fold.failing_lines };
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// True for a fold of a unit that is looked at alone.
fn is_alone(fold: &Fold) -> bool {
    fold.kind == FoldKind::Alike && (fold.normal_lines.0 == 0 || fold.failing_lines.0 == 0)
}

fn failed(page: &Page, fold: &Fold) -> Html {
    let word = if is_alone(fold) { Word::FailedHere } else { Word::AlsoFailed };
    text::plain("span", &page.count(word, fold.failed))
}

fn counts(page: &Page, fold: &Fold) -> Html {
    html! {
        <>
            if fold.kind == FoldKind::Alike && fold.failed > 0 {
                { failed(page, fold) }
            }
            if fold.value_only > 0 {
                { text::plain("span", &page.count(Word::ValuesDiffer, fold.value_only)) }
            }
        </>
    }
}
