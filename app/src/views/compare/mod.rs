//! Both runs side by side: what is alike folds away, what differs stands open and explains itself.

mod ask;
mod cell;
mod details;
mod fold;
mod grid;
mod heads;
mod hint;
mod map;
mod row;
pub mod sign;
mod toolbar;

use std::rc::Rc;

use yew::prelude::*;

use crate::components::context::{Page, use_page};
use crate::platform::keys::{self, Pressed};
use crate::platform::screen;
use crate::state::{Action, Answered, Compare as Shown, CompareAction, RowKey};
use crate::view_model::differences;
use crate::view_model::evidence::Numbers;

/// What the comparison is drawn from.
#[derive(Clone, Properties)]
pub struct Props {
    /// The report.
    pub answered: Rc<Answered>,
    /// What of the comparison is shown.
    pub compare: Shown,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.answered, &other.answered) && self.compare == other.compare
    }
}

/// The comparison.
#[component]
pub fn Compare(props: &Props) -> Html {
    let page = use_page();
    let compare = &props.compare;
    let answered = &props.answered;
    ask::use_questions(&page, answered.job, compare);

    let starts = use_memo(compare.marks.clone(), |marks| {
        marks.as_deref().map(|marks| differences::starts(marks)).unwrap_or_default()
    });
    let numbers = use_memo((answered.job, compare.index), |_| {
        let comparison = answered.report.comparisons.get(compare.index as usize);
        comparison.map(|shown| Numbers::of(answered.report.diagnoses.first(), shown)).unwrap_or_default()
    });
    let search = use_node_ref();
    let head = use_node_ref();
    let section = use_node_ref();
    use_keys(&page, compare, &starts, &search);
    {
        // What sticks below the head must know how high it is.
        let (head, section) = (head.clone(), section.clone());
        use_effect(move || screen::set_pixels(&section, "--head", f64::from(screen::height(&head))));
    }

    let Some(comparison) = answered.report.comparisons.get(compare.index as usize) else { return html! {} };
    let class =
        classes!("compare", compare.details_open.then_some("with-details"), compare.raw.then_some("raw"),);
    html! {
        <section {class} ref={section} id="rows" tabindex="-1" data-testid="compare" data-rows={comparison.rows.to_string()}>
            <div class="head" ref={head.clone()}>
                { toolbar::toolbar(&page, answered, compare, &starts, &search) }
                { heads::heads(&page, comparison) }
            </div>
            <grid::Grid answered={answered.clone()} compare={compare.clone()} {numbers} {head} />
            if compare.details_open {
                { details::details(&page, comparison, compare) }
            }
        </section>
    }
}

/// The row that steps start from: the focused one, or none as long as the reader has been at none.
fn focused_row(compare: &Shown) -> Option<u32> {
    compare.focus.filter(|_| compare.visited).map(|key| match key {
        RowKey::Row(row) | RowKey::Fold(row) => row,
    })
}

/// Keys that belong to the comparison wherever the focus is.
#[hook]
fn use_keys(page: &Page, compare: &Shown, starts: &Rc<Vec<u32>>, search: &NodeRef) {
    let (act, starts, search) = (page.act.clone(), Rc::clone(starts), search.clone());
    let now = (focused_row(compare), compare.only_differences, compare.raw, Rc::as_ptr(&starts) as usize);
    use_effect_with(now, move |(row, only, raw, _)| {
        let (row, only, raw) = (*row, *only, *raw);
        let listening = keys::listen(Callback::from(move |pressed: Pressed| {
            if pressed.in_field {
                return false;
            }
            let action = match pressed.key.as_str() {
                "n" => differences::next(&starts, row).map(|row| CompareAction::Show(RowKey::Row(row))),
                "p" => differences::previous(&starts, row).map(|row| CompareAction::Show(RowKey::Row(row))),
                "f" => Some(CompareAction::OnlyDifferences(!only)),
                "r" => Some(CompareAction::Raw(!raw)),
                "/" => {
                    screen::focus(&search);
                    None
                }
                _ => return false,
            };
            if let Some(action) = action {
                act.emit(Action::Compare(action));
            }
            true
        }));
        move || drop(listening)
    });
}
