//! The sequence: who said what to whom in each run, and where the failing one stops.

mod drawing;
mod legend;
mod list;

use std::rc::Rc;

use analyzer::render::flow::Flow as Sequence;
use analyzer::report::Comparison;
use yew::prelude::*;

use super::compare::heads::names;
use super::tabs::{Tabs, tabs};
use crate::components::button::{Button, button};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::platform::{Listening, keys, save, screen};
use crate::state::{Action, Answered, Compare};
use crate::view_model::flow::{self, Drawn, HEAD, LOOKS, Layout, Look, Picture, Side, Style};

/// What the view is drawn from.
#[derive(Clone, Properties)]
pub struct Props {
    /// The words, and what hears of presses.
    pub page: Page,
    /// The tabs, before the view's own tools.
    pub tabs: Tabs,
    /// The report.
    pub answered: Rc<Answered>,
    /// Which comparison is shown.
    pub compare: Rc<Compare>,
    /// The comparison as a sequence, once known.
    pub shown: Option<Rc<Sequence>>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.shown, &other.shown) {
            (Some(one), Some(two)) => Rc::ptr_eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        };
        same && Rc::ptr_eq(&self.answered, &other.answered)
            && self.tabs == other.tabs
            && self.compare.index == other.compare.index
    }
}

impl Props {
    fn comparison(&self) -> Option<&Comparison> {
        self.compare.comparison(&self.answered)
    }
}

/// The view.
pub struct Flow {
    /// What the reader chose; until then, what reads best.
    chosen: Option<Layout>,
    /// Of which run the list tells where there is no room for a picture.
    listed: Side,
    width: i32,
    narrow: bool,
    picture: Picture,
    /// The step that the keyboard is at.
    focus: usize,
    section: NodeRef,
    keys: Listening,
    _watching: Listening,
}

/// What happens in the view itself.
pub enum Msg {
    /// The page may have another size.
    Measured,
    /// The runs are to stand so.
    Lay(Layout),
    /// The other way of the two.
    Turn,
    /// The list is to tell of this run.
    List(Side),
    /// The keyboard, or a press, is at this step.
    Focus(usize),
    /// The keyboard goes on from the step where it is.
    Go(Way),
    /// The picture is to be saved: painted, or as it is written.
    Save(bool),
}

/// Where the keyboard goes.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    /// To the step above.
    Up,
    /// To the step below.
    Down,
    /// To the same step in the other run.
    Across,
    /// To the first step.
    First,
    /// To the last step.
    Last,
}

