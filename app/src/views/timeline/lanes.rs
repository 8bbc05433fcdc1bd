//! The descriptors of the compared runs: a lane each, the normal run above the failing one.

use analyzer::render::timeline::{CallMark, DescriptorLane, UnitTime};
use yew::prelude::*;

use super::{Msg, Props, Timeline};
use crate::components::text;
use crate::i18n::Word;
use crate::platform::chart as sensed;
use crate::state::{Action, TimelineAction};
use crate::view_model::evidence::short_name;
use crate::view_model::timeline::axis::{PARTS, scale as scaled};
use crate::view_model::timeline::lanes::{
    self as model, Half, Scale, decisive, half, nearest, numbers, shown, telling, told,
};

/// Height of a lane's drawing, in pixels.
const HEIGHT: i64 = 36;

/// The lanes, once they are known.
pub fn lanes(props: &Props, node: &NodeRef, width: i64, link: &html::Scope<Timeline>) -> Html {
    let (page, state) = (&props.page, &props.timeline);
    let unit = state.unit.as_ref().filter(|(index, _)| *index == props.comparison).map(|(_, unit)| unit);
    let Some(unit) = unit.filter(|unit| !unit.lanes.is_empty()) else { return html! {} };
    let scale = Scale::of(unit);
    let how = match scale {
        Scale::Time(_) => Word::TimelineByTime,
        Scale::Rows(_) => Word::TimelineByRow,
    };
    let more = unit.lanes.len().saturating_sub(shown(unit, false).len());
    html! {
        <div class="descriptors" data-testid="timeline-descriptors">
            <h3>{ page.text(Word::TimelineLanes) }{ text::plain("small", page.text(how)) }</h3>
            <ul>
                { for shown(unit, state.all_lanes).into_iter().enumerate().map(|(place, lane)| {
                    let node = if place == 0 { node.clone() } else { NodeRef::default() };
                    self::lane(props, unit, lane, place, scale, width, node, link)
                }) }
            </ul>
            { axis(props, scale, width) }
            if more > 0 {
                { button(props, more as u64 + u64::from(unit.more)) }
            }
        </div>
    }
}

fn button(props: &Props, more: u64) -> Html {
    let (page, all) = (&props.page, props.timeline.all_lanes);
    let said = if all {
        page.text(Word::TimelineFewerLanes).to_string()
    } else {
        page.count(Word::TimelineMoreLanes, more)
    };
    let onclick = page.on::<MouseEvent>(Action::Timeline(TimelineAction::AllLanes(!all)));
    html! {
        <button type="button" class="button quiet more" aria-expanded={all.to_string()} data-testid="more-lanes" {onclick}>
            { said }
        </button>
    }
}

#[allow(clippy::too_many_arguments, reason = "a lane is drawn in one place")]
fn lane(
    props: &Props,
    unit: &UnitTime,
    lane: &DescriptorLane,
    place: usize,
    scale: Scale,
    width: i64,
    node: NodeRef,
    link: &html::Scope<Timeline>,
) -> Html {
    let page = &props.page;
    let label = if lane.label.is_empty() { page.text(Word::TimelineItself) } else { lane.label.as_str() };
    let calls = |marks: &[CallMark]| page.count(Word::TimelineCalls, marks.len() as u64);
    let places = [("normal", calls(&lane.normal)), ("failing", calls(&lane.failing))];
    let said = page
        .words
        .fill(Word::TimelineLaneSays, &places.each_ref().map(|(name, text)| (*name, text.as_str())));
    let (above, below) =
        (half(&lane.normal, false, scale, width, 10), half(&lane.failing, true, scale, width, 26));
    let pressed = {
        let (node, link) = (node.clone(), link.clone());
        Callback::from(move |event: MouseEvent| {
            link.send_message(Msg::Lane(place, sensed::place_of(&node, &event)));
        })
    };
    html! {
        <li class="descriptor" data-testid="descriptor-lane" data-label={label.to_string()}>
            <div class="what" title={lane.target.clone()}>
                { text::plain("strong", label) }
                { text::plain("span.fd", &numbers(lane)) }
                { text::plain("span.target", short_name(&lane.target)) }
                { text::plain("span.out-of-sight", &said) }
            </div>
            <div class="drawn" ref={node} onclick={pressed}>
                <svg
                    width={width.to_string()}
                    height={HEIGHT.to_string()}
                    viewBox={format!("0 0 {width} {HEIGHT}")}
                    aria-hidden="true"
                    focusable="false"
                >
                    if let Some(x) = decisive(unit, scale, width) {
                        <rect class="decisive" x={(x - 6).to_string()} y="0" width="12" height={HEIGHT.to_string()} />
                    }
                    { one(&above, "normal", 10, width) }
                    { one(&below, "failing", 26, width) }
                </svg>
            </div>
            <div class="tells">
                { tells(props, [&lane.normal, &lane.failing], scale, false) }
                { tells(props, [&lane.failing, &lane.normal], scale, true) }
            </div>
        </li>
    }
}

