//! The sequence as a list of one run, where there is no room for a picture.

use analyzer::render::flow::{Ending, Flow as Sequence, Step};
use yew::prelude::*;

use super::{Flow, Msg, sentence};
use crate::components::button::{Button, button};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::view_model::flow::{Side, lines, never, place_name, side_of};

/// The switch between the runs; it stays in sight while the steps scroll.
pub fn runs(ctx: &Context<Flow>, side: Side) -> Html {
    let page = &ctx.props().page;
    let which = |word, of: Side, testid| {
        let onclick = Some(ctx.link().callback(move |_: MouseEvent| Msg::List(of)));
        let shown = Button {
            class: if side == of { "button quiet pressed" } else { "button quiet" },
            testid: Some(testid),
            pressed: Some(side == of),
            onclick,
            ..Button::default()
        };
        button(shown, text::plain("span", page.text(word)))
    };
    html! {
        <div class="flow-which" role="group" aria-label={page.text(Word::FlowWhichRun)}>
            { which(Word::Normal, Side::Normal, "flow-list-normal") }
            { which(Word::Failing, Side::Failing, "flow-list-failing") }
        </div>
    }
}

/// The steps of one run.
pub fn list(ctx: &Context<Flow>, flow: &Sequence, side: Side) -> Html {
    html! {
        <div class="flow-list">
            <ol data-testid="flow-list">
                { for flow.steps.iter().enumerate().map(|(index, step)| item(ctx, flow, index, step, side)) }
            </ol>
        </div>
    }
}

fn item(ctx: &Context<Flow>, flow: &Sequence, index: usize, step: &Step, side: Side) -> Html {
    let props = ctx.props();
    let page = &props.page;
    let never = side == Side::Failing && never(step);
    let told = if never { Side::Normal } else { side };
    let Some(says) = side_of(step, told) else { return html! {} };
    let Some((said, action)) = sentence(props, flow, index, told, never) else { return html! {} };
    let sources = &props.answered.report.sources;
    let source = sources.get(says.source as usize).map_or("", |one| place_name(&one.name));
    let round = flow.rounds.iter().find(|round| round.first as usize == index);
    let times = round.map_or(0, |round| if side == Side::Normal { round.normal } else { round.failing });
    let class = classes!(
        "flow-item",
        never.then_some("never"),
        (!step.same && !never).then_some(if side == Side::Normal { "normal" } else { "failing" }),
        (step.decisive && side == Side::Failing).then_some("decisive"),
    );
    html! {
        <li>
            if times > 0 {
                { text::plain("p.flow-round", &page.count(Word::FlowRounds, times)) }
            }
            <button type="button" {class} aria-label={said} data-testid="flow-item" onclick={page.on::<MouseEvent>(action)}>
                { text::plain("span.who", &who(flow, step)) }
                { text::plain("span.what", &says.text) }
                <span class="flow-place">
                    { signs(page, step, says.ending, never) }
                    { format!("{source}:{}", lines(says.first, says.last)) }
                </span>
            </button>
        </li>
    }
}

/// `nginx → cache disk`
fn who(flow: &Sequence, step: &Step) -> String {
    let name = |lane: u32| flow.lifelines.get(lane as usize).map_or("", |one| one.name.as_str());
    if step.from == step.to {
        return name(step.from).to_string();
    }
    format!("{} → {}", name(step.from), name(step.to))
}

/// What a colour says too.
fn signs(page: &Page, step: &Step, ending: Ending, never: bool) -> Html {
    let word = match (never, ending) {
        (true, _) => Word::FlowNever,
        (_, Ending::Failed) => Word::FlowFails,
        (_, Ending::TimedOut | Ending::Endless) => Word::FlowWaits,
        _ if step.same => return html! {},
        _ if step.normal.is_none() => Word::FlowOnlyFailing,
        _ if step.failing.is_none() => Word::FlowOnlyNormal,
        _ => return html! {},
    };
    text::plain("strong", page.text(word))
}