impl Component for Flow {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        let mut flow = Self {
            chosen: None,
            listed: Side::Failing,
            width: 0,
            narrow: false,
            picture: Picture::default(),
            focus: 0,
            section: NodeRef::default(),
            keys: Listening::default(),
            _watching: screen::watch(&link.callback(|()| Msg::Measured)),
        };
        let turn = link.callback(|()| Msg::Turn);
        flow.keys = keys::listen(Box::new(move |pressed| {
            let mine = pressed.key == "o" && !pressed.in_field;
            if mine {
                turn.emit(());
            }
            mine
        }));
        flow
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let (new, old) = (&ctx.props().shown, &old.shown);
        let same = new.as_ref().zip(old.as_ref()).is_some_and(|(new, old)| Rc::ptr_eq(new, old));
        if !same {
            self.lay_out(ctx);
            self.focus = self.decisive(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Measured => {
                let (width, narrow) = (screen::width(&self.section), screen::metrics().narrow);
                if (width, narrow) == (self.width, self.narrow) {
                    return false;
                }
                let first = self.width == 0;
                (self.width, self.narrow) = (width, narrow);
                self.lay_out(ctx);
                if first {
                    self.focus = self.decisive(ctx);
                }
            }
            Msg::Lay(layout) => self.lay(ctx, layout),
            Msg::Turn => {
                let other = match self.layout(ctx) {
                    Layout::Beside => Layout::Over,
                    Layout::Over => Layout::Beside,
                };
                self.lay(ctx, other);
            }
            Msg::List(side) => self.listed = side,
            Msg::Focus(focus) => {
                if self.focus == focus {
                    return false;
                }
                self.focus = focus;
            }
            Msg::Go(way) => {
                let Some(next) = self.next(way) else { return false };
                self.focus = next;
                screen::focus_in_sight(&drawing::id(next));
            }
            Msg::Save(painted) => {
                self.save(ctx, painted);
                return false;
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { page, tabs: shown, .. } = ctx.props();
        let content = match ctx.props().shown.as_deref() {
            None => text::plain("p.flow-note", page.text(Word::LoadingLines)),
            Some(flow) if flow.steps.is_empty() => text::plain("p.flow-note", page.text(Word::FlowEmpty)),
            Some(flow) if self.narrow => list::list(ctx, flow, self.listed),
            Some(flow) => drawing::drawing(ctx, flow, &self.picture, self.focus),
        };
        html! {
            <section
                class="flow"
                id="view"
                role="tabpanel"
                tabindex="-1"
                data-testid="flow"
                data-layout={if self.layout(ctx) == Layout::Beside { "beside" } else { "over" }}
                ref={self.section.clone()}
            >
                <div class="head">
                    <div class="toolbar">
                        { tabs(page, *shown) }
                        <span class="grow"></span>
                        { self.tools(ctx) }
                    </div>
                    if let Some(comparison) = ctx.props().comparison() {
                        { names(page, comparison) }
                    }
                    if self.narrow {
                        { list::runs(ctx, self.listed) }
                    } else {
                        { drawing::names(&self.picture) }
                    }
                </div>
                { content }
                { legend::legend(page) }
            </section>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        ctx.link().send_message(Msg::Measured);
    }
}

impl Flow {
    fn layout(&self, ctx: &Context<Self>) -> Layout {
        let fitting = || ctx.props().shown.as_deref().map(|flow| Layout::fitting(flow, self.width));
        self.chosen.or_else(fitting).unwrap_or(Layout::Beside)
    }

    fn lay(&mut self, ctx: &Context<Self>, layout: Layout) {
        let step = self.picture.steps.get(self.focus).map(|drawn| drawn.step);
        self.chosen = Some(layout);
        self.lay_out(ctx);
        let same = |drawn: &Drawn| Some(drawn.step) == step;
        self.focus = self.picture.steps.iter().position(same).unwrap_or(0);
    }

    fn lay_out(&mut self, ctx: &Context<Self>) {
        let props = ctx.props();
        let Some(flow) = props.shown.as_deref().filter(|_| self.width > 0) else {
            self.picture = Picture::default();
            return;
        };
        let sources = &props.answered.report.sources;
        let names: Vec<String> =
            sources.iter().map(|source| flow::place_name(&source.name).to_string()).collect();
        let words = flow::Words {
            never: props.page.text(Word::FlowBracket).split(' ').map(str::to_string).collect(),
            rounds: props.page.text(Word::FlowRounds).to_string(),
        };
        self.picture = flow::picture(flow, self.layout(ctx), self.width, &names, &words);
    }

    /// The place of the decisive step, from which the keyboard begins.
    fn decisive(&self, ctx: &Context<Self>) -> usize {
        let Some(flow) = ctx.props().shown.as_deref() else { return 0 };
        let decisive = |drawn: &Drawn| {
            drawn.told != Side::Normal && flow.steps.get(drawn.step).is_some_and(|step| step.decisive)
        };
        self.picture.steps.iter().position(decisive).unwrap_or(0)
    }

    /// Where the keyboard goes from where it is.
    fn next(&self, way: Way) -> Option<usize> {
        let here = self.picture.steps.get(self.focus)?;
        let same = |drawn: &&Drawn| drawn.panel == here.panel;
        let all = || self.picture.steps.iter().enumerate();
        let found = match way {
            Way::Up => all().take(self.focus).rev().find(|(_, drawn)| same(drawn)),
            Way::Down => all().skip(self.focus + 1).find(|(_, drawn)| same(drawn)),
            Way::First => all().find(|(_, drawn)| same(drawn)),
            Way::Last => all().rev().find(|(_, drawn)| same(drawn)),
            Way::Across => all()
                .filter(|(_, drawn)| drawn.panel != here.panel)
                .min_by_key(|(_, drawn)| drawn.step.abs_diff(here.step)),
        };
        found.map(|(index, _)| index)
    }

    fn tools(&self, ctx: &Context<Self>) -> Html {
        let page = &ctx.props().page;
        let link = ctx.link();
        let save = |word, testid, painted: bool| {
            let onclick = Some(link.callback(move |_: MouseEvent| Msg::Save(painted)));
            let testid = Some(testid);
            button(
                Button { class: "button quiet", testid, onclick, ..Button::default() },
                text::plain("span", page.text(word)),
            )
        };
        let lay = |word, testid, layout: Layout| {
            let onclick = Some(link.callback(move |_: MouseEvent| Msg::Lay(layout)));
            let pressed = self.layout(ctx) == layout;
            let class = if pressed { "button quiet pressed" } else { "button quiet" };
            let (testid, pressed) = (Some(testid), Some(pressed));
            let shown = Button { class, testid, keys: Some("o"), pressed, onclick, ..Button::default() };
            button(shown, text::plain("span", page.text(word)))
        };
        html! {
            <>
                if !self.narrow {
                    { lay(Word::FlowBeside, "flow-beside", Layout::Beside) }
                    { lay(Word::FlowOver, "flow-over", Layout::Over) }
                }
                { save(Word::FlowSaveSvg, "flow-save-svg", false) }
                { save(Word::FlowSavePng, "flow-save-png", true) }
            </>
        }
    }

    /// Hands the picture over as a file. It is drawn anew where only a list is shown.
    fn save(&self, ctx: &Context<Self>, painted: bool) {
        const PROPERTIES: [&str; 11] = [
            "fill",
            "stroke",
            "stroke-width",
            "stroke-dasharray",
            "stroke-linecap",
            "stroke-linejoin",
            "paint-order",
            "font-size",
            "font-weight",
            "font-family",
            "fill-opacity",
        ];
        let classes: Vec<&str> = LOOKS.iter().map(|look| look.class()).collect();
        let styles: Vec<Style> = save::painted(&classes, &PROPERTIES)
            .into_iter()
            .map(|values| Style { attributes: PROPERTIES.into_iter().zip(values).collect() })
            .collect();
        let page = &ctx.props().page;
        let mut titles = Vec::new();
        if let Some(comparison) = ctx.props().comparison() {
            let sides = [
                (Word::Normal, Look::LabelNormal, &comparison.normal),
                (Word::Failing, Look::LabelFailing, &comparison.failing),
            ];
            for (place, (word, look, side)) in (0..).zip(sides) {
                let said = format!("{}: {} · {}", page.text(word), side.unit, side.outcome);
                titles.push((20 + place * self.picture.width / 2, look, said));
            }
        }
        let svg = flow::svg(&self.picture, &styles, &save::surface(), &titles);
        if painted {
            save::png("flow.png".into(), svg, self.picture.width, self.picture.height + HEAD + 34);
        } else {
            save::text("flow.svg", "image/svg+xml", &svg);
        }
    }
}

/// What a step says to those who hear it.
fn sentence(
    props: &Props,
    flow: &Sequence,
    step: usize,
    told: Side,
    never: bool,
) -> Option<(String, Action)> {
    let here = flow.steps.get(step)?;
    let says = flow::side_of(here, told)?;
    let name = |lane: u32| flow.lifelines.get(lane as usize).map_or("", |one| one.name.as_str());
    let source = props.answered.report.sources.get(says.source as usize).map_or("", |one| one.name.as_str());
    let line = flow::lines(says.first, says.last);
    let word = if here.from == here.to { Word::FlowSaysAlone } else { Word::FlowSays };
    let page = &props.page;
    let places = [
        ("from", name(here.from)),
        ("to", name(here.to)),
        ("text", says.text.as_str()),
        ("source", source),
        ("line", line.as_str()),
    ];
    let mut said = page.words.fill(word, &places);
    if never {
        said = page.words.fill(Word::FlowSaysNever, &[("said", &said)]);
    } else if says.ending == analyzer::render::flow::Ending::Failed {
        said = page.words.fill(Word::FlowSaysFails, &[("said", &said)]);
    }
    let action = Action::ShowLine { source: source.to_string(), line: says.first };
    Some((said, action))
}
