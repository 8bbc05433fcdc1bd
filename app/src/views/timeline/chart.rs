//! The chart: a lane per source, the axis above them, and the stretch that is selected.

use analyzer::render::timeline::{Lane, Overview, Placed};
use yew::prelude::*;

use super::Props;
use crate::components::text;
use crate::i18n::Word;
use crate::state::{Action, TimelineAction};
use crate::view_model::evidence::short_name;
use crate::view_model::timeline::axis::{Frame, labels, ticks};
use crate::view_model::timeline::clock::Zone;
use crate::view_model::timeline::marks::{Outlines, outlines};
use crate::views::inbox::marker;

/// Height of the axis above the lanes, in pixels; the style sheets use the same.
const AXIS: i64 = 36;

/// How the lanes are laid out; the style sheets use the same sizes.
#[derive(Clone, Copy)]
struct Sizes {
    /// Height of a lane, in pixels.
    lane: i64,
    /// How far down a lane its marks stand.
    middle: i64,
    /// So many lanes are shown before the rest is asked for.
    shown: usize,
}

/// Names stand beside the lanes.
const WIDE: Sizes = Sizes { lane: 30, middle: 15, shown: 10 };

/// Names stand above the marks.
const NARROW: Sizes = Sizes { lane: 40, middle: 28, shown: 6 };

/// A lane of the chart.
#[derive(Clone, Copy)]
enum Shown<'a> {
    Source(&'a Lane),
    Placed(&'a Placed),
}

impl Shown<'_> {
    fn source(self) -> u32 {
        match self {
            Self::Source(lane) => lane.source,
            Self::Placed(placed) => placed.source,
        }
    }
}

/// How times of an analysis are shown.
pub fn zone(all: &Overview) -> Zone {
    Zone { offset: all.zone, dated: all.dated }
}

/// The chart. `dragged` is a stretch that is being selected, in parts of the width.
pub fn chart(props: &Props, plot: &NodeRef, width: i64, narrow: bool, dragged: Option<(i64, i64)>) -> Html {
    let sizes = if narrow { NARROW } else { WIDE };
    let (page, shown) = (&props.page, &props.timeline);
    let Some(all) = shown.chart() else {
        return html! { <div class="chart waiting" role="status">{ page.text(Word::LoadingLines) }</div> };
    };
    let mut lanes: Vec<Shown<'_>> = all.lanes.iter().map(Shown::Source).collect();
    lanes.extend(all.placed.iter().map(Shown::Placed));
    let more = lanes.len().saturating_sub(sizes.shown);
    if !shown.all_sources && more > 1 {
        lanes.truncate(sizes.shown);
    }
    html! {
        <div class="chart" data-testid="timeline-chart">
            <div class="labels">{ for lanes.iter().map(|lane| label(props, *lane)) }</div>
            <div
                class="plot"
                ref={plot.clone()}
                tabindex="0"
                role="group"
                aria-label={page.text(Word::TimelineChart)}
                aria-description={page.text(Word::TimelineChartKeys)}
                aria-keyshortcuts="ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight + - 0"
                onkeydown={on_key(props)}
                data-testid="timeline-plot"
            >
                { drawing(props, all, &lanes, width, sizes, dragged) }
            </div>
            if more > 1 {
                { fewer(props, more) }
            }
        </div>
    }
}

fn fewer(props: &Props, more: usize) -> Html {
    let (page, all) = (&props.page, props.timeline.all_sources);
    let said = if all {
        page.text(Word::TimelineFewerSources).to_string()
    } else {
        page.count(Word::TimelineMoreSources, more as u64)
    };
    let onclick = page.on::<MouseEvent>(Action::Timeline(TimelineAction::AllSources(!all)));
    html! { <button type="button" class="button quiet more" {onclick}>{ said }</button> }
}

/// A lane's name: a button that takes its lines from the list.
fn label(props: &Props, lane: Shown<'_>) -> Html {
    let (page, source) = (&props.page, lane.source());
    let name = props.name(source);
    let hidden = props.timeline.hidden.contains(&source);
    let mut said = match lane {
        Shown::Source(lane) => page.count(Word::TimelineLaneLines, lane.lines),
        Shown::Placed(_) => page.text(Word::TimelineNoTimes).to_string(),
    };
    if matches!(lane, Shown::Source(lane) if lane.coarse) {
        said = format!("{said} · {}", page.text(Word::TimelineCoarse));
    }
    if hidden {
        said = page.text(Word::TimelineHidden).to_string();
    }
    let role = props.answered.report.sources.get(source as usize).map(|source| source.role);
    let does = if hidden { Word::TimelineShow } else { Word::TimelineHide };
    let onclick = page.on::<MouseEvent>(Action::Timeline(TimelineAction::Show { source, shown: hidden }));
    html! {
        <button
            type="button"
            class={classes!("lane-label", hidden.then_some("hidden"))}
            aria-pressed={(!hidden).to_string()}
            title={format!("{name}\n{}", page.words.fill(does, &[("name", short_name(name))]))}
            data-testid="timeline-lane"
            data-source={name.to_string()}
            {onclick}
        >
            <span class="name">
                if let Some(role) = role.filter(|role| *role != analyzer::source::Role::Context) {
                    { marker(role) }
                }
                { text::plain("span", short_name(name)) }
            </span>
            { text::plain("small", &said) }
        </button>
    }
}

