//! Both runs side by side: what is alike folds away, what differs stands open and explains itself.

mod cell;
mod details;
mod filters;
mod fold;
mod grid;
pub mod heads;
mod hint;
mod map;
mod row;
pub mod sign;
mod toolbar;
mod units;
mod window;

use std::rc::Rc;

use analyzer::report::Comparison;
use yew::prelude::*;

use self::grid::Drawer;
use self::map::Bars;
use self::window::Window;
use super::tabs::Tabs;
use super::windowed::Follow;
use crate::components::page::Page;
use crate::i18n::Word;
use crate::platform::hover::{self, Hovered, Moment};
use crate::platform::{Listening, keys, screen};
use crate::protocol::{BLOCK, JobId, ToWorker};
use crate::state::units::Units;
use crate::state::{Action, Answered, Compare as Shown, CompareAction, RowKey};
use crate::view_model::evidence::Numbers;
use crate::view_model::stack::Stack;
use crate::wanted::expression;

/// How long the mouse rests before something is explained, in milliseconds.
const MOMENT: u32 = 350;

/// The width from which on times are shown without being asked for, in pixels.
const ROOM_FOR_TIMES: u32 = 1400;

/// What the comparison is drawn from.
#[derive(Clone, Properties)]
pub struct Props {
    /// The words, and what hears of presses.
    pub page: Page,
    /// The tabs, before the view's own tools.
    pub tabs: Tabs,
    /// The report.
    pub answered: Rc<Answered>,
    /// What of the comparison is shown.
    pub compare: Rc<Shown>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.answered, &other.answered)
            && Rc::ptr_eq(&self.compare, &other.compare)
            && self.tabs == other.tabs
    }
}

impl Props {
    fn comparison(&self) -> Option<&Comparison> {
        self.compare.comparison(&self.answered)
    }

    /// True if there is only one side.
    fn is_alone(&self) -> bool {
        self.comparison().is_some_and(heads::is_alone)
    }

    /// True if rows that are known carry time stamps.
    fn carries_times(&self) -> bool {
        let blocks = &self.compare.blocks;
        let cells = blocks.values().flat_map(|block| block.iter().take(8));
        cells.flat_map(|row| [&row.normal, &row.failing]).flatten().any(|cell| !cell.offset.is_empty())
    }

    /// True if the same rows are left as before.
    fn same_left(&self, other: &Self) -> bool {
        match (&self.compare.filter.rows, &other.compare.filter.rows) {
            (Some(one), Some(two)) => Rc::ptr_eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        }
    }

    /// True if every row is the same as before: nothing that is worked out of them all changes.
    fn same_rows(&self, other: &Self) -> bool {
        let same_outline = match (&self.compare.outline, &other.compare.outline) {
            (Some(one), Some(two)) => Rc::ptr_eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        };
        same_outline && self.answered.job == other.answered.job && self.compare.index == other.compare.index
    }

    /// True if the same lines stand in the grid as before.
    fn same_lines(&self, other: &Self) -> bool {
        let (one, two) = (&self.compare, &other.compare);
        one.only_differences == two.only_differences
            && one.open == two.open
            && one.unfolded == two.unfolded
            && self.same_left(other)
    }
}

/// The comparison.
pub struct Compare {
    window: Window,
    rows: Rows,
    /// Blocks of rows that have been asked for and not answered.
    asked: Vec<(JobId, u32, u32)>,
    /// The comparison of which it was asked what its rows could be narrowed to, before any row was.
    told: Option<(JobId, u32)>,
    hovered: Option<Hovered>,
    resting: Option<Moment>,
    /// More lines will be mounted.
    later: Option<Moment>,
    section: NodeRef,
    search: NodeRef,
    map: NodeRef,
    hint: NodeRef,
    keys: Listening,
    _watching: Listening,
}

/// What is worked out of all rows.
struct Rows {
    numbers: Numbers,
    bars: Bars,
}

impl Rows {
    fn of(props: &Props) -> Self {
        let best = props.answered.report.diagnoses.first();
        Self {
            numbers: props.comparison().map(|shown| Numbers::of(best, shown)).unwrap_or_default(),
            bars: Bars::of(props.compare.outline.as_deref()),
        }
    }
}

/// What happens in the comparison itself.
pub enum Msg {
    /// The page was scrolled, or has another size.
    Moved,
    /// Lines around those in sight are to be mounted.
    More,
    /// What was drawn has another size than was thought.
    Measured,
    /// The mouse is over something.
    Over(MouseEvent),
    /// The mouse has rested there.
    Rested(Hovered),
    /// The mouse has left the rows.
    Left,
    /// The map was pressed.
    Map(MouseEvent),
}

