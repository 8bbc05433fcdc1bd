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

/// Height of a step in the drawing's own units: whole numbers are enough for parts of it.
const UNITS: usize = 100;

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
                viewBox={format!("0 0 20 {}", count * UNITS)}
                preserveAspectRatio="none"
                width="20"
                height={(count * STEP).to_string()}
                {onclick}
            >
                <rect class="ground" x="0" y="0" width="20" height={(count * UNITS).to_string()} />
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
            y={(place * UNITS + 15).to_string()}
            width="8"
            height="70"
        />
    }
}

/// What is in sight, from and to, in the drawing's units.
fn sight((first, last): (u32, u32), rows: usize, steps: usize) -> (usize, usize) {
    let to_units = |row: usize| row.min(rows) * steps * UNITS / rows.max(1);
    let from = to_units(first as usize);
    (from, to_units(last as usize + 1).max(from + UNITS / 2))
}