fn drawing(
    props: &Props,
    all: &Overview,
    lanes: &[Shown<'_>],
    width: i64,
    sizes: Sizes,
    dragged: Option<(i64, i64)>,
) -> Html {
    let shown = &props.timeline;
    let frame = shown.frame();
    let height = AXIS + sizes.lane * i64::try_from(lanes.len()).unwrap_or(0);
    let dragged = dragged.map(|(one, other)| (frame.at(one.min(other)), frame.at(one.max(other))));
    html! {
        <svg
            width={width.to_string()}
            height={height.to_string()}
            viewBox={format!("0 0 {width} {height}")}
            aria-hidden="true"
            focusable="false"
        >
            { axis(all, frame, width, height) }
            if let Some((from, to)) = dragged.or(shown.selection) {
                { selection(frame, width, height, from, to) }
            }
            { for (0..).zip(lanes).map(|(place, lane)| {
                let y = AXIS + sizes.lane * place + sizes.middle;
                let hidden = shown.hidden.contains(&lane.source());
                html! {
                    <g class={if hidden { "lane hidden" } else { "lane" }}>
                        <line class="base" x1="0" x2={width.to_string()} y1={y.to_string()} y2={y.to_string()} />
                        { match lane {
                            Shown::Source(lane) => marks(&outlines(&lane.marks, frame, width, y), y),
                            Shown::Placed(placed) => placed_at(placed, frame, width, y),
                        } }
                    </g>
                }
            }) }
            if let Some(cursor) = shown.cursor {
                { cursor_at(all, frame, width, height, cursor) }
            }
        </svg>
    }
}

fn axis(all: &Overview, frame: Frame, width: i64, height: i64) -> Html {
    let ticks = ticks(frame, width, zone(all), all.lanes.iter().all(|lane| lane.coarse));
    let places = labels(&ticks, frame, width);
    html! {
        <g class="axis">
            { for ticks.into_iter().zip(places).map(|(tick, place)| {
                let x = frame.x(tick.at, width);
                html! {
                    <>
                        <line x1={x.to_string()} x2={x.to_string()} y1={(AXIS - 4).to_string()} y2={height.to_string()} />
                        if let Some((at, side)) = place {
                            { said(at, side, "14", tick.label, "time") }
                            { said(at, side, "28", tick.date.unwrap_or_default(), "date") }
                        }
                    </>
                }
            }) }
        </g>
    }
}

/// A label of the axis.
fn said(x: i64, side: i64, y: &'static str, said: String, class: &'static str) -> Html {
    let anchor = match side {
        ..0 => "start",
        0 => "middle",
        _ => "end",
    };
    if said.is_empty() {
        html! {}
    } else {
        html! { <text {class} x={x.to_string()} {y} text-anchor={anchor}>{ said }</text> }
    }
}

fn selection(frame: Frame, width: i64, height: i64, from: i64, to: i64) -> Html {
    let (left, right) = (frame.x(from, width).clamp(-2, width), frame.x(to, width).clamp(0, width + 2));
    let wide = (right - left).max(1).to_string();
    html! {
        <g class="selection">
            <rect x={left.to_string()} y={(AXIS - 4).to_string()} width={wide} height={(height - AXIS + 4).to_string()} />
            { for [left, right].into_iter().map(|x| html! {
                <line x1={x.to_string()} x2={x.to_string()} y1={(AXIS - 4).to_string()} y2={height.to_string()} />
            }) }
        </g>
    }
}

fn marks(drawn: &Outlines, y: i64) -> Html {
    let bars = drawn.bars.then_some("bars");
    html! {
        <>
            <path class={classes!("neutral", bars)} d={drawn.neutral.clone()} />
            <path class={classes!("good", bars)} d={drawn.good.clone()} />
            <path class={classes!("bad", bars)} d={drawn.bad.clone()} />
            { for drawn.numbers.iter().map(|(x, number)| html! {
                <text class="number" x={(x + 7).to_string()} y={(y - 6).to_string()}>{ number.to_string() }</text>
            }) }
        </>
    }
}

fn placed_at(placed: &Placed, frame: Frame, width: i64, y: i64) -> Html {
    let (from, to) = (frame.x(placed.from, width), frame.x(placed.to, width));
    let wide = (to - from).max(14);
    // It ends where the line that places it stands.
    let x = to - wide;
    if x > width || to < 0 {
        return html! {};
    }
    html! {
        <rect class="placed" x={x.to_string()} y={(y - 6).to_string()} width={wide.to_string()} height="12" rx="2" />
    }
}

fn cursor_at(all: &Overview, frame: Frame, width: i64, height: i64, at: i64) -> Html {
    let x = frame.x(at, width);
    if !(0..=width).contains(&x) {
        return html! {};
    }
    let anchor = if x > width / 2 { "end" } else { "start" };
    let text = x + if x > width / 2 { -5 } else { 5 };
    html! {
        <g class="cursor">
            <line x1={x.to_string()} x2={x.to_string()} y1={(AXIS - 4).to_string()} y2={height.to_string()} />
            <text x={text.to_string()} y={(AXIS + 6).to_string()} text-anchor={anchor}>
                { zone(all).clock(at, frame.step()) }
            </text>
        </g>
    }
}

fn on_key(props: &Props) -> Callback<KeyboardEvent> {
    let act = props.page.act.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() {
            return;
        }
        let far = if event.alt_key() { 10 } else { 1 };
        let step = |steps: i64| TimelineAction::Step { steps, selecting: event.shift_key() };
        let action = match event.key().as_str() {
            "ArrowRight" => step(far),
            "ArrowLeft" => step(-far),
            "PageDown" => TimelineAction::Move(5),
            "PageUp" => TimelineAction::Move(-5),
            "Home" => step(-1_000),
            "End" => step(1_000),
            "Enter" => TimelineAction::ZoomSelection,
            _ => return,
        };
        event.prevent_default();
        act.emit(Action::Timeline(action));
    })
}