impl Component for Compare {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        Self {
            window: Window::new(&props.compare),
            rows: Rows::of(props),
            asked: Vec::new(),
            told: None,
            hovered: None,
            resting: None,
            later: None,
            section: NodeRef::default(),
            search: NodeRef::default(),
            map: NodeRef::default(),
            hint: NodeRef::default(),
            keys: Listening::default(),
            _watching: screen::watch(&ctx.link().callback(|()| Msg::Moved)),
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let props = ctx.props();
        if !props.same_rows(old) {
            self.rows = Rows::of(props);
            self.window.renew(&props.compare, props.comparison());
        } else if !props.same_lines(old) {
            self.window.lay_out(&props.compare);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        let Props { page, answered, compare, .. } = ctx.props();
        match message {
            Msg::Moved => {
                let follow = self.window.follow(compare);
                self.go_on(ctx, follow)
            }
            Msg::More => self.window.list.go_on(&*self.window.layout) != Follow::Rest,
            Msg::Measured => true,
            Msg::Over(event) => {
                let now = hover::what(&event);
                if now == self.hovered {
                    return false;
                }
                // The moment before is forgotten with this.
                self.resting = now.map(|now| {
                    let rested = ctx.link().callback(Msg::Rested);
                    hover::after(MOMENT, move || rested.emit(now))
                });
                self.hovered.take().is_some()
            }
            Msg::Rested(now) => {
                let (job, comparison, row) = (answered.job, compare.index, now.row);
                page.act.emit(Action::Compare(CompareAction::Hover(row)));
                page.ask.emit(ToWorker::Details { job, comparison, row });
                self.hovered = Some(now);
                true
            }
            Msg::Left => {
                self.resting = None;
                self.hovered.take().is_some()
            }
            Msg::Map(event) => {
                let row = self.rows.bars.row_at(&self.map, &event);
                let row = compare.filter.nearest(row);
                page.act.emit(Action::Compare(CompareAction::Show(RowKey::Row(row))));
                false
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let Props { page, tabs, answered, compare } = props;
        let Some(comparison) = props.comparison() else { return html! {} };
        let times = props.carries_times().then(|| self.times(props));
        let class = classes!(
            "compare",
            compare.details_open.then_some("with-details"),
            compare.raw.then_some("raw"),
            (times == Some(true)).then_some("timed"),
            props.is_alone().then_some("alone"),
            compare.filter.rows.is_some().then_some("narrowed"),
            match comparison.normal.last_line.max(comparison.failing.last_line) {
                0..1000 => None,
                1000..100_000 => Some("some-lines"),
                _ => Some("some-lines long-lines"),
            },
        );
        html! {
            <section
                {class}
                ref={self.section.clone()}
                id="view"
                role="tabpanel"
                tabindex="-1"
                data-testid="compare"
                data-rows={comparison.rows.to_string()}
            >
                <div class="head" ref={self.window.list.head.clone()}>
                    { toolbar::toolbar(page, *tabs, answered, compare, &self.search, times) }
                    { filters::chips(page, compare, comparison) }
                    { heads::heads(page, answered, compare, comparison) }
                </div>
                { self.grid(ctx, comparison) }
                { map::map(
                    page,
                    &self.rows.bars,
                    self.window.rows_in_sight(compare),
                    &self.map,
                    ctx.link().callback(Msg::Map),
                ) }
                { hint::shown(self.hovered, compare, &self.hint) }
                if compare.details_open {
                    { details::details(page, comparison, compare) }
                }
                if let Some(list) = &compare.units {
                    { chosen_from(page, list, comparison) }
                }
            </section>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let props = ctx.props();
        let Some(comparison) = props.comparison() else { return };
        // What sticks below the head must know how high it is.
        let head = f64::from(screen::height(&self.window.list.head));
        screen::set_pixels(&self.section, "--head", head);
        if let Some(hovered) = self.hovered {
            screen::put_at(&self.hint, hovered.x, hovered.y, hovered.below);
        }
        self.ask_blocks(props);
        let follow = self.window.measure(&props.compare, comparison);
        if self.go_on(ctx, follow) {
            ctx.link().send_message(Msg::Measured);
        }
        self.window.jump(&props.compare);
        // The list of units is drawn after the page around it.
        screen::show_dialogs();
        self.keys = self.listen(props);
    }
}

impl Compare {
    /// True if the lines must be drawn again. What is to be mounted after that comes when the browser has had time to
    /// show those.
    fn go_on(&mut self, ctx: &Context<Self>, follow: Follow) -> bool {
        self.later = follow.later(ctx.link().callback(|()| Msg::More)).or(self.later.take());
        follow != Follow::Rest
    }

    fn grid(&self, ctx: &Context<Self>, comparison: &Comparison) -> Html {
        let (props, link, window) = (ctx.props(), ctx.link(), &self.window);
        let layout = &window.layout;
        let outline = props.compare.outline.clone().unwrap_or_default();
        let focus = props.compare.focus.and_then(|key| layout.index_of(&outline, key));
        let text = &props.compare.search.text;
        let wanted = if expression(text).is_none() { text.clone().into() } else { AttrValue::default() };
        let numbers = &self.rows.numbers;
        let drawer = Drawer {
            props,
            comparison,
            layout,
            outline: &outline,
            focus,
            lines: window.list.lines(),
            wanted,
            numbers,
        };
        html! {
            <div class="body" ref={window.list.body.clone()}>
                <div
                    class="mounted"
                    role="treegrid"
                    aria-label={props.page.text(Word::Rows)}
                    aria-rowcount={layout.len().to_string()}
                    aria-colcount="3"
                    ref={window.list.mounted.clone()}
                    onkeydown={grid::on_key(&props.page, &props.compare, layout, focus, window.metrics)}
                    onmouseover={link.callback(Msg::Over)}
                    onmouseleave={link.callback(|_: MouseEvent| Msg::Left)}
                >
                    { drawer.all() }
                </div>
                if layout.is_empty() && props.compare.outline.is_some() {
                    { filters::nothing_left(&props.page) }
                }
            </div>
        }
    }

    /// True if times are shown: the reader said so, or there is room.
    fn times(&self, props: &Props) -> bool {
        props.compare.times.unwrap_or(self.window.metrics.width >= ROOM_FOR_TIMES)
    }

    /// Asks for the blocks of rows that are mounted and not known, each of them once.
    fn ask_blocks(&mut self, props: &Props) {
        let (job, comparison) = (props.answered.job, props.compare.index);
        let mut needed = Vec::new();
        for index in self.window.list.lines() {
            let Some(RowKey::Row(row)) = self.window.layout.key(index) else { continue };
            let block = (job, comparison, row / BLOCK);
            // Rows stand in order, so that those of one block stand together.
            if needed.last() != Some(&block) && !props.compare.blocks.holds(block.2) {
                needed.push(block);
            }
        }
        for (_, _, block) in needed.iter().filter(|block| !self.asked.contains(block)) {
            props.page.ask.emit(ToWorker::Rows { job, comparison, block: *block });
        }
        // Where folds alone are in sight no row comes first, and what else is known of all rows need not wait.
        let here = (job, comparison);
        if needed.is_empty()
            && !self.window.layout.is_empty()
            && props.compare.facets.is_none()
            && self.told != Some(here)
        {
            self.told = Some(here);
            props.page.ask.emit(ToWorker::Facets { job, comparison });
        }
        // What has been answered, and perhaps thrown away since, may be asked for again.
        self.asked = needed;
    }

    /// Keys that belong to the comparison wherever the focus is.
    fn listen(&self, props: &Props) -> Listening {
        let (act, search) = (props.page.act.clone(), self.search.clone());
        let (only, raw) = (props.compare.only_differences, props.compare.raw);
        let times = self.times(props);
        let to_source = to_source(props);
        keys::listen(Box::new(move |pressed| {
            if pressed.in_field {
                return false;
            }
            let action = match pressed.key.as_str() {
                "n" => Some(CompareAction::NextDifference),
                "p" => Some(CompareAction::PreviousDifference),
                "e" => Some(CompareAction::NextFailed),
                "E" => Some(CompareAction::PreviousFailed),
                "x" => Some(CompareAction::FoldAll),
                "t" => Some(CompareAction::Times(!times)),
                "f" => Some(CompareAction::OnlyDifferences(!only)),
                "r" => Some(CompareAction::Raw(!raw)),
                "s" => {
                    if let Some(action) = to_source.clone() {
                        act.emit(action);
                    }
                    None
                }
                "/" => {
                    screen::focus(&search);
                    None
                }
                _ => return false,
            };
            if let Some(action) = action {
                act.emit(Action::Compare(action));
            }
            true
        }))
    }
}

/// Leads from the focused row to its line in the text: the failing run's, where it has one.
fn to_source(props: &Props) -> Option<Action> {
    let Some(RowKey::Row(row)) = props.compare.focus else { return None };
    let (known, comparison) = (props.compare.row(row)?, props.comparison()?);
    let view = known.view()?;
    let (cell, side) = match &view.failing {
        Some(failing) => (failing, &comparison.failing),
        None => (view.normal.as_ref()?, &comparison.normal),
    };
    Some(Action::ShowSource { source: side.source.clone(), line: cell.line })
}

/// The list of units for the side that it is open for.
fn chosen_from(page: &Page, list: &Units, comparison: &Comparison) -> Html {
    let (here, other) = if list.failing {
        (&comparison.failing, &comparison.normal)
    } else {
        (&comparison.normal, &comparison.failing)
    };
    units::units(page, list, here, other)
}
