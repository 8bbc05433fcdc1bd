//! All dated lines of all sources on one clock, and where the time went.

mod chart;
mod empty;
mod lanes;
mod list;
mod notes;
mod spent;
mod toolbar;

use std::rc::Rc;

use yew::prelude::*;

use super::tabs::Tabs;
use crate::components::page::Page;
use crate::platform::chart::{self as sensed, Gesture, Heard};
use crate::platform::{Listening, keys, screen};
use crate::protocol::{BLOCK, ToWorker};
use crate::state::{Action, Answered, Timeline as Shown, TimelineAction};
use crate::view_model::timeline::axis::PARTS;
use crate::view_model::timeline::list::Row;

/// What the view is drawn from.
#[derive(Clone, Properties)]
pub struct Props {
    /// The words, and what hears of presses.
    pub page: Page,
    /// The tabs, before the view's own tools.
    pub tabs: Tabs,
    /// The report.
    pub answered: Rc<Answered>,
    /// What of the timeline is shown.
    pub timeline: Rc<Shown>,
    /// The comparison that is looked at.
    pub comparison: u32,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.answered, &other.answered)
            && Rc::ptr_eq(&self.timeline, &other.timeline)
            && self.tabs == other.tabs
            && self.comparison == other.comparison
    }
}

impl Props {
    /// The name of a source; empty if there is none of that index.
    fn name(&self, source: u32) -> &str {
        self.answered.report.sources.get(source as usize).map_or("", |source| source.name.as_str())
    }
}

/// The view.
pub struct Timeline {
    /// The element that the chart is drawn in.
    plot: NodeRef,
    plot_width: i64,
    /// The element that lanes of descriptors are as wide as.
    lane: NodeRef,
    lane_width: i64,
    /// A stretch that is being selected, in parts of the chart.
    dragged: Option<(i64, i64)>,
    /// The list.
    pane: list::Pane,
    /// What has been asked for and not answered: the blocks of one list.
    asked: Vec<u32>,
    jumps: u32,
    gestures: Heard,
    scrolling: Heard,
    keys: Listening,
    _watching: Listening,
}

/// What happens in the view itself.
pub enum Msg {
    /// The window has another size, or the list was scrolled.
    Moved,
    /// What was drawn has another size than was thought.
    Measured,
    /// Something was done over the chart.
    Did(Gesture),
    /// A lane was pressed: which one of those that are shown, and where.
    Lane(usize, i64),
}

