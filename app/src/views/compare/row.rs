//! One row of the comparison.

use analyzer::align::RowKind;
use analyzer::render::rows::{CellView, RowView};
use yew::prelude::*;

use super::cell::{self, Place};
use super::sign;
use crate::components::page::Page;
use crate::components::{prose, text};
use crate::i18n::Word;
use crate::platform::screen;
use crate::protocol::MarkedRow;
use crate::state::compare::Known;
use crate::state::{Action, CompareAction, RowKey};

/// What a row is drawn from; cheap to compare, so that rows are only drawn again when they change.
// Each is a thing of its own that is so or not.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct Props {
    /// The words, and what hears of presses.
    pub page: Page,
    /// Index of the row.
    pub index: u32,
    /// Its place in the grid, counted from 1.
    pub place: usize,
    /// How the sides relate, and their lines.
    pub mark: MarkedRow,
    /// What stands in it, once known.
    pub known: Option<Known>,
    /// It has the focus.
    pub focused: bool,
    /// It is what Tab goes to.
    pub tabbable: bool,
    /// The search found it.
    pub found: bool,
    /// The text that it was found by; empty for an expression.
    pub wanted: AttrValue,
    /// Lines are shown as they stand in the source.
    pub raw: bool,
    /// It is out of sight, and only there because it has the focus.
    pub kept: bool,
    /// It begins a stretch of its kind.
    pub begins: bool,
    /// It is the first or the decisive difference, and carries a note.
    pub main: bool,
    /// Numbers of the evidence on its two sides.
    pub numbers: (Option<usize>, Option<usize>),
}

/// The id of a line of the grid in the document.
pub fn id_of(key: RowKey) -> String {
    match key {
        RowKey::Row(row) => format!("row-{row}"),
        RowKey::Fold(row) => format!("fold-{row}"),
    }
}

/// The row: a component of its own, so that it is drawn anew only when it changes.
pub struct Row;

impl Component for Row {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        row(ctx.props())
    }
}

fn row(props: &Props) -> Html {
    let page = &props.page;
    let view = props.known.as_ref().and_then(Known::view);
    let kind = props.mark.mark.kind;
    let class = classes!(
        "row",
        sign::name(kind),
        props.focused.then_some("focused"),
        props.found.then_some("found"),
        props.kept.then_some("kept"),
        props.main.then_some("main"),
        props.raw.then_some("whole"),
    );
    let key = RowKey::Row(props.index);
    html! {
        <div
            {class}
            id={id_of(key)}
            role="row"
            aria-rowindex={props.place.to_string()}
            aria-selected={props.focused.to_string()}
            tabindex={if props.tabbable { "0" } else { "-1" }}
            data-testid="compare-row"
            data-kind={sign::name(kind)}
            data-row={props.index.to_string()}
            onclick={choose(page, key)}
        >
            { match view {
                Some(view) => sides(page, props, view),
                None => loading(page, props),
            } }
            if let Some(note) = view.and_then(|view| view.note.as_ref()).filter(|_| props.main) {
                <div class="note" role="gridcell" aria-colspan="3">{ said(note) }</div>
            }
        </div>
    }
}

/// A note: its first sentence says what the row is, the rest why.
#[allow(clippy::similar_names, reason = "the names are the macro's")]
fn said(note: &str) -> Html {
    let end = note.find(". ").map_or(note.len(), |dot| dot + 1);
    let (what, why) = note.split_at_checked(end).unwrap_or((note, ""));
    html! {
        <p>
            { text::marked("strong", what) }
            { prose::line(why) }
        </p>
    }
}

/// A press chooses the row. Where the details are not beside the rows, it opens them.
fn choose(page: &Page, key: RowKey) -> Callback<MouseEvent> {
    let act = page.act.clone();
    Callback::from(move |_| {
        act.emit(Action::Compare(CompareAction::Focus(key)));
        if screen::metrics().cramped {
            act.emit(Action::Compare(CompareAction::Details(true)));
        }
    })
}

fn sides(page: &Page, props: &Props, view: &RowView) -> Html {
    let kind = props.mark.mark.kind;
    let took = |cell: Option<&'_ CellView>| cell.map(|cell| cell.duration.clone()).unwrap_or_default();
    let took = (took(view.normal.as_ref()), took(view.failing.as_ref()));
    let wanted = if props.found { props.wanted.as_str() } else { "" };
    let place = |side, evidence, other| Place { side, evidence, raw: props.raw, wanted, other };
    match (is_alone(&props.mark), &view.normal, &view.failing) {
        (true, Some(only), None) => return cell::cell(page, only, place("normal", props.numbers.0, "")),
        (true, None, Some(only)) => return cell::cell(page, only, place("failing", props.numbers.1, "")),
        _ => {}
    }
    let normal = match &view.normal {
        Some(normal) => cell::cell(page, normal, place("normal", props.numbers.0, &took.1)),
        None => cell::absent("normal", props.begins.then(|| page.text(Word::AbsentNormal)), None),
    };
    let failing = match &view.failing {
        Some(failing) => cell::cell(page, failing, place("failing", props.numbers.1, &took.0)),
        None => cell::absent(
            "failing",
            props.begins.then(|| page.text(Word::AbsentFailing)),
            view.absent.as_deref(),
        ),
    };
    html! { <>{ normal }{ relation(page, kind) }{ failing }</> }
}

/// The sign between the sides.
pub fn relation(page: &Page, kind: RowKind) -> Html {
    html! {
        <span class="relation" role="gridcell" aria-label={page.text(sign::word(kind))} title={page.text(sign::word(kind))}>
            { sign::glyph(kind) }
        </span>
    }
}

/// True for a row of a unit that is looked at alone: there is no other side, and nothing is said of one.
pub fn is_alone(mark: &MarkedRow) -> bool {
    mark.mark.kind == RowKind::Same && (mark.normal_line == 0 || mark.failing_line == 0)
}

/// A row whose content is on its way.
fn loading(page: &Page, props: &Props) -> Html {
    let side = |side: &'static str, line: u32| {
        html! {
            <div class={classes!("cell", side)} role="gridcell">
                if line > 0 {
                    { text::plain("span.line", &line.to_string()) }
                    { text::plain("span.call", page.text(Word::LoadingRow)) }
                }
            </div>
        }
    };
    html! {
        <>
            { side("normal", props.mark.normal_line) }
            { relation(page, props.mark.mark.kind) }
            { side("failing", props.mark.failing_line) }
        </>
    }
}
