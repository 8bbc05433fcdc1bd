//! The map beside the rows.

use yew::prelude::*;

use crate::components::page::Page;
use crate::i18n::Word;
use crate::platform::screen;
use crate::view_model::map::{self, Tone};
use crate::view_model::outline::Outline;

/// Height of a step of the map where there is room, in pixels.
const STEP: usize = 8;

/// Height of a step in the drawing's own units: whole numbers are enough for parts of it.
const UNITS: usize = 100;

/// What does not change while the rows scroll.
pub struct Bars {
    drawn: Html,
    steps: usize,
    rows: usize,
}

impl Bars {
    /// The bars of a comparison's rows.
    pub fn of(outline: Option<&Outline>) -> Self {
        let steps = outline.map(|outline| outline.steps.as_slice()).unwrap_or_default();
        let rows = outline.map_or(0, Outline::rows) as usize;
        let bars = steps.iter().enumerate().map(|(place, step)| {
            html! { <>{ bar("normal", 1, place, step.normal) }{ bar("failing", 11, place, step.failing) }</> }
        });
        Self { drawn: html! { { for bars } }, steps: steps.len().max(1), rows }
    }

    /// The row that was pressed.
    pub fn row_at(&self, node: &NodeRef, event: &MouseEvent) -> u32 {
        map::row_at(screen::place_in(node, event), self.rows)
    }

    /// What is in sight, from and to, in the drawing's units.
    fn sight(&self, (first, last): (u32, u32)) -> (usize, usize) {
        let to_units = |row: usize| row.min(self.rows) * self.steps * UNITS / self.rows.max(1);
        let from = to_units(first as usize);
        (from, to_units(last as usize + 1).max(from + UNITS / 2))
    }
}

/// The map. It repeats what the rows say, so a screen reader passes it by. `sight` are the first and last row in sight.
pub fn map(
    page: &Page,
    bars: &Bars,
    sight: (u32, u32),
    node: &NodeRef,
    onclick: Callback<MouseEvent>,
) -> Html {
    let (from, to) = bars.sight(sight);
    let height = bars.steps * UNITS;
    html! {
        <div class="map" aria-hidden="true" title={page.text(Word::Map)}>
            <svg
                ref={node.clone()}
                viewBox={format!("0 0 20 {height}")}
                preserveAspectRatio="none"
                width="20"
                height={(bars.steps * STEP).to_string()}
                {onclick}
            >
                <rect class="ground" x="0" y="0" width="20" height={height.to_string()} />
                { bars.drawn.clone() }
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
