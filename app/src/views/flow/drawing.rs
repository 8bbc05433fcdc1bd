//! The picture.

use analyzer::render::flow::{Ending, Flow as Sequence};
use yew::prelude::*;

use super::{Flow, Msg, Way, sentence};
use crate::i18n::Word;
use crate::view_model::flow::{Drawn, HEAD, Mark, Picture, Side};

/// The names of the lifelines, which stay in sight.
pub fn names(picture: &Picture) -> Html {
    let size = format!("0 0 {} {HEAD}", picture.width);
    html! {
        if picture.width > 0 {
            <svg class="flow-picture flow-names" viewBox={size} width="100%" data-testid="flow-names" role="presentation">
                { for picture.head.iter().map(mark) }
            </svg>
        }
    }
}

/// The steps.
pub fn drawing(ctx: &Context<Flow>, flow: &Sequence, picture: &Picture, focus: usize) -> Html {
    if picture.width == 0 {
        return html! {};
    }
    let size = format!("0 0 {} {}", picture.width, picture.height);
    let label = ctx.props().page.text(Word::FlowPicture);
    let link = ctx.link().clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let way = match event.key().as_str() {
            "ArrowUp" => Way::Up,
            "ArrowDown" => Way::Down,
            "ArrowLeft" | "ArrowRight" => Way::Across,
            "Home" => Way::First,
            "End" => Way::Last,
            _ => return,
        };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        event.prevent_default();
        link.send_message(Msg::Go(way));
    });
    html! {
        <svg
            class="flow-picture"
            viewBox={size}
            width="100%"
            role="group"
            aria-label={label}
            data-testid="flow-picture"
            {onkeydown}
        >
            <g aria-hidden="true">{ for picture.back.iter().map(mark) }</g>
            { for picture.steps.iter().enumerate().map(|(index, drawn)| step(ctx, flow, index, drawn, focus)) }
        </svg>
    }
}

/// The id of a step's element.
pub fn id(index: usize) -> String {
    format!("flow-step-{index}")
}

fn step(ctx: &Context<Flow>, flow: &Sequence, index: usize, drawn: &Drawn, focus: usize) -> Html {
    let props = ctx.props();
    let Some((said, action)) = sentence(props, flow, drawn.step, drawn.told, drawn.never) else {
        return html! {};
    };
    let calls = drawn.told(flow).map_or(1, |told| told.calls);
    let title = format!("{said} · {}", props.page.count(Word::FlowCalls, calls));
    let [x, y, width, height] = drawn.area.map(|value| value.to_string());
    let act = props.page.act.clone();
    let pressed = action.clone();
    let onclick = Callback::from(move |_: MouseEvent| act.emit(pressed.clone()));
    let act = props.page.act.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            act.emit(action.clone());
        }
    });
    let onfocus = ctx.link().callback(move |_: FocusEvent| Msg::Focus(index));
    let step = flow.steps.get(drawn.step);
    let decisive = drawn.told != Side::Normal && step.is_some_and(|step| step.decisive);
    let ending = drawn.told(flow).map(|told| match told.ending {
        Ending::Done => "done",
        Ending::TimedOut | Ending::Endless => "waits",
        Ending::Failed => "failed",
    });
    html! {
        <g
            key={index}
            id={id(index)}
            class="flow-step"
            role="link"
            tabindex={if index == focus { "0" } else { "-1" }}
            aria-label={said}
            data-testid="flow-step"
            data-step={drawn.step.to_string()}
            data-never={drawn.never.to_string()}
            data-decisive={decisive.to_string()}
            data-ending={ending}
            {onclick}
            {onkeydown}
            {onfocus}
        >
            <title>{ title }</title>
            <rect class="f-area" x={x} y={y} width={width} height={height} rx="4" />
            { for drawn.marks.iter().map(mark) }
        </g>
    }
}

fn mark(mark: &Mark) -> Html {
    match mark {
        Mark::Path { look, d } => html! { <path class={look.class()} d={d.clone()} /> },
        Mark::Rect { look, area } => {
            let [x, y, width, height] = area.map(|value| value.to_string());
            html! { <rect class={look.class()} {x} {y} {width} {height} rx="3" /> }
        }
        Mark::Text { look, x, y, anchor, text, whole } => html! {
            <text class={look.class()} x={x.to_string()} y={y.to_string()} text-anchor={anchor.word()}>
                if let Some(whole) = whole {
                    <title>{ whole }</title>
                }
                { text }
            </text>
        },
    }
}
