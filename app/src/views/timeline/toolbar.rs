//! Above the chart: what is selected, zoom, and steps from evidence to evidence.

use yew::prelude::*;

use super::super::tabs::tabs;
use super::Props;
use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::text;
use crate::i18n::Word;
use crate::state::{Action, TimelineAction};
use crate::view_model::timeline::axis::PARTS;
use crate::view_model::timeline::clock::length;

/// The toolbar; without its tools where nothing is dated.
pub fn toolbar(props: &Props, nothing: bool) -> Html {
    let (page, shown) = (&props.page, &props.timeline);
    if nothing || shown.overview.is_none() {
        return html! { <div class="toolbar">{ tabs(page, props.tabs) }</div> };
    }
    let selected = shown.selection.is_some();
    let zoomed = shown.zoom.is_some();
    let zoom = |closer| TimelineAction::Zoom { place: PARTS / 2, closer };
    let evidence = shown.window.as_ref().is_some_and(|window| !window.evidence.is_empty());
    html! {
        <div class="toolbar">
            { tabs(page, props.tabs) }
            <span class="said" role="status" data-testid="timeline-said">{ said(props) }</span>
            <span class="spacer" />
            if selected {
                { quiet(props, Word::TimelineZoomSelection, "zoom-selection", TimelineAction::ZoomSelection) }
                { quiet(props, Word::TimelineClear, "clear-selection", TimelineAction::ClearSelection) }
            }
            if !shown.hidden.is_empty() {
                { quiet(props, Word::TimelineShowAll, "show-all-sources", TimelineAction::ShowAll) }
            }
            if zoomed {
                { quiet(props, Word::TimelineZoomAll, "zoom-all", TimelineAction::ZoomAll) }
            }
            <div class="stepper">
                { tool(props, sign("−"), Word::TimelineZoomOut, "-", "zoom-out", zoomed.then(|| zoom(false))) }
                { tool(props, icon(Icon::Add), Word::TimelineZoomIn, "+", "zoom-in", Some(zoom(true))) }
            </div>
            <div class="stepper">
                { tool(props, icon(Icon::Up), Word::TimelinePreviousEvidence, "p", "previous-evidence", {
                    evidence.then_some(TimelineAction::Evidence { forward: false })
                }) }
                { tool(props, icon(Icon::Down), Word::TimelineNextEvidence, "n", "next-evidence", {
                    evidence.then_some(TimelineAction::Evidence { forward: true })
                }) }
            </div>
        </div>
    }
}

/// How long what is selected is, and how many lines it has.
fn said(props: &Props) -> String {
    let (words, shown) = (props.page.words, &props.timeline);
    let Some(all) = &shown.overview else { return String::new() };
    let lines = shown.window.as_ref().map(|window| window.total);
    let lines = lines.map(|lines| words.count(Word::TimelineAllLines, lines)).unwrap_or_default();
    let (word, time) = match (shown.selection, shown.zoom) {
        (Some((from, to)), _) => (Word::TimelineSelected, to - from),
        (None, Some(frame)) => (Word::TimelineShown, frame.length()),
        (None, None) if all.last == all.first => return lines,
        (None, None) => (Word::TimelineShown, all.last - all.first),
    };
    let time = words.fill(word, &[("time", &length(time))]);
    if lines.is_empty() { time } else { format!("{time} · {lines}") }
}

fn quiet(props: &Props, word: Word, testid: &'static str, action: TimelineAction) -> Html {
    let onclick = Some(props.page.on(Action::Timeline(action)));
    let class = "button quiet";
    button(
        Button { class, testid: Some(testid), onclick, ..Button::default() },
        html! { { props.page.text(word) } },
    )
}

fn sign(sign: &str) -> Html {
    text::plain("span.sign-text", sign)
}

fn tool(
    props: &Props,
    shown: Html,
    word: Word,
    keys: &'static str,
    testid: &'static str,
    action: Option<TimelineAction>,
) -> Html {
    let page = &props.page;
    let tool = Button {
        class: "icon-button",
        testid: Some(testid),
        label: Some(page.text(word).into()),
        title: Some(format!("{} ({keys})", page.text(word)).into()),
        keys: Some(keys),
        onclick: action.map(|action| page.on(Action::Timeline(action))),
        ..Button::default()
    };
    button(tool, shown)
}
