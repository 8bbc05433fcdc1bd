//! The explanation beside the mouse, once it has rested on a part of a row for a moment.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::context::Page;
use crate::components::prose;
use crate::platform::hover::{self, Hovered};
use crate::platform::screen;
use crate::protocol::{JobId, ToWorker};
use crate::state::{Action, Compare, CompareAction};
use crate::view_model::hint;

/// How long the mouse rests before something is explained, in milliseconds.
const MOMENT: u32 = 350;

/// What the grid needs to hear of the mouse.
pub struct Listening {
    /// The mouse is over something.
    pub onmouseover: Callback<MouseEvent>,
    /// The mouse has left the rows.
    pub onmouseleave: Callback<MouseEvent>,
}

/// Waits for the mouse to rest, then asks for the details of the row below it.
#[hook]
pub fn use_hint(page: &Page, job: JobId, compare: &Compare) -> (Listening, Html) {
    let hovered = use_state(|| None::<Hovered>);
    let waiting = use_mut_ref(|| None::<hover::Moment>);
    let comparison = compare.index;

    let onmouseover = {
        let (hovered, waiting, page) = (hovered.clone(), Rc::clone(&waiting), page.clone());
        Callback::from(move |event: MouseEvent| {
            let now = hover::what(&event);
            if now == *hovered {
                return;
            }
            if hovered.is_some() {
                hovered.set(None);
            }
            let (hovered, page) = (hovered.clone(), page.clone());
            let next = now.map(|now| {
                hover::after(MOMENT, move || {
                    page.act.emit(Action::Compare(CompareAction::Hover(now.row)));
                    page.ask.emit(ToWorker::Details { job, comparison, row: now.row });
                    hovered.set(Some(now));
                })
            });
            // The moment before is forgotten with this.
            waiting.replace(next);
        })
    };
    let onmouseleave = {
        let hovered = hovered.clone();
        Callback::from(move |_: MouseEvent| {
            waiting.replace(None);
            hovered.set(None);
        })
    };
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(*hovered, move |hovered| {
            if let Some(Hovered { x, y, below, .. }) = *hovered {
                screen::put_at(&node, x, y, below);
            }
        });
    }
    let shown = shown(*hovered, compare, &node);
    (Listening { onmouseover, onmouseleave }, shown)
}

/// The hint. The details say the same to those who have no mouse.
fn shown(hovered: Option<Hovered>, compare: &Compare, node: &NodeRef) -> Html {
    let told = hovered.zip(compare.hint.as_ref()).filter(|(hovered, (row, _))| *row == hovered.row);
    let lines = match told {
        Some((hovered, (_, Some(details)))) => hint::lines(details, hovered.side, hovered.part),
        _ => Vec::new(),
    };
    let class = classes!("hint-box", lines.is_empty().then_some("silent"));
    html! {
        <div {class} role="tooltip" data-testid="hint" ref={node}>
            { for lines.iter().map(|line| html! { <p>{ prose::line(line) }</p> }) }
        </div>
    }
}
