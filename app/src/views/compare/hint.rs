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
    let shown = shown(&hovered, compare);
    (Listening { onmouseover, onmouseleave }, shown)
}

fn shown(hovered: &UseStateHandle<Option<Hovered>>, compare: &Compare) -> Html {
    let Some(hovered) = &**hovered else { return html! {} };
    let told = compare.hint.as_ref().filter(|(row, _)| *row == hovered.row);
    let Some(details) = told.and_then(|(_, details)| details.as_deref()) else { return html! {} };
    let lines = hint::lines(details, hovered.side, hovered.part);
    if lines.is_empty() {
        return html! {};
    }
    html! { <Hint {lines} x={hovered.x} y={hovered.y} below={hovered.below} /> }
}

/// What a hint shows and where.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct Props {
    /// The explanation.
    pub lines: Vec<String>,
    /// Its left edge.
    pub x: f64,
    /// Its upper edge, or its lower one where it stands above what it explains.
    pub y: f64,
    /// It stands below what it explains.
    pub below: bool,
}

/// The hint. The details say the same to those who have no mouse.
#[component]
fn Hint(props: &Props) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((props.x, props.y, props.below), move |(x, y, below)| {
            screen::set_pixels(&node, "left", *x);
            let edge = if *below { "top" } else { "bottom" };
            screen::set_pixels(&node, edge, *y);
        });
    }
    html! {
        <div class="hint-box" role="tooltip" data-testid="hint" ref={node}>
            { for props.lines.iter().map(|line| html! { <p>{ prose::line(line) }</p> }) }
        </div>
    }
}
