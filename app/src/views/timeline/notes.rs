//! What must be known of the clocks: which are coarse, which stand otherwise, what is not on the clock at all.

use yew::prelude::*;

use super::Props;
use crate::components::text;
use crate::i18n::Word;
use crate::view_model::evidence::short_name;

/// The notes; nothing where all clocks agree and are fine.
pub fn notes(props: &Props) -> Html {
    let page = &props.page;
    let Some(all) = &props.timeline.overview else { return html! {} };
    let mut said: Vec<String> = Vec::new();
    let names = |sources: &[u32]| {
        let names: Vec<&str> = sources.iter().map(|source| short_name(props.name(*source))).collect();
        names.join(" · ")
    };
    if all.relative {
        said.push(page.text(Word::TimelineClockRelative).to_string());
    }
    for lane in all.lanes.iter().filter(|_| !all.relative) {
        if let Some(clock) = &lane.clock {
            let name = short_name(props.name(lane.source));
            said.push(page.words.fill(Word::TimelineClockOf, &[("name", name), ("said", clock)]));
        }
    }
    let coarse: Vec<u32> = all.lanes.iter().filter(|lane| lane.coarse).map(|lane| lane.source).collect();
    if !coarse.is_empty() && all.lanes.len() > 1 {
        said.push(page.words.fill(Word::TimelineClockCoarse, &[("names", &names(&coarse))]));
    }
    if !all.undated.is_empty() && !all.lanes.is_empty() {
        said.push(page.words.fill(Word::TimelineClockUndated, &[("names", &names(&all.undated))]));
    }
    if said.is_empty() {
        return html! {};
    }
    html! {
        <section class="clocks" data-testid="timeline-clocks">
            { text::plain("h3", page.text(Word::TimelineClocks)) }
            <ul>{ for said.iter().map(|said| text::plain("li", said)) }</ul>
        </section>
    }
}