impl Component for Timeline {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            plot: NodeRef::default(),
            plot_width: 1_000,
            lane: NodeRef::default(),
            lane_width: 700,
            dragged: None,
            pane: list::Pane::default(),
            asked: Vec::new(),
            jumps: ctx.props().timeline.jump,
            gestures: Heard::default(),
            scrolling: Heard::default(),
            keys: Listening::default(),
            _watching: screen::watch(&ctx.link().callback(|()| Msg::Moved)),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        let props = ctx.props();
        let act = |action| props.page.act.emit(Action::Timeline(action));
        match message {
            Msg::Moved => self.measure() | self.pane.follow(&props.timeline.rows),
            Msg::Measured => true,
            Msg::Did(Gesture::Press(place)) => {
                self.dragged = Some((place, place));
                true
            }
            Msg::Did(Gesture::Drag(place)) => {
                let Some((from, _)) = self.dragged else { return false };
                self.dragged = Some((from, place));
                true
            }
            Msg::Did(Gesture::Release(place)) => {
                let Some((from, _)) = self.dragged.take() else { return false };
                // A press without a way is a press on the chart: it takes the selection away.
                if (place - from).abs() * self.plot_width / PARTS < 3 {
                    act(TimelineAction::ClearSelection);
                } else {
                    act(TimelineAction::Select(from, place));
                }
                true
            }
            Msg::Did(Gesture::GiveUp) => self.dragged.take().is_some(),
            Msg::Did(Gesture::Zoom(place, closer)) => {
                act(TimelineAction::Zoom { place, closer });
                false
            }
            Msg::Lane(lane, place) => {
                lanes::open(props, lane, place, self.lane_width);
                false
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let Props { page, timeline, .. } = props;
        let nothing =
            timeline.overview.as_ref().is_some_and(|all| all.lanes.is_empty() && all.placed.is_empty());
        html! {
            <section class="timeline" id="view" role="tabpanel" tabindex="-1" data-testid="timeline">
                <div class="head">{ toolbar::toolbar(props, nothing) }</div>
                if nothing {
                    { empty::empty(page) }
                } else {
                    { chart::chart(props, &self.plot, self.plot_width, self.pane.narrow(), self.dragged) }
                }
                <div class="below">
                    <div class="main">
                        if !nothing {
                            { list::list(props, &self.pane) }
                        }
                        { lanes::lanes(props, &self.lane, self.lane_width, ctx.link()) }
                    </div>
                    <aside aria-label={page.text(crate::i18n::Word::TimelineSpent)}>
                        { spent::spent(props) }
                        { notes::notes(props) }
                    </aside>
                </div>
            </section>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let (props, link) = (ctx.props(), ctx.link());
        self.gestures.gestures(&self.plot, &link.callback(Msg::Did));
        self.scrolling.scrolling(&self.pane.scroller, &link.callback(|()| Msg::Moved));
        self.keys = listen(props);
        self.pane.place(&props.timeline.rows);
        self.pane.begin(&props.timeline);
        if self.jumps != props.timeline.jump {
            self.jumps = props.timeline.jump;
            self.pane.reveal(&props.timeline);
        }
        self.pane.focus();
        self.ask_lines(props);
        if self.measure() | self.pane.follow(&props.timeline.rows) {
            link.send_message(Msg::Measured);
        }
    }
}

impl Timeline {
    /// Measures what is drawn by width; true if that is another.
    fn measure(&mut self) -> bool {
        let mut changed = self.pane.measure();
        for (node, width) in [(&self.plot, &mut self.plot_width), (&self.lane, &mut self.lane_width)] {
            let now = sensed::width(node);
            if now > 0 && now != *width {
                *width = now;
                changed = true;
            }
        }
        changed
    }

    /// Asks for the blocks of lines that are in sight and not known, each of them once.
    fn ask_lines(&mut self, props: &Props) {
        let shown = &props.timeline;
        let mut needed: Vec<u32> = Vec::new();
        // The first block comes with what must be known of all lines.
        if shown.window.is_none() {
            self.asked = vec![0];
            return;
        }
        for row in self.pane.rows(&shown.rows) {
            if let Row::Line(line) = shown.rows.at(row) {
                let block = line / BLOCK;
                if needed.last() != Some(&block) && !shown.blocks.holds(block) {
                    needed.push(block);
                }
            }
        }
        for block in needed.iter().filter(|block| !self.asked.contains(block)) {
            let (job, asked) = (props.answered.job, shown.asked());
            props.page.ask.emit(ToWorker::TimelineLines { job, asked, block: *block });
        }
        self.asked = needed;
    }
}

/// Keys that belong to the timeline wherever the focus is.
fn listen(props: &Props) -> Listening {
    let (act, selected) = (props.page.act.clone(), props.timeline.selection.is_some());
    keys::listen(Box::new(move |pressed| {
        if pressed.in_field {
            return false;
        }
        let zoom = |closer| TimelineAction::Zoom { place: PARTS / 2, closer };
        let action = match pressed.key.as_str() {
            "+" | "=" => zoom(true),
            "-" | "_" => zoom(false),
            "0" => TimelineAction::ZoomAll,
            "n" => TimelineAction::Evidence { forward: true },
            "p" => TimelineAction::Evidence { forward: false },
            "Escape" if selected => TimelineAction::ClearSelection,
            _ => return false,
        };
        act.emit(Action::Timeline(action));
        true
    }))
}
