//! The quiet map beside the text: where it has marks, and what of it is in sight.

use std::ops::Range;

use yew::prelude::*;

use super::mark;
use crate::components::page::Page;
use crate::i18n::Word;
use crate::platform::screen;
use crate::protocol::Note;
use crate::view_model::{map, notes};

/// Height of a step in the drawing's own units: whole numbers are enough for parts of it.
const UNITS: u32 = 100;

/// What does not change while the text scrolls.
pub struct Bars {
    drawn: Html,
    lines: u32,
}

impl Bars {
    /// The marks of a text.
    pub fn of(marked: &[Note], lines: u32) -> Self {
        let bars = notes::map(marked, lines).into_iter().map(|(place, kind)| {
            html! {
                <rect
                    class={mark::class(kind)}
                    x="3"
                    y={(place * UNITS + 10).to_string()}
                    width="10"
                    height="80"
                />
            }
        });
        Self { drawn: html! { { for bars } }, lines }
    }

    /// The line that was pressed.
    pub fn line_at(&self, node: &NodeRef, event: &MouseEvent) -> u32 {
        map::row_at(screen::place_in(node, event), self.lines as usize)
    }

    fn units(&self, line: u32) -> u64 {
        let steps = u64::from(notes::steps(self.lines));
        u64::from(line.min(self.lines)) * steps * u64::from(UNITS) / u64::from(self.lines.max(1))
    }
}

/// The map. It repeats what the list of notes says, so a screen reader passes it by.
pub fn drawn(
    page: &Page,
    bars: &Bars,
    sight: Range<u32>,
    node: &NodeRef,
    onclick: Callback<MouseEvent>,
) -> Html {
    let height = notes::steps(bars.lines) * UNITS;
    let (from, to) = (bars.units(sight.start), bars.units(sight.end));
    html! {
        <div class="text-map" aria-hidden="true" title={page.text(Word::TextMap)}>
            <svg
                ref={node.clone()}
                viewBox={format!("0 0 16 {height}")}
                preserveAspectRatio="none"
                width="16"
                height="100%"
                {onclick}
            >
                <rect class="ground" x="0" y="0" width="16" height={height.to_string()} />
                <rect
                    class="sight"
                    x="0"
                    width="16"
                    y={from.to_string()}
                    height={to.saturating_sub(from).max(u64::from(UNITS) / 2).to_string()}
                />
                { bars.drawn.clone() }
            </svg>
        </div>
    }
}