fn one(half: &Half, class: &'static str, y: i64, width: i64) -> Html {
    html! {
        <g {class}>
            if let Some((from, to)) = half.reach {
                <line class="reach" x1={from.to_string()} x2={to.to_string()} y1={y.to_string()} y2={y.to_string()} />
            }
            { for half.waits.iter().map(|(x, wide, said)| html! {
                <>
                    <rect class="wait" x={x.to_string()} y={(y - 6).to_string()} width={wide.to_string()} height="12" rx="2" />
                    if !said.is_empty() {
                        <text class="taken" x={(x + wide / 2).to_string()} y={(y + 4).to_string()} text-anchor="middle">{ said }</text>
                    }
                </>
            }) }
            <path d={half.calls.clone()} />
            { for half.failed.iter().take(8).map(|(x, name)| {
                let (x, anchor) = if x + 100 > width { (x - 9, "end") } else { (x + 9, "start") };
                html! {
                    <text class="errno" x={x.to_string()} y={(y + 4).to_string()} text-anchor={anchor}>{ name }</text>
                }
            }) }
        </g>
    }
}

/// What tells most on one side of a lane, as a reference to its line.
fn tells(props: &Props, [marks, others]: [&[CallMark]; 2], scale: Scale, failing: bool) -> Html {
    let Some(mark) = telling(marks, scale) else { return html! {} };
    let Some(comparison) = props.answered.report.comparisons.get(props.comparison as usize) else {
        return html! {};
    };
    let source = if failing { &comparison.failing.source } else { &comparison.normal.source };
    let said = told(mark, others, failing, scale);
    let line = mark.line.to_string();
    let label = props.page.words.fill(Word::GoToLine, &[("line", &line), ("source", source)]);
    let onclick = props.page.on::<MouseEvent>(Action::ShowLine { source: source.clone(), line: mark.line });
    html! {
        <button
            type="button"
            class={classes!("line-link", if failing { "failing" } else { "normal" })}
            title={label.clone()}
            aria-label={format!("{said}. {label}")}
            data-testid="lane-link"
            data-line={line}
            {onclick}
        >
            { said }
        </button>
    }
}

fn axis(props: &Props, scale: Scale, width: i64) -> Html {
    let unit = if matches!(scale, Scale::Rows(_)) { props.page.text(Word::TimelineRow) } else { "" };
    html! {
        <div class="lane-axis" aria-hidden="true">
            { text::plain("span", unit) }
            <svg width={width.to_string()} height="18" viewBox={format!("0 0 {width} 18")} focusable="false">
                { for scale.ticks(width).into_iter().map(|(x, said)| {
                    let anchor = if x < 20 { "start" } else { "middle" };
                    html! { <text x={x.to_string()} y="13" text-anchor={anchor}>{ said }</text> }
                }) }
            </svg>
        </div>
    }
}

/// A lane was pressed: its nearest call is shown.
pub fn open(props: &Props, place: usize, at: i64, width: i64) {
    let Some((_, unit)) = &props.timeline.unit else { return };
    let scale = Scale::of(unit);
    let lanes = model::shown(unit, props.timeline.all_lanes);
    let Some(lane) = lanes.get(place) else { return };
    let Some(comparison) = props.answered.report.comparisons.get(props.comparison as usize) else { return };
    let x = scaled(at, PARTS, width);
    let (source, mark) = match nearest(&lane.failing, scale, width, x) {
        Some(mark) => (&comparison.failing.source, Some(mark)),
        None => (&comparison.normal.source, nearest(&lane.normal, scale, width, x)),
    };
    if let Some(mark) = mark {
        props.page.act.emit(Action::ShowLine { source: source.clone(), line: mark.line });
    }
}
