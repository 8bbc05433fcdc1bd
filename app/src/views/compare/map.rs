//! The map beside the rows.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::context::use_page;
use crate::i18n::Word;
use crate::platform::screen;
use crate::protocol::MarkedRow;
use crate::state::{Action, CompareAction, RowKey};
use crate::view_model::map::{self, Tone};

/// Height of a step of the map where there is room, in pixels.
const STEP: usize = 8;

/// What the map is drawn from.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct Props {
    /// Every row's mark.
    pub marks: Rc<Vec<MarkedRow>>,
    /// First and last row in sight.
    pub sight: (u32, u32),
}

/// The map. It repeats what the rows say, so a screen reader passes it by.
#[component]
pub fn Map(props: &Props) -> Html {
    let page = use_page();
    let node = use_node_ref();
    let steps = use_memo(props.marks.clone(), |marks| map::steps(marks));
    let drawn = use_memo(Rc::clone(&steps), |steps| {
        steps
            .iter()
            .enumerate()
            .map(|(place, step)| {
                html! { <>{ bar("normal", 1, place, step.normal) }{ bar("failing", 11, place, step.failing) }</> }
            })
            .collect::<Html>()
    });
    let onclick = {
        let (node, act, rows) = (node.clone(), page.act.clone(), props.marks.len());
        Callback::from(move |event: MouseEvent| {
            let row = map::row_at(screen::place_in(&node, &event), rows);
            act.emit(Action::Compare(CompareAction::Show(RowKey::Row(row))));
        })
    };
    let count = steps.len().max(1);
    let (from, to) = sight(props.sight, props.marks.len(), count);
    html! {
        <div class="map" aria-hidden="true" title={page.text(Word::Map)}>
            <svg
                ref={node}
                viewBox={format!("0 0 20 {count}")}
                preserveAspectRatio="none"
                width="20"
                height={(count * STEP).to_string()}
                {onclick}
            >
                <rect class="ground" x="0" y="0" width="20" height={count.to_string()} />
                { (*drawn).clone() }
                <rect class="sight" x="0" width="20" y={from.to_string()} height={(to - from).to_string()} />
            </svg>
        </div>
    }
}

fn bar(side: &'static str, x: u32, place: usize, tone: Tone) -> Html {
    let tone = match tone {
        Tone::Empty => return html! {},
        Tone::Alike => "alike",
        Tone::Differs => "differs",
    };
    html! {
        <rect
            class={classes!(side, tone)}
            x={x.to_string()}
            y={format!("{place}.15")}
            width="8"
            height="0.7"
        />
    }
}

/// What is in sight, in steps of the map.
fn sight((first, last): (u32, u32), rows: usize, steps: usize) -> (f64, f64) {
    let to_step = |row: u32| {
        let rows = u32::try_from(rows.max(1)).unwrap_or(u32::MAX);
        let steps = u32::try_from(steps).unwrap_or(u32::MAX);
        f64::from(row.min(rows)) * f64::from(steps) / f64::from(rows)
    };
    (to_step(first), to_step(last.saturating_add(1)).max(to_step(first) + 0.5))
}
